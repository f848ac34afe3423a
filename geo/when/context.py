"""What an expression of time is read against, and the reckoning that all patterns share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.numbers import decimal_number, whole_number
from geo.records import DatePrecision
from geo.when.calendar import (
    DAY,
    Interval,
    day,
    month,
    plain,
    step,
    weekend,
    years,
)
from geo.when.lexicon import Lexicon
from geo.when.published import MONTHS
from geo.when.tense import Told

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against. `current` is the day that the narrative is on; None is unknown."""

    published: date | None
    current: date | None
    lexicon: Lexicon
    told: Told = "open"
    year: int | None = None  # the year that the narrative is in, where it is background
    southern: bool = False
    lead: date | None = None  # the day that the lead is about
    apposed: date | None = None  # the day said right before ("in March 2015, a few months after …")
    narrated: bool = False  # whether `current` comes from the narrative rather than from the publication


_NEXT_WEEKS = timedelta(days=45)
NO_DATE = "relative to a publication date that is not known"
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def month_number(words: str) -> int:
    """1 to 12 of a month's name or abbreviation."""
    return 1 + [name[:3] for name in MONTHS].index(words[:3].lower())


def day_number(words: str | None) -> int:
    return int("".join(char for char in words or "0" if char.isdigit()))


def year_of(context: Context, number: int, of_month: int) -> int | None:
    """The year of a day or month given without one: the latest not after the publication, or the next where to come."""
    if context.year is not None:
        return context.year
    if context.published is None:
        return None
    here = context.published
    ordinal = (of_month, number)
    if context.told == "future":
        return here.year + (ordinal < (here.month, here.day))
    return here.year - (ordinal > (here.month, here.day))


def year_of_day(context: Context, number: int, of_month: int) -> int | None:
    """As `year_of`; but a day that the next weeks hold is to come, unless it is told as past.

    Nobody leaves out the year of a day that is almost a year ago.
    """
    coming = year_of(replace(context, told="future"), number, of_month)
    if context.told == "open" and _within_weeks(context.published, coming, of_month, number):
        return coming
    return year_of(context, number, of_month)


def _within_weeks(here: date | None, year: int | None, of_month: int, number: int) -> bool:
    if here is None or year is None:
        return False
    try:
        return DAY * 0 <= date(year, of_month, number) - here <= _NEXT_WEEKS
    except ValueError:  # 29 February of another year
        return False


def in_part(whole: Interval, part: str, edge: str, context: Context) -> Interval:
    """A part of a day: the day with precision "part of day", the hours told in `how`."""
    if not isinstance(whole.start, date):
        return whole
    low, high = context.lexicon.parts[part]
    third = (high - low) / 3
    if edge.strip().lower() in {"early", "very early", "small"}:
        high = round(low + third)
    elif edge.strip().lower() == "late":
        low = round(high - third)
    hours = f"{low:02d}:00–{high:02d}:00" if low != high else f"{low:02d}:00"
    return Interval(plain(whole.start), plain(whole.start), "part of day", f"{whole.how}, {part} ({hours})")


def how_many(words: str | None, lexicon: Lexicon, missing: tuple[int, int]) -> tuple[float, float]:
    """The lowest and highest count that number words of a time expression mean ("a few": 2 to 5)."""
    if not words:
        return missing
    plain_words = squeezed(words)
    if plain_words in lexicon.vague:
        return lexicon.vague[plain_words]
    if plain_words.startswith("half"):
        return 0.5, 0.5
    exact = decimal_number(plain_words) or whole_number(plain_words)
    if exact is None:
        return {"a dozen": (12, 12), "two dozen": (24, 24)}.get(plain_words, missing)
    return exact, exact


def away(base: date, sign: int, low: float, high: float, unit: str, approx: str, how: str) -> Interval:
    """The interval that lies a count of units from a day, as wide as the words are vague."""
    if unit in {"second", "minute", "hour"}:
        days = int(high / 24) if unit == "hour" else 0
        return day(base + sign * days * DAY, how)
    near, far = base, base
    near, far = (step(base, sign * round(count), unit) for count in (low, high))
    first, last = min(near, far), max(near, far)
    if unit in {"day", "night"}:
        slack = timedelta(days=0 if not approx or high < 4 else 1)
        return Interval(first - slack, last + slack, "day" if first == last else "week", how)
    if unit in {"week", "fortnight", "weekend"}:
        return weekend(first, how) if unit == "weekend" else Interval(first - 3 * DAY, last + 3 * DAY, "week", how)
    if unit in {"month", "quarter"}:
        return Interval(month(first.year, first.month).start, month(last.year, last.month).end, "month", how)
    if unit == "year" and high <= 1:
        short = any(word in approx for word in ("almost", "nearly", "under", "less", "barely"))
        long = any(word in approx for word in ("over", "more"))
        nearer, farther = (92, 0) if short else (0, 92) if long else (45, 45)  # about a quarter to either side
        middle = first if low == 1 else step(base, sign * 6, "month")
        ends = (middle - sign * nearer * DAY, middle + sign * farther * DAY)
        return Interval(min(ends), max(ends), "season", how)
    return years(first.year, last.year, how)


PRECISIONS: dict[str, tuple[DatePrecision, DatePrecision]] = {
    "day": ("day", "week"),
    "week": ("week", "month"),
    "month": ("month", "season"),
    "year": ("year", "longer"),
}


def singular(words: str | None) -> str:
    """The unit's name in the singular."""
    word = squeezed(words)
    return {"centuries": "century", "centurie": "century"}.get(word, word.rstrip("s"))


def squeezed(words: str | None) -> str:
    return " ".join((words or "").lower().split())
