"""The recogniser with the shipped model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognise import Recogniser, tagger
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


def test_a_place_inside_an_institutions_name_is_found_and_a_persons_name_is_not(recogniser: Recogniser) -> None:
    """ "Paris" of the police, not of the person."""
    text = "Paris Hilton was stopped by the Paris Police Department in Reading, Pennsylvania."
    found = recogniser.mentions(text)
    assert [(m.start, m.text) for m in found] == [(32, "Paris"), (59, "Reading"), (68, "Pennsylvania")]


def test_capitals_are_read(recogniser: Recogniser) -> None:
    """A report in capitals has its places too."""
    text = "TWO PEOPLE WERE ARRESTED IN LYON ON MONDAY, THE POLICE IN FRANCE SAID."
    assert [m.text for m in recogniser.mentions(text)] == ["LYON", "FRANCE"]


@pytest.mark.parametrize("text", ["", "   \n\n ", "He slept well and woke at noon."])
def test_a_text_without_a_place_has_no_mentions(recogniser: Recogniser, text: str) -> None:
    """Nothing is found, and nothing breaks."""
    assert recogniser.mentions(text) == []


def test_many_texts_give_what_each_gives_alone(recogniser: Recogniser) -> None:
    """Batches run over the borders of texts without a trace."""
    texts = ["He flew from Lyon to Beirut.", "", "Rain fell in Texas.", "No place here."]
    together = recogniser.mentions_many(texts)
    assert [[m.text for m in found] for found in together] == [
        [m.text for m in recogniser.mentions(text)] for text in texts
    ]
    assert len(together) == 4


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
        last = mention.end


def test_a_long_text_is_read_as_a_stream() -> None:
    """The first window is tagged when only `AHEAD` windows have been read, so memory doesn't grow with the text."""
    atlas = Atlas()
    text = "The council of Lyon met again on Monday to talk about the flood. " * 20_000
    stream: Iterator[tagger.TaggedWindow] = tagger.tag([text], atlas, threads=2)
    next(stream)
    assert atlas.calls <= tagger.AHEAD
