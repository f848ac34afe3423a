"""Spans from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import spacy
from spacy.tokens import Doc, Span

from geo.recognise import from_doc, from_spacy_entities, from_spans
from geo.recognise.features import CITY


class Cities:
    """A lexicon that knows two cities."""

    def kinds(self, names: Sequence[str]) -> list[int]:
        return [CITY if name in ("Lyon", "Grenoble") else 0 for name in names]


@pytest.fixture
def doc() -> Doc:
    """A French sentence with entities as a small model labels them, one of them wrongly."""
    made = spacy.blank("fr")("Marc Durand a quitté Grenoble pour Lyon et Trifouillis.")
    labels = [(0, 2, "PER"), (4, 5, "PER"), (6, 7, "LOC"), (8, 9, "LOC")]
    made.ents = [Span(made, a, b, label) for a, b, label in labels]
    return made


def test_spans_come_back_in_their_order_with_their_text() -> None:
    """Offsets are code points, and the order is the caller's."""
    text = "😀 Lyon, Nice"
    assert [(m.text, m.role) for m in from_spans(text, [(8, 12), (2, 6)])] == [("Nice", "place"), ("Lyon", "place")]


@pytest.mark.parametrize("span", [(0, 0), (3, 99), (-1, 2), (4, 2)])
def test_a_span_outside_the_text_is_refused_by_name(span: tuple[int, int]) -> None:
    """The message names the span."""
    with pytest.raises(ValueError, match=str(span[1])):
        from_spans("Lyon", [span])


def test_a_docs_place_entities_become_mentions(doc: Doc) -> None:
    """Only the labels that may name a place are taken, all of them."""
    assert [m.text for m in from_doc(doc)] == ["Lyon", "Trifouillis"]


def test_another_languages_entities_are_checked_against_the_gazetteer(doc: Doc) -> None:
    """A known name is surer than an unknown one, and saves a town that the model took for a person."""
    scores = {m.text: m.score for m in from_spacy_entities(doc, Cities())}
    assert set(scores) == {"Grenoble", "Lyon", "Trifouillis"}
    assert scores["Lyon"] > scores["Trifouillis"] > scores["Grenoble"]
