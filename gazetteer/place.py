"""The records of the gazetteer: what a place is, what it is called, and how a name led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal[
    "official",
    "alternate",
    "exonym",
    "historic",
    "demonym",
    "adjective",
    "code",
    "abbreviation",
    "transliterated",
]
Tier = Literal["exact", "folded", "transliterated", "fuzzy", "part"]
PointSource = Literal["", "members", "shape", "namesake", "parent"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place. `language` is a BCP 47 tag or "" where unknown; years are inclusive, None is open."""

    text: str
    kind: NameKind = "alternate"
    language: str = ""
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `kind` is a GeoNames feature code ("PPLC", "ADM1", "PCLI", "LK", "RGN" …). `country` is an ISO 3166-1 alpha-2 code,
    or "" for what lies in none or in several (seas, regions across borders). `admin1` and `admin2` are the GeoNames
    codes without the country ("05"). `lon` (x) and `lat` (y) are degrees in EPSG:4326. `claimed_by` lists the
    countries (alpha-2) that claim a disputed place. Years are inclusive, None is open. `point_from` says how the point
    was found: "" is a source's own, "members" the mean of the places inside, "shape" the middle of the outline,
    "namesake" the town that bears the area's name, "parent" only the point of the area above.
    """

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    claimed_by: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    has_shape: bool = False
    point_from: PointSource = ""

    @property
    def disputed(self) -> bool:
        """Whether more than one state claims the place."""
        return bool(self.claimed_by)


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a looked-up name leads to, and by which of its names. `distance` is the edit distance (fuzzy)."""

    place: Place
    name: PlaceName
    tier: Tier
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What lies at a point: the country, the first-level area and the nearest populated place with its distance."""

    country: Place | None
    admin1: Place | None
    nearest: Place | None
    nearest_km: float | None
