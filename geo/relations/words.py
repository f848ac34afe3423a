"""The sentence as the grammar sees it: words, places, directions and distances in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.numbers import begins_number, decimal_number, whole_number
from geo.records import Located

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from geo.relations.grammar import Lexicon

ItemKind = Literal["word", "place", "wind", "measure"]
#: Number words that one distance may take: "two hundred and fifty" is four.
LONGEST_NUMBER = 4
LONGEST_WIND = 4
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "VERB"})
DASHES = frozenset("-–—/")


@dataclass(frozen=True, slots=True)
class Wind:
    """A direction that the text says; `far` narrows it to the outer part."""

    side: str
    far: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A distance that the text says, in km, and the share to each side that it may be off."""

    km: float
    spread: float


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
    measure = _measure(tokens, at, located, lexicon)
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


def _measure(
    tokens: Sequence[Token], at: int, located: Mapping[int, Located], lexicon: Lexicon
) -> tuple[Measure, int] | None:
    """A distance from here: "about 30 km (18 miles)", "a few kilometres", "an hour's drive"."""
    words = [token.lower_ for token in tokens[at : at + 14]]
    spread, index = 0.0, 0
    while index < len(words) and words[index] in lexicon.hedges and index < 2:
        spread, index = lexicon.hedges[words[index]], index + 1
    if words[index : index + 2] in (["more", "than"], ["some", "of"]):
        spread, index = 0.4, index + 2
    number = _number(words, index, lexicon)
    if number is None:
        return None
    value, vague, index = number
    unit = _unit(words, index, lexicon)
    if unit is None or tokens[at].i in located:
        return None
    km, loose, index = unit
    index = _past_bracket(words, index, lexicon)
    measure = Measure(value * km, max(spread, vague, loose) or lexicon.spread)
    return (measure, index) if measure.km > 0 else None


def _number(words: Sequence[str], start: int, lexicon: Lexicon) -> tuple[float, float, int] | None:
    """The number, how vague it is, and where it ends."""
    article = 1 if words[start : start + 1] == ["a"] else 0
    vague = lexicon.vague.get(words[start + article]) if start + article < len(words) else None
    if vague is not None:
        end = start + article + 1
        end += words[end : end + 1] == ["of"]
        if words[end : end + 1] and words[end] in ("hundred", "dozen"):
            end += 1
        return vague[0], vague[1], end
    if start == len(words) or not begins_number(words[start]):
        return None
    for length in range(min(LONGEST_NUMBER, len(words) - start), 0, -1):
        text = " ".join(words[start : start + length])
        value = decimal_number(text) if length == 1 else None
        value = whole_number(text) if value is None else value
        if value is not None:
            return _range(words, start + length, float(value))
    return None


def _range(words: Sequence[str], end: int, low: float) -> tuple[float, float, int]:
    """ "30 to 40 km": the middle, and as vague as it is wide."""
    if end + 1 < len(words) and (words[end] in DASHES or words[end] == "to"):
        high = whole_number(words[end + 1])
        if high is not None and high > low > 0:
            middle = (low + high) / 2
            return middle, (high - low) / 2 / middle + 0.1, end + 2
    return low, 0.0, end


def _unit(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, float, int] | None:
    """The unit in km, how vague it makes the distance, and where it ends."""
    if words[at : at + 1] and words[at] in DASHES:
        at += 1
    two = " ".join(words[at : at + 2])
    if at + 1 < len(words) and two in lexicon.units:
        return lexicon.units[two], 0.0, at + 2
    if at < len(words) and words[at].rstrip(".") in lexicon.units:
        return lexicon.units[words[at].rstrip(".")], 0.0, at + 1
    hours = lexicon.hours.get(words[at].rstrip("s")) if at < len(words) else None
    if hours is None:
        return None
    at += 1
    while at < len(words) and words[at] in ("'s", "’s", "'", "’", "by", "on", "of"):
        at += 1
    speed = lexicon.travel.get(words[at]) if at < len(words) else None
    return (hours * speed, 0.6, at + 1) if speed is not None else None


def _past_bracket(words: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """Where the distance said again in another unit ends: "30 km (18 miles)"."""
    if words[at : at + 1] not in (["("], ["["]):
        return at
    number = _number(words, at + 1, lexicon)
    unit = _unit(words, number[2], lexicon) if number else None
    closed = unit is not None and words[unit[2] : unit[2] + 1] in ([")"], ["]"])
    return unit[2] + 1 if unit is not None and closed else at


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
            kept = _before_noun(row)
            if at < len(items) and "<noun after>" in items[at].symbols:
                end, at = items[at].end, at + 1
        if kept and row[kept - 1].symbols & ({"the"} if kept == len(row) else {"the", "a"}):
            kept -= 1
        start = row[kept].start if kept < len(row) else item.start
        del row[kept:]
        row.append(place_item(item.located, start, end))
    return row


def _before_noun(row: Sequence[Item]) -> int:
    """How much of the row stays when a place takes its generic noun with it: "the (small) town (of)"."""
    at, noun = len(row), "<noun before>"
    if at > 2 and "," in row[at - 1].symbols and "the" in row[at - 3].symbols:
        at -= 1
    if at and "of" in row[at - 1].symbols:
        at, noun = at - 1, "<noun of>"
    if not at or noun not in row[at - 1].symbols:
        return len(row)
    at -= 1
    described = at > 1 and row[at - 1].kind == "word" and "MOD" in row[at - 1].symbols and "the" in row[at - 2].symbols
    return at - 1 if described else at
