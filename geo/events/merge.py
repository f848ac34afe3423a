"""Many articles: the same incident in two reports is one, with both sources and with what they differ in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from geo.events import compare
from geo.records import Article, Incident

#: Incidents whose interval is longer than this are compared by years, not by days.
_LONG_DAYS = 31


@dataclass(frozen=True, slots=True)
class Sourced:
    """An incident as one article tells it."""

    article: Article
    incident: Incident


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the sources differ: for each of them its value as text, in the order of `sources`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """One incident with every account of it, the surest first; `id` is that of the account published first."""

    id: str
    sources: tuple[Sourced, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def incident(self) -> Incident:
        """The account that is told with most confidence."""
        return self.sources[0].incident


def merge(found: Iterable[tuple[Article, Incident]]) -> list[Merged]:
    """The incidents of many articles, each once.

    Two are one where `geo.events.compare.same` says so; only incidents that share a day (or a long one's year) and a
    country are compared, so that the cost grows with the incidents of a country's day, not with the square of all.
    What is unlocated or undated stays by itself. The outcome does not depend on the order of the input.
    """
    sourced = sorted((Sourced(article, incident) for article, incident in found), key=_first)
    clusters: list[list[Sourced]] = []
    by_block: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in sourced:
        blocks = list(blocks_of(one.incident))
        near = dict.fromkeys(number for block in blocks for number in by_block[block])
        best = max(((_agreement(clusters[number], one), -number) for number in near), default=(compare.APART, 0))
        if best[0] >= compare.SAME:
            number = -best[1]
            clusters[number].append(one)
        else:
            number = len(clusters)
            clusters.append([one])
        for block in blocks:
            if number not in by_block[block]:
                by_block[block].append(number)
    return [_merged(cluster) for cluster in clusters]


def blocks_of(incident: Incident) -> Iterator[tuple[str, str]]:
    """The (time, place) keys under which an incident is compared: its days with one of slack, and its countries."""
    first, last = compare.interval(incident.when)
    if incident.where is None or (first is None and last is None):
        return
    first, last = first or last, last or first
    assert first is not None and last is not None
    if (last - first).days > _LONG_DAYS:
        times = [f"{year}" for year in range(first.year, min(last.year, first.year + 5) + 1)]
    else:
        length = (last - first).days + 2
        times = [(first + timedelta(days=shift)).isoformat() for shift in range(-1, length)]
    for place in _place_keys(incident):
        for time in times:
            yield time, place


def _place_keys(incident: Incident) -> list[str]:
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


def _merged(cluster: Sequence[Sourced]) -> Merged:
    ranked = tuple(sorted(cluster, key=lambda one: (-one.incident.confidence, _first(one))))
    return Merged(min(cluster, key=_first).incident.id, ranked, tuple(_differences(ranked)))


def _differences(sources: Sequence[Sourced]) -> Iterator[Difference]:
    fields: dict[str, tuple[str, ...]] = {
        "kind": tuple(one.incident.kind for one in sources),
        "status": tuple(one.incident.status for one in sources),
        "when": tuple(_text(one.incident.when.start) for one in sources),
        "where": tuple(one.incident.where.mention.text if one.incident.where else "" for one in sources),
    }
    for measure in sorted({claim.measure for one in sources for claim in one.incident.claims}):
        fields[measure] = tuple(_counts(one.incident, measure) for one in sources)
    for field, values in fields.items():
        if sum(1 for _ in groupby(sorted(value for value in values if value))) > 1:
            yield Difference(field, values)


def _counts(incident: Incident, measure: str) -> str:
    values = sorted({claim.value for claim in incident.claims if claim.measure == measure and claim.value is not None})
    return ", ".join(str(value) for value in values)


def _text(moment: object) -> str:
    return "" if moment is None else str(moment)


def _first(one: Sourced) -> tuple[str, str, str]:
    return _text(one.article.published), one.article.id, one.incident.id
