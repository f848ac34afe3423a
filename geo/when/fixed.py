"""Patterns that say a day, month, season or year themselves, if need be with the year left to the context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from geo.when.calendar import (
    DAY,
    Interval,
    day,
    month,
    narrowed,
    plain,
    season,
    unknown,
    week,
    weekend,
    years,
)
from geo.when.context import NO_DATE, Context, Fields, day_number, in_part, month_number, squeezed, year_of, year_of_day


def _iso(fields: Fields, _: Context) -> Interval:
    there = date(int(fields["year"] or 0), int(fields["m"] or 0), int(fields["d"] or 0))
    if fields["h"]:
        moment = datetime.combine(there, time(int(fields["h"]), int(fields["min"] or 0)))
        return Interval(moment, moment, "minute", "as written")
    return day(there, "as written")


def _numeric(fields: Fields, context: Context) -> Interval:
    a, b, year = int(fields["a"] or 0), int(fields["b"] or 0), int(fields["year"] or 0)
    readings = [date(year, m, d) for d, m in {(a, b), (b, a)} if m <= 12]
    if fields["sep"] == ".":
        readings = [date(year, b, a)]
    past = [when for when in readings if context.published is None or when <= context.published] or readings
    if len(set(past)) == 1:
        return day(past[0], "as written")
    return unknown("day and month cannot be told apart")


def _two_digit_year(words: str) -> int:
    return int(words) + (1900 if int(words) >= 69 else 2000)  # POSIX's pivot


def _date(fields: Fields, context: Context) -> Interval:
    number, of_month = day_number(fields["d"]), month_number(fields["month"] or "")
    if fields["year"]:
        return day(date(int(fields["year"]), of_month, number), "as written")
    if fields.get("yy"):
        return day(date(_two_digit_year(fields["yy"] or ""), of_month, number), "as written")
    year = year_of_day(context, number, of_month)
    return unknown(NO_DATE) if year is None else day(date(year, of_month, number), "as written, year from the context")


def _day_span(fields: Fields, context: Context) -> Interval:
    ends = [
        _date({"d": fields[name], "month": fields["month"], "year": fields["year"]}, context) for name in ("d1", "d2")
    ]
    return Interval(ends[0].start, ends[1].end, ends[0].precision, ends[0].how)


def _weekend_of(fields: Fields, context: Context) -> Interval:
    number, name = fields["d"] or fields["d2"], fields["month"] or fields["month2"]
    found = _date({"d": number, "month": name, "year": fields["year"]}, context)
    if not isinstance(found.start, date):
        return found
    unit = (fields["unit"] or "").lower()
    if unit == "day":
        return found
    if unit in context.lexicon.parts:
        return in_part(found, unit, "", context)
    if unit == "weekend" and found.start.weekday() == 6:
        return weekend(found.start, "as written")
    if unit == "weekend":  # "of 6 November": the Saturday and Sunday on or after the day named
        saturday = found.start + (5 - found.start.weekday()) % 7 * DAY
        return weekend(saturday, "as written")
    return week(found.start, "as written")


def _month(fields: Fields, context: Context) -> Interval:
    number = month_number(fields["month"] or "")
    which = (fields["which"] or fields["which2"] or "").lower()
    here = context.published
    if fields["year"]:
        found = month(int(fields["year"]), number, "as written")
    elif here is None and context.year is None:
        return unknown(NO_DATE)
    elif fields["which2"] and here:
        found = month(here.year + {"last": -1, "next": 1}.get(which, 0), number, which + " year")
    elif which == "last" and here:
        found = month(here.year - (number >= here.month), number, "last")
    elif which in {"next", "this coming"} and here:
        found = month(here.year + (number <= here.month), number, "next")
    else:
        year = year_of(context, 1, number)
        assert year is not None
        found = month(year, number, "year from the context")
    return narrowed(found, fields["edge"] or "")


def _season(fields: Fields, context: Context) -> Interval:
    name = (fields["season"] or "").lower()
    first = context.lexicon.seasons[name]
    if context.southern:
        first = (first + 5) % 12 + 1
    which = (fields["which"] or fields["which2"] or "").lower()
    hemisphere = "southern" if context.southern else "northern"
    how = f"{name} of the {hemisphere} hemisphere"
    here = context.published
    if which in {"each", "every"}:
        return unknown("comes again and again")
    if fields["year"]:
        found = season(int(fields["year"]), first, f"{how}, as written")
    elif fields["which2"] and here:
        found = season(here.year + {"last": -1, "next": 1}.get(which, 0), first, how)
    elif here is None:
        return unknown(NO_DATE)
    else:
        begun = [season(year, first, how) for year in range(here.year - 2, here.year + 2)]
        past = [one for one in begun if plain(one.end or here) < here]
        started = [one for one in begun if plain(one.start or here) <= here]
        if which in {"next", "this coming"} or context.told == "future":
            found = next(one for one in begun if plain(one.start or here) > here)
        elif which in {"last", "the previous"}:
            found = past[-1]
        else:
            found = started[-1]
    return narrowed(found, fields["edge"] or "")


_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_MONTHS_OF = {"quarter": 3, "half": 6, "three months": 3, "six months": 6, "nine months": 9}


def _part_of_year(fields: Fields, context: Context) -> Interval:
    """ "The first quarter of the year"; the last one is at the year's end."""
    here = context.current or context.published
    if here is None:
        return unknown(NO_DATE)
    length = _MONTHS_OF[squeezed(fields["unit"])]
    name = squeezed(fields["n"])
    start = 13 - length if name == "last" else 1 + _ORDINALS[name] * length
    if start + length > 13:
        return unknown("no such part of a year")
    year = here.year - (squeezed(fields["which"]) == "last")
    first, last = month(year, start), month(year, start + length - 1)
    return Interval(first.start, last.end, "season", "part of a year")


def _decade(fields: Fields, _: Context) -> Interval:
    first = int(fields["decade"] or 0)
    return narrowed(years(first, first + 9, "as written"), fields["edge"] or "")


def _century(fields: Fields, _: Context) -> Interval:
    number = int(fields["n"] or 0)
    return narrowed(years(number * 100 - 99, number * 100, "as written"), fields["edge"] or "")


def _years(fields: Fields, _: Context) -> Interval:
    first, second = int(fields["y1"] or 0), fields["y2"] or ""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return years(first, last, "as written") if last >= first else unknown("the second year lies before the first")


def _year(fields: Fields, _: Context) -> Interval:
    return narrowed(years(int(fields["year"] or 0), how="as written"), fields["edge"] or "")


def _holiday(fields: Fields, context: Context) -> Interval:
    word = squeezed(fields["word"]).replace("’", "'").replace("labor", "labour")
    if word not in context.lexicon.holidays:
        return unknown("its day differs from country to country")
    of_month, number = context.lexicon.holidays[word]
    year = int(fields["year"]) if fields["year"] else year_of_day(context, number, of_month)
    return unknown(NO_DATE) if year is None else day(date(year, of_month, number), word)


FIXED: dict[str, Callable[[Fields, Context], Interval]] = {
    "iso": _iso,
    "numeric": _numeric,
    "date": _date,
    "day_span": _day_span,
    "weekend_of": _weekend_of,
    "month": _month,
    "season": _season,
    "part_of_year": _part_of_year,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year": _year,
    "holiday": _holiday,
}
