"""A parsed text as the lexicon sees it: the forms of each token, matching of phrases, and the words round a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.events.lexicon import Phrase

_GAP = 3  # most words that "*" stands for
_ARGUMENT_DEPS = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "dobj",
        "pobj",
        "agent",
        "prep",
        "attr",
        "amod",
        "compound",
        "nmod",
        "poss",
        "conj",
        "appos",
        "acl",
        "dative",
        "oprd",
        "npadvmod",
    ]
)
_DESCENT = frozenset(["prep", "agent", "pobj", "conj", "compound", "amod", "nmod", "poss", "appos", "acl"])


def forms(token: Token) -> frozenset[str]:
    """The lower-case forms under which a token is looked up: as written, its lemma, and without a plural's s.

    The last is for headlines, whose capitalised words the tagger takes for names and leaves as they are.
    """
    found = {token.lower_, token.lemma_.lower()}
    if token.tag_ in ("VBD", "VBN") and token.lower_.endswith("ed"):
        found.add(token.lower_[:-1])  # the lemma of "staged" comes out as "stag"
    if token.pos_ == "PROPN" and token.lower_.endswith("s"):
        found.add(token.lower_[:-1])
        if token.lower_.endswith("es"):
            found.add(token.lower_[:-2])
    return frozenset(found)


def match_at(shapes: list[frozenset[str]], start: int, phrase: Phrase) -> int | None:
    """The end (exclusive) of `phrase` at token `start`, or None. "*" stands for one to three tokens."""
    position = start
    for index, word in enumerate(phrase):
        if word == "*":
            for gap in range(1, _GAP + 1):
                end = match_at(shapes, position + gap, phrase[index + 1 :])
                if end is not None:
                    return end
            return None
        if position >= len(shapes) or not _is(word, shapes[position]):
            return None
        position += 1
    return position


def _is(word: str, shape: frozenset[str]) -> bool:
    return word in shape


def argument_words(token: Token) -> Iterator[Token]:
    """The words of a trigger's arguments: its subject, objects and modifiers, and the heads within them.

    A noun's verb lends it its own subject and object ("troops carried out an attack"); a verb after "and" has the
    subject of the first.
    """
    yield token
    yield from _below(token)
    if token.pos_ in ("NOUN", "PROPN"):
        head = token.head
        if token.dep_ in ("compound", "nmod", "amod"):
            yield head
            yield from _below(head)
        if token.dep_ == "pobj":
            head = head.head
            yield head
        if head.pos_ == "VERB" and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj"):
            yield from _below(head)
    elif token.dep_ in ("conj", "xcomp", "advcl", "pcomp"):
        for child in token.head.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                yield child
                yield from _below(child)
    elif token.dep_ in ("relcl", "acl"):
        yield token.head
        yield from _below(token.head)


def _below(token: Token, depth: int = 4) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in _ARGUMENT_DEPS and (child.dep_ != "conj" or child.pos_ != "VERB"):
            yield child
            if depth:
                yield from (
                    inner
                    for inner in _below(child, depth - 1)
                    if inner.dep_ in _DESCENT or inner.dep_ in ("nsubj", "dobj")
                )


def clause_words(token: Token) -> Iterator[Token]:
    """The words of the clause about a token: everything under its nearest verb."""
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    yield from verb.subtree
    if verb.dep_ in ("relcl", "acl"):
        yield verb.head
        yield from _below(verb.head)
    elif verb.dep_ == "conj":
        yield from _below(verb.head)
