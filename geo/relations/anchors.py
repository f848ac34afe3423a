"""What the relations of a text may be measured from: its located places, without those that it gives no ground for.

A rare name that no list has in the country of the text is often given to a namesake at the other end of the world. The
resolver takes back the worst of these answers (`geo.resolve.abroad`). A place that is left is one candidate for its own
name; as an anchor it would carry everything said relative to it there, so it must be surer, and the same name in the
text's country is tried first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import shapely

from geo.records import Footprint, Located
from geo.relations.borders import is_country
from geo.relations.ground import precision_of
from geo.relations.pairs import split_pairs
from geo.relations.scene import is_stand_in
from geo.resolve.abroad import SURE

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: A place in a country of which the text says nothing else is believed from this confidence on; those below are
#: right in one of four cases or less (the resolver's confidence is calibrated).
BELIEVED = 0.75
#: The same for a place in a neighbour of the country that the text speaks of.
BELIEVED_BESIDE = 0.3
#: Letters that a name must have for one edit to be a mere other spelling.
LONG_NAME = 6
#: What a place is worth that was found by another spelling in the text's country.
CONFIDENCE = 0.5


def anchors_of(located: Sequence[Located], gazetteer: Gazetteer) -> list[Located]:
    """The mentions as anchors: pairs of names split, and those without ground in the text found anew or unknown."""
    unknown = [each for each in located if is_stand_in(each)]
    split = split_pairs(located, gazetteer, unknown)
    named = _sure_names(located)
    return [_pointed(_grounded(each, named, gazetteer), gazetteer) for each in split]


def _sure_names(located: Sequence[Located]) -> dict[str, set[str]]:
    """The names by which the text surely speaks of each country (alpha-2) or of places in it."""
    names: dict[str, set[str]] = {}
    for each in located:
        if each.place is not None and each.place.country and _is_sure(each):
            names.setdefault(each.place.country, set()).add(each.mention.text)
    return names


def _pointed(one: Located, gazetteer: Gazetteer) -> Located:
    """The mention; tied to the area above it where the gazetteer has only that one's point: nothing is near such."""
    place = one.place
    if place is None or place.point_from != "parent" or place.has_shape or is_stand_in(one):
        return one
    above = gazetteer.admin1(place.country, place.admin1) or gazetteer.country(place.country)
    shape = gazetteer.shape(above, detail="coarse") if above is not None else None
    if above is None or shape is None:
        return Located(one.mention, Footprint(None, 7, 0.0, f"where {place.id} lies is not known"))
    how = f"{place.id}, of which only the area above is located"
    confidence = one.footprint.confidence
    return Located(
        one.mention, Footprint(shape, precision_of(above.kind), 0.0, how, (above,), confidence, tie="contained")
    )


def _grounded(one: Located, named: Mapping[str, set[str]], gazetteer: Gazetteer) -> Located:
    """The mention itself where the text supports it; else the same name in the text's country, or no place."""
    place = one.place
    if place is None or one.mention.role != "place" or is_stand_in(one) or is_country(place) or not place.country:
        return one
    spoken_of = {country for country, names in named.items() if names - {one.mention.text}}
    if not spoken_of or place.country in spoken_of:
        return one
    beside = not spoken_of.isdisjoint(gazetteer.neighbours(place.country))
    if one.footprint.confidence >= (BELIEVED_BESIDE if beside else BELIEVED):
        return one
    found = found_in(one.mention.text, spoken_of, gazetteer)
    if found is None:
        how = f"not in the gazetteer for {', '.join(sorted(spoken_of))}; {place.id} lies in none of these"
        return Located(one.mention, Footprint(None, 7, 0.0, how))
    return Located(one.mention, found)


def _is_sure(located: Located) -> bool:
    return located.footprint.confidence >= SURE and not is_stand_in(located)


def found_in(name: str, countries: Collection[str], gazetteer: Gazetteer) -> Footprint | None:
    """The place so called in one of the countries (alpha-2), one edit off where the name is long; None for none."""
    matches = gazetteer.lookup(name)
    if len(name) >= LONG_NAME and not any(match.place.country in countries for match in matches):
        matches = gazetteer.fuzzy(name, 1, 50)
    place = next((match.place for match in matches if match.place.country in countries), None)
    if place is None or place.point_from == "parent":
        return None
    how = f"{place.id}, the nearest spelling in the country of the text"
    return Footprint(shapely.Point(place.lon, place.lat), precision_of(place.kind), 5.0, how, (place,), CONFIDENCE)
