"""Along lines: between two places, from one to another, on the road, a corridor, on a river."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo.records import Footprint
from geo.relations.distance import SPREAD, wedge
from geo.relations.ground import Ground, Where, ground_at, nothing
from geo.relations.plane import Plane, bearing, distance_km

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: What lies between two places is not on the straight line: half the width as a share of its length.
BETWEEN_SHARE = 0.2
#: A road strays less: the circuity of 1.2 (Ballou et al. 2002) is a bow of a sixth of its length at most.
ROAD_SHARE = 0.12
LEAST_HALF_WIDTH_KM = 2.0
RIVER_KM = 5.0
#: Places farther apart than this have nothing that is "between" them, in km.
FARTHEST_KM = 5_000.0


def between(a: Where, b: Where, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """What lies between two places: the straight way from one to the other and a fifth of its length to each side.

    Two areas are joined at the points where they come closest. No geometry where they are the same or touch
    (that is a border) or are more than 5,000 km apart.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    return _joined(a, b, BETWEEN_SHARE, "between {} and {}", gazetteer)


def road(a: Where, b: Where, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """The road from one place to another. Without a map of roads: the straight way, as wide as roads stray.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    return _joined(a, b, ROAD_SHARE, "on the way from {} to {} (straight, roads are not known)", gazetteer)


def towards(a: Where, b: Where, km: float, *, spread: float = SPREAD, gazetteer: Gazetteer | None = None) -> Footprint:
    """What lies `km` from `a` on the road to `b`: a wedge on the bearing of `b`, wide as roads stray.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a distance that is not above zero.
    """
    start, goal = ground_at(a, gazetteer), ground_at(b, gazetteer)
    if distance_km(start.centre, goal.centre) < 1.0:
        return nothing(f"{start.name} and {goal.name} are one place: no way leads between them", 2, start, goal)
    drawn = wedge(start, km, bearing(start.centre, goal.centre), spread=spread, half_angle=35.0)
    how = f"{km:g} km from {start.name} on the way to {goal.name}"
    return Footprint(drawn.geometry, drawn.where_precision, drawn.radius_km, how, start.places + goal.places, 1.0)


def corridor(points: Sequence[Where], km: float, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """The strip within `km` of the way through the places in their order.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for fewer than two places.
    """
    grounds = [ground_at(point, gazetteer) for point in points]
    if len(grounds) < 2:
        raise ValueError(f"a corridor leads through two places or more, not {len(grounds)}")
    plane = Plane(*grounds[len(grounds) // 2].centre)
    stops = [plane.flatten(shapely.Point(ground.centre)) for ground in grounds]
    strip = shapely.LineString(stops).buffer(km)
    places = tuple(dict.fromkeys(place for ground in grounds for place in ground.places))
    how = f"within {km:g} km of the way {' – '.join(ground.name for ground in grounds)}"
    return Footprint(plane.unflatten(strip), 5, km / 2, how, places, 1.0)


def along(line: Where, km: float = RIVER_KM, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """The strip within `km` of a line (a river, a border, a coast) or of an area's edge.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    ground = ground_at(line, gazetteer)
    if ground.shape is None:
        return nothing(f"{ground.name} has no line to follow", ground.precision, ground)
    flat = ground.flat.boundary if ground.areal else ground.flat
    strip = flat.simplify(km / 10).buffer(km)
    return Footprint(
        ground.plane.unflatten(strip), 5, km / 2, f"within {km:g} km along {ground.name}", ground.places, 1.0
    )


def _joined(a: Where, b: Where, share: float, how: str, gazetteer: Gazetteer | None) -> Footprint:
    start, goal = ground_at(a, gazetteer), ground_at(b, gazetteer)
    sentence = how.format(start.name, goal.name)
    line, plane, gap = _nearest(start, goal)
    if gap < 0.1 or gap > FARTHEST_KM:
        reason = "they touch or are one" if gap < 0.1 else "they are too far apart"
        return nothing(f"nothing {sentence}: {reason}", 5, start, goal)
    half = max(LEAST_HALF_WIDTH_KM, share * gap)
    strip = line.buffer(half, cap_style="round" if gap < 4 * half else "flat")
    precision = 2 if gap <= 50.0 else 5
    places = tuple(dict.fromkeys(start.places + goal.places))
    return Footprint(plane.unflatten(strip), precision, round(half, 2), sentence, places, 1.0)


def _nearest(start: Ground, goal: Ground) -> tuple[BaseGeometry, Plane, float]:
    """The straight way between two places (km, in a plane round its middle) and its length."""
    frame = Plane(*_middle(start.centre, goal.centre))
    flats = [
        frame.flatten(each.shape)
        if each.areal and each.shape is not None and _area(each)
        else frame.flatten(shapely.Point(each.centre))
        for each in (start, goal)
    ]
    line = shapely.LineString(nearest_points(*flats))
    return line, frame, float(line.length)


def _area(ground: Ground) -> bool:
    """Whether ways lead to its edge: an area that is no town or district."""
    return ground.precision >= 4


def _middle(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    points = np.radians(np.array([a, b]))
    lon, lat = points[:, 0], points[:, 1]
    x, y, z = (np.cos(lat) * np.cos(lon)).sum(), (np.cos(lat) * np.sin(lon)).sum(), np.sin(lat).sum()
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))
