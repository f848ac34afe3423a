"""Names that only their phrase shows to be places: "70 km south of Quistavel", "the village of Quistavel".

The recogniser passes over names that it does not know. Where nothing but a place can stand, the name becomes an anchor:
the place so called in a country of the text, else one that is in no list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from geo.records import Footprint, Located, Mention
from geo.relations.anchors import found_in
from geo.relations.grammar import Grammar
from geo.relations.words import Item, place_item

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: How sure one is that a name in such a phrase is a place.
SCORE = 0.5


def with_names(
    row: Sequence[Item], rules: Grammar, text: str, countries: Collection[str], gazetteer: Gazetteer
) -> list[Item]:
    """The row with each such name as a place of one of the countries (alpha-2), or a place that is not located."""
    if not any("NAME" in item.symbols for item in row):
        return list(row)
    made = list(row)
    taken: set[int] = set()
    for match in sorted(rules.matches(row, "name"), key=lambda each: (-each.last, each.first)):
        if taken.isdisjoint(range(match.first, match.last)):
            taken.update(range(match.first, match.last))
            start, end = match.taken[0].start, match.taken[-1].end
            made[match.first : match.last] = [place_item(_located(text, start, end, countries, gazetteer), start, end)]
    return made


def _located(text: str, start: int, end: int, countries: Collection[str], gazetteer: Gazetteer) -> Located:
    mention = Mention(start, end, text[start:end], "place", SCORE)
    found = found_in(mention.text, countries, gazetteer)
    return Located(mention, found or Footprint(None, 7, 0.0, "not in the gazetteer for the countries of the text"))
