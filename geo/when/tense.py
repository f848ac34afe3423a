"""Whether a clause tells what is to come or what is past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.spans import span_of
from geo.when.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AUXILIARIES = frozenset({"will", "shall", "'ll", "’ll", "wo"})
Told = Literal["future", "past", "open"]


def told_as(doc: Doc, start: int, end: int) -> Told:
    """Whether the clause round the characters `start` to `end` tells what is to come ("will meet on Friday", "a strike
    has been called for Friday"), what is past ("met on Friday"), or leaves it open ("the chiefs meet on 17 March")."""
    span = span_of(doc, start, end)
    if span is None:
        return "open"
    token = span.root
    if token.head.dep_ == "prep" and token.head.lower_ == "for" and token.dep_ == "pobj":
        return "future"
    for _ in range(12):
        if token.pos_ in {"VERB", "AUX"} and token not in span:
            return "future" if verb_is_future(token) or _is_announced(token) else _past_or_open(token)
        if token.head == token:
            break
        token = token.head
    return "open"


def _is_announced(verb: Token) -> bool:
    if verb.lemma_ not in lexicon().announcing:
        return False
    perfect = any(child.dep_ == "aux" and child.lower_ in {"has", "have"} for child in verb.children)
    return (verb.tag_ in {"VBZ", "VBP"} or perfect) and any(
        child.dep_ in {"dobj", "nsubjpass"} for child in verb.children
    )


def _past_or_open(verb: Token) -> Told:
    passive = any(child.lower_ in {"was", "were", "had"} for child in verb.children)
    return "past" if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and passive) else "open"


def event_is_past(event: Token) -> bool:
    """Whether the verb of an event, or the one that it hangs on, is told as past and done.

    Wider than `told_as`: a bare participle ("five killed in a raid") tells of an event, and says nothing of the clause.
    """
    verb = event if event.pos_ == "VERB" else event.head
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    return verb.tag_ in {"VBD", "VBN"} and not auxiliaries & {"has", "have", "is", "are", "will"}


def verb_is_future(verb: Token) -> bool:
    """Whether a verb's own auxiliaries, or the planning verb above its infinitive, put it into the future."""
    words = lexicon()
    for _ in range(4):
        children = list(verb.children)
        if any(child.dep_ in {"aux", "auxpass"} and child.lower_ in _AUXILIARIES for child in children):
            return True
        going = verb.lemma_ == "go" and verb.tag_ == "VBG"
        if going and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in children):
            return True
        if verb.lemma_ in words.planning and verb.tag_ in {"VBN", "VBZ", "VBP", "VBG", "JJ"}:
            return True
        to_come = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in children)
        if not to_come or verb.head == verb or verb.dep_ not in {"xcomp", "ccomp", "conj", "acl", "advcl"}:
            return False
        if verb.head.lemma_ in words.planning or verb.head.lemma_ in words.urging:
            return True
        verb = verb.head
        if verb.pos_ not in {"VERB", "AUX"}:
            return False
    return False
