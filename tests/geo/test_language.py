"""The parse of hostile text: no sentence without end."""

from __future__ import annotations

import pytest

from geo.language import PIECE, parse
from geo.sentences import LONGEST_PARAGRAPH, LONGEST_SENTENCE


def test_a_line_without_marks_is_cut_into_sentences() -> None:
    """3,000 words and no mark: no sentence is longer than the bound."""
    doc = parse("killed near the town " * 750)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE


def test_marks_that_the_parser_does_not_believe_end_a_sentence_in_the_end() -> None:
    """A list with points in it may be one sentence to the parser, but not for ever."""
    doc = parse("a . b ; " * 1250)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_PARAGRAPH + LONGEST_SENTENCE


def test_a_long_text_is_parsed_in_pieces() -> None:
    """Each of its sentences is read as the others are, wherever the pieces part, and no word is left out."""
    doc = parse("Troops attacked a village north of Lagos. " * (3 * PIECE // 8))
    read = {
        tuple((token.tag_, token.dep_, token.head.i - sentence.start) for token in sentence) for sentence in doc.sents
    }
    assert len(doc) > 2 * PIECE and len(read) == 1


@pytest.mark.parametrize("gap", ["\n\n", "\n \n"])
def test_a_blank_line_ends_a_sentence(gap: str) -> None:
    """A headline without a full stop is a sentence of its own."""
    assert len(list(parse(f"Two killed in Lagos{gap}A bomb exploded on Sunday.").sents)) == 2
