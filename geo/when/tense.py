"""Whether a clause tells what is to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.spans import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AUXILIARIES = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_PLANNING = frozenset(
    [
        "plan",
        "schedule",
        "expect",
        "due",
        "intend",
        "set",
        "prepare",
        "promise",
        "vow",
        "threaten",
        "invite",
        "postpone",
        "slate",
    ]
)


def is_future(doc: Doc, start: int, end: int) -> bool:
    """Whether the clause round the characters `start` to `end` tells what is to come ("will meet on Friday")."""
    span = span_of(doc, start, end)
    if span is None:
        return False
    token = span.root
    for _ in range(12):
        if token.pos_ in {"VERB", "AUX"} and token not in span:
            return verb_is_future(token)
        if token.head == token:
            return False
        token = token.head
    return False


def verb_is_future(verb: Token) -> bool:
    """Whether a verb's own auxiliaries, or the planning verb above its infinitive, put it into the future."""
    for _ in range(4):
        children = list(verb.children)
        if any(child.dep_ in {"aux", "auxpass"} and child.lower_ in _AUXILIARIES for child in children):
            return True
        going = verb.lemma_ == "go" and verb.tag_ == "VBG"
        if going and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in children):
            return True
        if verb.lemma_ in _PLANNING and verb.tag_ in {"VBN", "VBZ", "VBP", "VBG", "JJ"}:
            return True
        to_come = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in children)
        if not to_come or verb.head == verb or verb.dep_ not in {"xcomp", "ccomp", "conj", "acl", "advcl"}:
            return False
        if verb.head.lemma_ in _PLANNING:
            return True
        verb = verb.head
        if verb.pos_ not in {"VERB", "AUX"}:
            return False
    return False
