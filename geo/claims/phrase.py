"""A counted phrase, and what such a noun can be counted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.claims.lexicon import Lexicon, Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is counted: the token that the verb governs, the counted noun, and the measures that the noun can have."""

    holder: Token
    noun: Token
    fits: list[Measure]
    words: Lexicon


def phrase_of(holder: Token, noun: Token, words: Lexicon) -> Phrase:
    """The phrase with the measures that fit its noun."""
    return Phrase(holder, noun, list(_fitting(noun, words)), words)


def _fitting(noun: Token, words: Lexicon) -> Iterator[Measure]:
    """The measures that such a noun can be counted by: things by theirs, everybody else by those of people."""
    lemma = noun.lemma_.lower()
    things = [measure for measure in words.measures if lemma in measure.things]
    yield from things or (measure for measure in words.measures if not measure.things)
