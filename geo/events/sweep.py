"""Accounts of many articles swept in the order of their days into clusters, each of one incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, floor, radians
from typing import Generic, TypeVar

from geo.events import compare
from geo.records import Article, Incident

#: Incidents whose interval is longer than this are compared by years, not by days.
_LONG_DAYS = 31
_LONG_YEARS = 5  # of a longer one's years are compared
_SLACK = 1  # days by which two accounts may differ
_FINE = 3  # where_precision: towns and second-level areas
_CELL = 1  # degrees, a divisor of 360
_MOST_CELLS = 16
_HIGHEST = 85.0  # degrees of latitude; beyond it cells are slivers
_KM_PER_DEGREE = 111.2
Cell = tuple[int, int]
Block = tuple[int, str, str, Cell]  # last day, day or year, country, cell
_ALL, _AREAS = (-1, -1), (-2, -2)  # cells of their own: everything in a country, and its areas


@dataclass(frozen=True, slots=True)
class Sourced:
    """An incident as one article tells it."""

    article: Article
    incident: Incident


S = TypeVar("S", bound=Sourced)


def by_day(one: Sourced) -> tuple[int, tuple[str, str, str]]:
    """The order in which accounts are swept: what has no day or place first, then by the first day."""
    return first_day(one.incident), first_told(one)


def first_day(incident: Incident) -> int:
    """The ordinal of the first day on which it may have been; 0 where there is no day or no place to compare."""
    first, last = compare.interval(incident.when)
    known = first or last
    return known.toordinal() if known and incident.where else 0


class Sweep(Generic[S]):
    """Clusters of accounts of one incident each, built in the order of `by_day`.

    Only accounts that share a day (or a long one's year), a country and, where both are fine, a cell of about a degree
    are compared; and a cluster is given out as soon as no later account can join it. So the work grows with the
    incidents of a place's day and the memory with those of a country's days, neither with all.
    """

    def __init__(self) -> None:
        self._clusters: dict[int, list[S]] = {}
        self._open: Counter[int] = Counter()  # in how many blocks a cluster can still be found
        self._blocks: dict[int, dict[Block, set[int]]] = {}  # by the day after which nobody looks there
        self._made = 0

    def over(self, accounts: Iterable[S]) -> Iterator[list[list[S]]]:
        """For each account the clusters that are settled before it, and at last all that are left."""
        for one in accounts:
            if day := first_day(one.incident):
                yield list(self._settled(day - _SLACK))
                self._add(one)
            else:
                yield [[one]]
        yield list(self._clusters.values())
        self._clusters.clear()

    def _settled(self, before: int) -> Iterator[list[S]]:
        for until in [until for until in self._blocks if until < before]:
            for numbers in self._blocks.pop(until).values():
                for number in numbers:
                    self._open[number] -= 1
                    if not self._open[number]:
                        del self._open[number]
                        yield self._clusters.pop(number)

    def _add(self, one: S) -> None:
        times = list(_times(one.incident))
        stands, looks = _blocks(one.incident)
        near = {n for time in times for block in looks for n in self._blocks.get(time[0], {}).get((*time, *block), ())}
        best = max(((_agreement(self._clusters[number], one), -number) for number in near), default=(compare.APART, 0))
        number = -best[1]
        if best[0] < compare.SAME:
            number, self._made = self._made, self._made + 1
            self._clusters[number] = []
        self._clusters[number].append(one)
        for time in times:
            at = self._blocks.setdefault(time[0], {})
            for block in stands:
                numbers = at.setdefault((*time, *block), set())
                if number not in numbers:
                    numbers.add(number)
                    self._open[number] += 1


def _times(incident: Incident) -> Iterator[tuple[int, str]]:
    """The days of an incident with one of slack, or a long one's years: each as its last day, with what it is."""
    first, last = compare.interval(incident.when)
    first, last = first or last, last or first
    assert first is not None and last is not None
    if (last - first).days > _LONG_DAYS:
        for year in range(first.year, min(last.year, first.year + _LONG_YEARS) + 1):
            yield date(year, 12, 31).toordinal(), "year"
    else:
        for day in range(first.toordinal() - _SLACK, last.toordinal() + _SLACK + 1):
            yield day, "day"


def _blocks(incident: Incident) -> tuple[list[tuple[str, Cell]], list[tuple[str, Cell]]]:
    """The blocks in a day under which an incident stands, and those in which it looks for others.

    What is fine cannot be one with what is fine and far off, so it stands in the cells round it and looks there and
    among the areas; an area may hold anything of its country.
    """
    countries, cells = _countries(incident), _cells(incident)
    if cells is None:
        return [(c, cell) for c in countries for cell in (_ALL, _AREAS)], [(c, _ALL) for c in countries]
    return (
        [(c, cell) for c in countries for cell in (_ALL, *cells)],
        [(c, cell) for c in countries for cell in (_AREAS, *cells)],
    )


def _cells(incident: Incident) -> list[Cell] | None:
    """The cells of the grid within `compare.NEAR_KM` of a fine place; None for an area or what has no shape."""
    assert incident.where is not None
    footprint = incident.where.footprint
    shape = footprint.geometry
    if footprint.where_precision > _FINE or footprint.tie == "nearby" or shape is None or shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    high = compare.NEAR_KM / _KM_PER_DEGREE
    if max(north, -south) + high > _HIGHEST:
        return None
    wide = high / cos(radians(max(abs(north), abs(south)) + high))
    columns = range(floor((west - wide) / _CELL), floor((east + wide) / _CELL) + 1)
    rows = range(floor((south - high) / _CELL), floor((north + high) / _CELL) + 1)
    if len(columns) * len(rows) > _MOST_CELLS:
        return None
    return [(column % (360 // _CELL), row) for column in columns for row in rows]


def _countries(incident: Incident) -> list[str]:
    assert incident.where is not None
    countries = {place.country for place in incident.where.footprint.places if place.country}
    if countries:
        return sorted(countries)
    geometry = incident.where.footprint.geometry
    if geometry is None or geometry.is_empty:
        return [incident.where.mention.text.casefold()]
    middle = geometry.centroid
    return [f"{round(middle.x / 5)},{round(middle.y / 5)}"]


def _agreement(cluster: Sequence[Sourced], one: Sourced) -> float:
    """The best agreement with a member; apart from one of them is apart from all, and the day must be that of the
    first, with one of slack, so that a chain of reports does not creep over a week."""
    first = cluster[0].incident
    if compare.dates(first.when, one.incident.when, slack_days=1) <= 0:
        return compare.APART
    scores = [compare.same(other.incident, one.incident) for other in cluster]
    return compare.APART if min(scores) <= compare.APART / 2 else max(scores)


def ranked(cluster: Iterable[S]) -> list[S]:
    """The accounts of a cluster, the surest first."""
    return sorted(cluster, key=lambda one: (-one.incident.confidence, first_told(one)))


def first_told(one: Sourced) -> tuple[str, str, str]:
    """The order of accounts of one day: by publication, then by their ids."""
    return "" if one.article.published is None else str(one.article.published), one.article.id, one.incident.id
