"""Patterns that say a day or a part of one by another day: that of the publication or of the narrative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from geo.when.calendar import DAY, Interval, day, month, step, unit_round, unknown
from geo.when.context import NO_DATE, WEEKDAYS, Context, Fields, day_number, in_part, squeezed

_DAY_WORDS = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2}


def _deictic_day(fields: Fields, context: Context) -> Interval:
    word = squeezed(fields["word"])
    if context.published is None:
        return unknown(NO_DATE)
    return day(context.published + _DAY_WORDS[word] * DAY, f"{word}, from the publication date")


def _tonight(fields: Fields, context: Context) -> Interval:
    word = squeezed(fields["word"])
    if context.published is None:
        return unknown(NO_DATE)
    here = (context.current or context.published) if word == "overnight" else context.published
    if word in {"last night", "overnight"} and context.told != "future":
        return Interval(here - DAY, here, "part of day", f"{word}: the night before {here}")
    if word == "last evening":
        return Interval(here - DAY, here - DAY, "part of day", word)
    return Interval(here, here, "part of day", word)


def _this_part(fields: Fields, context: Context) -> Interval:
    which, part = squeezed(fields["which"]), (fields["part"] or "").lower()
    base = context.published if which == "this" else context.current
    if base is None:
        return unknown(NO_DATE)
    base += {"the following": 1, "the next": 1, "the previous": -1}.get(which, 0) * DAY
    return in_part(day(base, f"{which} {part}"), part, fields["edge"] or "", context)


def _earlier_today(fields: Fields, context: Context) -> Interval:
    found = _deictic_day({"word": fields["word"]}, context)
    return replace(found, precision="part of day", how=f"{fields['edge']} {found.how}") if found.start else found


def _anaphoric_day(fields: Fields, context: Context) -> Interval:
    word = squeezed(fields["word"])
    if context.current is None:
        return unknown(NO_DATE)
    units = ("weekend", "week", "month", "year", "night", "morning", "evening")
    unit = next((unit for unit in units if unit in word), "day")
    signs = set(word.split())
    back, forth = (
        signs & {"before", "previous", "preceding", "earlier", "eve"},
        signs & {"after", "following", "next", "later"},
    )
    count = -1 if back else 1 if forth else 0
    how = f"{word}, from {context.current}"
    if unit in context.lexicon.parts:
        return replace(day(context.current + count * DAY, how), precision="part of day")
    if unit == "day":
        return day(context.current + count * DAY, how)
    return unit_round(step(context.current, count, unit), unit, how)


def _weekday(fields: Fields, context: Context) -> Interval:
    which = squeezed(fields["which"])
    name = (fields["weekday"] or "").lower().rstrip(".")
    number = next(place for place, full in enumerate(WEEKDAYS) if full.startswith(name[:3]))
    if which in {"every", "each"} or fields["plural"]:
        return unknown("comes again and again")
    base = context.current if which in {"the following", "the previous", "that"} else context.published
    if base is None:
        return unknown(NO_DATE)
    found = day(_weekday_by(base, number, which, fields, context), f"{name} by {base}")
    return replace(found, precision="part of day", how=f"{fields['edge']} {found.how}") if fields.get("edge") else found


def _weekday_by(base: date, number: int, which: str, fields: Fields, context: Context) -> date:
    """The day of the week meant: the latest up to `base`, or the next where it is to come."""
    back = (base.weekday() - number) % 7
    if rel := (fields["rel"] or "").lower():
        monday = base - base.weekday() * DAY
        return monday + (number + {"last": -7, "next": 7}.get(rel, 0)) * DAY
    if which in {"next", "this coming", "the following"} or (context.told == "future" and which in {"", "this"}):
        ahead = (number - base.weekday()) % 7 or (7 if which else 0)
        return base + ahead * DAY
    if which in {"last", "the previous"} and back == 0:
        back = 7
    return base - back * DAY


def _weekday_ago(fields: Fields, context: Context) -> Interval:
    found = _weekday({"weekday": fields["weekday"], "which": None, "plural": None, "rel": None}, context)
    return day(found.start - 7 * DAY, "a week before") if isinstance(found.start, date) else found


def _ordinal_day(fields: Fields, context: Context) -> Interval:
    base = context.current
    if base is None:
        return unknown(NO_DATE)
    number, which = day_number(fields["d"]), (fields["which"] or "").lower()
    shift = {"last": -1, "next": 1}.get(which, 0)
    if not which and number > base.day and context.told != "future":
        shift = -1
    there = month(base.year, base.month + shift)
    assert isinstance(there.start, date)
    return day(there.start.replace(day=number), f"the day of a month near {base}")


def _ordinal_of(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.current is None else day(context.current, "one of a row of days")


def _part(fields: Fields, context: Context) -> Interval:
    if context.current is None:
        return unknown(NO_DATE)
    edge = fields["edge"] or fields["edge2"] or ""
    return in_part(day(context.current, f"on {context.current}"), (fields["part"] or "").lower(), edge, context)


def _small_hours(fields: Fields, context: Context) -> Interval:
    base = context.published if fields["which"] else context.current
    if base is None:
        return unknown(NO_DATE)
    return in_part(day(base, f"on {base}"), squeezed(fields["part"]), "", context)


def _now(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.published is None else day(context.published, "the publication date")


def _then(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.current is None else day(context.current, "the narrative's day")


#: By the name of the pattern.
RELATIVE_DAYS: dict[str, Callable[[Fields, Context], Interval]] = {
    "deictic_day": _deictic_day,
    "tonight": _tonight,
    "this_part": _this_part,
    "earlier_today": _earlier_today,
    "anaphoric_day": _anaphoric_day,
    "weekday": _weekday,
    "weekday_ago": _weekday_ago,
    "ordinal_day": _ordinal_day,
    "ordinal_of": _ordinal_of,
    "part": _part,
    "small_hours": _small_hours,
    "now": _now,
    "then": _then,
}
