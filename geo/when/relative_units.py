"""Patterns that count or name calendar units from a day: "two weeks ago", "last month", "over the weekend"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from geo.numbers import whole_number
from geo.when.calendar import DAY, Interval, day, narrowed, plain, step, unit_round, unknown, weekend
from geo.when.context import NO_DATE, PRECISIONS, Context, Fields, away, how_many, singular, squeezed


def _earlier_in(fields: Fields, context: Context) -> Interval:
    edge, which, unit = ((fields[name] or "").lower() for name in ("edge", "which", "unit"))
    base = context.published if which in {"this", "last", "next"} else context.current
    if base is None:
        return unknown(NO_DATE)
    if unit in context.lexicon.parts or unit == "day":
        return Interval(base, base, "part of day", f"{edge} on the narrative's day")
    base = step(base, {"last": -1, "next": 1}.get(which, 0), unit)
    whole = unit_round(base, unit, f"{edge} in {which} {unit}")
    if which in {"last", "next"}:
        return narrowed(whole, edge)
    if edge.startswith("earl"):
        return replace(whole, end=max(plain(whole.start or base), base))
    return replace(whole, start=base)


def _ago(fields: Fields, context: Context) -> Interval:
    direction = (fields["dir"] or "").lower()
    unit = singular(fields["unit"])
    base = context.published if direction == "ago" else context.current
    if base is None:
        return unknown(NO_DATE)
    if direction == "since" or (not fields["n"] and not (fields["unit"] or "").lower().endswith("s")):
        return unknown("says no length")
    low, high = how_many(fields["n"], context.lexicon, (2, 5))
    sign = 1 if direction in {"later", "after", "afterwards", "thereafter"} else -1
    words = " ".join(filter(None, (fields["approx"], fields["n"], fields["unit"], direction)))
    return away(base, sign, low, high, unit, (fields["approx"] or "").lower(), f"{squeezed(words)}, from {base}")


def _half_ago(fields: Fields, context: Context) -> Interval:
    unit, direction = (fields["unit"] or "").lower(), (fields["dir"] or "").lower()
    base = context.published if direction == "ago" else context.current
    if base is None:
        return unknown(NO_DATE)
    sign = 1 if direction == "later" else -1
    halves = {"century": (50, "year"), "decade": (5, "year"), "year": (6, "month"), "day": (12, "hour")}
    count, finer = halves.get(unit, (30, "minute"))
    return away(base, sign, count, count, finer, "", f"half a {unit} {direction}, from {base}")


def _before_last(fields: Fields, context: Context) -> Interval:
    unit = (fields["unit"] or "").lower()
    if context.published is None:
        return unknown(NO_DATE)
    return unit_round(step(context.published, -2, unit), unit, f"the {unit} before last")


def _recent(fields: Fields, context: Context) -> Interval:
    which, words = (fields["which"] or "").lower(), squeezed(fields["unit"])
    deictic = which in {"past", "last", "next", "coming", "recent"}
    base = context.published if deictic else context.current
    if base is None:
        return unknown(NO_DATE)
    if which in {"first", "final"}:
        return unknown("a part of something whose time is not said")
    hours = whole_number(words.split()[0]) if words.split()[0].isdigit() else None
    high = how_many(fields["n"], context.lexicon, (1, 1) if words == "fortnight" else (2, 5))[1]
    unit = "hour" if hours else singular(words)
    count = hours or round(high)
    if unit in {"hour", "minute"}:
        count, unit = max(1, round(count / 24)) if unit == "hour" else 0, "day"
    few = {"day": 2, "week": 4, "month": 3, "year": 2}.get(unit, 0)
    finer, coarser = PRECISIONS.get(unit, ("longer", "longer"))
    forward = which in {"next", "coming", "following"}
    there = step(base, count if forward else -count, unit)
    how = " ".join(filter(None, (which, squeezed(fields["n"]), words)))
    return Interval(min(base, there), max(base, there), finer if count < few else coarser, how)


def _whole_unit(fields: Fields, context: Context) -> Interval:
    which, unit = squeezed(fields["which"]), (fields["unit"] or "").lower()
    base = context.current if which in {"previous", "following"} else context.published
    if base is None:
        return unknown(NO_DATE)
    how = f"{which} {unit}"
    if unit == "hour":
        return day(base, how)
    if which in {"past", "this past"} and unit in {"week", "month", "year", "fortnight", "decade"}:
        return Interval(step(base, -1, unit), base, unit_round(base, unit).precision, f"{how}: up to {base}")
    if which == "coming" and unit != "weekend":
        return Interval(base, step(base, 1, unit), unit_round(base, unit).precision, how)
    back = {"last": -1, "previous": -1, "past": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "weekend":
        there = _weekend_by(base, which, context)
        return weekend(there, how)
    if unit == "day":
        return day(base + back * DAY, how)
    unit = "quarter" if unit == "season" else unit
    whole = unit_round(step(base, back, unit), unit, how)
    if back == 0 and context.told != "future" and not fields["edge"]:
        return replace(whole, end=min(plain(whole.end or base), max(base, plain(whole.start or base))))
    return narrowed(whole, fields["edge"] or "")


def _weekend_by(base: date, which: str, context: Context) -> date:
    """A day of the weekend meant. The last weekend is the latest that has begun before the day itself."""
    saturday = base - (base.weekday() - 5) % 7 * DAY
    if which in {"next", "coming", "this coming", "following"} or (context.told == "future" and which in {"this", ""}):
        return saturday + 7 * DAY if saturday <= base else saturday
    if which == "this" and base.weekday() < 5:
        return saturday + 7 * DAY if context.told == "future" else saturday
    if which in {"last", "past", "previous", "this past"} and base.weekday() >= 5:
        return saturday - 7 * DAY
    return saturday


def _weekend(_: Fields, context: Context) -> Interval:
    if context.published is None:
        return unknown(NO_DATE)
    return weekend(_weekend_by(context.published, "", context), "the weekend next to the publication date")


def _duration(fields: Fields, context: Context) -> Interval:
    unit = singular(fields["unit"])
    if context.current is None or unit in {"second", "minute", "hour"}:
        return unknown("a length of time")
    high = how_many(fields["n"], context.lexicon, (2, 5))[1]
    if (fields["prep"] or "").lower() in {"within", "in under"}:
        ends = (context.current, step(context.current, round(high), unit))
    else:
        ends = (step(context.current, -round(high), unit), context.current)
    precision = PRECISIONS.get(unit.replace("night", "day"), ("longer", "longer"))[0]
    return Interval(*ends, precision, f"a length of time: {squeezed(fields['n'])} {fields['unit']}")


def _recently(_: Fields, context: Context) -> Interval:
    if context.published is None:
        return unknown(NO_DATE)
    return Interval(step(context.published, -1, "month"), context.published, "month", "some time before publication")


#: By the name of the pattern.
RELATIVE_UNITS: dict[str, Callable[[Fields, Context], Interval]] = {
    "earlier_in": _earlier_in,
    "ago": _ago,
    "half_ago": _half_ago,
    "time_before_last": _before_last,
    "recent": _recent,
    "whole_unit": _whole_unit,
    "weekend": _weekend,
    "duration": _duration,
    "recently": _recently,
}
