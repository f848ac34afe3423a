"""Footprints as the page draws them: simplified to what a screen shows, each distinct one once, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SCALE = 10_000  # whole numbers a degree: about 10 m
STEPS = 1_500  # a shape is drawn to 1/1500 of its extent


class Shapes:
    """The table of distinct shapes of a page, filled while incidents and mentions are written."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._numbers: dict[bytes, int] = {}

    def place(self, geometry: BaseGeometry | None) -> tuple[int | None, int | None, int]:
        """(x, y, shape): where its mark stands, in 1/SCALE degrees, and the number of its shape (-1: a point)."""
        if geometry is None or geometry.is_empty:
            return None, None, -1
        if geometry.geom_type == "Point":
            return round(geometry.x * SCALE), round(geometry.y * SCALE), -1
        key: bytes = geometry.wkb
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.rows)
            self.rows.append(_row(geometry))
        row = self.rows[number]
        return row["x"], row["y"], number


def _row(geometry: BaseGeometry) -> dict[str, Any]:
    west, south, east, north = geometry.bounds
    simple = geometry.simplify(max(east - west, north - south, 0.01) / STEPS)
    row: dict[str, Any] = {"areas": [], "lines": [], "points": []}
    for part in _flattened(simple):
        if part.geom_type == "Polygon":
            row["areas"] += [_deltas(ring) for ring in (part.exterior, *part.interiors)]
        elif part.geom_type == "Point":
            row["points"].append(_deltas(part))
        else:
            row["lines"].append(_deltas(part))
    x, y = _anchor(simple)
    return {**row, "x": round(x * SCALE), "y": round(y * SCALE)}


def _flattened(geometry: BaseGeometry) -> list[Any]:
    parts = getattr(geometry, "geoms", None)
    return [geometry] if parts is None else [inner for part in parts for inner in _flattened(part)]


def _anchor(geometry: BaseGeometry) -> tuple[float, float]:
    """Where the mark stands: inside the largest area, or half-way along the longest line."""
    parts = _flattened(geometry)
    largest = max(parts, key=lambda part: (part.area, part.length))
    if largest.geom_type in ("LineString", "LinearRing"):
        point = largest.interpolate(0.5, normalized=True)
    else:
        point = largest.representative_point()
    return point.x, point.y


def _deltas(line: Any) -> list[int]:
    """x, y, then differences: small numbers that compress well."""
    import numpy as np
    import shapely

    whole = np.rint(shapely.get_coordinates(line) * SCALE).astype(int)
    whole[1:] = np.diff(whole, axis=0)
    flat: list[int] = whole.ravel().tolist()
    return flat
