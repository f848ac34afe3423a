"""From a match of the grammar to its footprint: one function a `draw` of geo/data/relations.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import shapely

from geo.records import Footprint, Located
from geo.relations import borders, distance, lines, sectors, water
from geo.relations.borders import border, is_country
from geo.relations.grammar import Match
from geo.relations.ground import Atlas, Ground
from geo.relations.said import LEAD, Said
from geo.relations.words import Item, Measure

#: What "off the coast" reaches beyond the distance that is said.
BEYOND = 1.25
#: How footprints begin that stand in for a place that no list has: the resolver's (geo.resolve.answers) and ours.
STAND_INS = ("not in the gazetteer", "somewhere in")
FAR_SHARE = 1 / 6
PART_SHARE = 1 / 3
WATER_KINDS = ("STM", "LK", "SEA", "OCN", "GULF", "BAY", "CNL", "RSV", "LGN", "STRT", "H.")


@dataclass(frozen=True, slots=True)
class Scene:
    """One match with all that it takes to draw it."""

    match: Match
    said: Said
    atlas: Atlas
    sentence: tuple[int, int]

    @property
    def start(self) -> int:
        """Where the phrase begins in the text."""
        return self.match.taken[0].start

    @property
    def side(self) -> str | None:
        """The direction said, if one is."""
        return self.match.wind.side if self.match.wind else None

    @property
    def grounds(self) -> list[Ground]:
        """The anchors that are known, in their order."""
        found = (self.ground(item) for item in self.match.places)
        return [ground for ground in found if ground is not None]

    @property
    def first(self) -> Ground | None:
        """The first anchor, None where it is unknown."""
        return self.ground(self.match.places[0])

    def ground(self, item: Item) -> Ground | None:
        """The anchor in an item: its one place, else what it was drawn as; None where it is not located."""
        located = item.located
        if located is None or is_stand_in(located):
            return None
        if located.place is not None and located.mention.role not in ("relative", "description"):
            return self.atlas.ground(located.place)
        geometry = located.footprint.geometry
        if geometry is None:
            return None
        return replace(self.atlas.ground(geometry), name=located.footprint.how)

    def states(self) -> list[Ground]:
        """The anchors as areas with borders: a government stands for its country."""
        found: list[Ground] = []
        for item in self.match.places:
            ground = self.ground(item)
            if ground is not None and ground.place is not None and not ground.areal:
                country = self.atlas.gazetteer.country(ground.place.country)
                official = item.located is not None and item.located.mention.role in ("institution", "demonym")
                ground = self.atlas.ground(country) if country and official else ground
            if ground is not None:
                found.append(ground)
        return list({ground.name: ground for ground in found}.values())


def is_stand_in(located: Located) -> bool:
    """Whether the mention is not located itself: only a larger area is drawn that holds it."""
    return located.footprint.geometry is None or located.footprint.how.startswith(STAND_INS)


def draw_border(scene: Scene) -> Footprint | None:
    """The border between two areas, or of one with its neighbours or with the one that the text speaks of."""
    states = scene.states()
    if len(states) >= 2:
        return _pair(scene, states[0], states[1])
    if len(states) != 1 or not states[0].areal:
        return None
    return _of_one(scene, states[0])


def draw_border_of_country(scene: Scene) -> Footprint | None:
    """ "Its border with B": of the country last spoken of that does border on B."""
    states = scene.states()
    if not states or states[0].place is None:
        return None
    other = states[0]
    near = scene.said.country(scene.start, without=other.places)
    others = [near] if near else []
    others += [p for p in scene.said.countries(scene.start, 6) if p.id != other.name and p != near]
    for place in others:
        ground = scene.atlas.ground(place)
        if borders.shared_runs(scene.atlas, ground, other):
            return _pair(scene, ground, other)
    found = _pair(scene, scene.atlas.ground(others[0]), other) if others else None
    return found or border(other, side=scene.side, gazetteer=scene.atlas.gazetteer)


def draw_borders_of_all(scene: Scene) -> Footprint | None:
    """The borders that several areas have with one another; of one, with all its neighbours."""
    states = scene.states()
    if len(states) < 2:
        return _of_one(scene, states[0]) if states and states[0].areal else None
    pairs = [(a, b) for index, a in enumerate(states) for b in states[index + 1 :]]
    found = [border(a, b, gazetteer=scene.atlas.gazetteer) for a, b in pairs]
    return _together(found, "no two of them have a land border") if found else None


def draw_border_of_context(scene: Scene) -> Footprint | None:
    """ "The border": the one last spoken of, that of the two countries spoken of, or all of the country's."""
    if scene.said.border is not None and scene.side is None:
        footprint = scene.said.border.footprint
        return replace(footprint, how=f"{footprint.how} (said before)")
    both = scene.said.countries(scene.start, 2)
    if len(both) == 2 and scene.side is None:
        grounds = [scene.atlas.ground(place) for place in both]
        if borders.shared_runs(scene.atlas, *grounds):
            return _pair(scene, *grounds)
    country = scene.said.country(scene.start)
    return _of_one(scene, scene.atlas.ground(country)) if country else None


def draw_border_strip(scene: Scene) -> Footprint | None:
    """The land along a border: "the Turkish border area"."""
    line = draw_border(scene)
    if line is None or line.geometry is None:
        return line
    ground = scene.states()[0]
    strip = ground.plane.flatten(line.geometry).simplify(1.0).buffer(borders.STRIP_KM)
    how = f"within {borders.STRIP_KM:.0f} km of the {line.how}"
    return Footprint(ground.plane.unflatten(strip), 5, borders.STRIP_KM / 2, how, line.places, 1.0)


def _pair(scene: Scene, a: Ground, b: Ground) -> Footprint:
    """The border of a with b; on the side said now, else on the one where a's border was said to be before."""
    if a.name == b.name:
        return _of_one(scene, a)
    gazetteer = scene.atlas.gazetteer
    if scene.side is not None:
        scene.said.sides[a.name] = scene.side
        return border(a, b, side=scene.side, gazetteer=gazetteer)
    for subject, other in ((a, b), (b, a)):
        side = scene.said.sides.get(subject.name)
        cut = border(subject, other, side=side, gazetteer=gazetteer) if side else None
        if cut is not None and cut.geometry is not None:
            return replace(cut, how=f"{cut.how} (the side said before)")
    return border(a, b, gazetteer=gazetteer)


def _of_one(scene: Scene, ground: Ground) -> Footprint:
    """The border of one country: with the neighbour that the sentence, else the lead, names alone on that side."""
    gazetteer = scene.atlas.gazetteer
    if scene.side is not None:
        scene.said.sides[ground.name] = scene.side
    if ground.place is not None and is_country(ground.place):
        around = set(gazetteer.neighbours(ground.place.country))
        for start, end in (scene.sentence, (0, LEAD)):
            named = [place for place in scene.said.named_between(start, end) if place.country in around]
            cut = [border(ground, place, side=scene.side, gazetteer=gazetteer) for place in named]
            cut = [footprint for footprint in cut if footprint.geometry is not None]
            if len(cut) == 1:
                return cut[0]
    return border(ground, side=scene.side, gazetteer=gazetteer)


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
    item = after[0] if after and "from" in _words(taken[at + 1 : at + 3]) | {"of", "from"} else None
    return scene.ground(item or scene.match.places[0])


def _words(items: Sequence[Item]) -> set[str]:
    return {symbol for item in items for symbol in item.symbols}


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


def has_country(scene: Scene) -> bool:
    """Whether an anchor is a country, or its people or government."""
    roles = {item.located.mention.role for item in scene.match.places if item.located}
    return bool(roles & {"demonym", "institution"}) or any(
        ground.place is not None and is_country(ground.place) for ground in scene.grounds
    )


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
    said = "<coast>" in _words(scene.match.taken)
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
    if ground.place is None and ground.areal:
        return None
    drawn = water.shore(ground, side=scene.side)
    return drawn if drawn.geometry is not None else _anchor_itself(ground, drawn.how)


def draw_confluence(scene: Scene) -> Footprint | None:
    """Where two rivers meet."""
    grounds = scene.grounds
    return water.confluence(grounds[0], grounds[1]) if len(grounds) >= 2 else _near_known(grounds)


def draw_capital(scene: Scene) -> Footprint | None:
    """ "The Armenian capital"."""
    states = scene.states()
    place = states[0].place if states else None
    capital = scene.atlas.gazetteer.capital(place.country) if place is not None and is_country(place) else None
    return _town(scene.atlas.ground(capital), f"capital of {states[0].name}") if capital else None


def draw_capital_of_country(scene: Scene) -> Footprint | None:
    """ "The capital": of the country last spoken of."""
    country = scene.said.country(scene.start)
    capital = scene.atlas.gazetteer.capital(country.country) if country else None
    return _town(scene.atlas.ground(capital), f"capital of {country.id}") if capital and country else None


def draw_capitals(scene: Scene) -> Footprint | None:
    """ "The two capitals": of the two countries most spoken of."""
    found = [scene.atlas.gazetteer.capital(place.country) for place in scene.said.countries(scene.start, 2)]
    towns = [scene.atlas.ground(capital) for capital in found if capital is not None]
    if len(towns) < 2:
        return None
    return _together([_town(town, f"capital {town.name}") for town in towns], "")


def draw_countries(scene: Scene) -> Footprint | None:
    """ "Both countries": the two (three …) most spoken of."""
    words = _words(scene.match.taken)
    number = 3 if "three" in words else 4 if "four" in words else 2
    places = scene.said.countries(scene.start, number)
    if len(places) < number:
        return None
    return _together([_whole(scene.atlas.ground(place)) for place in places], "no shape of them is known")


def draw_country(scene: Scene) -> Footprint | None:
    """ "The country": the one last spoken of."""
    country = scene.said.country(scene.start)
    return _whole(scene.atlas.ground(country)) if country else None


def draw_region(scene: Scene) -> Footprint | None:
    """ "The region": the region last spoken of, else the surroundings of the town, nothing else."""
    found = scene.said.region(scene.start)
    if found is not None:
        return replace(found.footprint, how=f"{found.footprint.how} (said before)", alternatives=())
    town = scene.said.town(scene.start)
    ground = scene.atlas.ground(town.footprint.places[0]) if town else None
    return distance.near(ground, distance.NEAR_KM) if ground else None


def draw_town(scene: Scene) -> Footprint | None:
    """ "The city": the town last spoken of."""
    found = scene.said.town(scene.start)
    return replace(found.footprint, how=f"{found.footprint.how} (said before)", alternatives=()) if found else None


def draw_here(scene: Scene) -> Footprint | None:
    """ "Here": where the report was written, else the town last spoken of."""
    found = scene.said.here(scene.start)
    return replace(found.footprint, how=f"{found.footprint.how} (here)", alternatives=()) if found else None


def _town(ground: Ground, how: str) -> Footprint:
    return Footprint(shapely.Point(ground.point), 1, round(ground.radius_km, 2), how, ground.places, 1.0)


def _whole(ground: Ground) -> Footprint:
    geometry = ground.shape if ground.shape is not None else shapely.Point(ground.point)
    return Footprint(geometry, ground.precision, 0.0, f"the whole of {ground.name}", ground.places, 1.0)


def _anchor_itself(ground: Ground, why: str) -> Footprint:
    """The anchor at a lower precision, where a part of it was meant that cannot be drawn."""
    whole = _whole(ground)
    radius = max(distance.NEAR_KM, ground.radius_km)
    return replace(whole, where_precision=max(5, ground.precision), radius_km=radius, how=f"{ground.name}: {why}")


def _together(footprints: Sequence[Footprint], none: str) -> Footprint:
    """Several footprints as one."""
    kept = [footprint for footprint in footprints if footprint.geometry is not None]
    places = tuple(dict.fromkeys(place for footprint in footprints for place in footprint.places))
    if not kept:
        return Footprint(None, 7, 0.0, none, places, 0.0)
    geometry = shapely.union_all([footprint.geometry for footprint in kept])
    how = " and ".join(footprint.how for footprint in kept)
    precision = max(footprint.where_precision for footprint in kept)
    whole = 7 if precision == 6 else precision
    return Footprint(geometry, whole, max(footprint.radius_km for footprint in kept), how, places, 1.0)


#: The grammar's `draw` words.
DRAW: dict[str, Callable[[Scene], Footprint | None]] = {
    name.removeprefix("draw_"): function for name, function in globals().items() if name.startswith("draw_")
}
