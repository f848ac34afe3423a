"""The sentence as the grammar sees it: words, places, directions and distances in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gazetteer.place import Place
from geo.records import Located
from geo.relations.lexicon import Lexicon
from geo.relations.measures import DASHES, LONGEST_MEASURE, Measure, measure_at

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

ItemKind = Literal["word", "place", "wind", "measure"]
LONGEST_WIND = 4
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


def items_of(sentence: Span, located: Mapping[int, Located], lexicon: Lexicon) -> list[Item]:
    """The sentence in items. `located` gives the mention that begins at a token; it takes its generic nouns along."""
    tokens = [token for token in sentence if not token.is_space]
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        item, used = _item_at(tokens, at, located, lexicon)
        items.append(item)
        at += used
    return _with_generic_nouns(items)


def _item_at(tokens: Sequence[Token], at: int, located: Mapping[int, Located], lexicon: Lexicon) -> tuple[Item, int]:
    token = tokens[at]
    place = located.get(token.i)
    if place is not None:
        used = sum(1 for other in tokens[at:] if other.idx < place.mention.end)
        return place_item(place, place.mention.start, place.mention.end), max(1, used)
    measure = measure_at([token.lower_ for token in tokens[at : at + LONGEST_MEASURE]], lexicon)
    if measure is not None:
        found, used = measure
        end = tokens[at + used - 1]
        return Item("measure", token.idx, end.idx + len(end), frozenset({"KM"}), measure=found), used
    wind = _wind(tokens, at, located, lexicon)
    if wind is not None:
        side, used = wind
        end = tokens[at + used - 1]
        return Item("wind", token.idx, end.idx + len(end), frozenset({"DIR"}), wind=side), used
    return Item("word", token.idx, token.idx + len(token), _symbols(token, lexicon)), 1


def place_item(located: Located, start: int, end: int) -> Item:
    """The item of a mention that is located, or known not to be."""
    role = located.mention.role
    symbols = {"NATION"} if role in ("demonym", "institution") else {"NATION", "PLACE"}
    if role == "relative":
        symbols.add("RELATIVE")
    return Item("place", start, end, frozenset(symbols), located=located)


def _symbols(token: Token, lexicon: Lexicon) -> frozenset[str]:
    text, pos = token.lower_.replace("’", "'"), token.pos_
    if text == "'" and token.tag_ == "POS":
        text = "'s"
    if text in DASHES:
        text = "-"
    forms = {text, token.lemma_.lower()} if pos in ("VERB", "AUX") else {text}
    symbols = forms.union(*(lexicon.classes_of[form] for form in forms if form in lexicon.classes_of))
    if pos in MODIFIERS:
        symbols.add("MOD")
    if pos == "PROPN" and token.text[:1].isupper() and not forms & lexicon.classes_of.keys():
        symbols.add("NAME")
    if token.is_punct and text != "-" and text != "'s":
        symbols.add("PUNCT")
    return frozenset(symbols)


def _wind(
    tokens: Sequence[Token], at: int, located: Mapping[int, Located], lexicon: Lexicon
) -> tuple[Wind, int] | None:
    """A direction from here: "north", "south-eastern", "far north west"."""
    start, far = at, False
    while start < len(tokens) - 1 and tokens[start].lower_ in lexicon.emphasis and start - at < 2:
        far = far or lexicon.emphasis[tokens[start].lower_]
        start += 1
    side, used, end = "", start, min(len(tokens), start + LONGEST_WIND)
    for index in range(start, end):
        text = tokens[index].lower_
        if tokens[index].i in located:
            break
        if text in DASHES and side:
            continue
        added = lexicon.directions.get(text.replace("-", ""))
        if added is None or not _composes(side, added):
            break
        side, used = side + added, index + 1
    return (Wind(side, far), used - at) if side else None


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
