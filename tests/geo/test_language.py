"""The parse of hostile text: no sentence without end."""

from __future__ import annotations

import pytest

from geo.language import parse
from geo.sentences import LONGEST_PARAGRAPH, LONGEST_SENTENCE


def test_a_line_without_marks_is_cut_into_sentences() -> None:
    """3,000 words and no mark: no sentence is longer than the bound."""
    doc = parse("killed near the town " * 750)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE


def test_marks_that_the_parser_does_not_believe_end_a_sentence_in_the_end() -> None:
    """A list with points in it may be one sentence to the parser, but not for ever."""
    doc = parse("a . b ; " * 1250)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_PARAGRAPH + LONGEST_SENTENCE


@pytest.mark.parametrize("gap", ["\n\n", "\n \n"])
def test_a_blank_line_ends_a_sentence(gap: str) -> None:
    """A headline without a full stop is a sentence of its own."""
    assert len(list(parse(f"Two killed in Lagos{gap}A bomb exploded on Sunday.").sents)) == 2
