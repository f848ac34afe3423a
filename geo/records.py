"""The records that flow through geo: article → mention → footprint → incident. Frozen; geometry is EPSG:4326."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.place import Place

Role = Literal["place", "demonym", "institution", "description", "relative", "dateline"]
Tie = Literal["", "contained", "nearby"]
Status = Literal["reported", "denied", "historic", "planned", "hypothetical"]
DatePrecision = Literal["minute", "hour", "part of day", "day", "week", "month", "season", "year", "longer", "none"]
ActorRole = Literal["attacker", "target", "party", "mediator", "participant", "other"]


@dataclass(frozen=True, slots=True)
class Article:
    """A text with what is known about it. Offsets everywhere count code points of `text`, end exclusive."""

    text: str
    id: str = ""
    title: str = ""
    published: date | datetime | None = None
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = "en"
    published_from: str = ""  # where the date came from: "given", "metadata", "url", "dateline", "text", ""
    notes: tuple[str, ...] = ()  # what was cleaned out of the text or could not be read, for the user


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that say a place. `anchors` are the mentions that a relative one is built from."""

    start: int
    end: int
    text: str
    role: Role
    score: float = 1.0  # how sure the recogniser is that these words say a place, 0 to 1
    anchors: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a mention may mean, with its probability."""

    place: Place
    confidence: float
    because: str = ""  # why it was not chosen, in plain words: "less populous"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a mention means on the ground, or why that cannot be said (`geometry` None, the reason in `how`).

    `where_precision` is UCDP GED's: 1 exact, 2 near (within about 25 km), 3 second-level area, 4 first-level area,
    5 part of a country, a line or a region, 6 country, 7 sea, air or several countries. `radius_km` is the radius of
    the uncertainty round the geometry. `places` are what it was built from.

    `tie` says that the gazetteer lacks the place meant, and what stands in for it: "contained", the place or area that
    the text says it lies in; "nearby", only the likeliest of the places named around it, which is no location.
    """

    geometry: BaseGeometry | None
    where_precision: int
    radius_km: float
    how: str
    places: tuple[Place, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[Candidate, ...] = ()
    tie: Tie = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A mention and its footprint."""

    mention: Mention
    footprint: Footprint

    @property
    def place(self) -> Place | None:
        """The one place meant, where it is one."""
        return self.footprint.places[0] if len(self.footprint.places) == 1 else None


@dataclass(frozen=True, slots=True)
class When:
    """An interval. `start` and `end` are dates, or datetimes with an offset; None where open or unknown."""

    start: date | datetime | None
    end: date | datetime | None
    precision: DatePrecision
    span: Span | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who took part: the name as written, the side (alpha-2 code or group), and what role."""

    name: str
    role: ActorRole = "party"
    side: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A count that somebody gives. `value` is the best reading, `low`/`high` its bounds (None: open)."""

    measure: str  # killed, injured, captured, missing, displaced, participants, positions_lost, arrested, destroyed …
    value: int | None
    low: int | None
    high: int | None
    side: str
    claimant: str
    quote: Span
    denied: bool = False
    total: bool = False  # says the sum of parts that are given elsewhere


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, with everything the text says about it."""

    id: str
    kind: str
    title: str
    status: Status
    when: When
    where: Located | None
    trigger: Span
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Span, ...] = ()
    acled_event_type: str = ""
    acled_sub_event_type: str = ""
    ucdp_type: int | None = None  # 1 state-based, 2 non-state, 3 one-sided
    unlocated_because: str = ""
    confidence: float = 0.0
    field_confidence: dict[str, float] = field(default_factory=dict)
    country: str = ""  # where known though the place is not
    how: str = ""
