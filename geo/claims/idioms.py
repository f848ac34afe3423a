"""Set phrases that say a measure: "took to the streets", "were treated for burns", "have not been seen since"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


def by_idiom(phrase: Phrase) -> tuple[str, Token] | None:
    """A set phrase: a verb with one of its words beside it, of which the counted are the subject or the object."""
    names = {measure.name for measure in phrase.fits}
    counted = {phrase.holder.lemma_.lower(), phrase.noun.lemma_.lower()}
    for verb, role in _roles(phrase):
        for idiom in phrase.words.idioms:
            if verb.lemma_.lower() not in idiom.verbs or idiom.name not in names or counted & idiom.unless:
                continue
            if idiom.counts == "itself":
                if phrase.noun.lemma_.lower() in idiom.beside and phrase.holder.dep_ in {"dobj", "nsubjpass"}:
                    return idiom.name, verb
                continue
            passive_subject = idiom.counts == "subject" and phrase.holder.dep_ == "nsubjpass"
            if role != idiom.counts and not passive_subject:
                continue
            for below in _near_below(verb):
                if below.lemma_.lower() in idiom.beside and below != phrase.noun:
                    return idiom.name, below if below.dep_ == "neg" else verb  # "not seen since" denies nothing
    return None


def _roles(phrase: Phrase) -> Iterator[tuple[Token, str]]:
    """The verbs that the counted are the subject or the object of; a participle behind them is one ("12 men taken")."""
    verb, dep = phrase.holder.head, phrase.holder.dep_
    is_subject = dep in {"nsubj", "nsubjpass"}
    if is_subject and verb.dep_ in {"ccomp", "xcomp"} and verb.head.pos_ == "VERB" and verb.pos_ != "VERB":
        verb = verb.head  # "two were reported missing": the verb is above
    yield verb, {"nsubj": "subject", "nsubjpass": "object", "dobj": "object"}.get(dep, "")
    for token in {phrase.holder, phrase.noun}:
        for child in token.children:
            if child.dep_ == "acl" and child.tag_ in {"VBN", "VBG"}:
                passive = child.tag_ == "VBN"
                yield child, "object" if passive else "subject"


def _near_below(verb: Token) -> Iterator[Token]:
    """The verb's own complements and the objects of its prepositions."""
    for child in verb.children:
        yield child
        if child.dep_ in {"prep", "prt", "agent", "xcomp", "oprd", "ccomp", "advcl"}:
            yield from child.children
