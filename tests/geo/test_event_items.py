"""Items of a list tell stories of their own."""

from __future__ import annotations

from datetime import date

import pytest

from geo.events.items import item_at, item_starts
from geo.reading import Reader
from geo.records import Article

BULLETS = "The week\n\n• Monday. One.\n\n• Tuesday. Two.\n\n• Friday. Three.\n"
TICKER = "Live\n\n21:40 Sirens.\n19:05 A speech.\n16:30 Rescue.\n"
PROSE = "On Monday - a holiday - it rained.\n\n1989 was dry. 12:30 is noon here.\n\nMonday was wet."


@pytest.mark.parametrize("text", [BULLETS, TICKER, TICKER.replace("21:40", "1.").replace("19:05", "2.")])
def test_a_list_has_items(text: str) -> None:
    """Bullets, hours and numbers open one each; what stands before the first is none."""
    starts = item_starts(text)
    assert len(starts) == 3
    assert item_at(starts, 0) == 0
    assert [item_at(starts, start) for start in starts] == [1, 2, 3]
    assert item_at(starts, len(text)) == 3


def test_prose_has_none() -> None:
    """A dash or an hour within a paragraph makes no list."""
    assert item_starts(PROSE) == []


def test_events_of_two_items_are_two() -> None:
    """Without a place or a name in common, though kind and day would fit."""
    text = (
        "Live: the war\n\n16:30 Nineteen people were killed in a missile strike near Rivne today.\n\n"
        "13:15 Buses have left the city.\n\n10:50 Two people have died after a shell hit a block of flats."
    )
    found = Reader().read(Article(text, published=date(2022, 3, 14))).found
    tolls = [{claim.value for claim in one.claims if claim.measure == "killed"} for one in found]
    assert sorted(map(sorted, tolls)) == [[2], [19]]
