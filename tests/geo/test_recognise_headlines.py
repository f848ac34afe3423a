"""Short lines by themselves, read by the shipped model with the shipped gazetteer: recognise_headlines.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gazetteer import open_default
from geo.recognise import Recogniser

LINES = tomllib.loads((Path(__file__).parent / "recognise_headlines.toml").read_text(encoding="utf-8"))["line"]


@pytest.fixture(scope="module")
def read() -> list[tuple[list[str], list[str]]]:
    """For each line the places that it says and those that were found."""
    recogniser = Recogniser(open_default(), threads=1)
    given = recogniser.mentions_many(line["text"] for line in LINES)
    return [(line["places"], [m.text for m in found]) for line, found in zip(LINES, given, strict=True)]


def test_nearly_every_place_in_a_short_line_is_found(read: list[tuple[list[str], list[str]]]) -> None:
    """At most one in twenty is missed."""
    wanted = [name for places, _ in read for name in places]
    missed = [name for places, found in read for name in places if name not in found]
    assert len(missed) <= len(wanted) / 20, missed


def test_words_and_persons_in_a_short_line_are_rarely_taken_for_places(read: list[tuple[list[str], list[str]]]) -> None:
    """At most one line in twenty gives something that it does not say."""
    vain = [name for places, found in read for name in found if name not in places]
    assert len(vain) <= len(read) / 20, vain


def test_a_great_citys_name_is_found_in_the_shortest_report() -> None:
    """The tagger alone leaves it open (0.32); the gazetteer knows it for nothing but a great city."""
    assert [m.text for m in Recogniser(open_default(), threads=1).mentions("Shelling hit Kharkiv overnight.")] == [
        "Kharkiv"
    ]


def test_a_place_inside_an_institutions_name_is_found_and_a_persons_name_is_not() -> None:
    """ "Paris" of the police, not of the person."""
    text = "Paris Hilton was stopped by the Paris Police Department in Reading, Pennsylvania."
    found = Recogniser(open_default(), threads=1).mentions(text)
    assert [(m.start, m.text) for m in found] == [(32, "Paris"), (59, "Reading"), (68, "Pennsylvania")]
