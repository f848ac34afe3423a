"""What the grammar of a sentence says of where an event was, beside the learnt scorer: which clause names the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.events.lexicon import lexicon
from geo.events.words import forms

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "off", "on", "across", "around", "throughout"})
_VERBAL = ("VERB", "AUX")
_OF_A_PLACE = frozenset({"prep", "pobj", "appos", "nmod", "compound", "poss", "npadvmod", "nummod"})


def is_of_own_clause(event: Token, place: Span) -> bool:
    """Whether the place hangs below the event's own verb: "a drone hit X, and a missile killed two in Y" has two."""
    verb = _verb_over(event)
    return verb == place.root or verb.is_ancestor(place.root)


def place_heads(event: Token) -> Iterator[Token]:
    """The words that name the event's place by the grammar, the likeliest first.

    The town that is taken; the subject of "was the scene of"; what "in" leads in below the event's verb; and what
    opens the sentence ("In Mahagi, doctors confirmed 14 cases").
    """
    yield from (child for child in event.children if child.dep_ in ("dobj", "nsubjpass"))
    noun = event.head.head if event.dep_ == "pobj" and event.head.lower_ == "of" else event
    if noun != event and not forms(noun).isdisjoint(lexicon().scene_nouns):
        yield from (child for child in noun.head.children if child.dep_ in ("nsubj", "nsubjpass"))
    verb = _verb_over(event)
    if event == verb or event.head == verb:
        yield from _led_in(verb)
    if verb != event.sent.root:
        yield from (head for head in _led_in(event.sent.root) if head.i < min(verb.i, event.sent.root.i))


def is_where_treated(place: Span) -> bool:
    """Whether the place is that of a hospital to which somebody is taken or where he dies: he was hit elsewhere."""
    words = lexicon()
    verb = _verb_over(place.root)
    before = place.doc[verb.i + 1 : place.start]  # parsers hang "in Goma" on the verb as often as on the hospital
    return not forms(verb).isdisjoint(words.treating_verbs) and any(
        token.dep_ == "pobj" and not forms(token).isdisjoint(words.treating_nouns) for token in before
    )


def says_where(outer: Span, inner: Span) -> bool:
    """Whether the one place is told as where the other lies: "Fataki, 85 km north of Bunia", "X in the state of Y"."""
    between = inner.doc[inner.end : outer.start]
    if inner.end <= outer.start and all(_leads_to_a_place(token) for token in between):
        return True
    phrase = inner.root
    while phrase.dep_ in ("compound", "nmod") and phrase.head != phrase:
        phrase = phrase.head
    for token in (outer.root, *outer.root.ancestors):
        if token == phrase or token in inner:
            return True
        if token.dep_ not in _OF_A_PLACE:
            return False
    return False


def _leads_to_a_place(token: Token) -> bool:
    return token.text in (",", "(") or token.lower_ in ("in", "of", "near", "outside") or token.pos_ in ("DET", "NOUN")


def _verb_over(event: Token) -> Token:
    verb = event
    while verb.pos_ not in _VERBAL and verb.head != verb:
        verb = verb.head
    return verb


def _led_in(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _LOCATIVE:
            yield from (below for below in child.children if below.dep_ == "pobj")
