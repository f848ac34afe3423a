"""Sentences told by their marks alone, and the parse of some of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.language import parse, parse_parts, tokenise
from geo.sentences import sentences_of, sure_starts

WORDS = ("Lagos", "Gov", "he", "said", ".", "!", '"', "(", ")", " \n", "\n\n", "St", "12", "2009", "U.S.", "…")
ATTRIBUTES = ("tag_", "pos_", "lemma_", "dep_")


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Two people died. The army denied it.", ["The"]),
        ('"Nobody was there." Then he left.', ["Then"]),
        ("He said: “Leave.” “Why?” she asked.", ["“"]),
        ("It ended in 2009. Nobody knows why.", ["Nobody"]),
        ("Gov. Smith met St. John of the U.S. Army.", []),
        ("It opens on the 3. Oktober.", []),
        ("It cost 3. million, i.e. much.", []),
        ("Two killed in Lagos\n\na bomb exploded", ["a"]),
        ("Stop!Now we go.", []),
    ],
)
def test_a_sentence_starts_where_nothing_else_can_be(text: str, starts: list[str]) -> None:
    """After a mark and before a capital, not after what may be an abbreviation or a number of a list."""
    doc = tokenise(text)
    assert [doc[start].text for start in sure_starts(doc)] == starts


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(("", " ")))
@settings(max_examples=80, deadline=None)
def test_the_sentences_are_the_text(words: list[str], glue: str) -> None:
    """Whatever the marks, each token is in one sentence, in order, and the parser starts one at each of them."""
    doc = tokenise(glue.join(words))
    sentences = sentences_of(doc)
    assert [token.i for sentence in sentences for token in sentence] == list(range(len(doc)))
    parsed = {sentence.start for sentence in parse(doc.text).sents}
    assert {sentence.start for sentence in sentences} <= parsed


def test_wanted_sentences_are_parsed_as_if_they_were_the_text() -> None:
    """The second of three is read as it is alone; the others have no relations, and forms for lemmas."""
    quiet, told, last = "It was late. ", "Troops attacked two villages north of Lagos. ", "Nobody Saw them."
    doc = tokenise(quiet + told + last)
    parse_parts([doc], [[sentences_of(doc)[1]]])
    first, second, third = doc.sents
    alone = parse(told.strip())
    for read, same in zip(second, alone, strict=True):
        assert [getattr(read, name) for name in ATTRIBUTES] == [getattr(same, name) for name in ATTRIBUTES]
        assert read.head.i - second.start == same.head.i
    assert [token.tag_ for token in (*first, *third)] == [""] * (len(first) + len(third))
    assert [token.lemma_ for token in third] == ["nobody", "saw", "them", "."]
    assert all(token.head == token for token in third)


def test_nothing_or_everything_may_be_wanted() -> None:
    """A document none of whose sentences is wanted has its sentences all the same; one of which all are is parsed."""
    unread, read, empty = tokenise("One. Two met."), tokenise("Nobody came. Two met."), tokenise("")
    parse_parts([unread, read, empty], [[], sentences_of(read), []])
    assert [sentence.text for sentence in unread.sents] == [sentence.text for sentence in sentences_of(unread)]
    assert [token.lemma_ for token in read] == [token.lemma_ for token in parse(read.text)]
    assert not len(empty)
