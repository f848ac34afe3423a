"""The recogniser with the shipped model."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognise import Recogniser
from geo.recognise.features import ADM1, CITY, COUNTRY, DEMONYM
from geo.recognise.lexicon import CAPITAL

NAMES = {
    "Armenia": COUNTRY, "Azerbaijan": COUNTRY, "France": COUNTRY, "Lebanon": COUNTRY, "Armenian": DEMONYM,
    "Yerevan": CITY | CAPITAL, "Moscow": CITY | CAPITAL, "Beirut": CITY | CAPITAL, "BEIRUT": CITY | CAPITAL,
    "Paris": CITY | CAPITAL, "Lyon": CITY, "Texas": ADM1, "Reading": CITY, "Pennsylvania": ADM1,
}  # fmt: skip


class Atlas:
    """A lexicon of a few names that counts how often it is asked."""

    def __init__(self) -> None:
        self.calls = 0

    def kinds(self, names: Sequence[str]) -> list[int]:
        self.calls += 1
        return [NAMES.get(name, 0) for name in names]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """A recogniser that needs no gazetteer file."""
    return Recogniser(lexicon=Atlas(), threads=1)


def said(recogniser: Recogniser, text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.role) for mention in recogniser.mentions(text)]


def test_names_are_found_with_their_roles(recogniser: Recogniser) -> None:
    """Dateline, government, people and place in one report."""
    text = (
        "BEIRUT (AP) — Yerevan claims that five Armenian soldiers were killed near the border with Azerbaijan. "
        "With Moscow's mediation the fighting stopped."
    )
    assert said(recogniser, text) == [
        ("BEIRUT", "dateline"),
        ("Yerevan", "institution"),
        ("Armenian", "demonym"),
        ("Azerbaijan", "place"),
        ("Moscow", "institution"),
    ]


def test_capitals_are_read(recogniser: Recogniser) -> None:
    """A report in capitals has its places too."""
    text = "TWO PEOPLE WERE ARRESTED IN LYON ON MONDAY, THE POLICE IN FRANCE SAID."
    assert [m.text for m in recogniser.mentions(text)] == ["LYON", "FRANCE"]


@pytest.mark.parametrize("text", ["", "   \n\n ", "He slept well and woke at noon."])
def test_a_text_without_a_place_has_no_mentions(recogniser: Recogniser, text: str) -> None:
    """Nothing is found, and nothing breaks."""
    assert recogniser.mentions(text) == []


@pytest.mark.parametrize("threads", [1, 2])
def test_what_was_read_before_or_beside_a_text_changes_nothing(threads: int) -> None:
    """Long and short texts beside it, one thread or two: the same mentions with the same scores."""
    long = "The council of Lyon met Armenian guests from Yerevan to talk about the flood in Texas. " * 12
    texts = [long, "He flew from Lyon to Beirut.", "", "Rain fell in Texas.", "FIRE IN LYON", "No place here."]
    alone = [Recogniser(lexicon=Atlas(), threads=1).mentions(text) for text in texts]
    recogniser = Recogniser(lexicon=Atlas(), threads=threads)
    assert recogniser.mentions_many(texts) == alone
    assert recogniser.mentions_many(reversed(texts)) == alone[::-1]
    assert [m.text for m in alone[1]] == ["Lyon", "Beirut"]


def test_no_name_runs_over_a_blank_line(recogniser: Recogniser) -> None:
    """A list of places, each a paragraph, is as many names."""
    found = [m.text for m in recogniser.mentions("Fighting was reported in Lyon\n\nBeirut\n \nParis\r\n\r\nYerevan")]
    assert found == ["Lyon", "Beirut", "Paris", "Yerevan"]


CHUNKS = st.sampled_from(
    [
        "Paris",
        " in ",
        "😀",
        "\u00a0",
        "\n\n",
        "Երևան",
        "東京",
        "Москва",
        "-",
        "’s",
        "U.S. ",
        "e\u0301",
        "Armenia",
        ", ",
        ".",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(CHUNKS | st.text(max_size=5), max_size=40).map("".join))
def test_a_mention_is_what_stands_at_its_offsets(text: str) -> None:
    """Whatever the script, white space or emoji: the text at the offsets is the mention, in order, apart."""
    last = 0
    for mention in Recogniser(lexicon=Atlas(), threads=1).mentions(text):
        assert text[mention.start : mention.end] == mention.text.strip() != ""
        assert last <= mention.start
        assert 0 <= mention.score <= 1
        assert not re.search(r"\n\s*\n", mention.text)
        last = mention.end


def test_the_memory_for_a_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the text takes a little more memory (its mentions), not four times as much, and finds the same."""
    monkeypatch.setattr("geo.recognise.recogniser.STRETCH", 4_000)
    reader = Recogniser(lexicon=Atlas(), threads=1)
    short = "The council of Lyon met again on Monday to talk about the flood and what it would take. " * 46
    reader.mentions(short)

    def peak(text: str) -> tuple[int, int]:
        tracemalloc.start()
        count = len(reader.mentions(text))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, count

    (little, once), (much, often) = peak(short), peak(short * 4)
    assert once > 20 and often > 3 * once
    assert much < 2 * little


def test_a_text_longer_than_a_stretch_keeps_its_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are read one by one give the offsets of the whole."""
    monkeypatch.setattr("geo.recognise.recogniser.STRETCH", 100)
    text = "He flew from Lyon to Beirut.\n\n" * 12
    found = Recogniser(lexicon=Atlas(), threads=1).mentions(text)
    assert [(m.start, m.text) for m in found[-2:]] == [(text.rindex("Lyon"), "Lyon"), (text.rindex("Beirut"), "Beirut")]
    assert len(found) == 24
    assert all(text[m.start : m.end] == m.text for m in found)
