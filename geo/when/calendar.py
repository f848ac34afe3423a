"""Arithmetic on intervals of days: months, seasons, weeks, their early and late parts, and steps from a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from geo.records import DatePrecision

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`, both included; None is open. `how` says how it was reckoned."""

    start: date | datetime | None
    end: date | datetime | None
    precision: DatePrecision
    how: str = ""

    def because(self, how: str) -> Interval:
        """The same interval with another explanation."""
        return replace(self, how=how)


def unknown(how: str) -> Interval:
    """An expression that cannot be tied to a day, and why."""
    return Interval(None, None, "none", how)


def plain(moment: date | datetime) -> date:
    """The day of a moment, in the moment's own offset."""
    return moment.date() if isinstance(moment, datetime) else moment


def day(when: date, how: str = "") -> Interval:
    return Interval(when, when, "day", how)


def week(when: date, how: str = "") -> Interval:
    """The ISO week, Monday to Sunday, that holds the day."""
    monday = when - when.weekday() * DAY
    return Interval(monday, monday + 6 * DAY, "week", how)


def weekend(when: date, how: str = "") -> Interval:
    """Saturday and Sunday of the ISO week that holds the day."""
    saturday = when - when.weekday() * DAY + 5 * DAY
    return Interval(saturday, saturday + DAY, "day", how)


def month(year: int, number: int, how: str = "") -> Interval:
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = date(year, number, 1)
    return Interval(first, date(year + number // 12, number % 12 + 1, 1) - DAY, "month", how)


def season(year: int, first_month: int, how: str = "") -> Interval:
    """Three months from the first day of `first_month`, which lies in `year`."""
    return Interval(month(year, first_month).start, month(year, first_month + 2).end, "season", how)


def years(first: int, last: int | None = None, how: str = "") -> Interval:
    last = first if last is None else last
    return Interval(date(first, 1, 1), date(last, 12, 31), "year" if first == last else "longer", how)


def step(when: date, count: int, unit: str) -> date:
    """The day `count` units later (earlier where negative); the 31st becomes a shorter month's last day.

    Raises:
        ValueError, OverflowError: the day would lie outside the calendar of years 1 to 9999.
    """
    if unit in {"day", "night"}:
        return when + count * DAY
    if unit in {"week", "weekend", "fortnight"}:
        return when + count * (14 if unit == "fortnight" else 7) * DAY
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit, 0)
    there = month(when.year, when.month + months)
    assert isinstance(there.start, date) and isinstance(there.end, date)
    return min(there.start + (when.day - 1) * DAY, there.end)


def unit_round(when: date, unit: str, how: str = "") -> Interval:
    """The whole calendar unit that holds the day."""
    if unit in {"week", "fortnight"}:
        return week(when, how)
    if unit == "weekend":
        return weekend(when, how)
    if unit == "month":
        return month(when.year, when.month, how)
    if unit == "quarter":
        first = (when.month - 1) // 3 * 3 + 1
        return replace(season(when.year, first, how), precision="season")
    if unit == "year":
        return years(when.year, how=how)
    if unit == "decade":
        return years(when.year // 10 * 10, when.year // 10 * 10 + 9, how)
    if unit == "century":
        return years((when.year - 1) // 100 * 100 + 1, (when.year - 1) // 100 * 100 + 100, how)
    return day(when, how)


#: Which share of an interval a modifier leaves, by its first telling word.
_SHARES: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("first half",), 0, 1 / 2),
    (("second half",), 1 / 2, 1),
    (("first quarter",), 0, 1 / 4),
    (("second quarter",), 1 / 4, 1 / 2),
    (("third quarter",), 1 / 2, 3 / 4),
    (("fourth quarter",), 3 / 4, 1),
    (("first days", "first weeks", "opening days", "turn"), 0, 1 / 4),
    (("last days", "last weeks", "closing days"), 3 / 4, 1),
    (("early", "earlier", "beginning", "start"), 0, 1 / 3),
    (("mid", "middle"), 1 / 3, 2 / 3),
    (("late", "later", "end"), 2 / 3, 1),
)
_FINER: dict[DatePrecision, DatePrecision] = {"longer": "longer", "year": "season", "season": "month", "month": "week"}


def narrowed(whole: Interval, edge: str) -> Interval:
    """The early, middle or late part of an interval of more than a day ("late May", "the early 1990s")."""
    if not isinstance(whole.start, date) or not isinstance(whole.end, date) or whole.start == whole.end:
        return whole
    words = edge.lower()
    for names, low, high in _SHARES:
        if any(name in words for name in names):
            length = (plain(whole.end) - plain(whole.start)).days + 1
            start = plain(whole.start) + round(length * low) * DAY
            end = plain(whole.start) + (round(length * high) - 1) * DAY
            finer = _FINER.get(whole.precision, whole.precision)
            return Interval(start, max(start, end), finer, f"{edge} {whole.how}".strip())
    return whole
