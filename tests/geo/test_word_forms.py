"""Remembered word forms are those that spaCy's own ruler and lemmatizer give."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.language import pipeline
from geo.word_forms import LEMMATIZER, RULER

WORDS = ("There", "were", "gon", "na", "I", "you", "it", "let", "'s", "but", "that", "ai", "n't", "wounded", "saw",
         "the", "leaves", "Lagos", "people", "better", "going", "to", "\n\n", "y'", "all", ".",
         "nothin'", "THAT", "Got", "2,000")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_forms_are_those_of_the_models_own_components(words: list[str]) -> None:
    """Any row of words, patterns of several tokens among them, read twice: new and remembered."""
    loaded = pipeline()
    remembered = loaded(" ".join(words))
    again = loaded(" ".join(words))
    own = remembered.copy()
    own.from_array(["POS", "MORPH", "LEMMA"], np.zeros((len(own), 3), np.uint64))
    own = loaded.get_pipe(LEMMATIZER)(loaded.get_pipe(RULER)(own))
    for doc in (remembered, again):
        assert [(t.pos_, t.lemma_, str(t.morph)) for t in doc] == [(t.pos_, t.lemma_, str(t.morph)) for t in own]


def test_the_shipped_model_is_remembered() -> None:
    """The component stands in for both, which no longer run."""
    names = pipeline().pipe_names
    assert "dateline_word_forms" in names and RULER not in names and LEMMATIZER not in names
