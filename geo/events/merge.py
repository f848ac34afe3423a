"""Many articles: the same incident in two reports is one, with both sources and with what they differ in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from geo.events.sweep import Sourced, Sweep, by_day, first_told, ranked
from geo.records import Article, Incident


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

    Two are one where `geo.events.compare.same` says so; what is unlocated or undated stays by itself. The outcome does
    not depend on the order of the input.
    """
    sourced = sorted((Sourced(article, incident) for article, incident in found), key=by_day)
    clusters = [cluster for settled in Sweep[Sourced]().over(sourced) for cluster in settled]
    clusters.sort(key=lambda cluster: min(map(first_told, cluster)))
    return [_merged(cluster) for cluster in clusters]


def _merged(cluster: Sequence[Sourced]) -> Merged:
    sources = tuple(ranked(cluster))
    return Merged(min(cluster, key=first_told).incident.id, sources, tuple(_differences(sources)))


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
