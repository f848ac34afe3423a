"""From a point or an area on the ground to the places there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import TYPE_CHECKING

from gazetteer import shapes, standing, statements
from gazetteer.files import Layer
from gazetteer.place import Place, Whereabouts
from gazetteer.records import place_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_KM_A_DEGREE = 111.2
_EARTH_KM = 6371.0088
# Coasts and borders are generalised at 1:10 million: a harbour may lie a few kilometres outside its country.
_SHORE_DEGREES = 0.05
_FIRST_RADIUS_KM = 10.0
_RADIUS_STEP = 4.0
_LARGEST_RADIUS_KM = 2_560.0
_MEASURED = 8  # how many of the nearest on a sphere are measured on the ellipsoid: the two differ by 0.6% at most


def whereabouts(
    layers: tuple[Layer, ...],
    cache: shapes.ShapeCache,
    lon: float,
    lat: float,
    *,
    year: int | None = None,
    worldview: str = "",
) -> Whereabouts:
    """What lies at a point (degrees, EPSG:4326). Raises ValueError where it is none on Earth.

    The nearest populated place is looked for within 2,560 km.
    """
    if not (isfinite(lon) and isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"no point on Earth: longitude {lon}, latitude {lat} (the longitude comes first)")
    country, admin1 = _areas(layers, cache, lon, lat, year, worldview)
    nearest, nearest_km = _nearest(layers, lon, lat)
    return Whereabouts(country, admin1, nearest, nearest_km)


def within(layers: tuple[Layer, ...], area: BaseGeometry, limit: int | None = None) -> list[Place]:
    """The places of today whose point lies in an area (EPSG:4326), those most written about first."""
    import shapely

    if area.is_empty:
        return []
    shapely.prepare(area)
    west, south, east, north = area.bounds
    found: list[Place] = []
    for layer in layers:
        rows = layer.rows(statements.PLACES_IN_BOX, (west, east, south, north))
        places = [
            place for row in rows if (place := place_of(row, layer)).valid_to is None and place.id not in layer.hidden
        ]
        inside = shapely.intersects_xy(area, [place.lon for place in places], [place.lat for place in places])
        found += [place for place, is_inside in zip(places, inside, strict=True) if is_inside]
    return sorted(found, key=lambda place: (-standing.of_place(place), place.id))[:limit]


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The geodesic on WGS 84 between two points, in kilometres (Karney 2013, through geopy)."""
    from geopy.distance import geodesic

    return float(geodesic((lat, lon), (other_lat, other_lon)).km)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A shape that a point lies in or near."""

    layer: Layer
    place: int
    kind: str
    worldview: str
    gap: float  # degrees from the shape's edge, 0 inside
    area: float

    def order(self) -> tuple[float, bool, bool, float]:
        """The shape that holds the point, then the asked worldview's, then the sovereign one, then the smaller."""
        return self.gap, not self.worldview, self.kind not in ("PCLI", "ADM1"), self.area


def _areas(
    layers: tuple[Layer, ...], cache: shapes.ShapeCache, lon: float, lat: float, year: int | None, worldview: str
) -> tuple[Place | None, Place | None]:
    hits = sorted(_hits(layers, cache, lon, lat, year, worldview), key=_Hit.order)
    countries = (hit for hit in hits if hit.kind.startswith("PCL"))
    country = next((place for hit in countries if (place := _place(hit.layer, hit.place))), None)
    areas = [place for hit in hits if hit.kind == "ADM1" and (place := _place(hit.layer, hit.place))]
    own = [area for area in areas if country is not None and area.country == country.country]
    return country, next(iter(own or areas), None)


def _hits(
    layers: tuple[Layer, ...], cache: shapes.ShapeCache, lon: float, lat: float, year: int | None, worldview: str
) -> Iterator[_Hit]:
    import shapely

    point = shapely.Point(lon, lat)
    margin = _SHORE_DEGREES
    for layer in layers:
        rows = layer.rows(statements.SHAPES_AT, (lon - margin, lon + margin, lat - margin, lat + margin))
        seen = {row[1] for row in rows if worldview and row[2] == worldview}
        for shape_id, place, view, valid_from, valid_to, kind in rows:
            if view not in ("", worldview) or (place in seen and view != worldview):
                continue
            if not shapes.holds(valid_from, valid_to, year):
                continue
            shape = cache.get(layer, shape_id)
            gap = 0.0 if shape.intersects(point) else float(shape.distance(point))
            if gap <= margin:
                yield _Hit(layer, place, kind, view, gap, float(shape.area))


def _nearest(layers: tuple[Layer, ...], lon: float, lat: float) -> tuple[Place | None, float | None]:
    """The nearest populated place: boxes that grow until what they hold is nearer than their edge."""
    radius = _FIRST_RADIUS_KM
    while radius <= _LARGEST_RADIUS_KM:
        near = sorted(_towns(layers, lon, lat, radius), key=lambda town: town[0])[:_MEASURED]
        if near and near[0][0] <= radius:
            measured = [(distance_km(lon, lat, place.lon, place.lat), place.id, place) for _, place in near]
            km, _, place = min(measured, key=lambda town: town[:2])
            return place, km
        radius *= _RADIUS_STEP
    return None, None


def _towns(layers: tuple[Layer, ...], lon: float, lat: float, radius_km: float) -> list[tuple[float, Place]]:
    """The populated places in a box round a point, nearest first, with their distance on a sphere (km)."""
    high = radius_km / _KM_A_DEGREE * 1.01
    narrowest = cos(radians(min(89.9, abs(lat) + high)))
    wide = min(180.0, high / narrowest)
    found = []
    for layer in layers:
        rows = [
            row
            for west, east in _spans(lon - wide, lon + wide)
            for row in layer.rows(statements.TOWNS_IN_BOX, (west, east, lat - high, lat + high))
        ]
        nearest = sorted((_on_sphere(lon, lat, row[1], row[2]), row[0]) for row in rows)[:_MEASURED]
        found += [(km, place) for km, row_id in nearest if (place := _place(layer, row_id)) is not None]
    return found


def _spans(west: float, east: float) -> list[tuple[float, float]]:
    """An interval of longitudes, parted where it crosses 180 degrees."""
    if east - west >= 360:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def _on_sphere(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The haversine distance in kilometres."""
    half_lat = radians(other_lat - lat) / 2
    half_lon = radians(other_lon - lon) / 2
    h = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(h)))


def _place(layer: Layer, row_id: int) -> Place | None:
    """A place by its number in a layer's files, or None where a layer above replaces it."""
    place = place_of(layer.row(statements.PLACE_BY_ID, (row_id,)), layer)
    return None if place.id in layer.hidden else place
