"""Who took part in an event, in what role and on which side, by the arguments of its word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from geo.events.arguments import Arguments, Party, mediators_of
from geo.events.lexicon import lexicon
from geo.events.triggers import Trigger
from geo.events.where import PlaceIndex
from geo.events.words import forms
from geo.numbers import whole_number
from geo.records import Actor, ActorRole

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MAX_ACTORS = 12
_COUNT_WORDS = 4  # a count stands among the first words of a phrase: "at least two people"
_TELLING: dict[ActorRole, int] = {"other": 0, "party": 1, "participant": 2, "mediator": 2, "target": 2, "attacker": 2}
_TWO_SIDED = frozenset({"clash", "ceasefire", "diplomacy", "territory", "riot"})
_MEDIATED = frozenset({"ceasefire", "diplomacy"})
_GATHERINGS = frozenset({"protest", "strike"})
_NOBODY_ATTACKS = frozenset({"disaster", "accident", "outbreak", "displacement", "other"})


def actors_of(
    doc: Doc, trigger: Trigger, arguments: Arguments, index: PlaceIndex, timed: Collection[int] = ()
) -> tuple[Actor, ...]:
    """The actors of an event by its arguments: the text's own words, the role, and the side's ISO code or name.

    `timed` are the tokens that say a time ("clashed on Wednesday"): no actors.
    """
    kind = trigger.sense.kind
    agent: ActorRole = "party" if kind in _TWO_SIDED else "participant" if kind in _GATHERINGS else "attacker"
    patient: ActorRole = "party" if kind in _TWO_SIDED else "target"
    if kind in _NOBODY_ATTACKS:
        agent = patient = "other"
    if kind == "arrest":
        agent = "other"
    if trigger.sense.effect and kind != "attack":
        agent, patient = "party", "party"

    def acting(parties: Iterable[Party]) -> list[Party]:
        return [party for party in parties if party.head not in timed]

    found = [
        *_actors(doc, acting(arguments.agents), agent, index),
        *_actors(doc, acting(arguments.patients), patient, index),
        *_actors(doc, acting(arguments.parties), "party", index),
    ]
    if kind in _MEDIATED:
        mediators = acting(mediators_of(doc[trigger.token].sent))
        names = {party.head for party in mediators}
        found = [
            *_actors(doc, mediators, "mediator", index),
            *(one for one in found if one.name not in _texts(doc, names)),
        ]
    return tuple(found[:_MAX_ACTORS])


def _texts(doc: Doc, heads: Collection[int]) -> set[str]:
    return {doc[head].text for head in heads}


def named(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors but for those that are only a number of people ("at least two people"): their claims tell of them."""
    return tuple(actor for actor in actors if not _is_a_count(actor))


def _is_a_count(actor: Actor) -> bool:
    classes = lexicon().classes
    tokens = actor.name.casefold().split()
    counted = any(token in classes["counting"] or whole_number(token) is not None for token in tokens[:_COUNT_WORDS])
    return counted and not actor.side and not is_one_of(actor, classes["armed"])


def unite(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Each actor once, in the role that says most of it; of two such roles the one that is told first."""
    found: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        name = actor.name.casefold(), actor.side
        if name not in found or _TELLING[actor.role] > _TELLING[found[name].role]:
            found[name] = actor
    return tuple(found.values())[:_MAX_ACTORS]


def _actors(doc: Doc, parties: Iterable[Party], role: ActorRole, index: PlaceIndex) -> list[Actor]:
    found = []
    for party in parties:
        if _is_actor(doc, party, index):
            name = " ".join(party.text(doc).split())
            found += [Actor(name, role, side) for side in _sides(doc, party, index)]
    return found


def _is_actor(doc: Doc, party: Party, index: PlaceIndex) -> bool:
    classes = lexicon().classes
    shape = forms(doc[party.head])
    if doc[party.head].pos_ == "ADJ" and party.head not in index.by_token:  # "a general strike"
        return False
    if any(shape & classes[name] for name in ("armed", "person", "diplomat", "worker", "gathered", "garrison")):
        return True
    if any(forms(child) & classes["armed"] for child in doc[party.head].children if child.dep_ in ("compound", "amod")):
        return True  # "an army post"
    one = index.by_token.get(party.head)
    if one is not None:
        return one.mention.role in ("institution", "demonym") or one.footprint.where_precision == 6
    return doc[party.head].pos_ == "PROPN" and doc[party.head].is_alpha


def _sides(doc: Doc, party: Party, index: PlaceIndex) -> list[str]:
    """The countries of the phrase ("Armenian and Azeri forces" are two sides), else its own name, else ""."""
    codes = dict.fromkeys(index.country_at([token]) for token in range(party.start, party.end))
    if found := [code for code in codes if code]:
        return found
    head = doc[party.head]
    common = any(not forms(head).isdisjoint(words) for words in lexicon().classes.values())
    named_group = head.pos_ == "PROPN" and head.i not in index.by_token and not common
    return [" ".join(party.text(doc).split()) if named_group else ""]


def is_one_of(actor: Actor, words: frozenset[str]) -> bool:
    """Whether a word of the actor's name is among `words`, plurals too."""
    tokens = actor.name.casefold().replace("-", " ").split()
    return any(token in words or token.removesuffix("s") in words for token in tokens)
