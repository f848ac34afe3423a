"""Expressions of time in a text: found by the patterns, joined to one where they belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.lower_case import lowered
from geo.spans import token_at
from geo.when.context import Fields
from geo.when.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

DAYS = frozenset(
    [
        "iso",
        "numeric",
        "date",
        "deictic_day",
        "weekday",
        "ordinal_day",
        "anaphoric_day",
        "holiday",
        "earlier_today",
        "ago",
        "weekday_ago",
        "weekend",
        "whole_unit",
        "weekend_of",
        "this_part",
        "tonight",
        "earlier_in",
    ]
)
PARTS = frozenset({"part", "small_hours"})
CLOCKS = frozenset({"clock", "clock_words"})
#: Days that may be repeated beside a weekday ("Tuesday, 9 November"): the more exact one is kept.
EXACT = frozenset({"date", "iso", "numeric", "deictic_day", "ordinal_day"})
_BEFORE, _AFTER = 44, 40
_JOIN = re.compile(
    r"(?:[ \n,()]|\b(?:in|on|at|of|the|around|about|during|by|just|after|before|shortly|local|time)\b){0,9}", re.I
)
_RANGE = re.compile(
    r"(?:[ \n,]{0,2}(?:to|until|till|through|and|or)[ \n]{1,2}(?:early |late |about |around |the )?|[ ]?[-–—][ ]?)",
    re.I,
)
_OPERATOR = re.compile(
    r"\b(?P<op>since|until|till|by|before|after|from|starting(?: from)?|beginning|as of|as from|through|up to"
    r"|prior to|following|between)"
    r"(?: (?:around|about|at least|the|at|on|late|early)){0,2} $",
    re.I,
)
_CLOCK_LEAD = re.compile(
    r"\b(?:at|from|by|until|till|around|about|before|after|since|between|to|and|shortly|nearly)"
    r"(?: (?:around|about|exactly))? $",
    re.I,
)
_MONTH_LEAD = re.compile(
    r"\b(?:in|since|until|till|by|from|during|between|and|to|of|before|after|through|or)(?: the)? $|[-–]$", re.I
)
_SEASON_LEAD = re.compile(r"\b(?:in|since|during|by|until|of|through|before|after|over)(?: the)? $", re.I)
_LEADING = re.compile(r"(?:in|at|during|by|around|about|towards?) ", re.I)
_MEASURES = frozenset({"-", "%", "percent", "km", "meters", "metres", "miles", "feet", "tons", "tonnes"})
#: Days that name no single day, or that have a part of the day already.
_NO_PART = frozenset(["weekend", "whole_unit", "weekend_of", "tonight", "this_part", "earlier_in"])
_MODIFIERS = frozenset(["compound", "nummod", "nmod", "amod", "poss"])


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that say a time. `part` and `clock` are the expressions joined to a day; `until` closes a range."""

    name: str
    start: int
    end: int
    fields: Fields
    part: Fields | None = None
    clock: Fields | None = None
    until: Expression | None = None
    operator: str = ""


def find(doc: Doc, text: str, lexicon: Lexicon) -> list[Expression]:
    """The expressions of time of a parsed text, in its order, without overlap."""
    found = [_without_edge(one, text) for one in _matches(text, lexicon) if _is_time(one, text, doc)]
    found = _joined(_apart(found, text), text)
    found = [one for one in found if one.name not in PARTS or _stands_alone(one, text, doc)]
    return [_with_operator(one, text, doc) for one in _ranges(found, text)]


def _matches(text: str, lexicon: Lexicon) -> list[Expression]:
    lower = lowered(text)
    return [
        Expression(name, match.start(), match.end(), _as_written(match, text))
        for start, end in _windows(lower, lexicon)
        for name, pattern in lexicon.patterns
        for match in pattern.finditer(lower, start, end)
    ]


def _as_written(match: re.Match[str], text: str) -> Fields:
    fields = match.groupdict()
    return {name: None if words is None else text[slice(*match.span(name))] for name, words in fields.items()}


def _windows(lower: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches round the words without which no expression of time is; most of a text lies outside."""
    windows: list[tuple[int, int]] = []
    for match in lexicon.trigger.finditer(lower):
        start, end = max(0, match.start() - _BEFORE), min(len(lower), match.end() + _AFTER)
        while start > 0 and lower[start - 1].isalnum():
            start -= 1
        while end < len(lower) and lower[end].isalnum():
            end += 1
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _apart(found: list[Expression], text: str) -> list[Expression]:
    """The longest of overlapping expressions; of equals the one whose pattern stands first in the file."""
    kept: list[Expression] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(_trimmed(one, text))
    return sorted(kept, key=lambda one: one.start)


def _trimmed(one: Expression, text: str) -> Expression:
    """The expression without a leading preposition that its pattern needed only to be sure, and without edge blanks."""
    lead = one.fields.get("lead")
    start = one.start + len(lead) if lead and text.startswith(lead, one.start) else one.start
    return replace(one, start=start, end=start + len(text[start : one.end].rstrip()))


def _without_edge(one: Expression, text: str) -> Expression:
    """ "The end of last year's war": the end is the war's, not the year's."""
    edge = one.fields.get("edge") or ""
    if "of" not in edge.split() or text[one.end : one.end + 1] not in {"'", "’"}:
        return one
    start = one.start + text[one.start : one.end].index(edge) + len(edge)
    start += len(text[start : one.end]) - len(text[start : one.end].lstrip())
    return replace(one, start=start, fields={**one.fields, "edge": None})


def _is_time(one: Expression, text: str, doc: Doc) -> bool:
    """Whether words that look like a time are one here: "May" and "fall" are verbs, 2000 counts people."""
    before = text[max(0, one.start - 24) : one.start]
    fields = one.fields
    if one.name == "month":
        bare = not (fields["edge"] or fields["which"] or fields["year"] or fields["which2"])
        word = fields["month"] or ""
        if not word[0].isupper():
            return False
        if bare and (word.lower() in {"may", "march", "august"} or word.endswith(".") or len(word) == 3):
            return bool(_MONTH_LEAD.search(before))
        return not bare or token_at(doc, one.end - len(word)) is None or _is_noun(doc, one)
    if one.name == "season":
        marked = fields["edge"] or fields["year"] or fields["which2"] or (fields["which"] or "the").lower() != "the"
        led = _SEASON_LEAD.search(before + (text[one.start : one.start + 4] if fields["which"] else ""))
        return bool(marked or led) and _is_noun(doc, one)
    if one.name == "year":
        return _is_year(one, doc)
    if one.name == "clock" and not fields.get("ampm") and not fields.get("zone"):
        words, tail = text[one.start : one.end], text[one.end : one.end + 8].lower()
        marked = ":" in words or "h" in words or "local" in words or tail.startswith((" in the", " on "))
        return marked or bool(_CLOCK_LEAD.search(before))
    if one.name == "ago" and not fields["n"] and (fields["dir"] or "").lower() in {"before", "since", "prior"}:
        return (fields["unit"] or "").endswith("s")
    if one.name == "ago" and (fields["unit"] or "").lower() in {"second", "seconds"} and not fields["n"]:
        return False
    if one.name == "weekday":
        return (fields["weekday"] or "a")[0].isupper()
    return True


def _is_year(one: Expression, doc: Doc) -> bool:
    token = token_at(doc, one.end - 4)
    lead = (one.fields["lead"] or "").strip().lower()
    if token is None or token.idx + len(token) != one.end:
        return False
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    opens = lead in {"in", "since"} and doc[token.i - 1].is_sent_start  # "In 2017 rebels seized"
    counts = following is not None and following.tag_ in {"NNS", "NNPS"} and token.dep_ == "nummod"
    if counts and lead != "the" and not opens:
        return False
    if following is not None and following.text in _MEASURES:
        return False
    if lead == "the":
        return following is not None and following.tag_.startswith(("NN", "JJ"))
    if lead in {"of", "for", "to", "and", "about", "around", "by", "through"}:
        return following is None or following.tag_ not in {"NNS", "NNPS", "JJ", "JJR"}
    return bool(lead or one.fields["edge"])


def _is_noun(doc: Doc, one: Expression) -> bool:
    token = token_at(doc, one.end - 1)
    return token is None or token.tag_ not in {"MD", "VB", "VBD", "VBP", "VBZ", "VBG", "VBN"}


def _joined(found: list[Expression], text: str) -> list[Expression]:
    """Neighbours that say one time made one: "Tuesday" + "morning", "9 November" + "at 18.30"."""
    joined: list[Expression] = []
    for one in found:
        while joined and (both := _join(joined[-1], one, text)):
            joined.pop()
            one = both
        joined.append(one)
    return joined


def _join(first: Expression, second: Expression, text: str) -> Expression | None:
    gap = text[first.end : second.start]
    if len(gap) > 24 or not _JOIN.fullmatch(gap) or "." in gap or "\n\n" in gap:
        return None
    end = second.end + (")" in text[second.end : second.end + 1] and "(" in gap)
    opening = _LEADING.match(text, first.start) if first.name in PARTS else None
    span = {"start": opening.end() if opening else first.start, "end": end}
    words = {first.name, second.name}
    if first.name == "weekday" and second.name in EXACT and not first.part and "of" not in gap:
        return replace(second, **span)  # type: ignore[arg-type]
    if second.name == "weekday" and first.name in EXACT and gap.strip() in {"", ",", "(", "on"}:
        return replace(first, **span)  # type: ignore[arg-type]
    if words & DAYS and words & PARTS:
        base, part = (first, second) if first.name in DAYS else (second, first)
        if base.part is None and base.name not in _NO_PART and gap != ", ":
            return replace(base, part=part.fields, **span)  # type: ignore[arg-type]
    if words & (DAYS | PARTS) and words & CLOCKS and len(words) == 2:
        base, clock = (second, first) if first.name in CLOCKS else (first, second)
        if base.clock is None:
            return replace(base, clock=clock.fields, **span)  # type: ignore[arg-type]
    return None


def _stands_alone(one: Expression, text: str, doc: Doc) -> bool:
    """Whether a part of a day says a time by itself: "at dawn", "early in the morning", not "a night club"."""
    if one.clock is not None or one.name == "small_hours":
        return True
    words = text[one.start : one.end].lower()
    token = token_at(doc, one.end - 1)
    if token is not None and token.dep_ in {"compound", "amod", "nmod"} and token.head.idx >= one.end:
        return False
    return len(words.split()) > 1 and not words.startswith("the ")


def _ranges(found: list[Expression], text: str) -> list[Expression]:
    """ "From 18.30 to 20.00", "between Monday and Friday", "May to August 2020" as one."""
    ranges: list[Expression] = []
    for one in found:
        last = ranges[-1] if ranges else None
        if last is not None and last.until is None and _RANGE.fullmatch(text[last.end : one.start]):
            before = text[max(0, last.start - 12) : last.start].lower()
            word = text[last.end : one.start].strip(" \n,").lower().split(" ")[0]
            opened = re.search(r"\b(?:between|from)(?: (?:the|about|around))? $", before)
            same = (last.name == one.name) or {last.name, one.name} <= DAYS | CLOCKS | {"month", "year"}
            closing = word in {"to", "until", "till", "through", "-", "–", "—"}
            if same and (closing or (word == "and" and opened and "between" in opened[0])):
                start = last.start - len(opened[0]) if opened else last.start
                ranges[-1] = replace(last, start=start, end=one.end, until=one)
                continue
        ranges.append(one)
    return ranges


def _with_operator(one: Expression, text: str, doc: Doc) -> Expression:
    """ "Since 22 August": the preposition made part of the expression, unless it governs a noun behind it."""
    before = text[max(0, one.start - 32) : one.start].replace("\n", " ")
    found = _OPERATOR.search(before)
    if one.until is not None or not found or _modifies_noun(one, text, doc) or found["op"].lower() == "between":
        return one
    return replace(one, operator=found["op"].lower(), start=one.start - len(found[0]))


def _modifies_noun(one: Expression, text: str, doc: Doc) -> bool:
    if text[one.end : one.end + 1] in {"'", "’"}:
        return True
    if one.name not in {"year", "years", "weekday", "month", "season", "date", "deictic_day", "whole_unit"}:
        return False
    token = token_at(doc, one.end - 1)
    return token is not None and token.dep_ in _MODIFIERS and token.head.idx >= one.end
