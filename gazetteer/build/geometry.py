"""Outlines made storable: valid, of one dimension, split at 180°, lightly simplified, rounded and packed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.affinity

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Degrees: under two metres. A power of two leaves most bits of a coordinate zero: it packs into half the bytes.
GRID = 2.0**-16
FINE_TOLERANCE = 1e-3  # degrees, about 100 m: below the error of the 1:10m sources
COARSE_TOLERANCE = 5e-3


def clean(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry, valid, of its own dimension only and inside ±180° × ±90°."""
    geometry = split_at_antimeridian(shapely.force_2d(geometry))
    if not geometry.is_valid:
        geometry = only_dimension(shapely.make_valid(geometry), shapely.get_dimensions(geometry))
    return geometry


def only_dimension(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    """The parts of a geometry that have the dimension (0 points, 1 lines, 2 areas); what make_valid adds falls away."""
    parts = [part for part in shapely.get_parts(_flatten(geometry)) if shapely.get_dimensions(part) == dimension]
    if len(parts) == 1:
        return parts[0]
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
    return makers[dimension](parts)


def _flatten(geometry: BaseGeometry) -> BaseGeometry:
    parts: list[Any] = [geometry]
    while any(hasattr(part, "geoms") for part in parts):
        parts = [inner for part in parts for inner in getattr(part, "geoms", [part])]
    return shapely.geometrycollections(parts)


def split_at_antimeridian(geometry: BaseGeometry) -> BaseGeometry:
    """Cut what runs beyond ±180° and carry the overhang to the other side (RFC 7946, section 3.1.9)."""
    if geometry.is_empty:
        return geometry
    min_x, _, max_x, _ = geometry.bounds
    if min_x >= -180 and max_x <= 180:
        return geometry
    if min_x >= -180 - GRID and max_x <= 180 + GRID:
        return shapely.transform(geometry, lambda xy: np.clip(xy, (-180, -90), (180, 90)))
    dimension = shapely.get_dimensions(geometry)
    pieces = []
    for shift in (-360, 0, 360):
        window = shapely.box(-180 - shift, -90, 180 - shift, 90)
        piece = shapely.intersection(shapely.make_valid(geometry), window)
        if not piece.is_empty:
            pieces.append(shapely.affinity.translate(piece, xoff=shift))
    return only_dimension(shapely.union_all(pieces), dimension)


def simplify(geometry: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Douglas-Peucker that keeps topology; a geometry that would vanish stays as it was."""
    simpler = shapely.simplify(geometry, tolerance, preserve_topology=True)
    return geometry if simpler.is_empty else simpler


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Coordinates on the grid, still valid."""
    on_grid = shapely.transform(geometry, lambda xy: np.round(xy / GRID) * GRID)
    if not on_grid.is_valid:
        dimension = shapely.get_dimensions(geometry)
        on_grid = only_dimension(shapely.make_valid(shapely.set_precision(geometry, GRID)), dimension)
        on_grid = shapely.transform(on_grid, lambda xy: np.round(xy / GRID) * GRID)
    return geometry if on_grid.is_empty else shapely.normalize(on_grid)


def pack(geometry: BaseGeometry) -> bytes:
    """The bytes stored: zlib of little-endian WKB."""
    return zlib.compress(shapely.to_wkb(geometry, byte_order=1), 9)


def inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    """A point in the middle of the largest part of an area, or on a line: longitude, latitude."""
    parts = shapely.get_parts(geometry)
    measure = shapely.area(parts) if shapely.get_dimensions(geometry) == 2 else shapely.length(parts)
    largest = parts[int(np.argmax(measure))]
    middle = shapely.centroid(largest)
    point = middle if shapely.contains(largest, middle) else shapely.point_on_surface(largest)
    return float(point.x), float(point.y)


def hilbert(lon: float, lat: float) -> int:
    """How far along a Hilbert curve over the world (2**16 steps a side) a point lies: near points, near numbers."""
    x, y = int((lon + 180) / 360 * 65_535), int((lat + 90) / 180 * 65_535)
    number = 0
    side = 1 << 15
    while side:
        right, upper = int(bool(x & side)), int(bool(y & side))
        number += side * side * ((3 * right) ^ upper)
        if not upper:
            if right:
                x, y = 65_535 - x, 65_535 - y
            x, y = y, x
        side >>= 1
    return number
