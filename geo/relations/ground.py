"""What a relation is drawn from: a place, a name, a shape or a point, with its plane, kept once it was laid flat."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place
from geo.records import Footprint
from geo.relations.plane import Plane, centre_of

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: How many anchors keep their flattened shapes.
KEPT = 512
#: People a square kilometre in a built-up area, the order of Angel et al., Atlas of Urban Expansion (2016).
URBAN_DENSITY = 3000.0
#: Flattened shapes are thinned to this share of their size: sectors and sides need no more.
THINNING = 0.002


@dataclass(frozen=True)
class Ground:
    """One anchor on the ground. `name` is what `how` calls it; `shape` is None for what is only a point (lon, lat)."""

    name: str
    point: tuple[float, float]
    shape: BaseGeometry | None = None
    place: Place | None = None

    @cached_property
    def centre(self) -> tuple[float, float]:
        """The middle of the shape, or the point (lon, lat) where that is what distances are told from: a town's."""
        settled = self.place is not None and self.is_town
        return self.point if settled or self.shape is None else centre_of(self.shape)

    @property
    def is_town(self) -> bool:
        """Whether it is a populated place, or a mere point, rather than an area."""
        return self.place.kind.startswith("PPL") if self.place else self.shape is None

    @cached_property
    def plane(self) -> Plane:
        """The plane round the centre."""
        return Plane(*self.centre)

    @cached_property
    def flat(self) -> BaseGeometry:
        """The shape in the plane, thinned; the point where there is no shape."""
        if self.shape is None:
            return shapely.Point(0.0, 0.0)
        flat = self.plane.flatten(self.shape)
        if flat.geom_type.endswith("Polygon"):
            flat = flat.simplify(THINNING * math.sqrt(flat.area))
        return flat if flat.is_valid else shapely.make_valid(flat)

    @property
    def areal(self) -> bool:
        """Whether there is an area to cut."""
        return self.shape is not None and self.shape.geom_type.endswith("Polygon")

    @cached_property
    def radius_km(self) -> float:
        """How far the place reaches: the radius of a disc as large as it, for a town as its people would need."""
        if self.areal:
            return math.sqrt(self.flat.area / math.pi)
        if self.shape is not None and self.shape.length:
            return float(self.flat.length) / 2
        people = self.place.population if self.place else 0
        return max(0.5, math.sqrt(people / URBAN_DENSITY / math.pi))

    @property
    def places(self) -> tuple[Place, ...]:
        """The place, as footprints list it."""
        return (self.place,) if self.place else ()

    @property
    def precision(self) -> int:
        """The where_precision of the anchor by itself."""
        return precision_of(self.place.kind) if self.place else (5 if self.areal else 1)


#: What a relation can be asked of: a name, a place, a shape (EPSG:4326) or a point (lon, lat).
Where: TypeAlias = "str | Place | BaseGeometry | tuple[float, float] | Ground"


def precision_of(kind: str) -> int:
    """UCDP GED's where_prec for a place of this GeoNames feature code."""
    if kind.startswith("PCL") or kind in ("TERR", "ZN"):
        return 6
    if kind.startswith("ADM1"):
        return 4
    if kind.startswith("ADM"):
        return 3
    if kind.startswith(("RGN", "CONT", "PRSH", "AREA", "LK", "STM", "ISL", "MTS", "RD", "DSRT", "PEN", "VAL")):
        return 7 if kind == "CONT" else 5
    return 7 if kind.startswith(("SEA", "OCN", "GULF", "STRT", "BAY")) else 1


class Atlas:
    """The anchors of one gazetteer, each laid flat once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.coasts: dict[str, BaseGeometry] = {}
        self._kept: OrderedDict[str, Ground] = OrderedDict()

    def ground(self, where: Where) -> Ground:
        """The anchor that `where` says.

        Raises:
            LookupError: for a name that the gazetteer does not have.
        """
        if not isinstance(where, str | Place):
            return _given(where)
        return self._of_place(where if isinstance(where, Place) else self.named(where))

    def named(self, name: str) -> Place:
        """The place first thought of at this name.

        Raises:
            LookupError: where the gazetteer has no such name.
        """
        matches = self.gazetteer.lookup(name)
        if not matches:
            raise LookupError(f"the gazetteer has no place called {name!r}")
        return matches[0].place

    def _of_place(self, place: Place) -> Ground:
        kept = self._kept.get(place.id)
        if kept is not None:
            self._kept.move_to_end(place.id)
            return kept
        shape = self.gazetteer.shape(place, detail="coarse") if place.has_shape else None
        made = Ground(place.id, (place.lon, place.lat), shape, place)
        self._kept[place.id] = made
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made


def ground_of_shape(shape: BaseGeometry, name: str = "the given shape") -> Ground:
    """An anchor that is only a shape (EPSG:4326) or a point."""
    if shape.geom_type == "Point":
        return Ground(name, (float(shape.x), float(shape.y)))
    return Ground(name, centre_of(shape), shape)


@lru_cache(maxsize=4)
def atlas_of(gazetteer: Gazetteer | None = None) -> Atlas:
    """The atlas of a gazetteer; of the default one where none is given."""
    if gazetteer is None:
        from gazetteer import open_default

        return atlas_of(open_default())
    return Atlas(gazetteer)


def ground_at(where: Where, gazetteer: Gazetteer | None) -> Ground:
    """The anchor; the gazetteer is opened only where it takes one.

    Raises:
        LookupError: for a name that the gazetteer does not have.
    """
    return atlas_of(gazetteer).ground(where) if isinstance(where, str | Place) else _given(where)


def _given(where: Ground | BaseGeometry | tuple[float, float]) -> Ground:
    """The anchor that needs no gazetteer."""
    if isinstance(where, Ground):
        return where
    if isinstance(where, BaseGeometry):
        return ground_of_shape(where)
    return Ground(f"{where[1]:.4f}, {where[0]:.4f}", where)


def drawn(ground: Ground, flat: BaseGeometry, precision: int, radius_km: float, how: str, *others: Ground) -> Footprint:
    """The footprint of what was drawn in the anchor's plane."""
    places = [place for each in (ground, *others) for place in each.places]
    geometry = ground.plane.unflatten(flat)
    return Footprint(geometry, precision, round(radius_km, 2), how, tuple(dict.fromkeys(places)), 1.0)


def nothing(why: str, precision: int, *grounds: Ground) -> Footprint:
    """The footprint of what cannot be drawn, with the reason."""
    places = [place for each in grounds for place in each.places]
    return Footprint(None, precision, 0.0, why, tuple(dict.fromkeys(places)), 0.0)
