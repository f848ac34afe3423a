"""Points for areas that no source locates: from their member places, their chief town, or the area above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import cos, hypot, pi, radians, sqrt

from gazetteer.build.draft import Atlas, Draft
from gazetteer.build.geometry import inner_point
from gazetteer.build.naming import bare_area_name
from gazetteer.names import fold

_PEOPLE_A_SQUARE_KM = 4_000  # of the built-up area of large cities (UN-Habitat, World Cities Report 2022: about 4,000)
_CITY = 50_000
_KM_A_DEGREE = 111.2


def members(places: Iterable[Draft]) -> dict[tuple[str, ...], list[Draft]]:
    """The populated places of each area, by (country, admin1) and (country, admin1, admin2)."""
    found: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for place in places:
        if place.kind.startswith("PPL") and place.admin1:
            found[place.country, place.admin1].append(place)
            if place.admin2:
                found[place.country, place.admin1, place.admin2].append(place)
    return found


def locate_by_members(atlas: Atlas) -> None:
    """Give areas that have neither point nor shape the mean of their members, by population, marked as derived."""
    by_area = members(atlas)
    areas: Iterator[tuple[tuple[str, ...], Draft]] = iter([*atlas.admin1.items(), *atlas.admin2.items()])
    for key, draft in areas:
        inside = by_area.get(key, [])
        if not inside:
            continue
        draft.population = draft.population or _people(inside)
        if draft.lon is not None or draft.shapes:
            continue
        draft.lon, draft.lat = _mean_point(inside)
        draft.point_from = "members"


def _people(places: list[Draft]) -> int:
    """How many live in some places, boroughs and quarters counted once, with the city that they lie in.

    A city is taken for a disc at the density of large cities; what lies in the disc of a larger one adds nobody.
    """
    total = 0
    discs: list[tuple[float, float, float]] = []
    for place in sorted(places, key=lambda each: (-each.population, each.uid)):
        lon, lat = place.lon or 0.0, place.lat or 0.0
        if not place.population or any(
            hypot((x - lon) * cos(radians(lat)), y - lat) < radius for x, y, radius in discs
        ):
            continue
        total += place.population
        if place.population >= _CITY:
            discs.append((lon, lat, sqrt(place.population / _PEOPLE_A_SQUARE_KM / pi) / _KM_A_DEGREE))
    return total


def _mean_point(places: list[Draft]) -> tuple[float, float]:
    """The mean of the places' points by population; longitudes are unrolled first, so that Fiji is one group."""
    first = places[0].lon or 0.0
    weights = [1 + place.population for place in places]
    unrolled = [((place.lon or 0.0) - first + 180) % 360 - 180 for place in places]
    total = sum(weights)
    lon = first + sum(x * weight for x, weight in zip(unrolled, weights, strict=True)) / total
    lat = sum((place.lat or 0.0) * weight for place, weight in zip(places, weights, strict=True)) / total
    return (lon + 180) % 360 - 180, lat


def locate_by_namesakes(atlas: Atlas) -> None:
    """Give areas still without a point that of the largest town in the area above that bears their name."""
    towns: dict[tuple[str, str, str], list[Draft]] = defaultdict(list)
    for place in atlas:
        if place.kind.startswith("PPL") and place.lon is not None:
            for key in {fold(place.name), *(fold(name.text) for name in place.names)}:
                towns[place.country, place.admin1, key].append(place)
    for area in _unlocated(atlas):
        bearers = [town for key in _keys(area) for town in towns.get((area.country, area.admin1, key), ())]
        if bearers:
            chief = max(bearers, key=lambda town: (town.population, town.uid))
            area.lon, area.lat, area.point_from = chief.lon, chief.lat, "namesake"


def locate_by_parents(atlas: Atlas) -> None:
    """Give areas still without a point that of the first-level area, else of the country, that they lie in."""
    for area in _unlocated(atlas):
        parents = (atlas.admin1.get((area.country, area.admin1)), atlas.countries.get(area.country))
        point = next((at for parent in parents if parent is not None and (at := _point_of(parent)) is not None), None)
        if point is not None:
            area.lon, area.lat = point
            area.point_from = "parent"


def _unlocated(atlas: Atlas) -> list[Draft]:
    return [area for area in atlas if area.kind.startswith("ADM") and area.lon is None and not area.shapes]


def _point_of(place: Draft) -> tuple[float, float] | None:
    if place.lon is not None and place.lat is not None:
        return place.lon, place.lat
    return inner_point(place.shapes[0].geometry) if place.shapes else None


def _keys(area: Draft) -> list[str]:
    """The folded names of an area, with and without the words for its kind, its display name's first."""
    texts = [area.name, *(name.text for name in area.names if name.kind != "code")]
    return list(dict.fromkeys(fold(spelling) for text in texts for spelling in (text, bare_area_name(text))))
