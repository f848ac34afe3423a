"""Rows of the files made into records."""

from __future__ import annotations

from gazetteer.files import Layer, Row
from gazetteer.place import Place, PlaceName

_FIELDS_OF_A_NAME = 5


def place_of(row: Row) -> Place:
    """The place in the first 14 columns of a row (statements._PLACE)."""
    claimed_by = row[9]
    return Place(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8],
        tuple(claimed_by.split()) if claimed_by else (), row[10], row[11], bool(row[12]), row[13],
    )  # fmt: skip


def name_of(line: str, display_name: str, layer: Layer) -> PlaceName:
    """The name in one line of place_names; an empty text stands for the display name."""
    if "\t" not in line:
        return PlaceName(line or display_name, layer.name_kinds[""])
    text, kind, language, valid_from, valid_to = (line.split("\t") + [""] * _FIELDS_OF_A_NAME)[:_FIELDS_OF_A_NAME]
    return PlaceName(
        text or display_name, layer.name_kinds[kind], layer.languages[language], _year(valid_from), _year(valid_to)
    )


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


def _year(text: str) -> int | None:
    return int(text) if text else None
