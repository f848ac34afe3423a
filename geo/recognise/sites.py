"""Buildings and grounds where something takes place: "at the Alder Hey Children's Hospital", "near Donington Park".

No list of places has most of them. The tagger, which asks the gazetteer, leaves many out; a preposition of place and a
word for a site at the name's end say together that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.recognise.nested import word_list
from geo.recognise.spans import Found

_NAME = re.compile(
    r"\b(?:[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Bb]eside|[Bb]ehind|[Oo]pposite)\s(?:the\s|The\s)?"
    r"(?P<name>[A-Z][\w'’.-]{1,30}(?:\s(?:(?:of|de|and)\s(?:the\s)?)?[A-Z][\w'’-]{1,30}){1,5})(?!\w)"
)
_SCORE = 0.9


def sites(text: str, found: Sequence[Found]) -> list[Found]:
    """The spans and, where none of them stands in it, the whole name of a site that a preposition of place precedes."""
    words = word_list("sites")
    taken = {offset for span in found for offset in range(span.start, span.end)}
    added = []
    for match in _NAME.finditer(text):
        start = match.start("name")
        end = start + _length_to_site(match["name"], words)
        if end > start and taken.isdisjoint(range(start, end)):
            added.append(Found(start, end, _SCORE))
    return sorted([*found, *added], key=lambda span: span.start)


def _length_to_site(name: str, words: frozenset[str]) -> int:
    """How much of the name reaches to its last word for a site; 0 where there is none after another word."""
    ends = [match.end() for match in re.finditer(r"\S+", name) if match[0].lower() in words and match.start()]
    return ends[-1] if ends else 0
