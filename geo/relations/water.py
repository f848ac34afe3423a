"""At the water: the coast of an area, the sea off it, a lake's shore, a river's banks, a confluence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo.records import Footprint
from geo.relations.borders import is_country, land_border, neighbours_of, on_side
from geo.relations.ground import Atlas, Ground, Where, atlas_of, ground_at, nothing
from geo.relations.lines import along
from geo.relations.plane import Plane, only, wind

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: An outline this near to a land border is not coast, in km; nor is what is left between two such in less than this.
INLAND_KM = 2.0
CRUMB_KM = 12.0
#: The coast that a town or a district has is the country's within this, in km.
OWN_COAST_KM = 15.0
#: "Off the coast": as far as news goes without naming a distance; the territorial sea is 22 km, the contiguous 44.
OFFSHORE_KM = 40.0
SHORE_KM = 3.0
#: Two rivers that come no closer than this do not meet, in km.
MEETING_KM = 10.0


def coast(area: Where, *, side: str | None = None, gazetteer: Gazetteer | None = None) -> Footprint:
    """The coast of an area as lines: its outline without its land borders; a `side` keeps what lies there.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    atlas = atlas_of(gazetteer)
    ground = atlas.ground(area)
    line = coastline(atlas, ground)
    how = f"coast of {ground.name}" + (f", sector {wind(side)}" if side else "")
    if line is None or line.is_empty:
        return nothing(f"{ground.name} has no coast", ground.precision, ground)
    if side is not None:
        runs = on_side(ground, [ground.plane.unflatten(run) for run in shapely.get_parts(line)], wind(side))
        if not runs:
            return nothing(f"no {how}: nothing of it lies on that side", ground.precision, ground)
        return Footprint(only(shapely.union_all(runs), 1), 5, 5.0, how, ground.places, 1.0)
    return Footprint(ground.plane.unflatten(line), 5, 5.0, how, ground.places, 1.0)


def off_coast(
    area: Where, km: float = OFFSHORE_KM, *, side: str | None = None, gazetteer: Gazetteer | None = None
) -> Footprint:
    """The sea within `km` of an area's coast (on one `side`), without the land of the country and of its neighbours.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    atlas = atlas_of(gazetteer)
    ground = atlas.ground(area)
    line = coastline(atlas, ground)
    if line is None or line.is_empty:
        return nothing(f"{ground.name} has no coast, nothing is off it", ground.precision, ground)
    if side is not None:
        runs = on_side(ground, [ground.plane.unflatten(run) for run in shapely.get_parts(line)], wind(side))
        line = ground.plane.flatten(shapely.union_all(runs)) if runs else shapely.MultiLineString()
    sea = line.simplify(km / 20).buffer(km)
    country = _country(atlas, ground)
    for land in [country, *neighbours_of(atlas, country)] if country else [ground]:
        if land.areal:
            sea = sea.difference(ground.plane.flatten(land.shape))
    sea = only(sea, 2)
    if sea.is_empty:
        return nothing(f"no sea within {km:g} km of {ground.name}", ground.precision, ground)
    how = f"sea within {km:g} km off the coast of {ground.name}" + (f", sector {wind(side)}" if side else "")
    return Footprint(ground.plane.unflatten(sea), 7, km / 2, how, ground.places, 1.0)


def shore(
    water: Where, km: float = SHORE_KM, *, side: str | None = None, gazetteer: Gazetteer | None = None
) -> Footprint:
    """The strip within `km` of a lake's or sea's edge, or of a river's line, on land and water alike.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    ground = ground_at(water, gazetteer)
    if side is None or not ground.areal:
        return along(ground, km)
    edge = ground.plane.unflatten(ground.flat.boundary)
    runs = on_side(ground, list(shapely.get_parts(edge)), wind(side))
    if not runs:
        return nothing(f"no shore of {ground.name} on its side {wind(side)}", ground.precision, ground)
    strip = ground.plane.flatten(shapely.union_all(runs)).buffer(km)
    how = f"shore of {ground.name}, sector {wind(side)}, within {km:g} km"
    return Footprint(ground.plane.unflatten(strip), 5, km / 2, how, ground.places, 1.0)


def confluence(a: Where, b: Where, *, gazetteer: Gazetteer | None = None) -> Footprint:
    """Where two rivers meet: the point where their lines come closest, if that is within 10 km.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    first, second = ground_at(a, gazetteer), ground_at(b, gazetteer)
    if first.shape is None or second.shape is None:
        unknown = first if first.shape is None else second
        return nothing(f"the course of {unknown.name} is not known", 5, first, second)
    frame = Plane(*first.centre)
    here, there = nearest_points(frame.flatten(first.shape), frame.flatten(second.shape))
    gap = float(here.distance(there))
    if gap > MEETING_KM:
        return nothing(f"{first.name} and {second.name} do not meet", 5, first, second)
    middle = shapely.Point((here.x + there.x) / 2, (here.y + there.y) / 2)
    how = f"confluence of {first.name} and {second.name}"
    return Footprint(frame.unflatten(middle), 2, max(2.0, gap), how, first.places + second.places, 1.0)


def _country(atlas: Atlas, ground: Ground) -> Ground | None:
    if ground.place is None or not ground.place.country:
        return None
    if is_country(ground.place):
        return ground
    country = atlas.gazetteer.country(ground.place.country)
    return atlas.ground(country) if country else None


def coastline(atlas: Atlas, ground: Ground) -> BaseGeometry | None:
    """The coast in the anchor's plane: the country's outline without its land borders, as far as it is its own."""
    country = _country(atlas, ground)
    if country is None:
        return ground.flat.boundary if ground.areal else None
    if not country.areal or country.shape is None:
        return None
    outline = _outline(atlas, country)
    if country is ground:
        return outline
    here = ground.plane.flatten(country.plane.unflatten(outline))
    return only(here.intersection(ground.flat.buffer(OWN_COAST_KM)), 1)


def _outline(atlas: Atlas, country: Ground) -> BaseGeometry:
    """A country's coast in its plane, kept once it is made: the fine outline, for the borders follow that one."""
    kept = atlas.coasts.get(country.name)
    if kept is not None or country.place is None:
        return kept
    fine = atlas.gazetteer.shape(country.place) or country.shape
    outline = country.plane.flatten(fine).boundary
    inland = [run for other in neighbours_of(atlas, country) for run in land_border(atlas, country, other)]
    if inland:
        borders = country.plane.flatten(shapely.union_all(inland))
        rest = shapely.line_merge(only(outline.difference(borders.simplify(0.2).buffer(INLAND_KM)), 1))
        pieces = [part for part in shapely.get_parts(rest) if part.is_closed or part.length > CRUMB_KM]
        outline = shapely.MultiLineString(pieces)
    atlas.coasts[country.name] = outline.simplify(INLAND_KM / 4)
    return atlas.coasts[country.name]
