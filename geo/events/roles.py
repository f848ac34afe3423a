"""Who does it and to what, as a sense of the lexicon asks: jets bomb, shells land, police hold people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geo.events.lexicon import Sense

if TYPE_CHECKING:
    from spacy.tokens import Token


def has_its_roles(trigger: Token, sense: Sense, classes: Sequence[frozenset[str]]) -> bool:
    """Whether a verb's subject and direct object are of the sense's classes, and missing where the sense has none.

    A noun has neither, and a set phrase round a noun ("prisoner swap") says them itself.
    """
    if trigger.pos_ != "VERB":
        return True
    objects = [_meant(child, trigger) for child in trigger.children if child.dep_ in ("dobj", "nsubjpass")]
    if trigger.dep_ == "acl" and trigger.tag_ == "VBN":  # "a bomb placed on the car"
        objects.append(trigger.head)
    if sense.intransitive and (objects or any(child.dep_ == "ccomp" for child in trigger.children)):
        return False
    if sense.object and not _is_of(objects, sense.object, classes):
        return False
    return not sense.subject or _is_of(_subjects(trigger), sense.subject, classes)


def _is_of(heads: Iterable[Token], names: Collection[str], classes: Sequence[frozenset[str]]) -> bool:
    """Whether one of the words, or of those joined to it or counted by it, is of the classes."""
    words = (word for head in heads for word in (head, *head.conjuncts, *_counted(head)))
    return any(not classes[word.i].isdisjoint(names) for word in words)


def _subjects(verb: Token) -> Iterator[Token]:
    """Who or what does it: the subject, a passive's agent, or what a participle stands behind."""
    own = [_meant(child, verb) for child in verb.children if child.dep_ == "nsubj"]
    agents = [inner for child in verb.children if child.dep_ == "agent" for inner in child.children]
    if own or agents:
        yield from (*own, *agents)
    elif verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
        yield from (child for child in verb.head.children if child.dep_ in ("nsubj", "nsubjpass"))
    elif verb.dep_ in ("acl", "relcl") and verb.tag_ != "VBN":
        yield verb.head


def _meant(word: Token, verb: Token) -> Token:
    """What a relative pronoun stands for: "the storm that killed four", "the town, which rebels captured"."""
    return verb.head if verb.dep_ == "relcl" and word.lower_ in ("who", "whom", "which", "that") else word


def _counted(head: Token) -> Iterator[Token]:
    """ "Hundreds of prisoners", "dynamite sticks", "armed men", "senator Federico Estrada": what stands behind "of" or
    before."""
    for child in head.children:
        if child.dep_ in ("compound", "nmod", "amod"):
            yield child
        if child.dep_ == "prep" and child.lower_ == "of":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
