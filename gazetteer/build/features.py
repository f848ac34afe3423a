"""Well-known natural features and parks of the hand-made tables: mountains, islands, ranges, rivers by their mouths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.draft import Atlas, Draft
from gazetteer.build.tables import find_target, read_table, texts
from gazetteer.errors import GazetteerError
from gazetteer.names import fold

_SAME_RIVER = 2.5  # degrees within which a drawn river of the name comes near the mouth


def add_features(atlas: Atlas, table: Path) -> None:
    """Add every row of features.tsv or venues.tsv; one with an id gives a place of another source its missing point."""
    for row in read_table(table):
        lon, lat = float(row["lon"]), float(row["lat"])
        if row["id"]:
            known = find_target(atlas, row["id"])
            if known is None:
                raise GazetteerError(f"{table.name}: no place has the id or code {row['id']!r}")
            known.lon, known.lat = lon, lat
            continue
        uid = _free_id(atlas, f"feature:{_slug(row['name'])}", row["country"])
        draft = atlas.add(Draft(uid, row["name"], row["kind"], row["country"], lon, lat))
        for alias in texts(row["aliases"]):
            draft.call(alias, language="en")


def add_mouths(atlas: Atlas, table: Path) -> None:
    """Put the rivers of river_mouths.tsv at their mouths: drawn ones by name and nearness, the others as new places."""
    drawn: dict[str, list[Draft]] = {}
    for draft in atlas:
        if draft.kind == "STM":
            drawn.setdefault(_river_key(draft.name), []).append(draft)
    for row in read_table(table):
        mouth = shapely.Point(float(row["lon"]), float(row["lat"]))
        names = [row["name"], *texts(row["aliases"])]
        candidates = [draft for key in dict.fromkeys(map(_river_key, names)) for draft in drawn.get(key, ())]
        river = _nearest(candidates, mouth)
        if river is None:
            uid = _free_id(atlas, f"river:{_slug(row['name'])}", row["country"])
            river = atlas.add(Draft(uid, _display(row["name"]), "STM", row["country"]))
        river.lon, river.lat, river.point_from = mouth.x, mouth.y, ""
        if "River" in row["name"].split():  # the bare word alone ("Yellow", "Red") says too little
            river.name, bare = row["name"], river.name
            river.call(bare, language="en")
        for text in names:
            river.call(text, language="en")


def _display(name: str) -> str:
    return name if "River" in name.split() else f"{name} River"


def _nearest(rivers: list[Draft], mouth: Any) -> Draft | None:
    near = [(river.shapes[0].geometry.distance(mouth), river.uid, river) for river in rivers if river.shapes]
    gap, _, river = min(near, default=(_SAME_RIVER, "", None))
    return river if gap < _SAME_RIVER else None


def _river_key(name: str) -> str:
    words = [word for word in fold(name).split() if word not in ("river", "rio", "the")]
    return " ".join("saint" if word == "st" else word for word in words)


def _slug(name: str) -> str:
    return "-".join(fold(name).split())


def _free_id(atlas: Atlas, uid: str, country: str) -> str:
    """The id, or with the country at its end where another place of the table has it."""
    return uid if uid not in atlas.drafts else f"{uid}-{country.lower()}"
