"""No doubtful namesake in a country that the text says nothing else of.

A rare name that no list has in the country of the text is often given to a namesake at the other end of the world. Such
an answer is kept only where the ranker is sure of it in spite of that. What others are measured from must be surer:
`geo.relations.anchors`.
"""

from __future__ import annotations

from collections.abc import Mapping

from gazetteer import Gazetteer
from gazetteer.place import Place
from geo.resolve.kinds import coarse

#: Below this a place in a country that the text speaks of nowhere else, nor of its neighbours, is no answer: of those
#: that this takes away on LGL and GeoWebNews none was right (`benchmarks/results/places-tries.md`).
BELIEVED = 0.5
#: What speaks for a country must itself be as sure as this.
SURE = 0.8


def unspoken_of(answers: Mapping[int, tuple[Place, float]], home: str, gazetteer: Gazetteer) -> set[int]:
    """The groups whose answer is doubtful and lies in a country that no other sure answer, nor its outlet, speaks of.

    `answers` are each group's likeliest place and its confidence; `home` is the outlet's country ("" unknown). Where
    the text is sure of no country at all, nothing speaks against any.
    """
    sure = {number: place.country for number, (place, confidence) in answers.items() if confidence >= SURE}
    doubtful = set()
    for number, (place, confidence) in answers.items():
        if confidence >= BELIEVED or not place.country or coarse(place.kind) == "country":
            continue
        spoken = {country for other, country in sure.items() if other != number and country} | ({home} - {""})
        if spoken and place.country not in spoken and spoken.isdisjoint(gazetteer.neighbours(place.country)):
            doubtful.add(number)
    return doubtful
