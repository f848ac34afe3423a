"""Expressions of time: what they mean, whose they are, and when an article was published."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from geo.errors import DateError
from geo.language import parse
from geo.records import Article, When
from geo.when import WhenReader, at_place, of_event, publication_date

CASES = tomllib.loads(Path(__file__).with_name("when_cases.toml").read_text("utf-8"))
PUBLISHED = date.fromisoformat(CASES["published"])
DATED = [
    case for group in ("absolute", "deictic", "weekdays", "clock", "anaphoric", "operators") for case in CASES[group]
]


def whens(text: str, published: date | None = PUBLISHED, southern: bool = False) -> list[When]:
    return WhenReader(southern=southern).read(parse(text), Article(text, published=published))


def found(text: str, expression: str, published: date | None = PUBLISHED, southern: bool = False) -> tuple[str, ...]:
    """The interval that the reader gives the expression, as the strings of the table."""
    for when in whens(text, published, southern):
        assert when.span is not None and text[when.span.start : when.span.end] == when.span.text
        if when.span.text.lower() == expression.lower():
            ends = [_written(end) for end in (when.start, when.end)]
            return (*ends, when.precision)
    return ("not found", *(f"{when.span.text!r}" for when in whens(text, published) if when.span))


def _written(end: date | None) -> str:
    if isinstance(end, datetime):
        return end.isoformat(timespec="minutes")
    return end.isoformat() if end else ""


@pytest.mark.parametrize("case", DATED, ids=lambda case: case[1])
def test_expression_means_its_interval(case: list[str]) -> None:
    """Each expression of the table has its span, interval and precision."""
    text, expression, *expected = case
    assert found(text, expression) == tuple(expected)


@pytest.mark.parametrize("case", CASES["undated"], ids=lambda case: case[1])
def test_relative_expressions_stay_open_without_publication_date(case: list[str]) -> None:
    """Without a publication date only what the text itself dates has a day."""
    text, expression, *expected = case
    assert found(text, expression, published=None) == tuple(expected)


@pytest.mark.parametrize("case", CASES["southern"], ids=lambda case: case[1])
def test_seasons_of_the_south(case: list[str]) -> None:
    """South of the equator summer is December to February."""
    text, expression, *expected = case
    assert found(text, expression, southern=True) == tuple(expected)


@pytest.mark.parametrize("case", CASES["none"], ids=lambda case: case[1])
def test_words_that_only_look_like_times(case: list[str]) -> None:
    """Verbs, counts and names that look like a time give none."""
    text, words = case
    assert words not in [when.span.text for when in whens(text) if when.span]


def time_of(text: str, word: str, published: date | None = PUBLISHED) -> tuple[date | None, date | None]:
    """The interval of the event that the last `word` of the text names."""
    doc = parse(text)
    article = Article(text, published=published)
    event = [token.i for token in doc if token.text == word][-1]
    when = of_event(doc, event, WhenReader().read(doc, article), article)
    return when.start, when.end


@pytest.mark.parametrize(
    ("text", "word", "start", "end"),
    [
        ("Rebels attacked the town on Monday and killed six people.", "killed", "2021-11-15", "2021-11-15"),
        ("An attack on the town on Monday killed six people.", "killed", "2021-11-15", "2021-11-15"),
        ("Six people were killed in Monday's attack.", "killed", "2021-11-15", "2021-11-15"),
        ("Six people were killed in an attack that began on Sunday.", "attack", "2021-11-14", "2021-11-14"),
        ("These are the fiercest clashes since the end of last year's war.", "war", "2020-01-01", "2020-12-31"),
        ("These are the fiercest clashes since the end of last year's war.", "clashes", "2021-11-16", "2021-11-16"),
        ("Thousands marched last week to recall the war of 2014.", "marched", "2021-11-08", "2021-11-14"),
        ("Thousands marched last week to recall the war of 2014.", "war", "2014-01-01", "2014-12-31"),
        ("The minister condemned last week's attack.", "condemned", "2021-11-16", "2021-11-16"),
        ("The minister condemned last week's attack.", "attack", "2021-11-08", "2021-11-14"),
        ("In 2014 a war broke out in which 6,500 people were killed.", "killed", "2014-01-01", "2014-12-31"),
        ("A war raged in 2014.\n\nRebels attacked the town.", "attacked", "2021-11-16", "2021-11-16"),
        ("Rebels attacked the town on Sunday. Six people were killed.", "killed", "2021-11-14", "2021-11-14"),
        ("Calm holds almost a year after the end of the conflict.", "conflict", "2020-11-16", "2021-02-16"),
        ("Calm holds almost a year after the end of the conflict.", "holds", "2021-11-16", "2021-11-16"),
        ("The envoy urged the army to come to talks in Bonn on 4 December.", "urged", "2021-11-16", "2021-11-16"),
    ],
)
def test_an_event_has_the_time_that_governs_it(text: str, word: str, start: str, end: str) -> None:
    """An event takes the time of its own clause, then of the paragraph, then the publication; history stays apart."""
    assert time_of(text, word) == (date.fromisoformat(start), date.fromisoformat(end))


def test_each_entry_of_a_running_report_begins_its_day_anew() -> None:
    """A paragraph that opens with a clock time is of the day of the report, whatever day the one before spoke of."""
    text = "21:45 The bloc met on Sunday.\n\n20:30 A curfew is in force.\n\n18:55 Shots were heard."
    assert [when.start for when in whens(text)][-2:] == [datetime(2021, 11, 16, 20, 30), datetime(2021, 11, 16, 18, 55)]


def test_what_is_to_come_is_no_day_of_the_next_paragraph() -> None:
    """Where a paragraph ends with a plan, the hours of the next one are not those of the planned day."""
    text = "The court will hear the two on Friday.\n\nShots were heard at 18:55."
    assert whens(text)[-1].start == datetime(2021, 11, 16, 18, 55)


def test_an_event_without_any_time_stays_open() -> None:
    """No expression and no publication date: nothing is made up, and `how` says so."""
    assert time_of("Rebels attacked the town.", "attacked", published=None) == (None, None)


def test_a_clock_time_gets_the_offset_of_its_place() -> None:
    """A clock time without an offset gets that of the place, in the summer that of the summer."""
    winter, summer = (whens(f"It exploded at 18:30 on {day}.")[0] for day in ("9 November 2020", "9 July 2020"))
    offsets = [at_place(when, 13.4, 52.5).start.utcoffset() for when in (winter, summer)]  # type: ignore[union-attr]
    assert offsets == [timedelta(hours=1), timedelta(hours=2)]


def test_a_zone_in_the_text_stays() -> None:
    """The text's own zone is not replaced by the place's."""
    when = at_place(whens("It exploded at 0500 GMT on 9 July 2020.")[0], 13.4, 52.5)
    assert when.start.utcoffset() == timedelta(0)  # type: ignore[union-attr]


def test_a_named_summer_of_the_south() -> None:
    """At a southern place the summer of a named year begins in December."""
    when = at_place(whens("Fires burned in the summer of 2019.")[0], 151.2, -33.9)
    assert (when.start, when.end) == (date(2019, 12, 1), date(2020, 2, 29))


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("Text.", {"given": "2021-11-16"}, (date(2021, 11, 16), "given")),
        ("Text.", {"given": "16 November 2021", "metadata": "2020-01-01"}, (date(2021, 11, 16), "given")),
        ("Text.", {"metadata": "Tue, 16 Nov 2021 18:30:00 +0400"}, ("2021-11-16T18:30:00+04:00", "metadata")),
        ("Text.", {"metadata": "rubbish", "url": "https://a.example/2021/11/16/b"}, (date(2021, 11, 16), "url")),
        ("Text.", {"url": "https://a.example/world-20211116"}, (date(2021, 11, 16), "url")),
        ("Text.", {"url": "https://a.example/2021/99/16/b"}, (None, "")),
        ("PORTO ALTO, 3 JAN 90 (WIRE) -- Rebels attacked.", {}, (date(1990, 1, 3), "dateline")),
        ("PORTO ALTO, January 3, 1990 — Rebels attacked.", {}, (date(1990, 1, 3), "dateline")),
        ("Rebels attack\nPublished: 16 November 2021\nRebels attacked.", {}, (date(2021, 11, 16), "text")),
        ("On 16 November 2021 rebels attacked the town, and many people fled to the hills.", {}, (None, "")),
    ],
)
def test_publication_date(text: str, options: dict[str, str], expected: tuple[date | str | None, str]) -> None:
    """The date comes from what is given, the metadata, the URL, the dateline or a line of its own, in this order."""
    when, source = publication_date(text, **options)
    assert (when.isoformat() if isinstance(when, datetime) else when, source) == expected


@pytest.mark.parametrize("value", ["yesterday", "03/04/2021", "2021-13-45", "", "x" * 5000, "0000-00-00"])
def test_what_is_no_date_is_refused(value: str) -> None:
    """A given date that cannot be read, or could be two days, is an error that says what to write."""
    with pytest.raises(DateError, match="YYYY-MM-DD"):
        publication_date("Text.", given=value or "-")


@pytest.mark.parametrize("text", ["It has rained since next spring.", "It rained from Monday to 2009."])
def test_no_interval_ends_before_it_starts(text: str) -> None:
    """What has not begun is open; a range that runs backwards says no time."""
    for when in whens(text):
        assert not (when.start and when.end) or when.start <= when.end


@pytest.mark.parametrize(
    ("text", "word", "start", "end"),
    [
        (
            "It was the worst fire since February 2019, when 40 men were killed in a bombing in the hills.",
            "bombing",
            "2019-02-01",
            "2019-02-28",
        ),
        (
            "More than 1,100 people died in violence after the election of December 2007.",
            "died",
            "2007-12-01",
            "2007-12-31",
        ),
        (
            "Rebels took the port in March 2015, a few months after the Houthis seized Sanaa.",
            "took",
            "2015-03-01",
            "2015-03-31",
        ),
    ],
)
def test_times_of_what_a_clause_looks_back_on(text: str, word: str, start: str, end: str) -> None:
    """A relative clause on a time has that time; what came after a dated event is dated by it."""
    doc = parse(text)
    article = Article(text, published=PUBLISHED)
    token = next(token for token in doc if token.text == word)
    when = of_event(doc, token.i, WhenReader().read(doc, article), article)
    assert (_written(when.start), _written(when.end)) == (start, end)


def test_a_few_months_after_is_reckoned_back_from_the_day_before_it() -> None:
    """In "in March 2015, a few months after X", X came a few months before March 2015."""
    doc = parse("Rebels took the port in March 2015, a few months after the Houthis seized Sanaa.")
    article = Article(doc.text, published=PUBLISHED)
    seized = next(token for token in doc if token.text == "seized")
    when = of_event(doc, seized.i, WhenReader().read(doc, article), article)
    assert _written(when.start) >= "2014-09" and _written(when.end) < "2015-02"


def test_a_revised_toll_does_not_date_the_event() -> None:
    """The day on which a number was lowered is not that of the bombing that it counts."""
    doc = parse("The number of people killed in a bombing was lowered to 20 on Monday. Sunday's bombing hit a church.")
    article = Article(doc.text, published=PUBLISHED)
    bombings = [token.i for token in doc if token.text == "bombing"]
    found_whens = WhenReader().read(doc, article)
    assert [of_event(doc, index, found_whens, article).span is None for index in bombings] == [True, False]


def test_a_bare_hour_is_of_the_day_that_the_lead_tells_of() -> None:
    """A report of Saturday on Friday night tells Friday's hours, two paragraphs on too."""
    text = "Hundreds gathered on Monday night.\n\nNobody slept.\n\nThe rally grew violent around 10 p.m., police said."
    assert found(text, "10 p.m.")[0].startswith("2021-11-15T22:00")


def test_a_year_of_the_text_holds_for_the_day_behind_it() -> None:
    """ "On 5 March" after "in March 2014" is of 2014, whether or not anybody knows when the article appeared."""
    text = "The jet vanished in March 2014. On 5 March it had left the capital."
    days = [when.start for when in whens(text, None) if when.span and "5" in when.span.text]
    assert days == [date(2014, 3, 5)]
