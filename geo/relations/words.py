"""The sentence as the grammar sees it: words, places, directions and distances in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gazetteer.place import Place
from geo.records import Located
from geo.relations.lexicon import Lexicon, lexicon
from geo.relations.measures import DASHES, LONGEST_MEASURE, Measure, has_unit, measure_at

if TYPE_CHECKING:
    from spacy.tokens import Span

ItemKind = Literal["word", "place", "wind", "measure"]
LONGEST_WIND = 4
#: Words whose symbols are kept, each with its lemma and tags.
REMEMBERED = 50_000
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "VERB"})


@dataclass(frozen=True, slots=True)
class Wind:
    """A direction that the text says; `far` narrows it to the outer part."""

    side: str
    far: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One element of the row: code points `start` to `end`, and the symbols that a rule can ask for."""

    kind: ItemKind
    start: int
    end: int
    symbols: frozenset[str]
    located: Located | None = None
    wind: Wind | None = None
    measure: Measure | None = None


def items_of(sentence: Span, located: Mapping[int, Located]) -> list[Item]:
    """The sentence in items. `located` gives the mention that begins at a token; it takes its generic nouns along."""
    row = _Row(sentence, located, lexicon())
    items: list[Item] = []
    at = 0
    while at < len(row.tokens):
        item, used = row.item_at(at)
        items.append(item)
        at += used
    return _with_generic_nouns(items)


class _Row:
    """The words of a sentence, and which kinds of item may be among them."""

    def __init__(self, sentence: Span, located: Mapping[int, Located], lexicon: Lexicon) -> None:
        self.tokens = [token for token in sentence if not token.is_space]
        self._words = [token.lower_ for token in self.tokens]
        self._located = located
        self._lexicon = lexicon
        self._has_measures = any(has_unit(word, lexicon) for word in self._words)
        self._has_winds = any(word.replace("-", "") in lexicon.directions for word in self._words)

    def item_at(self, at: int) -> tuple[Item, int]:
        """The item that begins at a word, and how many words it takes."""
        token = self.tokens[at]
        place = self._located.get(token.i)
        if place is not None:
            used = sum(1 for other in self.tokens[at:] if other.idx < place.mention.end)
            return place_item(place, place.mention.start, place.mention.end), max(1, used)
        measure = measure_at(self._words[at : at + LONGEST_MEASURE], self._lexicon) if self._has_measures else None
        if measure is not None:
            found, used = measure
            end = self.tokens[at + used - 1]
            return Item("measure", token.idx, end.idx + len(end), frozenset({"KM"}), measure=found), used
        wind = self._wind(at) if self._has_winds else None
        if wind is not None:
            side, used = wind
            end = self.tokens[at + used - 1]
            return Item("wind", token.idx, end.idx + len(end), frozenset({"DIR"}), wind=side), used
        symbols = _symbols(token.text, token.lemma_, token.pos_, token.tag_, token.is_punct)
        return Item("word", token.idx, token.idx + len(token), symbols), 1

    def _wind(self, at: int) -> tuple[Wind, int] | None:
        """A direction from here: "north", "south-eastern", "far north west"."""
        words, lexicon = self._words, self._lexicon
        start, far = at, False
        while start < len(words) - 1 and words[start] in lexicon.emphasis and start - at < 2:
            far = far or lexicon.emphasis[words[start]]
            start += 1
        side, used, end = "", start, min(len(words), start + LONGEST_WIND)
        for index in range(start, end):
            if self.tokens[index].i in self._located:
                break
            if words[index] in DASHES and side:
                continue
            added = lexicon.directions.get(words[index].replace("-", ""))
            if added is None or not _composes(side, added):
                break
            side, used = side + added, index + 1
        return (Wind(side, far), used - at) if side else None


def place_item(located: Located, start: int, end: int) -> Item:
    """The item of a mention that is located, or known not to be."""
    role = located.mention.role
    symbols = {"NATION"} if role in ("demonym", "institution") else {"NATION", "PLACE"}
    if role == "relative":
        symbols.add("RELATIVE")
    return Item("place", start, end, frozenset(symbols), located=located)


@lru_cache(maxsize=REMEMBERED)
def _symbols(written: str, lemma: str, pos: str, tag: str, is_punct: bool) -> frozenset[str]:
    classes_of = lexicon().classes_of
    text = written.lower().replace("’", "'")
    if text == "'" and tag == "POS":
        text = "'s"
    if text in DASHES:
        text = "-"
    forms = {text, lemma.lower()} if pos in ("VERB", "AUX") else {text}
    symbols = forms.union(*(classes_of[form] for form in forms if form in classes_of))
    if pos in MODIFIERS:
        symbols.add("MOD")
    if pos == "PROPN" and written[:1].isupper() and not forms & classes_of.keys():
        symbols.add("NAME")
    if is_punct and text != "-" and text != "'s":
        symbols.add("PUNCT")
    return frozenset(symbols)


def _composes(side: str, added: str) -> bool:
    return not side or (side in ("N", "S") and added in ("E", "W"))


def _with_generic_nouns(items: Sequence[Item]) -> list[Item]:
    """The row with "the town of Goris", "the capital Bangui", "the Gambia" and "Obo town" as one place each."""
    row: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if item.located is None:
            row.append(item)
            continue
        kept, end = len(row), item.end
        if "PLACE" in item.symbols:
            kept = _before_noun(row, item.located)
            if at < len(items) and "<noun after>" in items[at].symbols:
                end, at = items[at].end, at + 1
        if kept and row[kept - 1].symbols & ({"the"} if kept == len(row) else {"the", "a"}):
            kept -= 1
        start = row[kept].start if kept < len(row) else item.start
        del row[kept:]
        row.append(place_item(item.located, start, end))
    return row


def _before_noun(row: Sequence[Item], located: Located) -> int:
    """How much of the row stays when a place takes its generic noun with it: "the (small) town (of)".

    A direction before the noun says where in its country the town is ("the northern city of Mosul"), no part of it.
    """
    at, noun = len(row), "<noun before>"
    if at > 2 and "," in row[at - 1].symbols and "the" in row[at - 3].symbols:
        at -= 1
    if at and "of" in row[at - 1].symbols:
        at, noun = at - 1, "<noun of>"
    if not at or noun not in row[at - 1].symbols:
        return len(row)
    at -= 1
    if at and noun == "<noun of>" and row[at - 1].wind and (located.place is None or _is_local(located.place)):
        return at - 1
    described = at > 1 and row[at - 1].kind == "word" and "MOD" in row[at - 1].symbols and "the" in row[at - 2].symbols
    return at - 1 if described else at


def _is_local(place: Place) -> bool:
    return place.kind.startswith(("PPL", "ADM"))
