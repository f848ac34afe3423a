"""Whose: the country (alpha-2) of the counted, by names, demonyms and "its"; else the group that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.claims.lexicon import Lexicon
from geo.records import Located

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWNERS = frozenset(["its", "their", "his", "her", "our"])


def side_of(noun: Token, trigger: Token, speaker: Token | None, located: Sequence[Located], words: Lexicon) -> str:
    """The country of the counted, or their group ("civilians"), or "".

    "Its" and "our" are owned by the subject of the sentence, where that is a country or acts for one, else the speaker.
    """
    phrase = _phrase(noun)
    if country := _country_in(phrase, located):
        return country
    if any(token.lower_ in _OWNERS for token in phrase):
        owned = _country_of_subject(trigger, located)
        if owned or speaker is not None:
            return owned or _country_in(list(speaker.subtree) if speaker is not None else [], located)
    for token in (noun, *phrase):
        if group := words.group_of.get(token.lemma_.lower()):
            return group
    return ""


def _phrase(noun: Token) -> list[Token]:
    """The noun with its adjectives and possessors, without clauses and places where it happened."""
    kept = [noun]
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "poss", "nmod", "nummod", "det"} or (
            child.dep_ == "prep" and child.lower_ in {"of", "from"}
        ):
            kept.extend(child.subtree)
    if noun.dep_ in {"nummod", "amod", "compound"} and noun.head.pos_ in {"NOUN", "PROPN"}:
        kept.append(noun.head)
    return sorted(kept, key=lambda token: token.i)


def _country_in(tokens: Sequence[Token], located: Sequence[Located]) -> str:
    """The country of the first mention that lies among the tokens."""
    for token in tokens:
        for one in located:
            if one.mention.start <= token.idx < one.mention.end and (country := _country(one)):
                return country
    return ""


def _country(one: Located) -> str:
    countries = {place.country for place in one.footprint.places if place.country}
    return countries.pop() if len(countries) == 1 else ""


def _country_of_subject(trigger: Token, located: Sequence[Located]) -> str:
    """The country that is the subject of the trigger's clause or of the main clause of its sentence."""
    for verb in (trigger, *trigger.ancestors):
        for child in verb.children:
            if child.dep_ == "nsubj" and (country := _country_in(list(child.subtree), located)):
                return country
    return ""
