"""Whether two accounts can be of one incident: their kinds, places, dates, sides and tolls compared.

This is the one rule of sameness: within an article (`grouping`) and between articles (`merge`, and through it the
corpus).
Each comparison gives a number: positive for agreement, 0 where one of the two is silent, `APART` where they exclude
each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import cos, radians
from typing import TYPE_CHECKING

from geo.events.lexicon import lexicon
from geo.events.where import country_of, holds
from geo.records import Claim, Incident, Located, When

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

APART = -100.0
#: Two places at most this far from each other can be the scene of one incident, in kilometres.
NEAR_KM = 25.0
#: From this agreement on two incidents of different articles are one.
SAME = 2.5
#: "At least five" may be ten, and hardly ninety.
_OPEN = 2.0
_KM_PER_DEGREE = 111.2
_FINE = ("minute", "hour", "part of day", "day")
_AREAS = (4, 5, 6)  # where_precision


def kinds(one: str, other: str, *, effect: bool = False, generic: bool = False) -> float:
    """How well kind `other` fits an incident of kind `one`. `effect`, `generic`: of the account of kind `other`."""
    words = lexicon()
    if one == other:
        return 1.0
    if effect:
        return 0.5 if one in words.effects.get(other, ()) else APART
    if generic and one in words.violent and (other == "attack" or one in words.fits.get(other, ())):
        return 0.5
    if one in words.fits.get(other, ()) or other in words.fits.get(one, ()):
        return 0.5
    return APART


def places(one: Located | None, other: Located | None) -> float:
    """2 for the same place, 1 for one within the other or beside it, 0 where one is silent."""
    if one is None or other is None:
        return 0.0
    if not (_is_known(one) and _is_known(other)):  # nobody knows where one of them is: the names tell
        if one.mention.text.casefold() == other.mention.text.casefold():
            return 1.0
        return APART if _is_a_spot(one) and _is_a_spot(other) else 0.0
    ids, others = ({place.id for place in located.footprint.places} for located in (one, other))
    if ids and ids == others and one.mention.role == other.mention.role:
        return 2.0
    if holds(one, other) or holds(other, one):
        return 1.0
    if one.footprint.where_precision >= 6 or other.footprint.where_precision >= 6:
        codes = {country_of(one), country_of(other)} - {""}
        return APART if len(codes) == 2 else 0.5
    codes = {country_of(one), country_of(other)}
    if len(codes) == 2 and "" not in codes:
        return APART
    distance = _apart_km(one.footprint.geometry, other.footprint.geometry)
    if distance is None:
        return 0.0
    return 1.0 if distance <= NEAR_KM else APART


def _is_known(located: Located) -> bool:
    footprint = located.footprint
    return footprint.tie != "nearby" and (bool(footprint.places) or footprint.geometry is not None)


def _is_a_spot(located: Located) -> bool:
    """Whether the mention names a place, and no area that could hold another one."""
    return located.mention.role == "place" and located.footprint.where_precision not in _AREAS


def dates(one: When, other: When, *, slack_days: int = 0) -> float:
    """2 for the same day, 1 for overlapping intervals, 0 where one is silent.

    Where nobody knows when the article appeared, "today" is open, but no day that the text names is meant by it.
    """
    (first, last), (start, end) = interval(one), interval(other)
    if {_is_open(one), _is_open(other)} == {True, False} and None not in (one.span, other.span):
        return APART
    if (first is None and last is None) or (start is None and end is None):
        return 0.0
    slack = timedelta(days=slack_days)
    if (last is not None and start is not None and last + slack < start) or (
        first is not None and end is not None and end + slack < first
    ):
        return APART
    both_fine = one.precision in _FINE and other.precision in _FINE
    return 2.0 if both_fine and first == start else 1.0


def sides(one: Collection[str], other: Collection[str]) -> float:
    """1 where a side is shared, 0 where one account names none, -1 where they name different ones."""
    if not one or not other:
        return 0.0
    return 1.0 if set(one) & set(other) else -1.0


def tolls(one: Iterable[Claim], other: Iterable[Claim]) -> float:
    """1 where a count agrees, 0 where none can be compared, -0.5 where all those that can differ."""
    counts = {(claim.measure, claim.value) for claim in one if claim.value is not None}
    others = {(claim.measure, claim.value) for claim in other if claim.value is not None}
    if counts & others:
        return 1.0
    return -0.5 if {measure for measure, _ in counts} & {measure for measure, _ in others} else 0.0


def interval(when: When) -> tuple[date | None, date | None]:
    """The first and last day of an interval; a missing end of a fine one is its start."""
    first, last = _day(when.start), _day(when.end)
    if last is None and first is not None and when.precision in _FINE:
        last = first
    return first, last


def _is_open(when: When) -> bool:
    return when.start is None and when.end is None


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _apart_km(one: BaseGeometry | None, other: BaseGeometry | None) -> float | None:
    """The distance, on a plane scaled at the middle latitude: exact enough to tell near from far."""
    if one is None or other is None or one.is_empty or other.is_empty:
        return None
    return _distance(one.wkb, other.wkb)


@lru_cache(maxsize=512)
def _distance(one: bytes, other: bytes) -> float:
    from shapely import from_wkb
    from shapely.affinity import scale

    shapes = [from_wkb(one), from_wkb(other)]
    squeeze = max(0.05, cos(radians((shapes[0].centroid.y + shapes[1].centroid.y) / 2)))
    flat = [scale(shape, xfact=squeeze, yfact=1.0, origin=(0, 0)) for shape in shapes]
    return float(flat[0].distance(flat[1]) * _KM_PER_DEGREE)


def same(one: Incident, other: Incident) -> float:
    """How well two incidents of different articles agree; from `SAME` on they are one, `APART` where they cannot be.

    Place and time must both agree: silence is not enough, for the same day sees many clashes in a war. Where the tolls
    differ and neither holds the other, or the days are neighbours and no toll agrees, a side or an actor must be shared
    as well; other tolls on neighbouring days are other incidents: a town under fire has a new toll each day.
    """
    if one.status != other.status and {one.status, other.status} != {"reported", "denied"}:
        return APART
    kind = kinds(one.kind, other.kind)
    day = dates(one.when, other.when, slack_days=1) if kind > 0 else APART
    place = places(one.where, other.where) if day > 0 else APART  # last, since it is the slowest
    if place <= 0:
        return APART
    side = sides(
        {actor.side for actor in one.actors if actor.side}, {actor.side for actor in other.actors if actor.side}
    )
    toll = tolls(one.claims, other.claims)
    others = _tolls_exclude(one.claims, other.claims)
    neighbours = day < 2.0 and one.when.precision in _FINE and other.when.precision in _FINE
    if others and neighbours:
        return APART
    if (others or (neighbours and toll <= 0)) and side <= 0 and not _actors(one) & _actors(other):
        return APART
    return kind + place + day + 0.75 * side + toll


def _actors(incident: Incident) -> set[str]:
    return {actor.name.casefold() for actor in incident.actors}


def _tolls_exclude(one: Iterable[Claim], other: Iterable[Claim]) -> bool:
    """Whether both count the same things and no count of the one can be that of the other ("at least 5" can be 7)."""
    mine, theirs = _bounds(one), _bounds(other)
    shared = mine.keys() & theirs.keys()
    return bool(shared) and not any(
        low <= last and first <= high
        for measure in shared
        for low, high in mine[measure]
        for first, last in theirs[measure]
    )


def _bounds(claims: Iterable[Claim]) -> dict[str, list[tuple[float, float]]]:
    """The least and most of each count; an open bound reaches as far as a count is likely to be out."""
    found: dict[str, list[tuple[float, float]]] = {}
    for claim in claims:
        if claim.value is None and claim.low is None and claim.high is None:
            continue
        known = float(next(bound for bound in (claim.value, claim.low, claim.high) if bound is not None))
        low = known / _OPEN if claim.low is None else float(claim.low)
        high = known * _OPEN if claim.high is None else float(claim.high)
        found.setdefault(claim.measure, []).append((low, high))
    return found
