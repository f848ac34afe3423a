"""Along a river with its current: its upper and lower course, and what lies up or down it from a place.

The lines of rivers in the gazetteer have no direction. The mouth is the end (of the two farthest apart) at which the
gazetteer has the river's point, else the one that comes nearer to a coast; where neither is, nothing is said. Shares of
the course are taken along the straight way from source to mouth, so a bend back counts to the side it lies on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Footprint
from geo.relations.distance import near_km
from geo.relations.ground import Atlas, Ground, Where, atlas_of, nothing
from geo.relations.plane import only
from geo.relations.water import coastline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gazetteer import Gazetteer

#: A river ends in the sea where its end is within this of a coast, in km: deltas and lagoons lie between.
MOUTH_KM = 60.0
#: The line of a river stops where its delta has other names: the mouth is this much nearer to the end it belongs to.
MOUTH_SHARE = 0.2
#: The upper and the lower course are a third each.
COURSE_SHARE = 1 / 3
#: A place is at a river within this, in km.
AT_RIVER_KM = 25.0
RIVER_RADIUS_KM = 5.0
#: How far up or down the river goes what is told of a place: as "north of" without a distance.
REACHES = 3.0
BEYOND_KM = 20_000.0


def course(river: Where, part: Literal["upper", "lower"], *, gazetteer: Gazetteer | None = None) -> Footprint:
    """The third of a river nearest to its source ("upper") or to its mouth ("lower"), as lines.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    atlas = atlas_of(gazetteer)
    ground = atlas.ground(river)
    ends = _ends(atlas, ground)
    if ends is None:
        return nothing(f"which end of {ground.name} is the upper one is not known", ground.precision, ground)
    source, mouth = ends if part == "upper" else ends[::-1]
    line = only(ground.flat.intersection(_before(source, mouth, COURSE_SHARE)), 1)
    how = f"{part} third of {ground.name}"
    return Footprint(ground.plane.unflatten(line), 5, RIVER_RADIUS_KM, how, ground.places, 1.0)


def stream(where: Where, river: Where, way: Literal["up", "down"], *, gazetteer: Gazetteer | None = None) -> Footprint:
    """The river above or below a place on it, as far as thrice what is near the place, as lines.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    atlas = atlas_of(gazetteer)
    place, ground = atlas.ground(where), atlas.ground(river)
    ends = _ends(atlas, ground)
    at = ground.plane.flatten(shapely.Point(place.point))
    if ends is None or ground.flat.distance(at) > AT_RIVER_KM:
        why = f"which way {ground.name} runs is not known" if ends is None else f"{place.name} is not at {ground.name}"
        return nothing(why, 5, place, ground)
    source, mouth = ends if way == "up" else ends[::-1]
    share = float((np.array([at.x, at.y]) - source) @ (mouth - source) / ((mouth - source) @ (mouth - source)))
    reach = REACHES * near_km(place)
    line = only(ground.flat.intersection(_before(source, mouth, share)).intersection(at.buffer(reach)), 1)
    how = f"{ground.name} {way}stream of {place.name}, within {reach:.0f} km (a guess)"
    if line.is_empty:
        return nothing(f"nothing of {how}", 5, place, ground)
    drawn = Footprint(ground.plane.unflatten(line), 5, RIVER_RADIUS_KM, how, place.places + ground.places, 1.0)
    return replace(drawn, where_precision=2 if reach <= 50.0 else 5)


def _ends(atlas: Atlas, ground: Ground) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Source and mouth in the plane (km); None where the anchor is no line or neither end is near a coast."""
    if ground.shape is None or ground.areal or not ground.flat.length:
        return None
    corners = shapely.get_coordinates(shapely.convex_hull(ground.flat))
    apart = np.hypot(*(corners[:, None, :] - corners[None, :, :]).transpose(2, 0, 1))
    one, other = (corners[index] for index in np.unravel_index(apart.argmax(), apart.shape))
    at_mouth = _given_mouth(ground, one, other)
    if at_mouth is not None:
        return (other, one) if at_mouth == 0 else (one, other)
    to_sea = [_to_coast(atlas, ground, end) for end in (one, other)]
    if min(to_sea) > MOUTH_KM or max(to_sea) < 2 * min(to_sea):
        return None
    return (other, one) if to_sea[0] < to_sea[1] else (one, other)


def _given_mouth(ground: Ground, *ends: NDArray[np.float64]) -> int | None:
    """Which end is the mouth that the gazetteer gives: GeoNames puts a river's point there."""
    if ground.place is None or ground.place.point_from not in ("", "shape"):
        return None
    at = ground.plane.flatten(shapely.Point(ground.point))
    away = [float(np.hypot(at.x - end[0], at.y - end[1])) for end in ends]
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= MOUTH_SHARE * max(away) else None


def _to_coast(atlas: Atlas, ground: Ground, end: NDArray[np.float64]) -> float:
    """How far a point of the plane is from the coast of the country it lies in, in km."""
    point = ground.plane.unflatten(shapely.Point(end))
    country = atlas.gazetteer.reverse(point.x, point.y).country
    land = atlas.ground(country) if country is not None else None
    line = coastline(atlas, land) if land is not None else None
    if land is None or line is None or line.is_empty:
        return BEYOND_KM if land is not None else 0.0
    return float(line.distance(land.plane.flatten(point)))


def _before(start: NDArray[np.float64], end: NDArray[np.float64], share: float) -> BaseGeometry:
    """The half of the plane that lies before a share of the way from start to end."""
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]]) * BEYOND_KM
    edge, behind = start + share * (end - start), start - along * BEYOND_KM
    return shapely.Polygon([edge + across, edge - across, behind - across, behind + across])
