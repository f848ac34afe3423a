"""The place's name inside a longer one: "Paris" in "Paris Police Department", "Texas" in "North Texas"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from geo.recognise.features import NATURE, TOWN, Lexicon
from geo.recognise.spans import Found

DATA = Path(__file__).resolve().parent.parent / "data"

#: A building or body whose name holds no known place is kept only where the tagger is this sure of it.
SURE_OF_FACILITY = 0.97


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((DATA / "facility_words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def word_list(name: str) -> frozenset[str]:
    """One of the lists of facility_words.toml."""
    return _words()[name]


def standing(text: str, found: Iterable[Found]) -> list[Found]:
    """The spans without those that are common nouns ("state", "County") or days and cups; see `facility_words.toml`."""
    lists = _words()
    kept = []
    for span in found:
        name = text[span.start : span.end]
        words = re.findall(r"\w+", name.lower())
        common = (len(words) == 1 and words[0] in lists["generic"]) or name.islower()
        after = re.match(r"(?:['’]s)?\s(\w+)", text[span.end : span.end + 20])
        named_after = after is not None and after[1] in lists["occasions"]
        if not (common or named_after or (words and words[-1].capitalize() in lists["occasions"])):
            kept.append(span)
    return kept


def bared(text: str, found: Iterable[Found], lexicon: Lexicon) -> list[Found]:
    """The spans, each cut down to the place's name in it where the gazetteer doesn't know the whole."""
    return [kept for span in found if (kept := _bared(text, span, lexicon)) is not None]


def _bared(text: str, span: Found, lexicon: Lexicon) -> Found | None:
    span = _without_city(text, span, lexicon)
    name = text[span.start : span.end]
    parts = [(m.start(), m.end()) for m in re.finditer(r"\S+", name)]
    if len(parts) < 2 or lexicon.kinds([name])[0]:
        return span
    words = [name[a:b].lower().strip(".,") for a, b in parts]
    lists = _words()
    if words[0] in lists["compass"] and _known(lexicon, rest := name[parts[1][0] :]):
        return Found(span.end - len(rest), span.end, span.score)
    if words[0] in lists["openers"] and words[1] == "of" and len(parts) > 2:
        return _after(span, name, parts[2][0], lexicon)
    if words[-1] not in lists["heads"]:
        return span
    for count in range(len(parts) - 1, 0, -1):
        inner = name[: parts[count - 1][1]]
        if (
            inner.lower() not in lists["generic"]
            and _known(lexicon, inner)
            and all(word in lists["modifiers"] for word in words[count:-1])
        ):
            return _without_city(text, Found(span.start, span.start + len(inner), span.score), lexicon)
    return span if span.score >= SURE_OF_FACILITY else None


def _without_city(text: str, span: Found, lexicon: Lexicon) -> Found:
    """The span without "City", "Town" or "State" where a body follows: "Dublin City Council" is Dublin's."""
    name = text[span.start : span.end]
    head, _, last = name.rpartition(" ")
    following = re.match(r"\s([A-Z][\w'’]+)", text[span.end : span.end + 30])
    body = following is not None and following[1].lower() in _followers()
    if head and body and last.lower() in ("city", "town", "state") and _known(lexicon, head):
        return Found(span.start, span.start + len(head), span.score)
    return span


@lru_cache(maxsize=1)
def _followers() -> frozenset[str]:
    """What the name of a city's or a state's body goes on with."""
    lists = _words()
    return lists["bodies"] | lists["heads"] | lists["modifiers"]


def _after(span: Found, name: str, begin: int, lexicon: Lexicon) -> Found:
    if name[begin : begin + 4].lower() == "the ":
        begin += 4
    return Found(span.start + begin, span.end, span.score) if _known(lexicon, name[begin:]) else span


def _known(lexicon: Lexicon, name: str) -> bool:
    return bool(lexicon.kinds([name])[0])


def borne_out(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The spans without namesakes in the names of schools, churches and firms: "Polk School", "Lincoln Bank".

    Such a name counts only where the place is more than a small town that happens to be called so, or where the
    text names it on its own as well.
    """
    inside = [_opens_a_name(text, span) for span in found]
    alone = {text[s.start : s.end] for s, opens in zip(found, inside, strict=True) if not opens}
    kinds = lexicon.kinds([text[span.start : span.end] for span in found])
    return [
        span
        for span, opens, bits in zip(found, inside, kinds, strict=True)
        if not opens or bits & ~(TOWN | NATURE) or text[span.start : span.end] in alone
    ]


def _opens_a_name(text: str, span: Found) -> bool:
    """Whether the name goes on, after the span, to the word for a building or a firm."""
    following = re.match(r"(?:\s(?:of|the|for|[A-Z][\w'’]*)){1,4}", text[span.end : span.end + 60])
    if following is None:
        return False
    words = following[0].lower().split()
    lists = _words()
    return words[0] not in (lists["bodies"] - lists["private"]) | {"county"} and any(
        word in lists["private"] for word in words
    )
