"""One match of the grammar with all that it takes to draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Footprint, Located
from geo.relations.borders import is_country
from geo.relations.grammar import Match
from geo.relations.ground import Atlas, Ground
from geo.relations.said import Said
from geo.relations.words import Item

#: Unions of areas that are kept.
UNIONS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Scene:
    """One match with all that it takes to draw it."""

    match: Match
    said: Said
    atlas: Atlas
    sentence: tuple[int, int]

    @property
    def start(self) -> int:
        """Where the phrase begins in the text."""
        return self.match.taken[0].start

    @property
    def side(self) -> str | None:
        """The direction said, if one is."""
        return self.match.wind.side if self.match.wind else None

    @property
    def grounds(self) -> list[Ground]:
        """The anchors that are known, in their order."""
        found = (self.ground(item) for item in self.match.places)
        return [ground for ground in found if ground is not None]

    @property
    def first(self) -> Ground | None:
        """The first anchor, None where it is unknown."""
        return self.ground(self.match.places[0])

    def ground(self, item: Item) -> Ground | None:
        """The anchor in an item: its one place, else what it was drawn as; None where it is not located."""
        located = item.located
        if located is None or is_stand_in(located):
            return None
        if located.place is not None and located.mention.role not in ("relative", "description"):
            return self.atlas.ground(located.place)
        geometry = located.footprint.geometry
        if geometry is None:
            return None
        if located.place is not None and located.mention.role == "description" and geometry.geom_type == "Point":
            return self.atlas.ground(located.place)
        return replace(self.atlas.ground(geometry), name=located.footprint.how)

    def states(self) -> list[Ground]:
        """The anchors as areas with borders: a government stands for its country."""
        found: list[Ground] = []
        for item in self.match.places:
            ground = self.ground(item)
            if ground is not None and ground.place is not None and not ground.areal:
                country = self.atlas.gazetteer.country(ground.place.country)
                official = item.located is not None and item.located.mention.role in ("institution", "demonym")
                ground = self.atlas.ground(country) if country and official else ground
            if ground is not None:
                found.append(ground)
        return list({ground.name: ground for ground in found}.values())


def is_stand_in(located: Located) -> bool:
    """Whether the mention is not located itself: only a larger area is drawn that holds it."""
    return located.footprint.geometry is None or bool(located.footprint.tie)


def has_country(scene: Scene) -> bool:
    """Whether an anchor is a country, or its people or government."""
    roles = {item.located.mention.role for item in scene.match.places if item.located}
    return bool(roles & {"demonym", "institution"}) or any(
        ground.place is not None and is_country(ground.place) for ground in scene.grounds
    )


def words(items: Sequence[Item]) -> set[str]:
    return {symbol for item in items for symbol in item.symbols}


def together(footprints: Sequence[Footprint], none: str) -> Footprint:
    """Several footprints as one."""
    kept = [footprint for footprint in footprints if footprint.geometry is not None]
    places = tuple(dict.fromkeys(place for footprint in footprints for place in footprint.places))
    if not kept:
        return Footprint(None, 7, 0.0, none, places, 0.0)
    geometry = _union(tuple(footprint.geometry for footprint in kept))
    how = " and ".join(footprint.how for footprint in kept)
    precision = max(footprint.where_precision for footprint in kept)
    whole = 7 if precision == 6 else precision
    return Footprint(geometry, whole, max(footprint.radius_km for footprint in kept), how, places, 1.0)


@lru_cache(maxsize=UNIONS_KEPT)
def _union(geometries: tuple[BaseGeometry, ...]) -> BaseGeometry:
    """All of them as one, kept: "the two countries" of an article are mostly the same two all through it."""
    return shapely.union_all(geometries)


def whole(ground: Ground) -> Footprint:
    geometry = ground.shape if ground.shape is not None else shapely.Point(ground.point)
    return Footprint(geometry, ground.precision, 0.0, f"the whole of {ground.name}", ground.places, 1.0)
