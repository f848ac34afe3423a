"""Text cut into windows of words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognise import tagger, words


def cut(text: str) -> list[words.Window]:
    return list(words.windows(text, words.tokenizer(tagger.VOCABULARY)))


def spelled(text: str) -> list[str]:
    return [text[a:b] for window in cut(text) for a, b in zip(window.starts, window.ends, strict=True)]


def test_offsets_count_code_points_beside_emoji() -> None:
    """A character outside the basic plane counts as one, as Python counts."""
    assert spelled("😀😀 near Goris, Armenia")[-4:] == ["near", "Goris", ",", "Armenia"]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aB .,\n\t\u00a0\u200bé😀中ÀİßЖարḀ\u0301'-–0") | st.characters(), max_size=300))
def test_words_stand_in_the_text_in_order_and_never_overlap(text: str) -> None:
    """Whatever the text, its words have a length, follow each other and hold no white space at their ends."""
    last = 0
    for window in cut(text):
        assert len(window.pieces) <= words.WINDOW - 2
        assert len(window.starts) == len(window.ends) == len(window.first) == len(window.shapes) == len(window.gaps)
        for start, end in zip(window.starts, window.ends, strict=True):
            assert last <= start < end <= len(text)
            last = end


def test_a_long_text_is_cut_at_sentences_and_loses_no_word() -> None:
    """Windows end at a sentence's end, and together hold every word once."""
    text = "The river rose again near the old mill on Monday. " * 60
    parts = cut(text)
    assert len(parts) > 4
    assert all(text[window.ends[-1] - 1] == "." for window in parts)
    assert "".join(spelled(text)) == text.replace(" ", "")


def test_an_abbreviation_ends_no_window() -> None:
    """ "St. Louis" is not torn apart, though the point looks like a sentence's end."""
    text = "They all went to St. Louis and St. Paul with Gov. Miller and Rep. Jones. " * 30
    ends = {text[: window.ends[-1]][-4:] for window in cut(text)}
    assert not ends & {" St.", "Gov.", "Rep."}


def test_a_text_longer_than_a_block_keeps_its_offsets() -> None:
    """Offsets go on counting where the next block begins."""
    text = ("word " * 7000) + "Goris"
    assert spelled(text)[-1] == "Goris"
    assert cut(text)[-1].ends[-1] == len(text)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b"])
def test_a_text_without_words_has_no_windows(text: str) -> None:
    """White space alone gives nothing, and no error."""
    assert spelled(text) == []


def test_shapes_tell_capitals_titles_and_scripts_apart() -> None:
    """The codes separate what the vocabulary folds together."""
    codes = [words.shape(w) for w in ["paris", "Paris", "PARIS", "P", "McCoy", "12", "A4", "中国", "-"]]
    assert len(set(codes)) == len(codes)


def test_a_line_in_capitals_is_marked_as_such() -> None:
    """In a headline in capitals a capital says nothing; the code of the shape says so."""
    shouting, calm = cut("FLOOD HITS LYON AND PARIS TODAY")[0], cut("Flood hits LYON and Paris today")[0]
    assert min(shouting.shapes) >= 10 > max(calm.shapes)
