"""Places that a fixed form announces: the opening of a wire report, a legislator's constituency, "the town of X"."""

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
_CAPITALS = r"[A-Z][\w'’-]{1,30}(?:[ -](?:(?:de|del|do|da|el|al|la|le|sur|an|of) )?[A-Z][\w'’-]{1,30}){0,3}"
_KIND = r"(?:town|city|village|hamlet|district|province|port|settlement|suburb|municipality|township|hub)"
#: "the mining town of Walikale": the kind says that a place follows.
_KIND_OF = re.compile(rf"\b{_KIND}s? of (?P<name>{_CAPITALS})")
#: "seized Walikale, a mining hub in the east", "Osh was the scene of", "Goris came under fire": said of places only.
_SAID_TO_BE = re.compile(
    rf"\b(?P<name>{_CAPITALS})(?:, an? (?:[\w-]+ ){{0,3}}{_KIND}"
    r"(?=[,.;]|\s(?:in|of|on|near|about|some|that|which|where|\d))"
    r"|\s(?:was|were|is|became|has been|had been) the (?:scene|site) of"
    r"|\s(?:came|comes|was|is|remained|remains) under (?:[a-z]+ ){0,2}"
    r"(?:fire|shelling|bombardment|siege|curfew|lockdown)\b"
    r"|\s(?:was|were|has been|had been|is being) (?:[a-z]+ly )?"
    r"(?:shelled|bombarded|besieged|recaptured|retaken|overrun|liberated|flooded|inundated|cut off|sealed off)\b)"
)
_FORMS = (_OPENING, _CONSTITUENCY, _KIND_OF, _SAID_TO_BE)
_SCORE = 0.9


def announced(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The spans with those places added that stand in such a form, are known, and were missed."""
    added = []
    for match in (match for form in _FORMS for match in form.finditer(text)):
        start, name = match.start("name"), match["name"]
        for end in _ends(start, name):
            if lexicon.kinds([text[start:end]])[0]:
                added.append(Found(start, end, _SCORE))
                break
    taken = {offset for span in found for offset in range(span.start, span.end)}
    free = [span for span in dict.fromkeys(added) if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*found, *free], key=lambda span: span.start)


def _ends(start: int, name: str) -> Iterator[int]:
    """Where the name may end, the longest first: after each of its words, with and without a point."""
    words = [match.end() for match in re.finditer(r"\S+", name)]
    for end in reversed(words):
        yield start + end
        if name[end - 1] == ".":
            yield start + end - 1
