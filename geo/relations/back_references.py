"""Phrases that go back to what was said: "the two countries", "the Armenian capital", "the region", "here"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import shapely

from geo.records import Footprint
from geo.relations import distance
from geo.relations.borders import is_country
from geo.relations.ground import Ground
from geo.relations.scene import Scene, together, whole, words


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
    return together([_town(town, f"capital {town.name}") for town in towns], "")


def draw_countries(scene: Scene) -> Footprint | None:
    """ "Both countries": the two (three …) most spoken of."""
    said = words(scene.match.taken)
    number = 3 if "three" in said else 4 if "four" in said else 2
    places = scene.said.countries(scene.start, number)
    if len(places) < number:
        return None
    return together([whole(scene.atlas.ground(place)) for place in places], "no shape of them is known")


def draw_country(scene: Scene) -> Footprint | None:
    """ "The country": the one last spoken of."""
    country = scene.said.country(scene.start)
    return whole(scene.atlas.ground(country)) if country else None


def draw_region(scene: Scene) -> Footprint | None:
    """ "The region": the region last spoken of, else the surroundings of the town, nothing else."""
    found = scene.said.region(scene.start)
    if found is not None:
        return replace(found.footprint, how=f"{found.footprint.how} (said before)", alternatives=())
    town = scene.said.town(scene.start)
    ground = scene.atlas.ground(town.footprint.places[0]) if town else None
    return distance.near(ground, distance.NEAR_KM) if ground else None


def draw_island(scene: Scene) -> Footprint | None:
    """ "The island": the one last spoken of, a country too."""
    island = scene.said.island(scene.start)
    return whole(scene.atlas.ground(island)) if island else None


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


#: The grammar's `draw` words.
DRAW: dict[str, Callable[[Scene], Footprint | None]] = {
    "capital": draw_capital,
    "capital_of_country": draw_capital_of_country,
    "capitals": draw_capitals,
    "countries": draw_countries,
    "country": draw_country,
    "region": draw_region,
    "town": draw_town,
    "here": draw_here,
    "island": draw_island,
}
