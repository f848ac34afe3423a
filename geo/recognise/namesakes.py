"""Persons called like a place: "Fairfield" after "Thomas Fairfield" or "Judge Fairfield" in the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.recognise.spans import Found

_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sgt|Capt|Lt|Cpl|Rev|Judge|Sheriff|Officer|Chief|Coach|Detective|Justice|Sir|Lord"
    r"|Mayor|President|Minister|Secretary|Attorney|Commissioner|Superintendent|Principal|Professor|Miss)\.?\s$"
)
_FIRST_NAME = re.compile(r"\b([A-Z][a-z]{2,})\s(?:[A-Z]\.\s)?$")
#: Capitalised words that open a sentence or a place's name rather than a person's.
_NO_FIRST_NAME = re.compile(
    r"The|And|But|For|From|When|While|After|Before|Near|In|At|Of|New|Old|Great|Upper|Lower|(?:North|South|East|West)(?:ern)?"
    r"|Saint|Central|Greater|Downtown|County|City|Town|Port|Fort|Mount|Lake"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|from|near|to|of|around|outside|across|into|through|towards?|throughout)\s(?:the\s)?$"
)
_WINDOW = 25
_SURE = 0.98
_MOST_LOOKED_AT = 200  # occurrences of one name in a text


def without_persons(text: str, found: Sequence[Found]) -> list[Found]:
    """The spans without one-word names that the text also gives to a person, unless a preposition of place precedes."""
    starts, ends = {span.start for span in found}, {span.end for span in found}
    single = {text[span.start : span.end] for span in found if " " not in text[span.start : span.end]}
    persons = {name for name in single if _is_person(text, name, starts, ends)}
    return [
        span
        for span in found
        if text[span.start : span.end] not in persons
        or span.score >= _SURE
        or _PLACE_BEFORE.search(text, max(0, span.start - _WINDOW), span.start)
    ]


def _is_person(text: str, name: str, starts: set[int], ends: set[int]) -> bool:
    at = -1
    for _ in range(_MOST_LOOKED_AT):
        at = text.find(name, at + 1)
        if at < 0:
            return False
        before = text[max(0, at - _WINDOW) : at]
        if text[at + len(name) : at + len(name) + 1].isalnum():
            continue
        if _TITLE.search(before):
            return True
        first = _FIRST_NAME.search(before)
        # The tagger saw the same words and held them for no place where they stand after a first name.
        if first and at not in starts and not _NO_FIRST_NAME.fullmatch(first[1]):
            first_end = at - len(first[0]) + len(first[1])
            if first_end not in ends:
                return True
    return False
