"""Patterns that are relative: to the publication date, or to the day that the narrative is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from geo.numbers import whole_number
from geo.when.calendar import (
    DAY,
    Interval,
    day,
    month,
    narrowed,
    plain,
    step,
    unit_round,
    unknown,
    weekend,
)
from geo.when.context import (
    NO_DATE,
    PRECISIONS,
    WEEKDAYS,
    Context,
    Fields,
    away,
    day_number,
    how_many,
    in_part,
    singular,
    squeezed,
)

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
    if word in {"last night", "overnight"} and not context.future:
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
    if back == 0 and not context.future and not fields["edge"]:
        return replace(whole, end=min(plain(whole.end or base), max(base, plain(whole.start or base))))
    return narrowed(whole, fields["edge"] or "")


def _weekend_by(base: date, which: str, context: Context) -> date:
    """A day of the weekend meant. The last weekend is the latest that has begun before the day itself."""
    saturday = base - (base.weekday() - 5) % 7 * DAY
    if which in {"next", "coming", "this coming", "following"} or (context.future and which in {"this", ""}):
        return saturday + 7 * DAY if saturday <= base else saturday
    if which == "this" and base.weekday() < 5:
        return saturday + 7 * DAY if context.future else saturday
    if which in {"last", "past", "previous", "this past"} and base.weekday() >= 5:
        return saturday - 7 * DAY
    return saturday


def _weekend(_: Fields, context: Context) -> Interval:
    if context.published is None:
        return unknown(NO_DATE)
    return weekend(_weekend_by(context.published, "", context), "the weekend next to the publication date")


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
    if which in {"next", "this coming", "the following"} or (context.future and which in {"", "this"}):
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
    if not which and number > base.day and not context.future:
        shift = -1
    there = month(base.year, base.month + shift)
    assert isinstance(there.start, date)
    return day(there.start.replace(day=number), f"the day of a month near {base}")


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


def _recently(_: Fields, context: Context) -> Interval:
    if context.published is None:
        return unknown(NO_DATE)
    return Interval(step(context.published, -1, "month"), context.published, "month", "some time before publication")


def _then(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.current is None else day(context.current, "the narrative's day")


RELATIVE: dict[str, Callable[[Fields, Context], Interval]] = {
    "deictic_day": _deictic_day,
    "tonight": _tonight,
    "this_part": _this_part,
    "earlier_in": _earlier_in,
    "earlier_today": _earlier_today,
    "anaphoric_day": _anaphoric_day,
    "ago": _ago,
    "half_ago": _half_ago,
    "time_before_last": _before_last,
    "recent": _recent,
    "whole_unit": _whole_unit,
    "weekend": _weekend,
    "weekday": _weekday,
    "weekday_ago": _weekday_ago,
    "ordinal_day": _ordinal_day,
    "duration": _duration,
    "ordinal_of": _ordinal_of,
    "part": _part,
    "small_hours": _small_hours,
    "now": _now,
    "recently": _recently,
    "then": _then,
}
