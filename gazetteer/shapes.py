"""The shapes of places: by detail, year and worldview; the decoded ones are kept in a cache bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Literal

from gazetteer import statements
from gazetteer.files import GATE, Layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Detail = Literal["fine", "coarse"]

_CACHE_BYTES = 20 * 1024 * 1024
_PREPARED = 4  # times the bytes of the WKB: the coordinates, and the tree over them that a first test builds
_BYTES_A_PART = 400  # what GEOS and Python need for each geometry beside its coordinates


class ShapeCache:
    """Decoded shapes by layer and shape id, the least recently used dropped beyond a number of bytes.

    Threads share it; it pickles empty.
    """

    def __init__(self, max_bytes: int = _CACHE_BYTES) -> None:
        self.max_bytes = max_bytes
        self.held_bytes = 0
        self._held: OrderedDict[tuple[int, int], tuple[BaseGeometry, int]] = OrderedDict()

    def __reduce__(self) -> tuple[type[ShapeCache], tuple[int]]:
        return ShapeCache, (self.max_bytes,)

    def get(self, layer: Layer, shape_id: int) -> BaseGeometry:
        """The decoded shape, prepared for tests of containment."""
        import shapely

        key = (id(layer), shape_id)
        with GATE:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        wkb = layer.unpacked(layer.row(statements.SHAPE, (shape_id,))[0])
        geometry = shapely.from_wkb(wkb)
        shapely.prepare(geometry)
        size = _PREPARED * len(wkb) + _BYTES_A_PART * int(shapely.get_num_geometries(geometry))
        with GATE:
            if key not in self._held:
                self._held[key] = (geometry, size)
                self.held_bytes += size
            while self.held_bytes > self.max_bytes and len(self._held) > 1:
                _, (_, dropped) = self._held.popitem(last=False)
                self.held_bytes -= dropped
        return geometry


def of_place(
    layer: Layer, row_id: int, cache: ShapeCache, *, detail: Detail, year: int | None, worldview: str
) -> BaseGeometry | None:
    """The shape of one place, EPSG:4326, or None where it has none.

    Of the shapes drawn for a worldview and the de facto ones, the worldview's; of several in time the one that holds
    in `year` (None: today), else the last one before it, else the first one after; the other detail where the wanted
    one is missing.
    """
    rows = [row for row in layer.rows(statements.SHAPES_OF_PLACE, (row_id,)) if row[2] in ("", worldview)]
    if not rows:
        return None
    chosen = min(rows, key=lambda row: (row[2] != worldview, *_away(row[3], row[4], year), row[1] != detail, row[0]))
    return cache.get(layer, chosen[0])


def holds(valid_from: int | None, valid_to: int | None, year: int | None) -> bool:
    """Whether years (inclusive, None open) take in a year; None as the year is today, so only what has no end."""
    if year is None:
        return valid_to is None
    return (valid_from is None or valid_from <= year) and (valid_to is None or year <= valid_to)


def _away(valid_from: int | None, valid_to: int | None, year: int | None) -> tuple[int, int]:
    """How far a span of years is from a year: (0, …) where it holds, the later begun first; then past, then future."""
    if holds(valid_from, valid_to, year):
        return 0, -(valid_from if valid_from is not None else -(10**6))
    if year is None or (valid_to is not None and valid_to < year):
        return 1, -(valid_to if valid_to is not None else 10**6)
    return 2, valid_from if valid_from is not None else 0
