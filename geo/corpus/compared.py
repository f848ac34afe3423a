"""A row of incidents as much of an incident as its comparison needs; texts and quotes stay on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gazetteer import Place
from geo.events import Sourced
from geo.records import Actor, Article, Claim, Footprint, Incident, Located, Mention, Span, When

Row = dict[str, Any]

COMPARED = (
    "id", "kind", "status", "start", "end", "date_precision", "place", "country", "admin1", "where_precision",
    "radius_km", "confidence", "trigger", "mention", "actors", "claims", "article", "geometry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account(Sourced):
    """The incident of a row, its article by its id, and where the row stands among those of all shards."""

    position: int


def account(position: int, row: Row) -> Account:
    """The account that a row gives."""
    trigger = row["trigger"]
    incident = Incident(
        id=row["id"],
        kind=row["kind"],
        title="",
        status=row["status"],
        when=when_of(row),
        where=_located(row),
        trigger=Span(trigger["start"], trigger["end"], trigger["text"]),
        actors=tuple(Actor(name) for name in row["actors"] or ()),
        claims=tuple(_claim(claim) for claim in row["claims"] or ()),
        confidence=row["confidence"],
        country=row["country"] or "",
    )
    return Account(Article("", id=row["article"]), incident, position)


def when_of(row: Row) -> When:
    """The interval of a row."""
    return When(_moment(row["start"]), _moment(row["end"]), row["date_precision"])


def _located(row: Row) -> Located | None:
    import shapely

    if row["geometry"] is None or row["mention"] is None:
        return None
    geometry = shapely.from_wkb(row["geometry"])
    middle = geometry.centroid
    name, country = row["place"] or "", row["country"] or ""
    place = Place(f"{country}:{name}", name, "", country, middle.x, middle.y, admin1=row["admin1"] or name)
    footprint = Footprint(geometry, row["where_precision"], row["radius_km"], "", (place,))
    mention = row["mention"]
    return Located(Mention(mention["start"], mention["end"], mention["text"], "place"), footprint)


def _claim(claim: Row) -> Claim:
    quote = Span(claim["start"], claim["end"], "")
    counts = (claim["value"], claim["low"], claim["high"])
    return Claim(claim["measure"], *counts, claim["side"] or "", claim["claimant"] or "", quote, claim["denied"])


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
