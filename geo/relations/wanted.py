"""Which sentences may hold a relative place, told by their words alone: the others need neither parse nor grammar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from geo.language import inflections
from geo.relations.grammar import grammar
from geo.relations.lexicon import lexicon
from geo.relations.measures import DASHES, has_unit

#: What a parse may make of any word, and of a name: taken to be there.
_ANY_WORD = frozenset({"MOD", "NAME", "PUNCT"})
_ANY_PLACE = frozenset({"NATION", "PLACE"})
#: Words whose symbols are kept.
REMEMBERED = 50_000


def may_hold(words: Iterable[str], *, named: bool, model: str | None = None) -> bool:
    """Whether a line of the grammar may match in a sentence of these words (lower case), however they are parsed.

    `named` says that a mention of a place begins in it.
    """
    there = set(_ANY_WORD | _ANY_PLACE if named else _ANY_WORD)
    there.update(*(_seen_in(word, model) for word in words))
    return any(True for _ in grammar().satisfied(there))


@lru_cache(maxsize=REMEMBERED)
def _seen_in(word: str, model: str | None) -> frozenset[str]:
    """What the grammar can see in a word."""
    return _symbols(model).get(word) or _of_number_or_direction(word)


@lru_cache(maxsize=2)
def _symbols(model: str | None) -> Mapping[str, frozenset[str]]:
    """What the grammar can see in a form: its own words and, in the inflections of its verbs, these."""
    lines = (element for pattern in grammar().patterns for element in pattern.elements)
    classes_of = lexicon().classes_of
    words = frozenset(classes_of).union(*(element.symbols for element in lines))
    seen: dict[str, set[str]] = {}
    for form, lemmas in inflections(words, ("verb",), model).items():
        symbols = lemmas.union(*(classes_of.get(lemma, ()) for lemma in lemmas))
        for written in _written(form):
            seen.setdefault(written, set()).update(symbols, _of_number_or_direction(written))
    return {form: frozenset(symbols) for form, symbols in seen.items()}


def _written(form: str) -> Iterable[str]:
    """How a text may print what the grammar has as this form."""
    if form == "-":
        return DASHES
    if form == "'s":
        return "'s", "’s", "'", "’"
    return form, form.replace("'", "’")


def _of_number_or_direction(word: str) -> frozenset[str]:
    words = lexicon()
    found = {"DIR"} if word.replace("-", "") in words.directions else set()
    return frozenset(found | {"KM"} if has_unit(word, words) else found)
