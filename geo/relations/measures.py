"""Distances as a text says them: "about 30 km (18 miles)", "a few kilometres", "an hour's drive"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.numbers import begins_number, decimal_number, whole_number
from geo.relations.lexicon import Lexicon

#: Number words that one distance may take: "two hundred and fifty" is four.
LONGEST_NUMBER = 4
#: Words that a distance with its hedges and its bracket takes at most.
LONGEST_MEASURE = 14
DASHES = frozenset("-–—/")


@dataclass(frozen=True, slots=True)
class Measure:
    """A distance that the text says, in km, and the share to each side that it may be off."""

    km: float
    spread: float


def measure_at(words: Sequence[str], lexicon: Lexicon) -> tuple[Measure, int] | None:
    """The distance that begins the words (lower case), and how many of them it takes; None for none."""
    spread, index = 0.0, 0
    while index < len(words) and words[index] in lexicon.hedges and index < 2:
        spread, index = lexicon.hedges[words[index]], index + 1
    if words[index : index + 2] in (["more", "than"], ["some", "of"]):
        spread, index = 0.4, index + 2
    number = _number(words, index, lexicon)
    if number is None:
        return None
    value, vague, index = number
    unit = _unit(words, index, lexicon)
    if unit is None:
        return None
    km, loose, index = unit
    index = _past_bracket(words, index, lexicon)
    measure = Measure(value * km, max(spread, vague, loose) or lexicon.spread)
    return (measure, index) if measure.km > 0 else None


def has_unit(word: str, lexicon: Lexicon) -> bool:
    """Whether a word (lower case) can be the unit of a distance, or the last of one's: no distance is without."""
    return word.rstrip(".") in lexicon.units or word.rstrip("s") in lexicon.hours


def _number(words: Sequence[str], start: int, lexicon: Lexicon) -> tuple[float, float, int] | None:
    """The number, how vague it is, and where it ends."""
    article = 1 if words[start : start + 1] == ["a"] else 0
    vague = lexicon.vague.get(words[start + article]) if start + article < len(words) else None
    if vague is not None:
        end = start + article + 1
        end += words[end : end + 1] == ["of"]
        if words[end : end + 1] and words[end] in ("hundred", "dozen"):
            end += 1
        return vague[0], vague[1], end
    if start == len(words) or not begins_number(words[start]):
        return None
    for length in range(min(LONGEST_NUMBER, len(words) - start), 0, -1):
        text = " ".join(words[start : start + length])
        value = decimal_number(text) if length == 1 else None
        value = whole_number(text) if value is None else value
        if value is not None:
            return _range(words, start + length, float(value))
    return None


def _range(words: Sequence[str], end: int, low: float) -> tuple[float, float, int]:
    """ "30 to 40 km": the middle, and as vague as it is wide."""
    if end + 1 < len(words) and (words[end] in DASHES or words[end] == "to"):
        high = whole_number(words[end + 1])
        if high is not None and high > low > 0:
            middle = (low + high) / 2
            return middle, (high - low) / 2 / middle + 0.1, end + 2
    return low, 0.0, end


def _unit(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, float, int] | None:
    """The unit in km, how vague it makes the distance, and where it ends."""
    if words[at : at + 1] and words[at] in DASHES:
        at += 1
    two = " ".join(words[at : at + 2])
    if at + 1 < len(words) and two in lexicon.units:
        return lexicon.units[two], 0.0, at + 2
    if at < len(words) and words[at].rstrip(".") in lexicon.units:
        return lexicon.units[words[at].rstrip(".")], 0.0, at + 1
    hours = lexicon.hours.get(words[at].rstrip("s")) if at < len(words) else None
    if hours is None:
        return None
    at += 1
    while at < len(words) and words[at] in ("'s", "’s", "'", "’", "by", "on", "of"):
        at += 1
    speed = lexicon.travel.get(words[at]) if at < len(words) else None
    return (hours * speed, 0.6, at + 1) if speed is not None else None


def _past_bracket(words: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """Where the distance said again in another unit ends: "30 km (18 miles)"."""
    if words[at : at + 1] not in (["("], ["["]):
        return at
    number = _number(words, at + 1, lexicon)
    unit = _unit(words, number[2], lexicon) if number else None
    closed = unit is not None and words[unit[2] : unit[2] + 1] in ([")"], ["]"])
    return unit[2] + 1 if unit is not None and closed else at
