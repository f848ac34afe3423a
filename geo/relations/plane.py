"""The local plane: shapes laid flat round a centre, in kilometres, and back again.

The plane is the azimuthal equidistant projection on the WGS 84 ellipsoid, written as geodesic polar coordinates
(Snyder, Map Projections: A Working Manual, 1987, ch. 25; geodesics by Karney 2013, doi:10.1007/s00190-012-0578-z).
Distances and bearings from the centre are exact; neither 180° nor a pole is special in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Geod

#: Bearing in degrees of the eight winds, clockwise from north.
BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
#: Straight edges in the plane bend on the globe: none longer than this is carried back undivided.
LONGEST_EDGE_KM = 50.0
#: Two halves of a shape that was cut at 180° meet within this, in km.
SEAM_KM = 0.001


@lru_cache(maxsize=1)
def geodesics() -> Geod:
    """The WGS 84 ellipsoid's geodesics (pyproj loads here, not at import)."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane that touches the globe at `lon`, `lat` (degrees); x points east, y north, both in km."""

    lon: float
    lat: float

    def flatten(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry (degrees, EPSG:4326) in kilometres from the centre, the seam at 180° closed."""
        flat = shapely.transform(geometry, self._to_km)
        west, _, east, _ = geometry.bounds if not geometry.is_empty else (0.0, 0.0, 0.0, 0.0)
        if flat.geom_type.endswith("Polygon"):
            flat = flat if flat.is_valid else shapely.make_valid(flat)
            if west <= -179.9 and east >= 179.9:
                flat = shapely.unary_union(shapely.set_precision(flat, SEAM_KM))
        return flat

    def unflatten(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry (km from the centre) in degrees, cut at 180° where it crosses (RFC 7946, 3.1.9)."""
        divided = geometry
        west, south, east, north = geometry.bounds if not geometry.is_empty else (0.0, 0.0, 0.0, 0.0)
        if max(east - west, north - south) > 2 * LONGEST_EDGE_KM:
            divided = shapely.segmentize(geometry, LONGEST_EDGE_KM)
        parts = [self._carried(part) for part in _pieces(divided)]
        return parts[0] if len(parts) == 1 else _gathered(parts)

    def _carried(self, flat: BaseGeometry) -> BaseGeometry:
        """One part carried to the globe; an area is told which poles it holds, for degrees alone cannot say that."""
        if flat.geom_type != "Polygon":
            return _cut_line(shapely.transform(flat, self._to_degrees))
        area = shapely.transform(shapely.orient_polygons(flat), self._to_degrees)
        if not _jumps(area.exterior):
            return area if area.is_valid else shapely.make_valid(area)
        cut = self._cut(shapely.Polygon(flat.exterior))
        holes = [self._carried(shapely.Polygon(hole)) for hole in flat.interiors]
        return only(cut.difference(shapely.union_all(holes)), 2) if holes else cut

    def _cut(self, flat: BaseGeometry) -> BaseGeometry:
        """An area without holes carried to the globe and cut at 180°."""
        import antimeridian

        area = shapely.transform(shapely.orient_polygons(flat), self._to_degrees)
        north, south = (bool(flat.contains(shapely.Point(self._to_km(np.array([[0.0, y]]))[0]))) for y in (90, -90))
        cut = antimeridian.fix_polygon(area, force_north_pole=north, force_south_pole=south, fix_winding=False)
        return cut if cut.is_valid else only(shapely.make_valid(cut), 2)

    def _to_km(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        count = len(degrees)
        azimuth, _, metres = geodesics().inv(
            np.full(count, self.lon), np.full(count, self.lat), degrees[:, 0], degrees[:, 1]
        )
        turn = np.radians(azimuth)
        return np.column_stack((metres * np.sin(turn), metres * np.cos(turn))) / 1000.0

    def _to_degrees(self, km: NDArray[np.float64]) -> NDArray[np.float64]:
        count = len(km)
        azimuth = np.degrees(np.arctan2(km[:, 0], km[:, 1]))
        metres = np.hypot(km[:, 0], km[:, 1]) * 1000.0
        lon, lat, _ = geodesics().fwd(np.full(count, self.lon), np.full(count, self.lat), azimuth, metres)
        return np.column_stack((lon, lat))


def _cut_line(line: BaseGeometry) -> BaseGeometry:
    if line.geom_type not in ("LineString", "LinearRing") or not _jumps(line):
        return line
    import antimeridian

    return antimeridian.fix_line_string(shapely.LineString(line), great_circle=True)


def _jumps(line: BaseGeometry) -> bool:
    lon = shapely.get_coordinates(line)[:, 0]
    return bool(len(lon) > 1 and np.abs(np.diff(lon)).max() > 180.0)


def _pieces(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The simple parts, however deep collections nest."""
    if hasattr(geometry, "geoms"):
        return [piece for part in geometry.geoms for piece in _pieces(part)]
    return [] if geometry.is_empty else [geometry]


def _gathered(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """The parts as one multi-geometry of the highest dimension among them."""
    dimension = max((int(shapely.get_dimensions(part)) for part in parts), default=2)
    pieces = [piece for part in parts for piece in _pieces(part) if shapely.get_dimensions(piece) == dimension]
    return (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension](pieces)


def only(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    """The parts of one dimension (2 areas, 1 lines), without the crumbs that an intersection leaves; maybe empty."""
    kept = [piece for piece in _pieces(geometry) if shapely.get_dimensions(piece) == dimension]
    if len(kept) == 1:
        return kept[0]
    return shapely.MultiPolygon(kept) if dimension == 2 else shapely.MultiLineString(kept)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The geodesic distance between two points (lon, lat)."""
    return float(geodesics().inv(*a, *b)[2]) / 1000.0


def bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The bearing at `a` of the geodesic to `b`, in degrees clockwise from north, 0 up to 360."""
    return float(geodesics().inv(*a, *b)[0]) % 360.0


def length_km(line: BaseGeometry) -> float:
    """The geodesic length of a line in degrees."""
    return float(geodesics().geometry_length(line)) / 1000.0


def area_km2(shape: BaseGeometry) -> float:
    """The geodesic area of a shape in degrees."""
    return abs(float(geodesics().geometry_area_perimeter(shapely.orient_polygons(shape))[0])) / 1e6


def centre_of(geometry: BaseGeometry) -> tuple[float, float]:
    """A point (lon, lat) in the middle, taken on the sphere so that 180° and the poles do no harm."""
    coordinates = np.radians(shapely.get_coordinates(geometry))
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    x, y, z = (float(axis.mean()) for axis in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    first = Plane(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y)))))
    middle = shapely.centroid(first.flatten(geometry))
    lon_lat = first._to_degrees(np.array([[middle.x, middle.y]]))[0]
    return float(lon_lat[0]), float(lon_lat[1])


def bearing_of(direction: str | float) -> float:
    """The bearing that a wind ("N", "ne", "South-West") or a number of degrees means.

    Raises:
        ValueError: for what is neither; the message lists the winds.
    """
    if isinstance(direction, int | float):
        return float(direction) % 360.0
    return BEARINGS[wind(direction)]


def wind(direction: str) -> str:
    """The wind's abbreviation: "south-eastern" → "SE"; "C" stays for central.

    Raises:
        ValueError: for what is no wind; the message lists them.
    """
    text = direction.strip().casefold().replace("-", "").replace(" ", "")
    for word, letter in (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w")):
        text = text.replace(word + "ern", letter).replace(word, letter)
    short = {"central": "C", "centre": "C", "center": "C", "c": "C"}.get(text, text.upper())
    if short in BEARINGS or short == "C":
        return short
    raise ValueError(f"{direction!r} is no direction; use one of {', '.join(BEARINGS)} or C")
