"""What a found name stands for: a place, its people, its government, or the line that opens a wire report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from geo.recognise.features import ADM1, CITY, COUNTRY, DEMONYM, Lexicon
from geo.recognise.lexicon import CAPITAL, GOVERNMENT
from geo.recognise.spans import Found
from geo.records import Role

DATA = Path(__file__).resolve().parent.parent / "data"

_NEAR = 90  # code points read on each side of a name
#: "BEIRUT (AP) —", "Stepanakert, November 16 -", "PARIS, Texas —", "LONDON:", from the line's beginning to its dash.
_DATELINE = re.compile(
    r"(?:,\s[A-Z][\w.]{1,14}(?:\s[A-Z][\w.]{1,14})?){0,2}"
    r"(?:,?\s\(?[A-Z][a-z]{2,8}\.?\s\d{1,2}\)?(?:,\s\d{4})?)?"
    r"(?:,?\s?\([^()\n]{2,40}\)|,\s[A-Z]{2,12})?"
    r"\s?(?:[—–]|--|-\s|\s-)"
)
_LINE_START = re.compile(r"(?:^|\n)[ \t\"“(]{0,4}$")
_WIRE_START = re.compile(r"(?:^|\n)[ \t\"“(]{0,4}[A-Z][\w.' -]{1,30},\s$")


@lru_cache(maxsize=1)
def _metonymy() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((DATA / "metonymy.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def roles(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Role]:
    """The role of each span, in their order."""
    kinds = lexicon.kinds([text[span.start : span.end] for span in found])
    return [_role(text, span, bits) for span, bits in zip(found, kinds, strict=True)]


def _role(text: str, span: Found, bits: int) -> Role:
    if _is_dateline(text, span):
        return "dateline"
    if bits & DEMONYM and not bits & CAPITAL:
        return "demonym"
    if bits & GOVERNMENT and not bits & (COUNTRY | ADM1 | CITY | CAPITAL):
        return "institution"
    has_government = bits & (COUNTRY | CAPITAL)
    return "institution" if has_government and _stands_for_government(text, span) else "place"


def _is_dateline(text: str, span: Found) -> bool:
    before = text[max(0, span.start - 40) : span.start]
    if not (_LINE_START.search(before) or _WIRE_START.search(before)):
        return False
    after = text[span.end : span.end + _NEAR]
    if _DATELINE.match(after):
        return True
    return text[span.start : span.end].isupper() and span.end - span.start > 3 and after.startswith(":")


def _stands_for_government(text: str, span: Found) -> bool:
    lists = _metonymy()
    after = text[span.end : span.end + _NEAR]
    before = text[max(0, span.start - _NEAR) : span.start]
    words = _words_of_clause(after)
    if after[:2] in ("'s", "’s"):
        return _first_two(_words_of_clause(after[2:]), lists["of_government"])
    if after[:1] in ("'", "’"):
        return _first_two(_words_of_clause(after[1:]), lists["of_government"])
    if _is_told(before, lists["spoken_to"]) or _is_party(before, lists["of_parties"]):
        return True
    if _follows_preposition(before):
        return False
    if words and words[0].lower() in lists["of_government"] and not _could_be_verb_only(words[0]):
        return True
    return _speaks(words, lists)


def _words_of_clause(after: str) -> list[str]:
    """The words that follow up to the next mark; a clause set off by commas is no part of it."""
    return re.split(r"[,.;:!?()\n\"“”]", after.lstrip(' "“'), maxsplit=1)[0].split()[:6]


def _first_two(words: Sequence[str], nouns: frozenset[str]) -> bool:
    return any(word.lower() in nouns for word in words[:2])


def _could_be_verb_only(word: str) -> bool:
    return word.lower() in _metonymy()["speaks"]


def _speaks(words: Sequence[str], lists: dict[str, frozenset[str]]) -> bool:
    for word in words[:4]:
        lower = word.lower()
        if lower in lists["speaks"]:
            return True
        if lower not in lists["between"] and not (lower.endswith("ly") and len(lower) > 4):
            return False
    return False


_PREPOSITION = re.compile(
    r"\b(?:in|at|of|from|to|into|near|around|outside|inside|across|through|over|for|toward|towards|within|between)\s"
    r"(?:the\s|[a-z]+ern\s)?$"
)


def _follows_preposition(before: str) -> bool:
    """Whether the name is part of a phrase ("people in Armenia said"), so that what follows has another subject."""
    return bool(_PREPOSITION.search(before))


def _is_told(before: str, verbs: frozenset[str]) -> bool:
    words = before.split()
    return (
        bool(words) and before[-1:].isspace() and (words[-1].lower() in verbs or " ".join(words[-2:]).lower() in verbs)
    )


_PARTY = re.compile(r"\b(\w+)\s(?:with|between)\s(?:the\s)?$|\b(\w+)\s(?:between)\s[\w\s]{2,30}\sand\s(?:the\s)?$")


def _is_party(before: str, nouns: frozenset[str]) -> bool:
    match = _PARTY.search(before)
    return match is not None and (match[1] or match[2]).lower() in nouns
