"""The grammar of relative places: geo/data/relations.toml compiled once, and its matches in a row of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from geo.records import Role
from geo.relations.lexicon import tables
from geo.relations.measures import Measure
from geo.relations.words import Item, Wind

#: Places that one list may name.
LONGEST_LIST = 12
MOST_MODIFIERS = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What to draw where one of the rule's lines matches."""

    relation: str
    draw: str
    confidence: float
    role: Role
    rank: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a line: any of `symbols`, from `least` to `most` times."""

    symbols: frozenset[str]
    least: int = 1
    most: int = 1
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a rule."""

    rule: Rule
    elements: tuple[Element, ...]

    @property
    def opens(self) -> frozenset[str]:
        """The symbols a match can begin with: the first element's, and those of what stands behind optional ones."""
        optional = sum(1 for _ in takewhile(lambda element: not element.least, self.elements))
        return frozenset().union(*(_opening(element) for element in self.elements[: optional + 1]))

    @property
    def needs(self) -> tuple[frozenset[str], ...]:
        """What a row must have, one of each set, for this line to match anywhere in it."""
        return tuple(_opening(element) for element in self.elements if element.least and "END" not in element.symbols)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched items `first` up to `last` of a row; `taken` are those items."""

    rule: Rule
    first: int
    last: int
    taken: tuple[Item, ...]

    @property
    def places(self) -> list[Item]:
        """The items that are places, in their order."""
        return [item for item in self.taken if item.kind == "place"]

    @property
    def wind(self) -> Wind | None:
        """The direction, if one is said."""
        return next((item.wind for item in self.taken if item.wind), None)

    @property
    def measure(self) -> Measure | None:
        """The distance, if one is said."""
        return next((item.measure for item in self.taken if item.measure), None)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled lines; by the numbers of its lines: what each needs, first what the fewest others need ("upstream"
    rather than "of"), and opens with; and the lines by the symbols of what they need first."""

    patterns: tuple[Pattern, ...] = field(repr=False)
    needs: tuple[tuple[frozenset[str], ...], ...] = field(repr=False)
    opens: tuple[frozenset[str], ...] = field(repr=False)
    clues: Mapping[str, tuple[int, ...]] = field(repr=False)

    def matches(self, row: Sequence[Item], relation: str | None = None) -> list[Match]:
        """All matches in the row, or those of one relation, the longest first, then by the order of the rules."""
        possible = self._possible(row, relation)
        found: list[Match] = []
        for first, item in enumerate(row) if possible else ():
            tried = {number for symbol in item.symbols if symbol in possible for number in possible[symbol]}
            for number in sorted(tried):
                pattern = self.patterns[number]
                end = _end(pattern.elements, 0, row, first)
                if end is not None and end > first:
                    found.append(_match(pattern, row, first, end))
        return sorted(found, key=lambda match: (match.first - match.last, match.rule.rank))

    def _possible(self, row: Sequence[Item], relation: str | None) -> dict[str, list[int]]:
        """The lines all of whose needs the row has somewhere, by what they open with: few, so that most items are
        never tried."""
        possible: dict[str, list[int]] = {}
        for number in self.satisfied(frozenset().union(*(item.symbols for item in row))):
            if relation is None or self.patterns[number].rule.relation == relation:
                for symbol in self.opens[number]:
                    possible.setdefault(symbol, []).append(number)
        return possible

    def satisfied(self, there: AbstractSet[str]) -> Iterator[int]:
        """The lines all of whose needs are among these symbols."""
        for number in {number for symbol in there if symbol in self.clues for number in self.clues[symbol]}:
            if not any(map(there.isdisjoint, self.needs[number])):
                yield number


def _match(pattern: Pattern, row: Sequence[Item], first: int, end: int) -> Match:
    before = sum(1 for _ in takewhile(lambda element: element.outside, pattern.elements))
    after = sum(1 for _ in takewhile(lambda element: element.outside, reversed(pattern.elements)))
    return Match(pattern.rule, first + before, end - after, tuple(row[first + before : end - after]))


def _end(elements: Sequence[Element], index: int, row: Sequence[Item], at: int) -> int | None:
    """Where the elements from `index` on end when they begin at the row's `at`; None where they don't fit."""
    if index == len(elements):
        return at
    element = elements[index]
    if "END" in element.symbols:
        closed = at == len(row) or "PUNCT" in row[at].symbols
        return _end(elements, index + 1, row, at) if closed else None
    if "PLACES" in element.symbols:
        after = _past_list(row, at)
        return None if after is None else _end(elements, index + 1, row, after)
    count = 0
    while count < element.most and at + count < len(row) and row[at + count].symbols & element.symbols:
        count += 1
    while count >= element.least:
        end = _end(elements, index + 1, row, at + count)
        if end is not None:
            return end
        count -= 1
    return None


def _past_list(row: Sequence[Item], at: int) -> int | None:
    """Where a list of places that begins here ends: "Mali, Niger and Burkina Faso"."""
    if at >= len(row) or row[at].kind != "place":
        return None
    for _ in range(LONGEST_LIST):
        after = at + 1
        while after < len(row) and row[after].symbols & {",", "and", "&", "the"}:
            after += 1
        if after == at + 1 or after >= len(row) or row[after].kind != "place":
            break
        at = after
    return at + 1


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar that is shipped."""
    patterns: list[Pattern] = []
    for rank, table in enumerate(tables()["rule"]):
        rule = Rule(table["class"], table["draw"], table["confidence"], table.get("role", "relative"), rank)
        patterns += [Pattern(rule, tuple(_element(text) for text in line.split())) for line in table["match"]]
    shared = Counter(symbol for pattern in patterns for need in pattern.needs for symbol in need)
    needs = tuple(
        tuple(sorted(pattern.needs, key=lambda need: sum(shared[symbol] for symbol in need))) for pattern in patterns
    )
    clues: dict[str, list[int]] = {}
    for number, (rarest, *_) in enumerate(needs):
        for symbol in rarest:
            clues.setdefault(symbol, []).append(number)
    opens = tuple(pattern.opens for pattern in patterns)
    return Grammar(tuple(patterns), needs, opens, {symbol: tuple(numbers) for symbol, numbers in clues.items()})


def _element(text: str) -> Element:
    """One element of a line from its text.

    Raises:
        ValueError: for braces that do not close.
    """
    outside = text.startswith("{")
    if outside != text.endswith("}"):
        raise ValueError(f"the grammar's element {text!r} opens or closes a brace alone")
    text = text.strip("{}")
    least = 0 if text.endswith("?") else 1
    symbols = frozenset(text.removesuffix("?").split("|"))
    if symbols == {"PLACES"}:
        return Element(symbols)
    return Element(symbols, least, MOST_MODIFIERS if symbols & {"MOD", "NAME"} else 1, outside)


def _opening(element: Element) -> frozenset[str]:
    """The symbols that an item can have at which the element begins."""
    return frozenset({"NATION"}) if "PLACES" in element.symbols else element.symbols
