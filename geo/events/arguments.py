"""Who did it, to whom and with whom: the arguments of an event word, read off the dependency tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events.lexicon import lexicon
from geo.events.words import forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LIGHT = frozenset(
    [
        "carry",
        "launch",
        "stage",
        "mount",
        "make",
        "commit",
        "perpetrate",
        "conduct",
        "hold",
        "wage",
        "mount",
        "commence",
        "open",
        "begin",
        "suffer",
        "sustain",
    ]
)
_MAX_WORDS = 10
_PRONOUNS = frozenset(["who", "which", "that"])


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase that takes part: its tokens (end exclusive) and its head."""

    start: int
    end: int
    head: int

    def text(self, doc: Doc) -> str:
        """The words, without article and surrounding space."""
        return doc[self.start : self.end].text.strip(" \n“”\"'")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The parties of one event by what they do in it."""

    agents: tuple[Party, ...] = ()
    patients: tuple[Party, ...] = ()
    parties: tuple[Party, ...] = ()


def arguments_of(trigger: Token) -> Arguments:
    """The parties of the event at `trigger`, whether that is a verb or a noun."""
    if trigger.pos_ in ("VERB", "AUX", "ADJ"):
        return _of_verb(trigger)
    return _of_noun(trigger)


def mediators_of(sentence: Span) -> tuple[Party, ...]:
    """Who mediates by the words of a sentence: "Russia's mediation", "mediated by X", "X brokered a truce"."""
    words = lexicon().mediating
    found: list[Token] = []
    for token in sentence:
        if forms(token).isdisjoint(words):
            continue
        if token.pos_ == "VERB":
            by = [below for child in token.children if child.dep_ == "agent" for below in _objects(child)]
            found += by or [one for one in _subjects(token) if not _is_passive(token)]
        for child in token.children:
            if child.dep_ in ("poss", "compound", "amod", "nmod") and child.pos_ != "VERB":
                found.append(child)
            elif child.dep_ == "prep" and child.lower_ in ("of", "by"):
                found += _objects(child)
        if token.dep_ == "npadvmod" or token.dep_ == "amod":  # "the Russian-mediated truce"
            found += [child for child in token.children if child.dep_ in ("npadvmod", "advmod")]
    return _as_parties(found)


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)


def _of_verb(verb: Token) -> Arguments:
    agents: list[Token] = []
    patients: list[Token] = []
    parties: list[Token] = []
    subjects = list(_subjects(verb))
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or _is_reduced_passive(verb)
    suffers = passive or bool(forms(verb) & lexicon().suffering)
    (patients if suffers else agents).extend(subjects)
    for child in verb.children:
        if child.dep_ == "dobj":
            patients.extend(_with_conjuncts(child))
        elif child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            agents.extend(_objects(child))
        elif child.dep_ == "prep" and child.lower_ == "with":
            parties.extend(_objects(child))
        elif child.dep_ == "prep" and child.lower_ in ("against", "on", "at", "upon"):
            patients.extend(_objects(child))
    return Arguments(_as_parties(agents), _as_parties(patients), _as_parties(parties))


def _of_noun(noun: Token) -> Arguments:
    agents: list[Token] = []
    patients: list[Token] = []
    parties: list[Token] = []
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod", "poss") and child.ent_type_ != "DATE":
            (agents if child.dep_ != "poss" or child.pos_ == "PROPN" else []).append(child)
        elif child.dep_ == "prep":
            objects = list(_objects(child))
            if child.lower_ in ("between", "among", "with"):
                parties.extend(objects)
            elif child.lower_ in ("by", "from"):
                agents.extend(objects)
            elif child.lower_ in ("against", "on", "of", "upon"):
                patients.extend(objects)
    head = noun.head
    if head.pos_ == "VERB" and noun.dep_ == "dobj" and forms(head) & _LIGHT:
        agents.extend(_subjects(head))
    agents = [token for token in agents if _can_act(token)]
    return Arguments(_as_parties(agents), _as_parties(patients), _as_parties(parties))


def _subjects(verb: Token) -> Iterator[Token]:
    found = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if found:
        for subject in found:
            if subject.lower_ in _PRONOUNS and verb.dep_ == "relcl":
                yield from _with_conjuncts(verb.head)
            else:
                yield from _with_conjuncts(subject)
    elif verb.dep_ in ("acl", "relcl"):
        yield from _with_conjuncts(verb.head)
    elif verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX") and verb.head != verb:
        yield from _subjects(verb.head)


def _is_reduced_passive(verb: Token) -> bool:
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from _with_conjuncts(child)


def _with_conjuncts(token: Token) -> Iterator[Token]:
    yield token
    for child in token.conjuncts:
        if child.i > token.i and child.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"):
            yield child


def _can_act(token: Token) -> bool:
    words = lexicon().classes
    shape = forms(token)
    return token.pos_ == "PROPN" or token.is_title or any(shape & words[name] for name in ("armed", "person"))


def _as_parties(heads: Iterable[Token]) -> tuple[Party, ...]:
    found: dict[int, Party] = {}
    for head in heads:
        if head.pos_ in ("PRON", "DET", "VERB", "AUX", "PUNCT", "SPACE") or (head.like_num and head.n_lefts == 0):
            continue
        found.setdefault(head.i, _phrase(head))
    return tuple(found.values())


def _phrase(head: Token) -> Party:
    """The head with what stands before it, and with an "of" phrase behind ("members of the security forces")."""
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in ("amod", "compound", "nmod", "nummod", "poss", "quantmod"):
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i - start < _MAX_WORDS:
            end = max(end, child.right_edge.i + 1)
    start = max(start, end - _MAX_WORDS)
    while start < head.i and (head.doc[start].pos_ in ("DET", "PUNCT", "PRON", "SPACE")):
        start += 1
    return Party(start, end, head.i)
