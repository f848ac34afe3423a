"""One event mention with everything that its sentence says: the unit that incidents are grouped from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events.actors import actors_of
from geo.events.arguments import Arguments, Party, arguments_of
from geo.events.lexicon import lexicon
from geo.events.triggers import Trigger
from geo.events.where import PlaceIndex, Scene, scenes_of, words_over
from geo.events.words import forms
from geo.numbers import whole_number
from geo.records import Actor, Claim, Located, When
from geo.spans import span_of
from geo.when.reader import COUNTED_BACK

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_BARE_HOUR = re.compile(
    r"(?:(?:at|around|about|by|shortly|just|after|before) ){0,3}[\d:.]{1,8} ?(?:[ap]\.?m\.?)?", re.I
)
_DIPLOMATIC_PREPOSITIONS = ("in", "at", "near", "outside")


@dataclass(frozen=True, slots=True)
class Account:
    """What one mention of an event says of it."""

    trigger: Trigger
    sentence: int  # the sentence's first token
    order: int  # the sentence's number in the text
    arguments: Arguments
    actors: tuple[Actor, ...]
    sides: frozenset[str]
    names: frozenset[str]  # capitalised names among the arguments, lower case
    victims: frozenset[str]  # those of them to whom it was done
    scene: Scene | None
    guess: Scene | None  # the likeliest town or area of the sentence, for an incident that nothing else places
    when: When
    claims: tuple[Claim, ...] = ()
    definite: bool = False
    fresh: bool = False
    own_time: bool = False  # the sentence itself says when; else the time is that of the narrative
    headline: bool = False  # its sentence has no full stop
    counted: bool = False  # "two clashes": sums up what is told one by one
    summary: bool = False  # a bare plural ("kidnappings and attacks"): no single event
    item: int = 0  # the number of the list's item that it stands in; 0 outside lists
    ordinal: int = 0  # tells the places of one mention apart

    @property
    def located(self) -> Located | None:
        """The place, where the sentence gives one."""
        return self.scene.located if self.scene else None

    @property
    def kind(self) -> str:
        """The kind of the trigger's sense."""
        return self.trigger.sense.kind

    @property
    def earlier(self) -> bool:
        """Whether it is what the rest of its sentence came so long after: "a week after the fire"."""
        return COUNTED_BACK in self.when.how


def accounts_of(
    doc: Doc, trigger: Trigger, order: int, index: PlaceIndex, when: When, timed: Collection[int] = (), item: int = 0
) -> list[Account]:
    """The accounts of one trigger: one, or one a place where the sentence lists several. `timed`: tokens of times;
    `item`: the list's item that the trigger stands in.

    "The worst violence since May" is what is told of already, and May is not its time.
    """
    token = doc[trigger.token]
    arguments = arguments_of(token)
    actors = actors_of(doc, trigger, arguments, index, timed)
    found, guess = _scenes(doc, trigger, index)
    scenes: Sequence[Scene | None] = found or (None,)
    determiners = {form for child in token.children if child.dep_ in ("det", "amod", "poss") for form in forms(child)}
    words = lexicon()
    compared = any(child.tag_ == "JJS" for child in token.children)
    if compared and when.how.startswith("since "):
        when = When(None, None, "none", None, f"{when.how}: only what it is compared with")
    return [
        Account(
            trigger=trigger,
            sentence=token.sent.start,
            order=order,
            arguments=arguments,
            actors=actors,
            sides=frozenset(actor.side for actor in actors if actor.side),
            names=_names(doc, (*arguments.agents, *arguments.patients, *arguments.parties), index, timed),
            victims=_names(doc, arguments.patients, index, timed),
            scene=scene,
            guess=guess,
            when=when,
            definite=compared or _is_definite(token, determiners, words.definite),
            own_time=_is_in(token.sent, when),
            fresh=bool(determiners & words.fresh) or _is_told_beside(token),
            headline=_is_headline(token.sent),
            counted=_is_counted(token),
            summary=token.tag_ in ("NNS", "NNPS") and not determiners,
            item=item,
            ordinal=ordinal,
        )
        for ordinal, scene in enumerate(scenes)
    ]


def _scenes(doc: Doc, trigger: Trigger, index: PlaceIndex) -> tuple[list[Scene], Scene | None]:
    found, guess = scenes_of(doc, trigger.token, index)
    if _is_only_perceived(doc[trigger.token]):
        return [], guess
    if trigger.sense.kind != "diplomacy":
        return found, guess
    return [scene for scene in found if _stands_in(doc, doc[trigger.token], scene.located)], None


def _is_only_perceived(token: Token) -> bool:
    """ "Residents of X heard gunfire", "shots could be heard in X": X is where the hearers are."""
    heard = lexicon().perceiving
    return token.dep_ in ("dobj", "nsubjpass", "nsubj") and not forms(token.head).isdisjoint(heard)


def _stands_in(doc: Doc, trigger: Token, located: Located) -> bool:
    """Whether the mention follows a preposition of place that belongs to the deed; a meeting "with the leaders of X" is
    not in X, and who "is in X on a visit" need not act there."""
    span = span_of(doc, located.mention.start, located.mention.end)
    if span is None or span.root.dep_ != "pobj" or span.root.head.lower_ not in _DIPLOMATIC_PREPOSITIONS:
        return False
    aside = any(token.dep_ in ("relcl", "acl") for token in words_over(span.root, trigger))
    return located.footprint.where_precision < 6 and not aside


def _is_in(sentence: SpacySpan, when: When) -> bool:
    """Whether the sentence names the time; a bare hour names no day and can be of any."""
    if when.span is None or _BARE_HOUR.fullmatch(when.span.text):
        return False
    return sentence.start_char <= when.span.start < sentence.end_char


def _is_told_beside(token: Token) -> bool:
    """ "Fighting was also reported near", "elsewhere, gunmen attacked": what is told beside the rest is apart."""
    verb = token.head if token.dep_ in ("nsubj", "nsubjpass", "dobj") and token.head.pos_ == "VERB" else token
    return any(child.dep_ == "advmod" and child.lower_ in lexicon().beside for child in verb.children)


def _is_counted(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") and any(
        child.dep_ == "nummod" and (whole_number(child.text) or 0) > 1 for child in token.children
    )


def _is_headline(sentence: SpacySpan) -> bool:
    last = next((word for word in reversed(sentence) if not word.is_space), None)
    return last is not None and not last.is_punct


def _is_definite(token: Token, determiners: set[str], definite: Collection[str]) -> bool:
    return token.pos_ in ("NOUN", "PROPN") and bool(determiners & set(definite))


def _names(doc: Doc, parties: Iterable[Party], index: PlaceIndex, timed: Collection[int]) -> frozenset[str]:
    """Names of people and groups among the parties: what ties a later sentence to the same incident. Places and times
    name nobody."""
    found = set()
    for party in parties:
        for token in doc[party.start : party.end]:
            if token.pos_ == "PROPN" and not (token.i in index.by_token or token.i in timed) and len(token) > 2:
                found.add(token.lower_)
    return frozenset(found)
