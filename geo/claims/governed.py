"""Which measure a counted phrase has, by the words that govern it: "12 of its soldiers were captured", "15 dead"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.idioms import by_idiom
from geo.claims.lexicon import Lexicon, Measure
from geo.claims.phrase import Phrase, phrase_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token


def governed(holder: Token, noun: Token, words: Lexicon) -> tuple[str, Token] | None:
    """The measure by the verb, participle, set phrase or noun that governs the holder."""
    phrase = phrase_of(holder, noun, words)
    for reading in _READINGS:
        if (found := reading(phrase)) is not None:
            return found
    return None


def _by_label(phrase: Phrase) -> tuple[str, Token] | None:
    """ "Dead: 14": the word before the colon."""
    place = phrase.holder.i
    if phrase.holder != phrase.noun or place < 2 or phrase.holder.nbor(-1).text != ":":
        return None
    label = phrase.holder.nbor(-2)
    name = _by_word(label, phrase.fits)
    return (name, label) if name else None


def _by_verb(phrase: Phrase) -> tuple[str, Token] | None:
    holder = phrase.holder
    verb = holder.head
    if holder.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lemma_ == "control":  # "lost control of two posts"
        holder, verb = verb.head, verb.head.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    role = (
        "objects" if holder.dep_ in {"nsubjpass", "dobj", "npadvmod"} else "subjects" if holder.dep_ == "nsubj" else ""
    )
    if not role:
        return None
    if role == "subjects" and (verb.tag_ == "VBN" and any(child.dep_ in {"auxpass"} for child in verb.children)):
        role = "objects"
    for one in _with_conjuncts(verb):
        names = [measure.name for measure in phrase.fits if one.lemma_.lower() in getattr(measure, role)]
        if names:
            return _one_or_both(names[0], one, phrase.fits, role), one
    if verb.lemma_ in {"be", "remain", "feel", "become"} or role == "subjects":
        for child in verb.children:
            if child.dep_ in {"acomp", "attr", "oprd", "advmod"} and (name := _by_word(child, phrase.fits)):
                return name, child
    if (
        role == "subjects" and verb.pos_ == "VERB" and verb.tag_ == "VBN" and not _has_object(verb)
    ):  # a reduced passive: "two wounded in the raid"
        for measure in phrase.fits:
            if verb.lemma_.lower() in measure.objects:
                return measure.name, verb
    return None


def _one_or_both(name: str, verb: Token, fits: list[Measure], role: str) -> str:
    """Killed *or* injured is a number of casualties, not of the dead."""
    joined = any(child.dep_ == "cc" and child.lower_ in {"or", "and"} for child in verb.children)
    for other in verb.children:
        if (
            joined
            and other.dep_ == "conj"
            and not any(child.dep_ in {"dobj", "nsubj", "nsubjpass"} for child in other.children)
        ):
            for measure in fits:
                if other.lemma_.lower() in getattr(measure, role) and {name, measure.name} == {"killed", "injured"}:
                    return "casualties" if not any(child.pos_ == "NUM" for child in other.lefts) else name
    return name


def _with_conjuncts(verb: Token) -> Iterator[Token]:
    """The verb, then verbs joined to it or below it as infinitives that share its subject or object."""
    yield verb
    for child in verb.children:
        if (
            child.dep_ in {"conj", "xcomp"}
            and child.pos_ == "VERB"
            and not any(own.dep_ in {"nsubj", "nsubjpass"} for own in child.children)
        ):
            yield child


def _by_participle(phrase: Phrase) -> tuple[str, Token] | None:
    """ "15 soldiers killed in …", "people who were killed", "the killed soldiers"."""
    for token in {phrase.holder, phrase.noun}:
        for child in token.children:
            lemma = child.lemma_.lower()
            if child.dep_ in {"acl", "relcl", "amod"} and child.tag_ in {"VBN", "VBD"}:
                for measure in phrase.fits:
                    if lemma in measure.objects and (child.dep_ != "relcl" or _is_passive(child)):
                        return measure.name, child
            if child.dep_ == "relcl":
                for measure in phrase.fits:
                    if lemma in measure.subjects:
                        return measure.name, child
            if child.dep_ in {"amod", "acl"} and (name := _by_word(child, phrase.fits)):
                return name, child
    return None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _by_neighbour(phrase: Phrase) -> tuple[str, Token] | None:
    """ "15 dead", "14 others wounded", "six more missing": the next word, whatever the parser makes of it."""
    doc = phrase.holder.doc
    place = max(phrase.holder.i, phrase.noun.i) if phrase.noun.i - phrase.holder.i < 6 else phrase.holder.i
    for step in range(1, 4):
        if place + step >= len(doc):
            return None
        token = doc[place + step]
        if token.lower_ in phrase.words.passed_over:
            continue
        if (name := _by_word(token, phrase.fits)) and token.tag_ != "NN" and not _has_object(token):
            return name, token
        if token.tag_ in {"VBN", "VBD", "JJ"}:
            for measure in phrase.fits:
                passive = token.tag_ == "VBN" or phrase.holder.i == phrase.noun.i
                if token.lemma_.lower() in measure.objects and passive and not _has_object(token):
                    return measure.name, token
        return None
    return None


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


def _by_word(token: Token, fits: list[Measure]) -> str | None:
    for measure in fits:
        if token.lower_ in measure.words or token.lemma_.lower() in measure.words:
            return measure.name
    return None


def _by_toll(phrase: Phrase) -> tuple[str, Token] | None:
    """ "The death toll rose to 20", "the number of wounded stands at 40": a figure behind to, at, of, by or a verb."""
    stands_behind = phrase.holder.dep_ == "pobj" and phrase.holder.head.lower_ in {"to", "at", "by"}
    if stands_behind and phrase.holder == phrase.noun:
        for subject in phrase.holder.head.head.children:
            if subject.dep_ in {"nsubj", "nsubjpass"} and subject.lemma_.lower() in phrase.words.counts:
                return _of_count(subject, list(subject.subtree), phrase)
            if subject.dep_ in {"dobj", "nsubjpass"} and (name := _by_word(subject, phrase.fits)):
                return name, subject  # "put the dead at 17"
    before = phrase.holder.doc[max(phrase.holder.sent.start, phrase.holder.i - 14) : phrase.holder.i]
    if phrase.noun != phrase.holder and phrase.noun.lemma_.lower() not in {"people", "person", "dead", "man"}:
        return None
    if (
        phrase.holder.dep_
        not in {"pobj", "attr", "dobj", "npadvmod", "nummod", "acomp", "conj", "appos", "prep", "dep", "ccomp"}
        and phrase.holder == phrase.noun
    ):
        return None
    for token in reversed(list(before)):
        lemma = token.lemma_.lower()
        if token.pos_ in {"NOUN", "PROPN"} and lemma in phrase.words.counts:
            around = [token.nbor(-1)] if token.i else []
            around += [below for below in token.subtree if below.i > token.i and below.i < phrase.holder.i][:5]
            return _of_count(token, around, phrase)
        if token.text in {";", "("}:
            return None
    return None


def _of_count(noun: Token, around: Iterable[Token], phrase: Phrase) -> tuple[str, Token] | None:
    """What "toll" or "number" counts, by the words round it; a toll without such words is of the dead."""
    near = [noun, *around]
    for measure in phrase.fits:
        if any(word.lemma_.lower() in measure.tolls or word.lower_ in measure.tolls for word in near):
            return measure.name, noun
    return ("killed", noun) if noun.lemma_.lower() == "toll" else None


def _by_noun(phrase: Phrase) -> tuple[str, Token] | None:
    """ "15 deaths", "no casualties", "2,000 protesters": the counted noun says the measure itself."""
    if phrase.holder.lower_ == "one" and phrase.noun != phrase.holder:  # "one of the victims" tells of somebody
        return None
    lemma = phrase.noun.lemma_.lower()
    for measure in phrase.fits:
        if (lemma in measure.words or phrase.noun.lower_ in measure.words) and phrase.noun.pos_ in {
            "NOUN",
            "ADJ",
            "VERB",
            "PROPN",
        }:
            return measure.name, phrase.noun
    return None


def _by_parent_noun(phrase: Phrase) -> tuple[str, Token] | None:
    """ "The death of two soldiers", "a search for three men", "the capture of three villages"."""
    prep = phrase.holder.head
    if phrase.holder.dep_ != "pobj" or prep.lower_ not in {"of", "to", "for", "in"}:
        return None
    parent = prep.head
    lemma = parent.lemma_.lower()
    for measure in phrase.fits:
        if f"{lemma} {prep.lower_}" in measure.behind:
            return measure.name, parent
    if prep.lower_ != "of" and lemma not in {"death", "injury"}:
        return None
    for measure in phrase.fits:
        if lemma in measure.words or (parent.pos_ == "NOUN" and lemma in measure.objects):
            return measure.name, parent
    return None


def _by_list(phrase: Phrase) -> tuple[str, Token] | None:
    """ "Among the dead were 12 soldiers", "the wounded include three children", "two of them were killed"."""
    verb = phrase.holder.head
    if verb.lemma_ not in {"be", "include", "number"} or phrase.holder.dep_ not in {"dobj", "attr", "nsubj"}:
        return None
    for child in verb.children:
        if child == phrase.holder:
            continue
        for token in child.subtree:
            if (
                token.pos_ in {"NOUN", "ADJ", "VERB"}
                and (name := _by_word(token, phrase.fits))
                and token.i < phrase.holder.i
            ):
                return name, token
    return None


_READINGS = (
    _by_label,
    by_idiom,
    _by_verb,
    _by_participle,
    _by_neighbour,
    _by_toll,
    _by_noun,
    _by_parent_noun,
    _by_list,
)
