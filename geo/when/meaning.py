"""What each pattern of when.toml means: from the words found and the day they are read on, to an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from geo.numbers import decimal_number, whole_number
from geo.records import DatePrecision
from geo.when.calendar import (
    DAY,
    Interval,
    day,
    month,
    narrowed,
    plain,
    season,
    step,
    unit_round,
    unknown,
    week,
    weekend,
    years,
)
from geo.when.lexicon import Lexicon
from geo.when.published import MONTHS

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against. `current` is the day that the narrative is on; None is unknown."""

    published: date | None
    current: date | None
    lexicon: Lexicon
    future: bool = False
    year: int | None = None  # the year that the narrative is in, where it is background
    southern: bool = False
    narrated: bool = False  # whether `current` comes from the narrative rather than from the publication


NO_DATE = "relative to a publication date that is not known"
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def month_number(words: str) -> int:
    """1 to 12 of a month's name or abbreviation."""
    return 1 + [name[:3] for name in MONTHS].index(words[:3].lower())


def _day_number(words: str | None) -> int:
    return int("".join(char for char in words or "0" if char.isdigit()))


def _two_digit_year(words: str) -> int:
    return int(words) + (1900 if int(words) >= 69 else 2000)  # POSIX's pivot


def _year_of(context: Context, number: int, of_month: int) -> int | None:
    """The year of a day or month given without one: the latest not after the publication, or the next where to come."""
    if context.year is not None:
        return context.year
    if context.published is None:
        return None
    here = context.published
    ordinal = (of_month, number)
    if context.future:
        return here.year + (ordinal < (here.month, here.day))
    return here.year - (ordinal > (here.month, here.day))


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


def _date(fields: Fields, context: Context) -> Interval:
    number, of_month = _day_number(fields["d"]), month_number(fields["month"] or "")
    if fields["year"]:
        return day(date(int(fields["year"]), of_month, number), "as written")
    if fields.get("yy"):
        return day(date(_two_digit_year(fields["yy"] or ""), of_month, number), "as written")
    year = _year_of(context, number, of_month)
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
        return _in_part(found, unit, "", context)
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
        year = _year_of(context, 1, number)
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
        if which in {"next", "this coming"} or context.future:
            found = next(one for one in begun if plain(one.start or here) > here)
        elif which in {"last", "the previous"}:
            found = past[-1]
        else:
            found = started[-1]
    return narrowed(found, fields["edge"] or "")


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


_DAY_WORDS = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2}


def _deictic_day(fields: Fields, context: Context) -> Interval:
    word = _squeezed(fields["word"])
    if context.published is None:
        return unknown(NO_DATE)
    return day(context.published + _DAY_WORDS[word] * DAY, f"{word}, from the publication date")


def _tonight(fields: Fields, context: Context) -> Interval:
    word = _squeezed(fields["word"])
    if context.published is None:
        return unknown(NO_DATE)
    here = (context.current or context.published) if word == "overnight" else context.published
    if word in {"last night", "overnight"} and not context.future:
        return Interval(here - DAY, here, "part of day", f"{word}: the night before {here}")
    if word == "last evening":
        return Interval(here - DAY, here - DAY, "part of day", word)
    return Interval(here, here, "part of day", word)


def _this_part(fields: Fields, context: Context) -> Interval:
    which, part = _squeezed(fields["which"]), (fields["part"] or "").lower()
    base = context.published if which == "this" else context.current
    if base is None:
        return unknown(NO_DATE)
    base += {"the following": 1, "the next": 1, "the previous": -1}.get(which, 0) * DAY
    return _in_part(day(base, f"{which} {part}"), part, fields["edge"] or "", context)


def _in_part(whole: Interval, part: str, edge: str, context: Context) -> Interval:
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
    word = _squeezed(fields["word"])
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


def how_many(words: str | None, lexicon: Lexicon, missing: tuple[int, int]) -> tuple[float, float]:
    """The lowest and highest count that number words of a time expression mean ("a few": 2 to 5)."""
    if not words:
        return missing
    plain_words = _squeezed(words)
    if plain_words in lexicon.vague:
        return lexicon.vague[plain_words]
    if plain_words.startswith("half"):
        return 0.5, 0.5
    exact = decimal_number(plain_words) or whole_number(plain_words)
    if exact is None:
        return {"a dozen": (12, 12), "two dozen": (24, 24)}.get(plain_words, missing)
    return exact, exact


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
    return away(base, sign, low, high, unit, (fields["approx"] or "").lower(), f"{_squeezed(words)}, from {base}")


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


_PRECISIONS: dict[str, tuple[DatePrecision, DatePrecision]] = {
    "day": ("day", "week"),
    "week": ("week", "month"),
    "month": ("month", "season"),
    "year": ("year", "longer"),
}


def _recent(fields: Fields, context: Context) -> Interval:
    which, words = (fields["which"] or "").lower(), _squeezed(fields["unit"])
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
    finer, coarser = _PRECISIONS.get(unit, ("longer", "longer"))
    forward = which in {"next", "coming", "following"}
    there = step(base, count if forward else -count, unit)
    how = " ".join(filter(None, (which, _squeezed(fields["n"]), words)))
    return Interval(min(base, there), max(base, there), finer if count < few else coarser, how)


def _whole_unit(fields: Fields, context: Context) -> Interval:
    which, unit = _squeezed(fields["which"]), (fields["unit"] or "").lower()
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
    which = _squeezed(fields["which"])
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
    number, which = _day_number(fields["d"]), (fields["which"] or "").lower()
    shift = {"last": -1, "next": 1}.get(which, 0)
    if not which and number > base.day and not context.future:
        shift = -1
    there = month(base.year, base.month + shift)
    assert isinstance(there.start, date)
    return day(there.start.replace(day=number), f"the day of a month near {base}")


def _holiday(fields: Fields, context: Context) -> Interval:
    word = _squeezed(fields["word"]).replace("’", "'").replace("labor", "labour")
    if word not in context.lexicon.holidays:
        return unknown("its day differs from country to country")
    of_month, number = context.lexicon.holidays[word]
    year = int(fields["year"]) if fields["year"] else _year_of(context, number, of_month)
    return unknown(NO_DATE) if year is None else day(date(year, of_month, number), word)


def _duration(fields: Fields, context: Context) -> Interval:
    unit = singular(fields["unit"])
    if context.current is None or unit in {"second", "minute", "hour"}:
        return unknown("a length of time")
    high = how_many(fields["n"], context.lexicon, (2, 5))[1]
    if (fields["prep"] or "").lower() in {"within", "in under"}:
        ends = (context.current, step(context.current, round(high), unit))
    else:
        ends = (step(context.current, -round(high), unit), context.current)
    precision = _PRECISIONS.get(unit.replace("night", "day"), ("longer", "longer"))[0]
    return Interval(*ends, precision, f"a length of time: {_squeezed(fields['n'])} {fields['unit']}")


def _ordinal_of(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.current is None else day(context.current, "one of a row of days")


def _part(fields: Fields, context: Context) -> Interval:
    if context.current is None:
        return unknown(NO_DATE)
    edge = fields["edge"] or fields["edge2"] or ""
    return _in_part(day(context.current, f"on {context.current}"), (fields["part"] or "").lower(), edge, context)


def _small_hours(fields: Fields, context: Context) -> Interval:
    base = context.published if fields["which"] else context.current
    if base is None:
        return unknown(NO_DATE)
    return _in_part(day(base, f"on {base}"), _squeezed(fields["part"]), "", context)


def _now(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.published is None else day(context.published, "the publication date")


def _recently(_: Fields, context: Context) -> Interval:
    if context.published is None:
        return unknown(NO_DATE)
    return Interval(step(context.published, -1, "month"), context.published, "month", "some time before publication")


def _then(_: Fields, context: Context) -> Interval:
    return unknown(NO_DATE) if context.current is None else day(context.current, "the narrative's day")


def singular(words: str | None) -> str:
    """The unit's name in the singular."""
    word = _squeezed(words)
    return {"centuries": "century", "centurie": "century"}.get(word, word.rstrip("s"))


def _squeezed(words: str | None) -> str:
    return " ".join((words or "").lower().split())


MEANINGS: dict[str, Callable[[Fields, Context], Interval]] = {
    "iso": _iso, "numeric": _numeric, "date": _date, "day_span": _day_span, "weekend_of": _weekend_of, "month": _month,
    "season": _season, "decade": _decade, "century": _century, "years": _years, "year": _year,
    "deictic_day": _deictic_day, "tonight": _tonight, "this_part": _this_part, "earlier_in": _earlier_in,
    "earlier_today": _earlier_today, "anaphoric_day": _anaphoric_day, "ago": _ago, "half_ago": _half_ago,
    "time_before_last": _before_last, "recent": _recent, "whole_unit": _whole_unit, "weekend": _weekend,
    "weekday": _weekday, "weekday_ago": _weekday_ago, "ordinal_day": _ordinal_day, "holiday": _holiday,
    "duration": _duration, "ordinal_of": _ordinal_of, "part": _part, "small_hours": _small_hours, "now": _now,
    "recently": _recently, "then": _then,
}  # fmt: skip
