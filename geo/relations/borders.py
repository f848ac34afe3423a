"""Borders as lines: between two areas, on one side of an area, and the strip of land along them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place
from geo.records import Footprint
from geo.relations.ground import Atlas, Ground, Where, atlas_of, nothing
from geo.relations.plane import BEARINGS, only, wind
from geo.relations.sectors import extent_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gazetteer import Gazetteer

#: Two shapes share a border where they come this close, in km: the sources draw neighbours apart.
TOUCH_KM = 1.0
#: A piece of border lies on a side when the way out of the country there points within this of it, in degrees.
SIDE_HALF_ANGLE = 60.0
#: A run of border with one neighbour is kept whole, or dropped, when this share of it lies on the side, or does not.
KEEP_SHARE = 2 / 3
DROP_SHARE = 0.15
SAMPLES = 240  # points on the outline and on a run: enough for a direction, cheap to compare
SMOOTHING = 12  # outline samples to each side that the outward direction is taken over: a twentieth of the outline
STRIP_KM = 10.0
LINE_RADIUS_KM = 5.0


def border(
    a: Where,
    b: Where | Sequence[Where] | None = None,
    *,
    side: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Footprint:
    """The land border of `a` with `b`, or with all its neighbours, as lines.

    `side` ("E", "SW" …) keeps what lies on that side of `a`'s main body: the runs of border from which the way
    out points there, judged with the outline smoothed and exclaves left out. Without a side
    border(a, b) is border(b, a). For areas that are no countries the line is where their outlines meet.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a side that is no direction.
    """
    atlas = atlas_of(gazetteer)
    ground = atlas.ground(a)
    given = [b] if isinstance(b, str | tuple | Place | Ground | BaseGeometry) else list(b or ())
    others = [atlas.ground(other) for other in given] or neighbours_of(atlas, ground)
    how = f"border of {ground.name}" + (f" with {', '.join(o.name for o in others)}" if given else "")
    runs = [run for other in others for run in shared_runs(atlas, ground, other)]
    places = ground.places + tuple(place for other in others if given for place in other.places)
    if not runs:
        return _no_border(ground, others if given else [], how)
    if side is not None:
        runs = on_side(ground, runs, wind(side))
        how += f", sector {wind(side)}"
        if not runs:
            return nothing(f"no {how}: nothing of it lies on that side", 5, ground, *(others if given else ()))
    line = only(shapely.line_merge(shapely.union_all(runs)), 1)
    return Footprint(line, 5, LINE_RADIUS_KM, how, tuple(dict.fromkeys(places)), 1.0)


def border_area(
    a: Where,
    b: Where | None = None,
    *,
    km: float = STRIP_KM,
    side: str | None = None,
    inside: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Footprint:
    """The strip within `km` of a border; with `inside` only the part of it that belongs to `a`.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    line = border(a, b, side=side, gazetteer=gazetteer)
    if line.geometry is None:
        return line
    return strip_along(atlas_of(gazetteer).ground(a), line, km, inside=inside)


def strip_along(ground: Ground, line: Footprint, km: float = STRIP_KM, *, inside: bool) -> Footprint:
    """The strip within `km` of a border that is drawn; with `inside` what of it belongs to the area `ground`."""
    strip = ground.plane.flatten(line.geometry).simplify(km / 10).buffer(km)
    how = f"within {km:.0f} km of the {line.how}"
    if inside and ground.areal:
        strip = only(strip.intersection(ground.flat), 2)
        how += f", on the side of {ground.name}"
    return Footprint(ground.plane.unflatten(strip), 5, km / 2, how, line.places, 1.0)


def neighbours_of(atlas: Atlas, ground: Ground) -> list[Ground]:
    """The countries that share a land border with a country."""
    if ground.place is None or not is_country(ground.place):
        return []
    found = (atlas.gazetteer.country(code) for code in atlas.gazetteer.neighbours(ground.place.country))
    return [atlas.ground(place) for place in found if place is not None]


def is_country(place: Place) -> bool:
    """Whether the place is a state or a territory with a code, not a part of one."""
    return place.kind.startswith("PCL") or place.kind == "TERR"


def shared_runs(atlas: Atlas, a: Ground, b: Ground) -> list[BaseGeometry]:
    """The connected pieces of the border between two areas (EPSG:4326), the same in either order; [] for none."""
    first, second = sorted((a, b), key=lambda ground: ground.name)
    if first.place and second.place and is_country(first.place) and is_country(second.place):
        if first.place.country == second.place.country:
            return []
        found = atlas.gazetteer.borders(first.place.country, second.place.country)
        wide = [each.geometry for each in found if each.part != "enclave"] or [each.geometry for each in found]
        return _runs(wide)
    if not (first.areal and second.areal):
        return []
    near_second = first.plane.flatten(second.shape).buffer(TOUCH_KM)
    outline = first.plane.flatten(first.shape).boundary
    line = only(outline.intersection(near_second), 1)
    if line.length < 2 * TOUCH_KM or line.length > 0.95 * outline.length:
        return []
    return _runs([first.plane.unflatten(line)])


def land_border(atlas: Atlas, a: Ground, b: Ground) -> list[BaseGeometry]:
    """All lines between two countries, those round enclaves too."""
    if a.place is None or b.place is None:
        return []
    return [each.geometry for each in atlas.gazetteer.borders(a.place.country, b.place.country)]


def _runs(lines: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    merged = shapely.line_merge(shapely.union_all(list(lines)))
    return [part for part in shapely.get_parts(merged) if part.length > 0]


def on_side(ground: Ground, runs: Sequence[BaseGeometry], side: str) -> list[BaseGeometry]:
    """What of the runs lies on a side of the area's body: runs mostly there whole, others cut; [] for nothing."""
    if not ground.areal or side == "C":
        return []
    body = extent_of(ground)
    outline = _outline(body)
    kept: list[BaseGeometry] = []
    for run in runs:
        flat = ground.plane.flatten(run)
        if body.distance(flat.interpolate(0.5, normalized=True)) > 0.1 * np.sqrt(body.area) and len(runs) > 1:
            continue
        there = _there(flat, outline, BEARINGS[side])
        share = float(there.mean())
        if share >= KEEP_SHARE:
            kept.append(run)
        elif share > DROP_SHARE:
            kept.extend(ground.plane.unflatten(piece) for piece in _stretches(flat, there))
    return kept


@dataclass(frozen=True, slots=True)
class _Outline:
    """The outline of a body sampled: points (km) and the unit vectors that lead out of it."""

    points: NDArray[np.float64]
    outward: NDArray[np.float64]


def _outline(body: BaseGeometry) -> _Outline:
    """Samples of the largest rings, with the way out: half the smoothed normal, half the way from the middle."""
    west, south, east, north = body.bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    half = np.array([(east - west) / 2, (north - south) / 2])
    points, outward = [], []
    for part in shapely.get_parts(body):
        ring = shapely.orient_polygons(part).exterior
        along = np.linspace(0.0, ring.length, SAMPLES, endpoint=False)
        at = shapely.get_coordinates(shapely.line_interpolate_point(ring, along))
        tangent = np.roll(at, -SMOOTHING, axis=0) - np.roll(at, SMOOTHING, axis=0)
        normal = _unit(np.column_stack((tangent[:, 1], -tangent[:, 0])))
        points.append(at)
        outward.append(_unit(normal + _unit((at - middle) / half)))
    return _Outline(np.vstack(points), np.vstack(outward))


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.maximum(np.hypot(vectors[:, 0], vectors[:, 1]), 1e-9)[:, None]


def _there(flat: BaseGeometry, outline: _Outline, course: float) -> NDArray[np.bool_]:
    """Which of the run's samples lead out towards the bearing, by the nearest sample of the outline."""
    shares = np.linspace(0.0, 1.0, SAMPLES)
    at = shapely.get_coordinates(shapely.line_interpolate_point(flat, shares, normalized=True))
    apart = ((at[:, None, :] - outline.points[None, :, :]) ** 2).sum(axis=2)
    out = outline.outward[apart.argmin(axis=1)]
    aim = np.array([np.sin(np.radians(course)), np.cos(np.radians(course))])
    return np.asarray(out @ aim >= np.cos(np.radians(SIDE_HALF_ANGLE)))


def _stretches(flat: BaseGeometry, there: NDArray[np.bool_]) -> list[BaseGeometry]:
    """The pieces of a line whose samples are marked, those of a few samples left out."""
    from shapely.ops import substring

    edges = np.flatnonzero(np.diff(np.concatenate(([0], there.astype(np.int8), [0]))))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    last = len(there) - 1
    return [
        substring(flat, start / last, (end - 1) / last, normalized=True)
        for start, end in pairs
        if end - start > SAMPLES // 40
    ]


def _no_border(ground: Ground, others: Sequence[Ground], how: str) -> Footprint:
    if not others:
        return nothing(f"no land {how}", ground.precision, ground)
    names = ", ".join(other.name for other in others)
    return nothing(f"no land border between {ground.name} and {names}", 7, ground, *others)
