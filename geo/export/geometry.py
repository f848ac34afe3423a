"""Geometry as RFC 7946 wants it: rounded, wound by the right-hand rule, split at the antimeridian, with a bbox."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 5  # about a metre; RFC 7946 section 11.2 advises against more than six


def tidy(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """The same geometry, fit for GeoJSON: at most 5 decimals, rings wound, in -180…180, valid. None stays None."""
    import numpy as np
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    whole = _split(shapely.force_2d(geometry))
    rounded = shapely.transform(whole, lambda xy: np.round(xy, DECIMALS))
    if not rounded.is_valid:
        repaired = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
        rounded = whole if repaired.is_empty else repaired
    return shapely.orient_polygons(rounded, exterior_cw=False)


def as_json(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """A GeoJSON geometry object of a tidied geometry (coordinates as lists), or None."""
    from shapely.geometry import mapping

    fit = tidy(geometry)
    return None if fit is None else _listed(mapping(fit))


def bbox(geometries: Iterable[BaseGeometry | None]) -> list[float] | None:
    """[west, south, east, north] round all geometries; west > east where the antimeridian is crossed (RFC 7946, 5.2).

    The box is the narrowest: the widest gap between the longitudes that are covered stays outside it.
    """
    boxes = [geometry.bounds for whole in geometries if whole is not None for geometry in _parts(whole)]
    if not boxes:
        return None
    south, north = min(b[1] for b in boxes), max(b[3] for b in boxes)
    west, east = _narrowest([(b[0], b[2]) for b in boxes])
    return [round(n, DECIMALS) for n in (west, south, east, north)]


def _split(geometry: BaseGeometry) -> BaseGeometry:
    import antimeridian
    import shapely

    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180 and not _jumps(geometry):
        return geometry
    if geometry.geom_type in ("Point", "MultiPoint"):
        return shapely.transform(geometry, _wrapped)
    return shapely.geometry.shape(antimeridian.fix_shape(geometry, fix_winding=True))


def _wrapped(xy: Any) -> Any:
    out = xy.copy()
    out[:, 0] = (xy[:, 0] + 180.0) % 360.0 - 180.0
    return out


def _jumps(geometry: BaseGeometry) -> bool:
    """Whether an edge spans more than half the globe: then it was meant to cross 180 degrees."""
    import numpy as np
    import shapely

    if geometry.geom_type in ("Point", "MultiPoint"):
        return False
    for part in shapely.get_parts(geometry):
        for line in shapely.get_parts(part.boundary if part.geom_type == "Polygon" else part):
            x = shapely.get_coordinates(line)[:, 0]
            if (np.abs(np.diff(x)) > 180).any() and np.abs(x).max() < 180:
                return True
    return False


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    merged: list[list[float]] = []
    for west, east in sorted(spans):
        if merged and west <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], east)
        else:
            merged.append([west, east])
    across = merged[0][0] + 360 - merged[-1][1]
    gaps = [(right[0] - left[1], left[1], right[0]) for left, right in pairwise(merged)]
    widest = max(gaps, default=(0.0, 0.0, 0.0))
    # A box over the antimeridian only where something lies at it: far-apart places keep the plain box.
    touches = merged[0][0] <= -180 and merged[-1][1] >= 180
    if touches and widest[0] > across:
        return widest[2], widest[1]
    return merged[0][0], merged[-1][1]


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(geometry, "geoms", [geometry]))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_listed(inner) for inner in value]
    return value
