"""What the article is about: its focus country and place, each with how clearly it comes before the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict

from gazetteer.place import Place
from geo.records import Located
from geo.resolve.kinds import coarse

# A demonym says less about where something happened than a name does, a government's name less still.
_WEIGHT = {"place": 1.0, "dateline": 1.5, "demonym": 0.4, "institution": 0.3}
#: The first mentions carry the news (the inverted pyramid); one this far into the mentions weighs half.
_HALF_WEIGHT_AT = 8


class Focus(TypedDict):
    """`country` is an alpha-2 code or ""; `place` the place below the country, or None.

    A confidence is the part that the first has of its own votes and the runner-up's: 0.5 where the two are equal. Its
    mean is within 0.06 of the share that is right on LGL and GeoWebNews (`python -m benchmarks.focus`).
    """

    country: str
    country_confidence: float
    place: Place | None
    place_confidence: float


def focus(located: Sequence[Located]) -> Focus:
    """The focus of an article whose mentions are located.

    Each mention votes with its confidence for its place, its areas and its country; a vote for a town counts half
    for its second- and first-level area, and an area shares its votes with no town.
    """
    countries: dict[str, float] = defaultdict(float)
    places: dict[str, float] = defaultdict(float)
    known: dict[str, Place] = {}
    ordered = sorted(located, key=lambda one: one.mention.start)
    for rank, one in enumerate(ordered):
        early = _HALF_WEIGHT_AT / (_HALF_WEIGHT_AT + rank)
        weight = _WEIGHT.get(one.mention.role, 0.0) * one.footprint.confidence * early
        for place in one.footprint.places:
            share = weight / len(one.footprint.places)
            if place.country:
                countries[place.country] += share
            if coarse(place.kind) != "country":
                places[place.id] += share
                known[place.id] = place
    country, country_lead = _greatest(countries)
    inside = {uid: votes for uid, votes in places.items() if known[uid].country in (country, "")}
    uid, place_lead = _greatest(inside)
    return Focus(country=country, country_confidence=country_lead, place=known.get(uid), place_confidence=place_lead)


def _greatest(votes: dict[str, float]) -> tuple[str, float]:
    """The key with the most votes (the first in order of name among equals) and how clearly; ("", 0) for none."""
    first, second, *_ = [*sorted(votes, key=lambda key: (-votes[key], key)), "", ""]
    most = votes.get(first, 0.0)
    return (first, most / (most + votes.get(second, 0.0))) if most > 0 else ("", 0.0)
