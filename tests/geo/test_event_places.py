"""Where an event happened, within its sentence."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.events.place import BUCKETS, PlaceWords, bucket, features, path, places_of, probabilities
from geo.language import parse


def words(text: str, *names: str) -> tuple[object, list[PlaceWords]]:
    """The parse and the place words of the names in it."""
    doc = parse(text)
    found = []
    for name in names:
        start = text.index(name)
        span = doc.char_span(start, start + len(name))
        found.append(PlaceWords(span.start, span.end))
    return doc, found


def chosen(text: str, event: str, *names: str) -> list[str]:
    """The names that are taken as the event's place."""
    doc, found = words(text, *names)
    token = next(token for token in doc if token.text == event)  # type: ignore[attr-defined]
    return [names[index] for index, _ in places_of(doc, token.i, found)]  # type: ignore[arg-type]


def test_takes_the_place_behind_the_preposition() -> None:
    """Not the speaker's country, not the victims' home."""
    text = "The interior ministry in Kabul said that gunmen killed two policemen in Kandahar on Sunday."
    assert chosen(text, "killed", "Kabul", "Kandahar") == ["Kandahar"]


def test_no_place_is_an_answer() -> None:
    """Where the sentence says none, none is given."""
    assert (
        chosen("The minister told reporters in Geneva that fighting had displaced thousands.", "displaced", "Geneva")
        == []
    )


def test_path_goes_up_and_down_the_tree() -> None:
    """From the verb to the object of its preposition."""
    doc = parse("Rebels attacked troops in Goma.")
    ups, downs, top = path(doc[1], doc[4])
    assert (ups, downs[-1], top) == ([], "pobj", doc[1])
    assert path(doc[4], doc[4]) == ([], [], doc[4])


@given(st.text(max_size=40))
def test_buckets_lie_in_the_table(feature: str) -> None:
    """Any feature has a row."""
    assert 0 <= bucket(feature) < BUCKETS


def test_probabilities_are_probabilities_and_repeat() -> None:
    """The same input gives the same numbers between 0 and 1."""
    doc, found = words("A bomb exploded in Quetta, near Afghanistan.", "Quetta", "Afghanistan")
    first, second = probabilities(doc, 2, found), probabilities(doc, 2, found)  # type: ignore[arg-type]
    assert first == second
    assert np.all((np.array(first) > 0) & (np.array(first) < 1))
    assert list(features(doc, 2, found, 0)) == list(features(doc, 2, found, 0))  # type: ignore[arg-type]
