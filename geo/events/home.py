"""The country that an article is about, and the places that are read as far from it as they are doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo.events.where import country_of
from geo.records import Located

#: Governments are named by those who quote them; "the country" and "the capital" were read by what stands round them.
_VOTES = {"dateline": 2.0, "place": 1.0, "relative": 0.5, "demonym": 1.0, "institution": 0.1, "description": 0.25}
#: What is named first is the dateline, or what the lead is about.
_FIRST = 2.0
#: Confidence in a place's reading below which it needs the company of its country.
_DOUBTFUL = 0.75
#: What the resolver chose among namesakes; "the capital" follows from what it chose.
_READ = ("place", "relative", "description")
_NEAR = 150  # characters: about a sentence
_COUNTRY = 6  # where_precision


def home_of(located: Sequence[Located]) -> str:
    """The country (alpha-2) of most places and nationalities, each counted as far as its reading is sure, or ""."""
    votes: dict[str, float] = defaultdict(float)
    for position, one in enumerate(sorted(located, key=lambda one: one.mention.start)):
        if code := country_of(one):
            sure = one.footprint.confidence * (1.0 if position else _FIRST)
            votes[code] += _VOTES[one.mention.role] * sure
    return max(votes, key=lambda code: votes[code], default="")


def without_strays(located: Sequence[Located], home: str) -> list[Located]:
    """The mentions, those that are no location marked so: a doubtful reading in a country that nothing else speaks of.

    An unknown San Carlos of one country is none of the San Carlos of another. Such a footprint gets the tie "nearby".
    """
    sure = [one for one in located if _speaks_of_its_country(one)]
    return [_marked(one) if _is_stray(one, home, sure) else one for one in located]


def _speaks_of_its_country(one: Located) -> bool:
    return one.mention.role not in ("institution", "demonym") and one.footprint.confidence >= _DOUBTFUL


def _is_stray(one: Located, home: str, sure: Sequence[Located]) -> bool:
    code = country_of(one)
    if not code or code == home or one.mention.role not in _READ or one.footprint.confidence >= _DOUBTFUL:
        return False
    return not any(country_of(other) == code and _is_company(other, one) for other in sure)


def _is_company(other: Located, one: Located) -> bool:
    """Whether a sure mention of the same country makes a doubtful one likely: a place in it does, and the country's own
    name only nearby, since powers are named everywhere."""
    if other.mention.text.casefold() == one.mention.text.casefold():
        return False
    near = abs(other.mention.start - one.mention.start) <= _NEAR
    return near or other.footprint.where_precision < _COUNTRY


def _marked(one: Located) -> Located:
    how = f"{one.footprint.how}; no other word of the text speaks of its country"
    return replace(one, footprint=replace(one.footprint, tie="nearby", how=how))
