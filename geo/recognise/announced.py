"""Places that a fixed form of the press announces: the opening of a wire report, a legislator's constituency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.recognise.features import Lexicon
from geo.recognise.spans import Found

#: "HUME –", "SALINA, Kan. (AP) —" where a line or a sentence begins.
_OPENING = re.compile(
    r"(?:^|\n|[.!?]\s)[\s\"“]?(?P<name>[A-Z][A-Z.'’ -]{2,30}?)"
    r"(?=(?:,\s[A-Z][\w. ]{1,20})?\s?(?:\([^()\n]{2,30}\)\s?)?(?:[—–]|--|\s-\s))"
)
#: "Sen. Jane Roe, D-Springfield," and "(R-N.Y.)": the American way to name a party and a constituency.
_CONSTITUENCY = re.compile(r"(?<=[ (])[DRI]-(?P<name>[A-Z][\w.'’]*(?:\s[A-Z][\w.'’]*){0,2})")
_SCORE = 0.9


def announced(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The spans with those places added that stand in such a form, are known, and were missed."""
    added = []
    for match in (*_OPENING.finditer(text), *_CONSTITUENCY.finditer(text)):
        start, name = match.start("name"), match["name"]
        for end in _ends(start, name):
            if lexicon.kinds([text[start:end]])[0]:
                added.append(Found(start, end, _SCORE))
                break
    taken = {offset for span in found for offset in range(span.start, span.end)}
    free = [span for span in added if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*found, *free], key=lambda span: span.start)


def _ends(start: int, name: str) -> Iterator[int]:
    """Where the name may end, the longest first: after each of its words, with and without a point."""
    words = [match.end() for match in re.finditer(r"\S+", name)]
    for end in reversed(words):
        yield start + end
        if name[end - 1] == ".":
            yield start + end - 1
