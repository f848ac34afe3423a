"""Small places of the United States that the city files lack: the towns of GeoNames' postal codes."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from gazetteer.build.draft import Atlas, Draft
from gazetteer.names import fold

# https://download.geonames.org/export/zip/readme.txt
_COLUMNS = (
    "country", "code", "place", "state name", "state", "county", "county code", "admin3", "admin3 code",
    "lat", "lon", "accuracy",
)  # fmt: skip
_SAME_PLACE = 0.3  # degrees within which a town of the same name in the same state is the same town


def add_post_towns(atlas: Atlas, table: Path) -> None:
    """Add each (town, state) of GeoNames' postal table that no populated place of that name already stands for."""
    known: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for place in atlas:
        if place.country == "US" and place.kind.startswith("PPL"):
            for key in {fold(place.name), *(fold(name.text) for name in place.names)}:
                known[key, place.admin1].append(place)
    counties = {
        (area.admin1, fold(area.name).removesuffix(" county")): area.admin2
        for (country, _, _), area in atlas.admin2.items()
        if country == "US"
    }
    for (name, state), rows in sorted(_towns(table).items()):
        lon = sum(float(row["lon"]) for row in rows) / len(rows)
        lat = sum(float(row["lat"]) for row in rows) / len(rows)
        if any(_near(place, lon, lat) for place in known[fold(name), state]):
            continue
        county = counties.get((state, fold(rows[0]["county"])), "")
        atlas.add(Draft(f"post:US:{rows[0]['code']}", name, "PPL", "US", lon, lat, state, county))


def _near(place: Draft, lon: float, lat: float) -> bool:
    return abs((place.lon or 0) - lon) < _SAME_PLACE and abs((place.lat or 0) - lat) < _SAME_PLACE


def _towns(table: Path) -> dict[tuple[str, str], list[dict[str, str]]]:
    towns: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, _COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["place"] and row["lat"] and row["lon"] and len(row["state"]) == 2:
                towns[row["place"], row["state"]].append(row)
    return towns
