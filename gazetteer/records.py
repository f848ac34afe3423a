"""Rows of the files made into records."""

from __future__ import annotations

from gazetteer.files import Layer, Row
from gazetteer.place import Place, PlaceName

_NAME, _TRAIT = 1, 9  # columns of statements._PLACE


def place_of(row: Row, layer: Layer) -> Place:
    """The place in the first columns of a row (statements._PLACE)."""
    return Place(*(row[:_TRAIT] + layer.traits[row[_TRAIT]][0]))


def display_name_of(row: Row, layer: Layer) -> PlaceName:
    """The display name of the place in such a row."""
    return PlaceName(row[_NAME], *layer.traits[row[_TRAIT]][1])


def name_of(line: str, display_name: str, layer: Layer) -> PlaceName:
    """The name in one line of place_names; an empty text stands for the display name."""
    text, _, rest = line.partition("\t")
    return PlaceName(text or display_name, *layer.name_fields(rest))


def lines_of(text: str, names: str) -> list[int]:
    """The numbers of the lines of place_names whose text is exactly the one given ("" for the display name)."""
    framed = f"\n{names}\n"
    found = []
    for pattern in (f"\n{text}\t", f"\n{text}\n"):
        at = framed.find(pattern)
        while at >= 0:
            found.append(framed.count("\n", 0, at))
            at = framed.find(pattern, at + 1)
    return found
