"""Words that say that something happened: lexicon senses in a parsed text, idioms and figures kept out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.events.lexicon import Lexicon, Sense, lexicon
from geo.events.roles import has_its_roles
from geo.events.status import Standing, standing
from geo.events.words import argument_words, clause_words, forms, match_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: An article with this many different words of a domain, and this share of all its words, is taken to be of it.
_DOMAIN_WORDS, _DOMAIN_SHARE = 5, 0.03
_OPINION_SHARE = 0.15
_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "into", "through", "by", "beside"})
_MARKETS = frozenset(
    {"stock", "bond", "labour", "labor", "housing", "property", "money", "oil", "share", "job", "currency"}
)
#: What bombs do is meant literally where the text names one, whatever stands beside it ("at the company's offices").
_BY_EXPLOSIVES = frozenset({"explosion"})
#: Participles of these before a noun tell who somebody is: "displaced women", "a detained fighter", "a burnt bus".
_QUALITIES = frozenset({"displacement", "arrest", "sabotage"})
_VICTIMS_OR_ARMS = frozenset({"weapon", "casualty"})
_WHO_OR_HOW_MANY = frozenset({"armed", "number"})
#: An opinion speaks of events in figures; what it tells for a fact has a number or a place in its clause, or a name
#: among its arguments.
_FACTUAL = ("number", "placed")
_NUMBER, _NAMED, _NONE = frozenset({"number"}), frozenset({"named"}), frozenset[str]()
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event word: the tokens (`start` to `end`, exclusive), the one that the tree hangs on, sense and status."""

    token: int
    start: int
    end: int
    sense: Sense
    standing: Standing


def find_triggers(doc: Doc, extra: Mapping[int, Collection[str]] | None = None) -> list[Trigger]:
    """The event words of `doc` in order. `extra` adds word classes to tokens ({index: classes}), for example
    "diplomat" to a place's name that stands for its government."""
    words = lexicon()
    tokens = list(doc)  # spaCy makes a token anew each time that a document is gone through
    shapes = [forms(token) for token in tokens]
    blocked = _inside_idioms(shapes, words)
    classes = _classes(tokens, shapes, extra or {})
    literal = [_NONE if at in blocked else of_token for at, of_token in enumerate(classes)]
    domains = _domains(doc, tokens, classes)
    found: list[Trigger] = []
    taken: set[int] = set()
    for start, end, senses in _candidates(tokens, shapes, words):
        if taken.intersection(range(start, end)) or blocked.intersection(range(start, end)):
            continue
        token = _root(doc, start, end)
        if _is_name(doc, token, start, end, words) or _is_of_a_compound(token):
            continue
        sense = _first_that_holds(token, senses, literal, domains, start, end)
        if sense is not None and not (sense.kind in _QUALITIES and token.dep_ == "amod"):
            taken.update(range(start, end))
            status = standing(token)
            if sense.kind == "ceasefire" and status == "planned" and forms(token.head) & words.status.agreed:
                status = "reported"
            if status == "reported" and sense.kind in words.violent and _is_habit(token):
                status = "hypothetical"
            found.append(Trigger(token.i, start, end, sense, status))
    places = {trigger.token for trigger in found}
    kept = [trigger for trigger in found if not _is_a_setting(tokens[trigger.token], trigger.sense, places)]
    return sorted(kept, key=lambda trigger: trigger.start)


def _is_a_setting(token: Token, sense: Sense, triggers: Collection[int]) -> bool:
    """ "A bombing at an election rally": a gathering that something befell is where it happened, no event beside it."""
    if sense.kind != "protest" or token.dep_ != "pobj" or token.head.lower_ not in ("at", "during", "outside"):
        return False
    return any(above.i in triggers for above in (token.head.head, token.head.head.head))


def _candidates(
    tokens: Sequence[Token], shapes: list[frozenset[str]], words: Lexicon
) -> Iterator[tuple[int, int, tuple[Sense, ...]]]:
    """Phrases first, the longest first, then single words."""
    phrases: list[tuple[int, int, tuple[Sense, ...]]] = []
    for start, shape in enumerate(shapes):
        for form in shape:
            for phrase, sense in words.phrases.get(form, ()):
                end = match_at(shapes, start, phrase)
                if end is not None:
                    phrases.append((start, end, (sense,)))
    yield from sorted(phrases, key=lambda item: (item[0] - item[1], item[0]))
    for token in tokens:
        index = {"VERB": words.verbs, "ADJ": words.verbs, "NOUN": words.nouns, "PROPN": words.nouns}.get(token.pos_)
        if index is None:
            continue
        senses = tuple(sense for form in shapes[token.i] for sense in index.get(form, ()))
        if not senses and token.pos_ == "PROPN" and token.dep_ == "ROOT":
            senses = tuple(sense for form in shapes[token.i] for sense in words.verbs.get(form, ()))
        if senses:
            yield token.i, token.i + 1, senses


def _root(doc: Doc, start: int, end: int) -> Token:
    return doc[start:end].root


def _inside_idioms(shapes: list[frozenset[str]], words: Lexicon) -> set[int]:
    inside: set[int] = set()
    for start, shape in enumerate(shapes):
        for form in shape:
            for phrase in words.idioms.get(form, ()):
                end = match_at(shapes, start, phrase)
                if end is not None:
                    inside.update(range(start, end))
    return inside


def _classes(
    tokens: Sequence[Token], shapes: list[frozenset[str]], extra: Mapping[int, Collection[str]]
) -> list[frozenset[str]]:
    named = _class_names()
    found = []
    for at, (token, shape) in enumerate(zip(tokens, shapes, strict=True)):
        names = [named[form] for form in shape if form in named]
        lent = extra.get(at, ())
        if token.like_num:
            names.append(_NUMBER)
        elif token.pos_ == "PROPN":
            names.append(_NAMED)
        found.append(frozenset().union(*names, lent) if names or lent else _NONE)
    return found


@lru_cache(maxsize=1)
def _class_names() -> dict[str, frozenset[str]]:
    """The names of the classes that each form is in."""
    found: dict[str, set[str]] = {}
    for name, members in lexicon().classes.items():
        for form in members:
            found.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


def _domains(doc: Doc, tokens: Sequence[Token], classes: list[frozenset[str]]) -> frozenset[str]:
    """The domains (sport, business) that the whole text is about."""
    sentences = list(doc.sents)
    found = set()
    for domain in ("sport", "business"):
        spoken = [tokens[at].lemma_.lower() for at, names in enumerate(classes) if domain in names]
        if len(set(spoken)) >= _DOMAIN_WORDS and len(spoken) / len(doc) >= _DOMAIN_SHARE:
            found.add(domain)
    personal = sum(_is_personal(tokens[sentence.start : sentence.end]) for sentence in sentences)
    if personal >= 3 and personal / len(sentences) >= _OPINION_SHARE:
        found.add("opinion")
    return frozenset(found)


def _is_personal(sentence: Sequence[Token]) -> bool:
    """Whether the writer speaks of himself or for us, outside quotations."""
    return any(token.lower_ in _FIRST_PERSON for token in sentence) and not any(token.is_quote for token in sentence)


def _is_concrete(about: Collection[str]) -> bool:
    """Whether a clause of a sports or business report tells of real violence: arms or victims, and who or how many."""
    return not _VICTIMS_OR_ARMS.isdisjoint(about) and not _WHO_OR_HOW_MANY.isdisjoint(about)


def _is_name(doc: Doc, token: Token, start: int, end: int, words: Lexicon) -> bool:
    """Whether the trigger is part of the name of a war, a day or an institution ("the Cold War", "Ministry of War").

    In a headline, where every word is capitalised, names cannot be told so, and the question is not asked.
    """
    if token.pos_ != "PROPN" or _is_headline(token):
        return False
    around = [doc[i] for i in (start - 2, start - 1, end, end + 1) if 0 <= i < len(doc)]
    return any(near.lower_ in words.named and near.is_title | near.is_upper for near in around) or any(
        near.pos_ == "PROPN" and near.dep_ in ("compound", "nmod") and near.head == token for near in around
    )


def _is_of_a_compound(token: Token) -> bool:
    """Whether the word only says what something is like: "the violence-plagued state"."""
    if token.i + 2 >= len(token.doc) or token.nbor(1).text != "-":
        return False
    behind = token.nbor(2)
    return token.head == behind and behind.tag_ in ("VBN", "VBD", "JJ") and behind.dep_ in ("amod", "acomp")


def _is_habit(token: Token) -> bool:
    """Whether a verb in the simple present tells what is done, not what was.

    A headline's present tells what was, and so does a state that it left ("three people are dead").
    """
    last = next((word for word in reversed(token.sent) if not word.is_space and not word.is_quote), token)
    if token.tag_ == "VBP" and token.lower_ in lexicon().status.unchanging:
        return False
    return token.tag_ in ("VBZ", "VBP") and token.lemma_ != "be" and last.is_punct


def _is_headline(token: Token) -> bool:
    letters = [word for word in token.sent if word.is_alpha and len(word) > 3]
    return bool(letters) and sum(word.is_title for word in letters) / len(letters) > 0.7


def _is_a_scene(word: Token, classes: list[frozenset[str]], armed: bool) -> bool:
    """Whether a word that may be one of business means the building: it stands behind a preposition of place, or is
    hit by arms ("exploded at a market", "shells hit the bank", "an attack on a market killed eight")."""
    if "building" not in classes[word.i]:
        return False
    behind = word.dep_ == "pobj" and word.head.lower_ in _LOCATIVE and not _has_figures(word)
    return behind or (armed and word.dep_ in ("dobj", "nsubjpass", "pobj"))


def _is_a_victim(word: Token, classes: list[frozenset[str]]) -> bool:
    """Whether a word of business names who suffered it ("killed a market trader"), or stands before one that does."""
    person = word.head if word.dep_ == "compound" else word
    return "person" in classes[person.i] and person.dep_ in ("dobj", "nsubjpass")


def _has_figures(word: Token) -> bool:
    return any(child.dep_ in ("compound", "amod", "nmod") and child.lower_ in _MARKETS for child in word.children)


def _of_a_building(classes: frozenset[str]) -> frozenset[str]:
    return classes - {"business", "abstract"}


def _first_that_holds(
    token: Token,
    senses: Iterable[Sense],
    classes: list[frozenset[str]],
    domains: frozenset[str],
    start: int,
    end: int,
) -> Sense | None:
    doc = token.doc
    reaches: dict[tuple[str, bool], frozenset[str]] = {}

    def within(reach: str, *, figures: bool = False) -> frozenset[str]:
        if (reach, figures) not in reaches:
            around = {"arguments": argument_words, "clause": clause_words}.get(reach, lambda word: iter(word.sent))
            words = {word.i for word in around(token) if not start <= word.i < end}
            about = frozenset().union(*(classes[index] for index in (*words, *range(start, end))))
            armed = not about.isdisjoint(_VICTIMS_OR_ARMS)
            reaches[reach, figures] = frozenset().union(
                *(
                    _of_a_building(classes[index])
                    if figures and (_is_a_scene(doc[index], classes, armed) or _is_a_victim(doc[index], classes))
                    else classes[index]
                    for index in words
                )
            )
        return reaches[reach, figures]

    violent = lexicon().violent
    own = frozenset().union(*(classes[index] for index in range(start, end)))
    for sense in senses:
        if not has_its_roles(token, sense, classes):
            continue
        if sense.needs and within(sense.reach).isdisjoint(sense.needs):
            continue
        literal = sense.kind in _BY_EXPLOSIVES and "explosive" in within("arguments") | own
        if sense.unless and not literal and not within(sense.refuse, figures=True).isdisjoint(sense.unless):
            continue
        factual = not within("clause").isdisjoint(_FACTUAL) or "named" in within("arguments")
        if "opinion" in domains and sense.kind in violent and not factual:
            continue
        if domains.intersection(sense.unless) and not _is_concrete(within("clause")):
            continue
        return sense
    return None
