"""The grammar of relative places: geo/data/relations.toml compiled once, and its matches in a row of items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """The compiled rules, found by the symbol that a match begins with; `needs` by a pattern's id."""

    starts: Mapping[str, tuple[Pattern, ...]] = field(repr=False)
    needs: Mapping[int, tuple[frozenset[str], ...]] = field(repr=False)

    def matches(self, row: Sequence[Item], relation: str | None = None) -> list[Match]:
        """All matches in the row, or those of one relation, the longest first, then by the order of the rules."""
        possible = self._possible(row, relation)
        found: list[Match] = []
        for first, item in enumerate(row):
            tried = {id(p): p for symbol in item.symbols if symbol in possible for p in possible[symbol]}
            for pattern in tried.values():
                end = _end(pattern.elements, 0, row, first)
                if end is not None and end > first:
                    found.append(_match(pattern, row, first, end))
        return sorted(found, key=lambda match: (match.first - match.last, match.rule.rank))

    def _possible(self, row: Sequence[Item], relation: str | None) -> dict[str, list[Pattern]]:
        """The lines all of whose needs the row has somewhere: few, so that most items are never tried."""
        there = frozenset().union(*(item.symbols for item in row))
        possible: dict[str, list[Pattern]] = {}
        for symbol in there & self.starts.keys():
            living = [
                pattern
                for pattern in self.starts[symbol]
                if (relation is None or pattern.rule.relation == relation)
                and not any(there.isdisjoint(need) for need in self.needs[id(pattern)])
            ]
            if living:
                possible[symbol] = living
        return possible


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
    starts: dict[str, list[Pattern]] = {}
    for rank, table in enumerate(tables()["rule"]):
        rule = Rule(table["class"], table["draw"], table["confidence"], table.get("role", "relative"), rank)
        for line in table["match"]:
            pattern = Pattern(rule, tuple(_element(text) for text in line.split()))
            for symbol in _first_symbols(pattern.elements):
                starts.setdefault(symbol, []).append(pattern)
    needs = {id(pattern): pattern.needs for patterns in starts.values() for pattern in patterns}
    return Grammar({symbol: tuple(patterns) for symbol, patterns in starts.items()}, needs)


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


def _first_symbols(elements: Sequence[Element]) -> Iterator[str]:
    """The symbols that a match can begin with: those of the first element and of what stands behind optional ones."""
    for element in elements:
        yield from _opening(element)
        if element.least:
            return


def _opening(element: Element) -> frozenset[str]:
    """The symbols that an item can have at which the element begins."""
    return frozenset({"NATION"}) if "PLACES" in element.symbols else element.symbols
