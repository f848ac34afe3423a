"""Parts of an area: its northern third, its centre, its outskirts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Footprint
from geo.relations.ground import Ground, Where, drawn, ground_at, nothing
from geo.relations.plane import only, wind

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: A detached part counts for an area's extent from this share of the largest part on: the east of a country is
#: measured on its body, not on an exclave or a far island, which then falls into the sector that it lies in.
BODY_SHARE = 0.25
#: The half that a diagonal takes of each axis, a little more than half: the words are vague there. And the share
#: of both axes together, which keeps opposite diagonals apart.
DIAGONAL_FROM = 5 / 12
DIAGONAL_SUM = 1.1
FAR_KM = 20_000.0  # beyond everything that can belong to an area


def sector(area: Where, direction: str, *, share: float = 1 / 3, gazetteer: Gazetteer | None = None) -> Footprint:
    """The part of an area on one side: "N", "NE" … or "C" for the centre.

    A cardinal sector is the outer `share` (a third; less for "the far north") of the body's extent along the axis,
    a diagonal one the corner where both axes lie on its side, "C" the middle third of both. Opposite sectors never
    overlap; the four cardinal ones and the centre together cover the area. A town without a shape is the disc that
    its people need; what else has no area has no sectors.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a direction that is none.
    """
    ground, side = ground_at(area, gazetteer), wind(direction)
    if not ground.areal and not ground.is_town:
        why = "is no area" if ground.shape is not None else "has no known shape"
        return nothing(f"{ground.name} {why}, so there is no sector {side} of it", ground.precision, ground)
    body = extent_of(ground)
    west, south, east, north = body.bounds
    part = only(covered(ground).intersection(_window(body.bounds, side, share)), 2)
    if part.is_empty:
        return nothing(f"sector {side} of {ground.name} is empty", ground.precision, ground)
    radius = max(east - west, north - south) * share / 2
    return drawn(ground, part, _precision(ground), radius, f"sector {side} of {ground.name}")


def outskirts(area: Where, *, side: str | None = None, gazetteer: Gazetteer | None = None) -> Footprint:
    """The belt round a town, from half its radius to twice that, at least 2 km wide; of it what lies on a `side`.

    Raises:
        LookupError: for a name that the gazetteer does not have.
        ValueError: for a side that is no direction.
    """
    ground = ground_at(area, gazetteer)
    town = covered(ground)
    reach = min(10.0, max(2.0, ground.radius_km))
    belt = town.buffer(reach).difference(town.buffer(-ground.radius_km / 2))
    how = f"outskirts of {ground.name}"
    if side is not None:
        how += f", sector {wind(side)}"
        belt = only(belt.intersection(_window(belt.bounds, wind(side), 1 / 3)), 2)
        if belt.is_empty:
            return nothing(f"{how} is empty", ground.precision, ground)
    return drawn(ground, belt, max(2, ground.precision), reach / 2, how)


def covered(ground: Ground) -> BaseGeometry:
    """The flat area of the anchor; for a point the disc that the place covers."""
    if ground.areal:
        return ground.flat
    return ground.flat.buffer(ground.radius_km if ground.shape is None else 1.0)


def extent_of(ground: Ground) -> BaseGeometry:
    """The flat body on which directions are measured: without exclaves and far islands."""
    area = covered(ground)
    parts = shapely.get_parts(area)
    largest = max(part.area for part in parts)
    return shapely.union_all([part for part in parts if part.area >= BODY_SHARE * largest])


def _precision(ground: Ground) -> int:
    """A part of a country or region is a 5; of a town it is still in the town."""
    return 5 if ground.precision >= 4 else max(2, ground.precision)


def _window(bounds: tuple[float, float, float, float], side: str, share: float) -> BaseGeometry:
    """The part of the plane that counts as the side of a body with these bounds."""
    west, south, east, north = bounds
    wide, high = east - west, north - south
    left, low, right, top = west - FAR_KM, south - FAR_KM, east + FAR_KM, north + FAR_KM
    if side == "C":
        return shapely.box(west + wide / 3, south + high / 3, east - wide / 3, north - high / 3)
    if len(side) == 2:
        return _corner(bounds, side)
    return {
        "N": shapely.box(left, north - share * high, right, top),
        "S": shapely.box(left, low, right, south + share * high),
        "E": shapely.box(east - share * wide, low, right, top),
        "W": shapely.box(left, low, west + share * wide, top),
    }[side]


def _corner(bounds: tuple[float, float, float, float], side: str) -> BaseGeometry:
    """The corner u ≥ 5/12, v ≥ 5/12, u + v ≥ 1.1, with u and v the shares of the extent from the opposite corner."""
    west, south, east, north = bounds
    start, end = DIAGONAL_FROM, FAR_KM / min(east - west, north - south)
    corner = [(start, DIAGONAL_SUM - start), (DIAGONAL_SUM - start, start), (end, start), (end, end), (start, end)]
    across = (east - west) if "E" in side else (west - east)
    up = (north - south) if "N" in side else (south - north)
    x0, y0 = (west if "E" in side else east), (south if "N" in side else north)
    return shapely.Polygon([(x0 + u * across, y0 + v * up) for u, v in corner])
