"""What a name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest

from geo.recognise import from_spans
from geo.recognise.features import ADM1, CITY, COUNTRY, DEMONYM, TOWN
from geo.recognise.lexicon import CAPITAL, GOVERNMENT


class World:
    """A lexicon of a few names."""

    NAMES: ClassVar = {
        "Norland": COUNTRY,
        "Sudmark": COUNTRY,
        "Norlish": DEMONYM,
        "Norlanders": DEMONYM,
        "Vellin": CAPITAL | CITY,
        "VELLIN": CAPITAL | CITY,
        "Smallford": TOWN,
        "Dorado": ADM1,
        "the Old Palace": GOVERNMENT,
    }

    def kinds(self, names: Sequence[str]) -> list[int]:
        return [self.NAMES.get(name, 0) for name in names]


def role(marked: str) -> str:
    """The role of the name between the brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    (mention,) = from_spans(text, [(start, end)], lexicon=World())
    assert mention.text == text[start:end]
    return mention.role


@pytest.mark.parametrize(
    "sentence",
    [
        "[Vellin] claims that two soldiers died.",
        "[Norland] has repeatedly denied the report.",
        "[Vellin]'s mediation ended the fight.",
        "They accused [Norland] of shelling the road.",
        "According to [Vellin], nobody was hurt.",
        "The [Norland] government fell.",
        "[Norland]’s Defence Ministry gave no figure.",
        "After talks with [Norland] the guns fell silent.",
        "The war between [Norland] and Sudmark went on.",
        "The war between Norland and [Sudmark] went on.",
        "They agreed to [Norland]’s “mediation” at last.",
        "The rebels called on [Vellin] to help.",
        "An order from [the Old Palace] came late.",
    ],
)
def test_a_place_that_speaks_is_its_government(sentence: str) -> None:
    """The name stands for those who rule there, so nothing happened in it."""
    assert role(sentence) == "institution"


@pytest.mark.parametrize(
    "sentence",
    [
        "Shells fell on [Vellin] overnight.",
        "People in [Norland] said that they heard shots.",
        "[Smallford] said its mayor would resign.",
        "[Norland]'s eastern border was shelled.",
        "The road from Smallford to [Vellin] is closed.",
        "Fighting in [Norland], officials said, went on.",
        "Nobody in [Dorado] was hurt.",
        "The border between [Norland] and Sudmark is closed.",
    ],
)
def test_a_place_where_something_happens_stays_a_place(sentence: str) -> None:
    """A verb of speech nearby is not enough, nor is a town that has no government of a country."""
    assert role(sentence) == "place"


@pytest.mark.parametrize(
    "sentence", ["[Norlish] troops advanced.", "The [Norlish] president said so.", "[Norlanders] fled."]
)
def test_people_are_demonyms_whatever_follows(sentence: str) -> None:
    """A title or a verb after it does not change a demonym."""
    assert role(sentence) == "demonym"


@pytest.mark.parametrize(
    "text",
    [
        "[VELLIN] (AP) — A bridge fell.",
        "[Vellin], Norland (Reuters) - A bridge fell.",
        "[Smallford], November 16 – A bridge fell.",
        "[Smallford], Nov. 16, 2021 (XNA) -- A bridge fell.",
        "Title of it\n\n[VELLIN]: A bridge fell.",
        "Smallford, [Dorado] — A bridge fell.",
    ],
)
def test_the_line_that_opens_a_report_is_a_dateline(text: str) -> None:
    """Place, agency and date before a dash at the line's beginning."""
    assert role(text) == "dateline"


@pytest.mark.parametrize(
    "text", ["[Vellin] fell — the bridge held.", "It was in [Vellin] (AP) — they say.", "[Vellin]-based firms left."]
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    """Neither a dash later in the sentence nor a name within a line."""
    assert role(text) != "dateline"
