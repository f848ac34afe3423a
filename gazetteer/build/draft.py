"""What the sources hand to the writer: places with all their names, shapes and border lines, before they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gazetteer.names import fold
from gazetteer.place import NameKind, PlaceName, PointSource

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Detail = Literal["fine", "coarse"]


@dataclass(slots=True)
class ShapeDraft:
    """One outline of a place, in degrees (EPSG:4326). `worldview` is "" for the de facto view, else alpha-2."""

    geometry: BaseGeometry
    detail: Detail = "fine"
    worldview: str = ""
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(slots=True)
class BorderDraft:
    """One land border line; `left` and `right` are alpha-2 codes as seen along the line's direction."""

    geometry: BaseGeometry
    left: str
    right: str
    status: str
    part: str = ""


@dataclass(slots=True)
class Draft:
    """A place under construction. `lon` and `lat` stay None until a source, a shape or its members give a point."""

    uid: str
    name: str
    kind: str
    country: str = ""
    lon: float | None = None
    lat: float | None = None
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    point_from: PointSource = ""
    claimed_by: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    names: list[PlaceName] = field(default_factory=list)
    shapes: list[ShapeDraft] = field(default_factory=list)

    def call(
        self,
        text: str,
        kind: NameKind = "alternate",
        language: str = "",
        valid_from: int | None = None,
        valid_to: int | None = None,
    ) -> None:
        """Add a name; blank ones are dropped."""
        text = " ".join(text.split())
        if text:
            self.names.append(PlaceName(text, kind, language, valid_from, valid_to))


class Atlas:
    """All drafts of one build, by id and by what the sources share: country codes, admin codes, ISO 3166-2 codes."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.countries: dict[str, Draft] = {}
        self.admin1: dict[tuple[str, str], Draft] = {}
        self.admin2: dict[tuple[str, str, str], Draft] = {}
        self.subdivisions: dict[str, Draft] = {}
        self.borders: list[BorderDraft] = []

    def add(self, draft: Draft) -> Draft:
        """Register a draft; of two with one id the first stays and gains the second's names and shapes."""
        known = self.drafts.setdefault(draft.uid, draft)
        if known is not draft:
            known.names.extend(draft.names)
            known.shapes.extend(draft.shapes)
        return known

    def __iter__(self) -> Iterator[Draft]:
        return iter(self.drafts.values())

    def named(self, name: str, country: str, kinds: tuple[str, ...]) -> Draft | None:
        """The only place of a country with that name and one of the kinds, else None (slow: for hand-made tables)."""
        key = fold(name)
        found = [
            draft
            for draft in self
            if draft.country == country
            and draft.kind.startswith(kinds)
            and (fold(draft.name) == key or any(fold(each.text) == key for each in draft.names))
        ]
        return found[0] if len(found) == 1 else None
