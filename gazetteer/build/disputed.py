"""Disputed places: who claims them, areas cut out by dividing lines, and states as other viewpoints draw them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.countries import read_features
from gazetteer.build.draft import Atlas, Detail, Draft, ShapeDraft
from gazetteer.build.geometry import COARSE_TOLERANCE, FINE_TOLERANCE, clean, only_dimension, simplify
from gazetteer.build.tables import read_table, targets, texts, year
from gazetteer.errors import GazetteerError

SCALES: tuple[tuple[Detail, float], ...] = (("fine", FINE_TOLERANCE), ("coarse", 2 * COARSE_TOLERANCE))
_VIEW_COLUMN = "ADM0_A3_"
_SCALE_GAP = 0.01  # degrees between the same line in two editions of Natural Earth


def add_claims(atlas: Atlas, table: Path) -> None:
    """Note on places which states claim them."""
    for row in read_table(table):
        for draft in targets(atlas, row["target"], table):
            draft.claimed_by = tuple(row["claimed_by"].split())
            draft.country = draft.country or row["country"]


def add_outlines(atlas: Atlas, table: Path, layer: Path) -> None:
    """Add the areas of disputed_outlines.tsv, cut out of their state's outline by the layer's lines.

    An area that `adds_to` a territory widens that territory's outline; the state that holds it keeps it as well.
    """
    import pyogrio

    lines = pyogrio.read_dataframe(layer, layer="disputed_borders")
    states = pyogrio.read_dataframe(layer, layer="countries")
    for row in read_table(table):
        lon, lat = (float(number) for number in row["inside"].split())
        seed = shapely.Point(lon, lat)
        state = shapely.union_all(states.geometry[states.geometry.intersects(seed)].to_numpy())
        chosen = lines.geometry[lines["name"] == row["line"]].to_numpy()
        area = cut_out(chosen, state, seed, float(row["snap"]))
        if row["adds_to"]:
            _add_to(targets(atlas, row["adds_to"], table), area)
            continue
        draft = atlas.drafts.get(f"region:{row['id']}") or atlas.add(
            Draft(f"region:{row['id']}", row["name"], row["kind"], row["country"], lon, lat)
        )
        draft.claimed_by = tuple(row["claimed_by"].split())
        for text in texts(row["names"]):
            draft.call(text)
        draft.shapes.append(ShapeDraft(clean(area), "fine", "", year(row["from"]), year(row["to"])))


def _add_to(territories: Iterable[Draft], area: Any) -> None:
    closed = area.buffer(_SCALE_GAP)
    for shape in (shape for territory in territories for shape in territory.shapes if not shape.worldview):
        tolerance = next(tolerance for detail, tolerance in SCALES if detail == shape.detail)
        shape.geometry = clean(simplify(shapely.union_all([shape.geometry, closed]), tolerance))


def cut_out(lines: Iterable[Any], state: Any, seed: Any, snap: float) -> Any:
    """The piece of `state` that the lines, ends joined within `snap` degrees, part off round the point `seed`."""
    loose = shapely.union_all(list(lines))
    joined = shapely.union_all([loose, *_bridges(loose, state.boundary, snap)])
    edges = shapely.node(shapely.union_all([joined, state.boundary]))
    pieces = shapely.get_parts(shapely.polygonize([edges]))
    around = [piece for piece in pieces if piece.contains(seed)]
    if not around or around[0].area > 0.9 * state.area:
        raise GazetteerError(f"the lines part off nothing round {seed.wkt}")
    return around[0]


def _bridges(lines: Any, edge: Any, snap: float) -> list[Any]:
    """Short segments from each loose end to the nearest other line end or to the state's edge."""
    merged = shapely.get_parts(shapely.line_merge(lines))
    ends = [shapely.get_point(line, position) for line in merged for position in (0, -1)]
    bridges = []
    for number, end in enumerate(ends):
        others = [other for index, other in enumerate(ends) if index != number and other.distance(end) <= snap]
        bridges += [shapely.LineString([end, other]) for other in others if not other.equals(end)]
        if not others and edge.distance(end) <= snap:
            gap = shapely.shortest_line(end, edge)
            bridges.append(_lengthened(gap))
    return bridges


def _lengthened(gap: Any) -> Any:
    """A segment carried a little beyond its far end, so that it crosses what it reaches for."""
    (x, y), (to_x, to_y) = gap.coords
    return shapely.LineString([(x, y), (to_x + (to_x - x) * 0.05, to_y + (to_y - y) * 0.05)])


def add_worldviews(atlas: Atlas, table: Path, outlines: Path) -> None:
    """Store the states whose outline another viewpoint draws differently, by whole features and by pieces."""
    moved: dict[tuple[str, str], list[Any]] = defaultdict(list)
    lost: dict[tuple[str, str], list[Any]] = defaultdict(list)
    _whole_features(outlines, moved)
    for row in read_table(table):
        pieces = [shape.geometry for piece in targets(atlas, row["pieces"], table) for shape in piece.shapes[:1]]
        for view in row["views"].split():
            moved[row["belongs_to"], view] += pieces
            if row["drawn_with"]:
                lost[row["drawn_with"], view] += pieces
    for code, view in sorted({*moved, *lost}):
        country = atlas.countries.get(code)
        if country is not None and country.shapes:
            _draw(country, view, moved[code, view], lost[code, view])


def _whole_features(outlines: Path, moved: dict[tuple[str, str], list[Any]]) -> None:
    """Read Natural Earth's viewpoint columns; codes there are its own three letters, -99 or none where not drawn."""
    frame = read_features(outlines)
    codes = {row["ADM0_A3"]: row["ISO_A2_EH"] for _, row in frame.iterrows()}
    views = [column for column in frame.columns if column.startswith(_VIEW_COLUMN) and len(column) == 10]
    for _, row in frame.iterrows():
        for column in views:
            seen_as, view = row[column], column.removeprefix(_VIEW_COLUMN)
            if view not in codes.values() or seen_as in (None, "-99", row["ADM0_A3"]):
                continue
            if codes.get(seen_as, "-99") != "-99" and view in (codes[seen_as], row["ISO_A2_EH"]):
                moved[codes[seen_as], view].append(clean(row["geometry"]))


def _draw(country: Draft, view: str, gained: list[Any], lost: list[Any]) -> None:
    base = next(shape for shape in country.shapes if shape.detail == "fine" and not shape.worldview)
    taken = shapely.union_all([piece.buffer(FINE_TOLERANCE) for piece in lost]) if lost else None
    rest = base.geometry if taken is None else shapely.difference(base.geometry, taken)
    outline = shapely.union_all([rest, *(piece.buffer(FINE_TOLERANCE) for piece in gained)])
    outline = only_dimension(outline, 2)
    for detail, tolerance in SCALES:
        country.shapes.append(ShapeDraft(clean(simplify(outline, tolerance)), detail, view))
