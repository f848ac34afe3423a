"""Reading only the sentences that may hold a relative place finds what reading all of them finds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geo.language import inflections, parse, tokenise
from geo.reading import Reader
from geo.records import Article
from geo.relations.wanted import may_hold
from geo.sentences import sentences_of

QUIET = "He then said that he had not seen it. "
CASES = tomllib.loads(Path(__file__).with_name("relations_cases.toml").read_text(encoding="utf-8"))["case"]
TOLD = [case["text"] for case in CASES if "text" in case]
TEXTS = [QUIET + " ".join(TOLD[first : first + 12]) for first in range(0, len(TOLD), 12)]


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_is_lost(reader: Reader, text: str) -> None:
    """The sentences of the written cases, a dozen an article, with one that holds nothing."""
    article = Article(text)
    located = reader.resolve(article, reader.recogniser.mentions(text))
    wanted = reader.relations.wanted(tokenise(text), located)
    assert sentences_of(tokenise(text))[0].text not in {sentence.text for sentence in wanted}
    assert reader.places(article) == reader.relations.read(parse(text), article, located)


def test_a_verb_is_known_in_each_of_its_forms() -> None:
    """By the lemmatizer's own rules and exceptions: the parser may say "meet" of "met"."""
    found = inflections(["meet", "stretch"], ["verb"])
    assert all("meet" in found[form] for form in ("meet", "meets", "met", "meeting"))
    assert all("stretch" in found[form] for form in ("stretches", "stretched", "stretching"))
    assert may_hold(["where", "armenia", "meets", "iran"], named=True)
    assert not may_hold(["where", "armenia", "eats", "iran"], named=True)
