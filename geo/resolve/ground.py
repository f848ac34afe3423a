"""What a place is on the ground: its geometry, and how large the uncertainty round it is."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

from gazetteer import Gazetteer
from gazetteer.place import Place
from geo.resolve.kinds import coarse

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Inhabitants a km² at the edge of what counts as an urban centre (UN and Eurostat, Degree of Urbanisation, 2021): the
#: disc that holds a town's people at that density encloses most of its built-up land.
URBAN_DENSITY = 1500.0
MIN_TOWN_KM, MAX_TOWN_KM = 1.0, 40.0
#: Equal-area radius of the mean area of its kind where the shape is not known: 149 million km² of land over the number
#: of such areas in GeoNames (about 250, 3,900 and 47,600); rivers, mountains and regions vary too widely for better.
_MEAN_RADIUS_KM = {"country": 435.0, "adm1": 110.0, "adm2": 32.0, "water": 50.0, "terrain": 50.0, "area": 300.0}
CACHED_SHAPES = 4096
V = TypeVar("V")


class Ground:
    """Geometries and radii of places, the latest kept."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._shapes: OrderedDict[str, BaseGeometry] = OrderedDict()
        self._radii: OrderedDict[str, float] = OrderedDict()

    def geometry(self, place: Place) -> BaseGeometry:
        """The place's shape where it is an area with one, else its point; EPSG:4326."""
        if place.id not in self._shapes:
            shape = self._gazetteer.shape(place) if place.has_shape and coarse(place.kind) != "town" else None
            if shape is None:
                from shapely.geometry import Point

                shape = Point(place.lon, place.lat)
            _keep(self._shapes, place.id, shape)
        return self._shapes[place.id]

    def radius_km(self, place: Place) -> float:
        """How far from the place's middle the thing meant may be: a town's own size, an area's equal-area radius."""
        if place.id not in self._radii:
            _keep(self._radii, place.id, self._radius_km(place))
        return self._radii[place.id]

    def _radius_km(self, place: Place) -> float:
        kind = coarse(place.kind)
        if kind in ("town", "facility"):
            return town_radius_km(place.population)
        shape = self._gazetteer.shape(place, detail="coarse") if place.has_shape else None
        area = _area_km2(shape) if shape is not None else 0.0
        return math.sqrt(area / math.pi) if area > 0 else _MEAN_RADIUS_KM[kind]


def town_radius_km(population: int) -> float:
    """The radius of a disc that holds a town's people at `URBAN_DENSITY`, within bounds."""
    return min(MAX_TOWN_KM, max(MIN_TOWN_KM, math.sqrt(population / URBAN_DENSITY / math.pi)))


def _area_km2(shape: BaseGeometry) -> float:
    from pyproj import Geod

    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6


def _keep(cache: OrderedDict[str, V], key: str, value: V) -> None:
    cache[key] = value
    if len(cache) > CACHED_SHAPES:
        cache.popitem(last=False)
