"""The lines between countries, with what lies on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer import statements

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.files import Layer


@dataclass(frozen=True, slots=True)
class Border:
    """One line between two countries, EPSG:4326.

    `left` and `right` are the alpha-2 codes seen along the line's direction. `status` says what kind of line it is
    ("international", "disputed", "line of control" …), `part` tells the parts of one border apart ("main", "enclave").
    """

    geometry: BaseGeometry
    left: str
    right: str
    status: str
    part: str = ""


def borders(layers: tuple[Layer, ...], one: str, other: str) -> list[Border]:
    """All lines between two countries (alpha-2), whichever is left; the topmost layer that has any gives them."""
    import shapely

    for layer in layers:
        rows = layer.rows(statements.BORDERS, (one, other))
        if rows:
            return [
                Border(shapely.from_wkb(layer.unpacked(wkb)), left, right, status, part)
                for left, right, status, part, wkb in rows
            ]
    return []


def neighbours(layers: tuple[Layer, ...], code: str) -> list[str]:
    """The countries (alpha-2, sorted) that share a land border of any status with one."""
    found = {row[0] for layer in layers for row in layer.rows(statements.NEIGHBOURS, (code,))}
    return sorted(found - {"", code})
