"""From a match of the grammar to its footprint: one function a `draw` of geo/data/relations.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Footprint
from geo.relations import back_references, border_phrases, distance, lines, rivers, sectors, water
from geo.relations.ground import Ground
from geo.relations.measures import Measure
from geo.relations.plane import only
from geo.relations.scene import Scene, has_country, whole, words

#: What "off the coast" reaches beyond the distance that is said.
BEYOND = 1.25
FAR_SHARE = 1 / 6
PART_SHARE = 1 / 3
LEAST_TOWN_KM = 2.0
NO_LESS = 0.98  # of itself: what the outlines of neighbours are off by is no narrowing
WATER_KINDS = ("STM", "LK", "SEA", "OCN", "GULF", "BAY", "CNL", "RSV", "LGN", "STRT", "H.")


def draw_sector(scene: Scene) -> Footprint | None:
    """A part of an area on one side."""
    ground, wind = scene.first, scene.match.wind
    if ground is None or wind is None:
        return None
    drawn = sectors.sector(ground, wind.side, share=FAR_SHARE if wind.far else PART_SHARE)
    return drawn if drawn.geometry is not None else _anchor_itself(ground, drawn.how)


def draw_sector_of_country(scene: Scene) -> Footprint | None:
    """ "The country's east", "in the north": of the country last spoken of."""
    country, wind = scene.said.country(scene.start), scene.match.wind
    if country is None or wind is None:
        return None
    share = FAR_SHARE if wind.far else PART_SHARE
    return sectors.sector(scene.atlas.ground(country), wind.side, share=share)


def draw_centre(scene: Scene) -> Footprint | None:
    """The middle of an area."""
    ground = scene.first
    return sectors.sector(ground, "C") if ground is not None and (ground.areal or ground.is_town) else None


def draw_outskirts(scene: Scene) -> Footprint | None:
    """The belt round a town."""
    return sectors.outskirts(scene.first, side=scene.side) if scene.first else None


def draw_wedge(scene: Scene) -> Footprint | None:
    """A distance in a direction."""
    ground, measure = scene.first, scene.match.measure
    if ground is None or measure is None or scene.side is None:
        return None
    return distance.wedge(ground, measure.km, scene.side, spread=measure.spread)


def draw_towards(scene: Scene) -> Footprint | None:
    """A distance on the road to another place; a ring where that place is unknown."""
    ground, measure = _measured_from(scene), scene.match.measure
    if ground is None or measure is None:
        return None
    goals = [each for each in scene.grounds if each.name != ground.name]
    found = lines.towards(ground, goals[-1], measure.km, spread=measure.spread) if goals else None
    if found is not None and found.geometry is not None:
        return found
    if scene.side is not None:
        return distance.wedge(ground, measure.km, scene.side, spread=measure.spread)
    return distance.ring(ground, measure.km, spread=measure.spread)


def _measured_from(scene: Scene) -> Ground | None:
    """The anchor that the distance counts from: the place after it, or the one before where none follows at once."""
    taken = scene.match.taken
    at = next(index for index, item in enumerate(taken) if item.measure)
    after = [item for item in taken[at : at + 4] if item.kind == "place"]
    item = after[0] if after and "from" in words(taken[at + 1 : at + 3]) | {"of", "from"} else None
    return scene.ground(item or scene.match.places[0])


def draw_ring(scene: Scene) -> Footprint | None:
    """A distance in any direction."""
    ground, measure = scene.first, scene.match.measure
    return distance.ring(ground, measure.km, spread=measure.spread) if ground and measure else None


def draw_within(scene: Scene) -> Footprint | None:
    """Everything up to a distance."""
    ground, measure = scene.first, scene.match.measure
    return distance.near(ground, measure.km) if ground and measure else None


def draw_direction(scene: Scene) -> Footprint | None:
    """A direction without a distance."""
    return distance.direction(scene.first, scene.side) if scene.first and scene.side else None


def draw_near(scene: Scene) -> Footprint | None:
    """What is near the anchor."""
    return distance.near(scene.first) if scene.first else None


def draw_between(scene: Scene) -> Footprint | None:
    """What lies between two places; two countries have people and borders between them, not a place."""
    grounds = scene.grounds
    if has_country(scene):
        return None
    return lines.between(grounds[0], grounds[1]) if len(grounds) >= 2 else _near_known(grounds)


def draw_road(scene: Scene) -> Footprint | None:
    """The way from one place to another."""
    grounds = scene.grounds
    return lines.road(grounds[0], grounds[-1]) if len(grounds) >= 2 else _near_known(grounds)


def _near_known(grounds: Sequence[Ground]) -> Footprint | None:
    """Near the one end that is known, wide, where the other is not."""
    if not grounds:
        return None
    near = distance.near(grounds[0], distance.NEAR_KM)
    return replace(near, how=f"{near.how}; the other end is not known")


def draw_off_coast(scene: Scene) -> Footprint | None:
    """The sea off a coast; None, no phrase of place, where there is no coast to be off."""
    states = scene.states()
    if not states:
        return None
    measure: Measure | None = scene.match.measure
    km = measure.km * BEYOND if measure else water.OFFSHORE_KM
    sea = water.off_coast(states[0], km, side=scene.side, gazetteer=scene.atlas.gazetteer)
    said = "<coast>" in words(scene.match.taken)
    if not said and "RELATIVE" in words(scene.match.taken):
        return None
    return sea if said or sea.geometry is not None else None


def draw_coast(scene: Scene) -> Footprint | None:
    """A coast."""
    states = scene.states()
    return water.coast(states[0], side=scene.side, gazetteer=scene.atlas.gazetteer) if states else None


def draw_shore(scene: Scene) -> Footprint | None:
    """Along a river or a lake; None where the anchor is no water."""
    ground = scene.first
    if ground is None or (ground.place is not None and not ground.place.kind.startswith(WATER_KINDS)):
        return None
    if ground.place is None:
        return None if ground.areal else _along_drawn(ground)
    drawn = water.shore(ground, side=scene.side)
    return drawn if drawn.geometry is not None else _anchor_itself(ground, drawn.how)


def _along_drawn(ground: Ground) -> Footprint:
    """ "Along the border": a line that is drawn already stays a line."""
    return replace(whole(ground), where_precision=5, radius_km=5.0, how=f"along the {ground.name}")


def draw_course(scene: Scene) -> Footprint | None:
    """ "The upper Euphrates": None where the anchor is no river, for "Lower Saxony" is a name."""
    ground, said = scene.first, words(scene.match.taken)
    if ground is None or ground.place is None or not ground.place.kind.startswith("STM"):
        return None
    drawn = rivers.course(ground, "upper" if "<upper>" in said else "lower", gazetteer=scene.atlas.gazetteer)
    return drawn if drawn.geometry is not None else _anchor_itself(ground, drawn.how)


def draw_stream(scene: Scene) -> Footprint | None:
    """ "Upstream of Mosul on the Tigris": near the place where the river or its direction is not known."""
    grounds, said = scene.grounds, words(scene.match.taken)
    if len(grounds) < 2:
        return distance.near(grounds[0]) if grounds else None
    way: Literal["up", "down"] = "up" if "<upstream>" in said else "down"
    drawn = rivers.stream(grounds[0], grounds[1], way, gazetteer=scene.atlas.gazetteer)
    if drawn.geometry is not None:
        return drawn
    near = distance.near(grounds[0])
    return replace(near, how=f"{near.how}; {drawn.how}")


def draw_inside(scene: Scene) -> Footprint | None:
    """ "20 km north of Goris in southern Armenia": the part of it there, None where that is all or none."""
    part, area = scene.first, scene.ground(scene.match.places[-1])
    if part is None or area is None or not area.areal or part.shape is None or part.name == area.name:
        return None
    flat = area.plane.flatten(part.shape)
    shared = flat.intersection(area.flat)
    shared = only(shared, shapely.get_dimensions(flat)) if shapely.get_dimensions(flat) else shared
    first = scene.match.places[0].located
    if first is None or shared.is_empty or _size(shared) > NO_LESS * _size(flat):
        return None
    drawn = first.footprint
    how = f"{drawn.how}, what of it lies in {area.name}"
    return replace(drawn, geometry=area.plane.unflatten(shared), how=how, places=drawn.places + area.places)


def _size(flat: BaseGeometry) -> float:
    return float(flat.area or flat.length or 1.0)


def draw_in_town(scene: Scene) -> Footprint | None:
    """ "Near a base in Boali": somewhere in the town, for what stands there is in no list."""
    ground = scene.first
    if ground is None or ground.place is None or not ground.is_town:
        return None
    town, radius = whole(ground), max(LEAST_TOWN_KM, ground.radius_km)
    return replace(town, where_precision=2, radius_km=round(radius, 2), how=f"in {ground.name}, where is not known")


def draw_confluence(scene: Scene) -> Footprint | None:
    """Where two rivers meet."""
    grounds = scene.grounds
    return water.confluence(grounds[0], grounds[1]) if len(grounds) >= 2 else _near_known(grounds)


def _anchor_itself(ground: Ground, why: str) -> Footprint:
    """The anchor at a lower precision, where a part of it was meant that cannot be drawn."""
    anchor = whole(ground)
    radius = max(distance.NEAR_KM, ground.radius_km)
    return replace(anchor, where_precision=max(5, ground.precision), radius_km=radius, how=f"{ground.name}: {why}")


#: The grammar's `draw` words.
DRAW: dict[str, Callable[[Scene], Footprint | None]] = {
    **border_phrases.DRAW,
    **back_references.DRAW,
    "sector": draw_sector,
    "sector_of_country": draw_sector_of_country,
    "centre": draw_centre,
    "outskirts": draw_outskirts,
    "wedge": draw_wedge,
    "towards": draw_towards,
    "ring": draw_ring,
    "within": draw_within,
    "direction": draw_direction,
    "near": draw_near,
    "between": draw_between,
    "road": draw_road,
    "off_coast": draw_off_coast,
    "coast": draw_coast,
    "shore": draw_shore,
    "confluence": draw_confluence,
    "course": draw_course,
    "stream": draw_stream,
    "inside": draw_inside,
    "in_town": draw_in_town,
}
