"""Distance and direction: near, within, a ring, a wedge. The width follows how vaguely the words speak."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Footprint
from geo.relations.ground import Ground, Where, drawn, ground_at
from geo.relations.plane import bearing_of
from geo.relations.sectors import covered

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: "30 km": a share of the distance on each side. People round, and measure along roads that are a fifth longer
#: than the straight line (Ballou et al. 2002, doi:10.1016/S0965-8564(01)00044-3, circuity 1.2 on average).
SPREAD = 0.25
LEAST_SPREAD_KM = 1.5
#: "30 km north of": each of eight winds owns 45°. "North of" alone is vaguer.
HALF_ANGLE = 22.5
LOOSE_HALF_ANGLE = 45.0
#: Within this a place is still "near" in the sense of where_precision 2.
NEAR_KM = 25.0
#: "Near" a border, a river or a coast.
NEAR_LINE_KM = 15.0
ARC_STEPS = 24
#: By the point-radius method (Chapman & Wieczorek, Guide to Best Practices for Georeferencing, 2006) "10 km N" may lie
#: 45° to either side: 0.77 of the distance from the point named. Far away people mean what they say more nearly, so
#: beyond what counts as near the share that the distance itself may be off is the radius.
HEADING_SHARE = 0.77


def near(where: Where, km: float | None = None, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """What lies near: everything within `km` of the place, the place included.

    Without `km` the reach grows with the place: 10 km and twice its radius for a village or a town, at most 50 km.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    ground = ground_at(where, gazetteer)
    reach = near_km(ground) if km is None else km
    how = f"within {reach:.0f} km of {ground.name}" + (" (near)" if km is None else "")
    radius = reach if km is None else reach / 2
    return drawn(ground, covered(ground).buffer(reach), _precision(ground, reach), radius, how)


def near_km(ground: Ground) -> float:
    """How far "near" reaches from this place, in km."""
    if ground.shape is not None and not ground.areal:
        return NEAR_LINE_KM
    return min(50.0, 10.0 + (0.5 if ground.areal else 2.0) * ground.radius_km)


def ring(where: Where, km: float, *, spread: float = SPREAD, gazetteer: Gazetteer | None = None) -> Footprint:
    """What lies about `km` away in any direction: the ring from `km` less to `km` more a share `spread` of it.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a distance that is not above zero.
    """
    ground = ground_at(where, gazetteer)
    inner, outer = _bounds(km, spread)
    belt = _reach(ground, outer, km).difference(_reach(ground, inner, km)) if inner > 0 else _reach(ground, outer, km)
    how = f"{km:g} km from {ground.name}, {inner:.0f} to {outer:.0f} km in any direction"
    return drawn(ground, belt, _precision(ground, outer), _doubt(km, outer - km, 1.0), how)


def wedge(
    where: Where,
    km: float,
    direction: str | float,
    *,
    spread: float = SPREAD,
    half_angle: float = HALF_ANGLE,
    gazetteer: Gazetteer | None = None,
) -> Footprint:
    """What lies about `km` away on one bearing: a wind ("NE") or degrees clockwise from north.

    Every point of it is within `half_angle` degrees of the bearing and a share `spread` of the distance, both seen
    from the middle of the place; from its edge where the place is an area as wide as the distance.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a distance that is not above zero or a direction that is none.
    """
    ground, course = ground_at(where, gazetteer), bearing_of(direction)
    inner, outer = _bounds(km, spread)
    if _wide(ground, km):
        belt = ground.flat.buffer(outer).difference(ground.flat.buffer(inner))
        part = belt.intersection(_fan(course, LOOSE_HALF_ANGLE, 0.0, outer + 3 * ground.radius_km))
    else:
        part = _fan(course, half_angle, inner, outer)
    how = f"{km:g} km {_towards(direction)} of {ground.name}"
    return drawn(ground, part, _precision(ground, outer), _doubt(km, outer - km, HEADING_SHARE), how)


def direction(where: Where, towards: str | float, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """What lies on one side of a place, no distance given ("north of"): a fan as far as thrice what is near.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a direction that is none.
    """
    ground, course = ground_at(where, gazetteer), bearing_of(towards)
    reach = 3 * near_km(ground)
    if ground.areal and ground.radius_km > near_km(ground) / 2:
        fan = _fan(course, LOOSE_HALF_ANGLE, 0.0, reach + 3 * ground.radius_km)
        part = ground.flat.buffer(reach).difference(ground.flat).intersection(fan)
    else:
        part = _fan(course, LOOSE_HALF_ANGLE, 0.0, reach)
    how = f"{_towards(towards)} of {ground.name}, within {reach:.0f} km (a guess)"
    return drawn(ground, part, _precision(ground, reach), reach / 2, how)


def _bounds(km: float, spread: float) -> tuple[float, float]:
    if not (math.isfinite(km) and km > 0):
        raise ValueError(f"a distance must be above zero kilometres, not {km!r}")
    slack = max(LEAST_SPREAD_KM, spread * km)
    return max(0.0, km - slack), km + slack


def _doubt(km: float, slack: float, share: float) -> float:
    """The radius of doubt: a share of the distance, and no more than what is near or the distance itself is off."""
    return min(share * km + LEAST_SPREAD_KM, max(NEAR_KM, slack))


def _wide(ground: Ground, km: float) -> bool:
    return ground.areal and not ground.is_town and ground.radius_km > km / 3


def _reach(ground: Ground, reach: float, km: float) -> BaseGeometry:
    """Everything within `reach` km: of the edge where the place is wide for the distance told, of its middle else."""
    base = ground.flat if _wide(ground, km) else shapely.Point(0.0, 0.0)
    return base.buffer(reach, quad_segs=ARC_STEPS)


def _fan(course: float, half_angle: float, inner: float, outer: float) -> BaseGeometry:
    """The part of the ring between two radii (km) round the plane's centre that lies about the bearing."""
    turns = np.radians(np.linspace(course - half_angle, course + half_angle, ARC_STEPS + 1))
    arc = np.column_stack((np.sin(turns), np.cos(turns)))
    start = arc[::-1] * inner if inner > 0 else np.zeros((1, 2))
    return shapely.Polygon(np.vstack((arc * outer, start)))


def _towards(direction: str | float) -> str:
    return direction if isinstance(direction, str) else f"on bearing {direction:.0f}°"


def _precision(ground: Ground, reach: float) -> int:
    return 2 if reach + ground.radius_km <= 2 * NEAR_KM else 5
