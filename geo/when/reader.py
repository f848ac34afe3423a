"""The reader of times: every expression of a parsed article as an interval, in the light of what went before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from geo.records import Article, Span, When
from geo.when.calendar import DAY, Interval, plain, unknown
from geo.when.context import NO_DATE, Context, Fields, away, how_many, singular, squeezed
from geo.when.expressions import Expression, find
from geo.when.lexicon import Lexicon, lexicon
from geo.when.meaning import MEANINGS
from geo.when.tense import Told, told_as

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Prefix of `How` where the interval is that of the event named after "a week after …", not of the clause itself.
OF_WHAT_FOLLOWS = "of what follows: "
#: Part of `How` of such a time.
COUNTED_BACK = ", back from "
_YEAR_HOLDS = 160  # characters, about a sentence, over which a year of the past holds for dates without one
_LEAD_DAYS = 3  # a report whose lead tells of a day so shortly before it appeared is about that day
_FOLLOWED = re.compile(r"\s{1,2}(?:the |a |an |his |her |its |their |that |this |when |last |[A-Z\d“\"])")
#: "The blast came two days after …": what is told of already came so long after what is told now.
_COMES = re.compile(r"\b(?:comes?|came|happen(?:s|ed)|occur(?:s|red)|takes? place|took place)\s$")
_DAY_AFTER = frozenset({"a day after", "the day after"})
_A_DAY_AFTER: Fields = {"approx": None, "n": "one", "unit": "day", "dir": "after"}
_HOUR_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
               "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip


class WhenReader:
    """Reads the expressions of time in English news.

    `southern` turns the seasons round for an article about the south; `at_place` does the same for one expression.
    """

    def __init__(self, *, southern: bool = False) -> None:
        self._lexicon = lexicon()
        self._southern = southern

    def read(self, doc: Doc, article: Article) -> list[When]:
        """Every expression of time in the text's order, each with its span.

        Relative ones are read against the publication date ("last week") or the day that the narrative is on ("the
        day before"). Without either they stay open: start and end None, precision "none", the reason in `how`.
        Clock times have no offset unless the text names a zone: `at_place` adds the one of their place.
        """
        published = plain(article.published) if article.published else None
        story = _Story(published, self._lexicon, self._southern)
        whens: list[When] = []
        text = article.text
        expressions = find(doc, text, self._lexicon)
        for place, one in enumerate(expressions):
            story.move_to(text, one)
            context = story.context(told_as(doc, one.start, one.end))
            following = expressions[place + 1] if place + 1 < len(expressions) else None
            apposed = bool(whens) and place > 0 and text[expressions[place - 1].end : one.start] == ", "
            if apposed and whens[-1].start is not None:
                context = replace(context, apposed=plain(whens[-1].start))
            interval = self._interval(one, following, context, text)
            story.heard(one, interval, context.told)
            span = Span(one.start, one.end, text[one.start : one.end])
            whens.append(When(interval.start, interval.end, interval.precision, span, interval.how))
        return whens

    def _interval(self, one: Expression, following: Expression | None, context: Context, text: str) -> Interval:
        try:
            if one.until is not None:
                return self._range(one, context)
            if one.name == "ago" and (one.fields["dir"] or "").lower() in {"after", "before", "later", "earlier"}:
                return self._beside_event(one, following, context, text)
            if one.name == "anaphoric_day" and squeezed(one.fields["word"]) in _DAY_AFTER and _is_followed(one, text):
                return self._beside_event(replace(one, fields=_A_DAY_AFTER), following, context, text)
            interval = self._at_time(one, context)
        except (ValueError, OverflowError, StopIteration):
            return unknown("no such day")
        return _opened(interval, one.operator, context) if one.operator else interval

    def _at_time(self, one: Expression, context: Context) -> Interval:
        if one.name in {"clock", "clock_words"}:
            base = context.current if context.narrated else context.lead or context.current
            if base is None:
                return unknown(NO_DATE)
            return _clocked(Interval(base, base, "day", f"on {base}"), one.fields, None, self._lexicon)
        interval = MEANINGS[one.name](one.fields, context)
        if one.clock is not None:
            part = one.part or (one.fields if one.name in {"part", "this_part"} else None)
            return _clocked(interval, one.clock, part, self._lexicon)
        if one.part is not None and interval.start is not None:
            fields: Fields = {"edge": None, "edge2": None, "which": None, **one.part}
            name = "part" if "edge" in one.part else "small_hours"
            here = plain(interval.start)
            day = MEANINGS[name](fields, replace(context, published=here, current=here))
            return replace(day, end=plain(interval.end or interval.start), how=f"{interval.how}, {day.how}")
        return interval

    def _range(self, one: Expression, context: Context) -> Interval:
        assert one.until is not None
        second = self._at_time(one.until, context)
        opening = replace(one, until=None)
        if isinstance(second.start, date) and opening.name in {"month", "date"} and not opening.fields.get("year"):
            context = replace(context, year=plain(second.start).year)
        if isinstance(second.start, date) and opening.name == "clock":
            context = replace(context, current=plain(second.start))
        first = self._at_time(opening, context)
        if first.start is None or second.end is None:
            return unknown(first.how if first.start is None else second.how)
        if isinstance(second.end, datetime) and isinstance(first.start, datetime) and _before(second.end, first.start):
            second = replace(second, end=second.end + DAY)  # "from 20:00 to 06:00"
        assert second.end is not None
        if plain(first.start) > plain(second.end):
            if one.name != "weekday" or plain(first.start - 7 * DAY) > plain(second.end):
                return unknown("ends before it starts")
            first = replace(first, start=first.start - 7 * DAY)
        return Interval(first.start, second.end, second.precision, f"{first.how} to {second.how}")

    def _beside_event(self, one: Expression, following: Expression | None, context: Context, text: str) -> Interval:
        """ "A week after …": from the day named next, from the narrative's day, or back from it for what follows."""
        direction = (one.fields["dir"] or "").lower()
        if following is not None and direction in {"after", "before"} and _close(text[one.end : following.start]):
            named = MEANINGS[following.name](following.fields, context) if following.name in MEANINGS else unknown("")
            if isinstance(named.start, date):
                day = plain(named.start if direction == "before" else named.end or named.start)
                return MEANINGS["ago"](one.fields, replace(context, current=day))
        followed = direction in {"after", "before"} and _is_followed(one, text)
        base = context.apposed or (None if context.narrated and not _comes_after(one, text) else context.current)
        if followed and direction == "after" and base is not None:
            low, high = how_many(one.fields["n"], self._lexicon, (2, 5))
            unit, approx = singular(one.fields["unit"]), (one.fields["approx"] or "").lower()
            how = f"{OF_WHAT_FOLLOWS}{text[one.start : one.end]}{COUNTED_BACK}{base}"
            return away(base, -1, low, high, unit, approx, how)
        if not context.narrated and direction in {"later", "earlier", "before"} and followed:
            return unknown("before something whose day is not said")
        return MEANINGS["ago"](one.fields, context)


def _is_followed(one: Expression, text: str) -> bool:
    """Whether the words go on with what a length of time is counted from."""
    return _FOLLOWED.match(text[one.end : one.end + 12]) is not None or _comes_after(one, text)


def _comes_after(one: Expression, text: str) -> bool:
    return _COMES.search(text, max(0, one.start - 24), one.start) is not None


class _Story:
    """The day that the narrative is on, paragraph by paragraph."""

    def __init__(self, published: date | None, words: Lexicon, southern: bool) -> None:
        self._published = published
        self._words = words
        self._southern = southern
        self._day: date | None = None
        self._lead: date | None = None
        self._year: int | None = None
        self._offset = self._since = self._year_at = 0

    def move_to(self, text: str, one: Expression) -> None:
        """Follow the text; a day told two paragraphs ago holds no longer, a year only to the paragraph's end.

        An entry of a running report, which opens with the hour, is of the report's day.
        """
        offset = one.start
        before = text[self._offset : offset]
        breaks = len(re.findall(r"\n\s*\n", before))
        if breaks and one.name == "clock" and before.endswith("\n"):
            self._day = None
        self._offset = offset
        self._since += breaks
        if breaks or offset - self._year_at > _YEAR_HOLDS:
            self._year = None
        if self._since > 1:
            self._day = None

    def context(self, told: Told) -> Context:
        return Context(
            published=self._published,
            current=self._day or self._published,
            lexicon=self._words,
            told=told,
            year=self._year,
            southern=self._southern,
            narrated=self._day is not None,
            lead=self._lead,
        )

    def heard(self, one: Expression, interval: Interval, told: Told) -> None:
        """Take over the day of an expression that says one; a year of the past becomes the paragraph's.

        A day to come holds only to the paragraph's end.
        """
        if interval.start is None or interval.end is None or one.name in {"now", "then", "ordinal_of", "duration"}:
            return
        start, end = plain(interval.start), plain(interval.end)
        if end - start <= DAY and interval.precision in {"day", "part of day", "hour", "minute"}:
            self._day, self._since = start, int(told == "future")
            if self._lead is None and self._published and DAY * 0 <= self._published - start <= _LEAD_DAYS * DAY:
                self._lead = start
        year_said = one.fields.get("year") or one.fields.get("year2")
        past = self._published is None or end.year < self._published.year
        if year_said and past and start.year == end.year:
            self._year, self._year_at = start.year, one.end


def _before(one: datetime, other: datetime) -> bool:
    """Whether one moment is before another of the same day, zones aside where only one of them has one."""
    return plain(one) == plain(other) and one.time() < other.time()


def _close(gap: str) -> bool:
    """Whether what lies between is at most a noun phrase: no clause ends in it."""
    return len(gap) <= 60 and not re.search(r"[,.;:!?\n]| (?:and|when|who|which|that|but) ", gap)


def _clocked(interval: Interval, clock: Fields, part: Fields | None, words: Lexicon) -> Interval:
    """The minute of a day that a clock time says; "in the afternoon" settles 6.30 as 18:30."""
    if interval.start is None:
        return interval
    hour, minute = _hour_minute(clock)
    half = (clock.get("ampm") or "").lower()[:1]
    name = ((part or {}).get("part") or "").lower()
    if half == "p" or (hour < 12 and half != "a" and name in words.parts and words.parts[name][0] >= 12):
        hour = hour % 12 + 12
    elif half == "a":
        hour %= 12
    zone = words.zones.get((clock.get("zone") or "").upper())
    day = plain(interval.start) + (DAY if hour == 24 else 0 * DAY)
    moment = datetime(day.year, day.month, day.day, hour % 24, minute)
    if zone is not None:
        moment = moment.replace(tzinfo=timezone(timedelta(hours=zone)))
    return Interval(moment, moment, "minute", f"{interval.how}, clock time")


def _hour_minute(clock: Fields) -> tuple[int, int]:
    if side := (clock.get("side") or "").lower():
        hour = _HOUR_WORDS[(clock["n"] or "").lower()]
        return (hour, 30) if "half" in side else (hour, 15) if "past" in side else ((hour - 1) or 12, 45)
    return int(clock["h"] or 0), int(clock.get("min") or 0)


def _opened(interval: Interval, operator: str, context: Context) -> Interval:
    """An interval opened at one side by its preposition; "since" reaches to the publication."""
    if interval.start is None:
        return interval
    how = f"{operator} {interval.how}"
    if operator == "since":
        begun = context.published is not None and plain(interval.start) <= context.published
        return replace(interval, end=context.published if begun else None, how=how)
    if operator in {"from", "starting", "starting from", "beginning", "as of", "as from"}:
        return replace(interval, end=None, how=how)
    if operator in {"after", "following"}:
        return replace(interval, start=interval.end, end=None, how=how)
    if operator in {"before", "prior to"}:
        start = interval.start
        return Interval(None, start if isinstance(start, datetime) else start - DAY, interval.precision, how)
    return replace(interval, start=None, how=how)
