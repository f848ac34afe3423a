"""Phrases that say a border: between two areas, of one, of the one that the text speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from geo.records import Footprint
from geo.relations import borders
from geo.relations.borders import border, is_country
from geo.relations.ground import Ground
from geo.relations.said import LEAD
from geo.relations.scene import Scene, together, words


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
    return together(found, "no two of them have a land border") if found else None


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


def draw_borders_of_countries(scene: Scene) -> Footprint | None:
    """ "The borders of the three countries": those that the countries most spoken of have with one another."""
    number = 3 if "three" in words(scene.match.taken) else 2
    grounds = [scene.atlas.ground(place) for place in scene.said.countries(scene.start, number)]
    pairs = [(a, b) for index, a in enumerate(grounds) for b in grounds[index + 1 :]]
    found = [border(a, b, gazetteer=scene.atlas.gazetteer) for a, b in pairs]
    return together(found, "no two of them have a land border") if found else None


def draw_border_side(scene: Scene) -> Footprint | None:
    """ "The Ukrainian side of the border with Belarus": the land along it that belongs to the first."""
    states = scene.states()
    if not states or not states[0].areal:
        return None
    line = _pair(scene, states[0], states[1]) if len(states) > 1 else _of_one(scene, states[0])
    return borders.strip_along(states[0], line, inside=True) if line.geometry is not None else line


def draw_both_sides(scene: Scene) -> Footprint | None:
    """ "Both sides of the border", "a border town": the land along the border that the text speaks of."""
    line, country = draw_border_of_context(scene), scene.said.country(scene.start)
    if line is None or line.geometry is None or country is None:
        return line
    return borders.strip_along(scene.atlas.ground(country), line, inside=False)


def draw_border_strip(scene: Scene) -> Footprint | None:
    """The land along a border: "the Turkish border area"."""
    line = draw_border(scene)
    if line is None or line.geometry is None:
        return line
    return borders.strip_along(scene.states()[0], line, inside=False)


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


#: The grammar's `draw` words.
DRAW: dict[str, Callable[[Scene], Footprint | None]] = {
    "border": draw_border,
    "border_of_country": draw_border_of_country,
    "borders_of_all": draw_borders_of_all,
    "border_of_context": draw_border_of_context,
    "border_strip": draw_border_strip,
    "borders_of_countries": draw_borders_of_countries,
    "border_side": draw_border_side,
    "both_sides": draw_both_sides,
}
