"""What a page holds, as plain values: articles with their mentions, and incidents in columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.export.columns import COLUMNS, ReportLike
from geo.export.features import iso, properties
from geo.records import Candidate, Footprint, Incident, Located
from geo.resolve.kinds import coarse
from maps.payload import column
from maps.shapes import Shapes

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Row = dict[str, Any]
_PLACE_ID = re.compile(r"[a-z]+:[\w:-]*\w")
_DRAWN = ("id", *COLUMNS, "because", "alternatives", "roles", "x", "y", "shape", "article", "anchors")
ALTERNATIVES = 5  # at most, of a mention or an incident


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the page shows of the reports or the table."""

    title: str
    articles: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    shapes: list[Row] = field(default_factory=list)
    bounds: list[tuple[float, float, float, float]] = field(default_factory=list)

    def as_json(self) -> Row:
        """Columns for the page's script, short where values repeat."""
        columns = {name: column([row.get(name) for row in self.rows]) for name in dict.fromkeys(_DRAWN)}
        return {
            "title": self.title,
            "articles": self.articles,
            "count": len(self.rows),
            "incidents": columns,
            "shapes": self.shapes,
        }


def of_reports(reports: Sequence[ReportLike], title: str) -> Contents:
    """The contents of one report or of many."""
    shapes = Shapes()
    contents = Contents(title or _title(reports), shapes=shapes.rows)
    for number, report in enumerate(reports):
        anchors = _Anchors(report.located)
        contents.articles.append(_article(report, shapes, anchors))
        for incident in report.found:
            geometry = incident.where.footprint.geometry if incident.where else None
            row = {**properties(incident, report.article), **_beside(incident, anchors), "article": number}
            contents.rows.append({"id": incident.id, **row, **_placed(shapes, geometry)})
            if geometry is not None and not geometry.is_empty:
                contents.bounds.append(geometry.bounds)
    return contents


def of_table(table: GeoDataFrame, title: str) -> Contents:
    """The contents of a table of incidents; columns that it lacks are empty."""
    shapes = Shapes()
    contents = Contents(title or "Incidents", shapes=shapes.rows)
    whole = table if table.crs is None else table.to_crs("EPSG:4326")
    names = [name for name in ("id", *COLUMNS) if name in whole.columns]
    lists = [whole[name].tolist() for name in names]
    for number, (geometry, *values) in enumerate(zip(whole.geometry, *lists, strict=True)):
        row = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        row["id"] = str(row.get("id") or number)
        row["kind"] = row.get("kind") or "other"
        row["article"] = -1
        contents.rows.append({**row, **_placed(shapes, geometry)})
        if geometry is not None and not geometry.is_empty:
            contents.bounds.append(geometry.bounds)
    return contents


def _title(reports: Sequence[ReportLike]) -> str:
    if len(reports) == 1:
        return reports[0].article.title or "What happened where"
    return f"{len(reports)} articles"


class _Anchors:
    """What the relative mentions of an article are built from, by the number of a mention in the article."""

    def __init__(self, located: Sequence[Located]) -> None:
        self._located = located
        self._numbers = {(each.mention.start, each.mention.end): n for n, each in reversed([*enumerate(located)])}

    def of(self, where: Located) -> list[int]:
        """The numbers of the mentions that `where` is built from."""
        spans = [(anchor.start, anchor.end) for anchor in where.mention.anchors]
        return [self._numbers[span] for span in spans if span in self._numbers]

    def alternatives(self, where: Located) -> tuple[Candidate, ...]:
        """The places rejected for these words, or else for those that they are built from."""
        anchors = [self._located[number].footprint for number in self.of(where)]
        return where.footprint.alternatives or tuple(other for each in anchors for other in each.alternatives)


def _article(report: ReportLike, shapes: Shapes, anchors: _Anchors) -> Row:
    article = report.article
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "published": iso(article.published),
        "source": article.source,
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "notes": [*getattr(report, "notes", ())],
        "mentions": [_mention(located, shapes, anchors) for located in report.located],
    }


def _mention(located: Located, shapes: Shapes, anchors: _Anchors) -> Row:
    mention, footprint = located.mention, located.footprint
    place = located.place
    built_from = anchors.of(located)
    return {
        "start": mention.start,
        "end": mention.end,
        "role": mention.role,
        "place": place.name if place else "",
        "country": place.country if place else "",
        "where_precision": footprint.where_precision,
        "radius_km": round(footprint.radius_km, 2),
        "confidence": round(footprint.confidence, 3),
        "how": _spelt(footprint),
        **({"anchors": built_from} if built_from else {}),
        **_placed(shapes, footprint.geometry),
    }


def _beside(incident: Incident, anchors: _Anchors) -> Row:
    """What the table of files has no column for: why unlocated, who took which part, what else the place might be."""
    where = incident.where
    return {
        "because": incident.unlocated_because,
        "roles": [[actor.name, actor.role, actor.side] for actor in incident.actors],
        **(_of_place(where, anchors) if where else {}),
    }


def _of_place(where: Located, anchors: _Anchors) -> Row:
    return {
        "how": _spelt(where.footprint),
        "anchors": anchors.of(where),
        "alternatives": [_alternative(candidate) for candidate in anchors.alternatives(where)[:ALTERNATIVES]],
    }


def _spelt(footprint: Footprint) -> str:
    """How the footprint was made, with names for the ids of its places."""
    names = {other.place.id: f"another {other.place.name}" for other in footprint.alternatives}
    names |= {place.id: place.name for place in footprint.places}
    return _PLACE_ID.sub(lambda found: names.get(found[0], found[0]), footprint.how)


def _alternative(candidate: Candidate) -> Row:
    place = candidate.place
    return {
        "name": place.name,
        "country": place.country,
        "kind": coarse(place.kind),
        "population": place.population,
        "confidence": round(candidate.confidence, 3),
        "because": candidate.because,
    }


def _placed(shapes: Shapes, geometry: Any) -> Row:
    x, y, shape = shapes.place(geometry)
    return {"x": x, "y": y, "shape": shape}


def _plain(value: Any) -> Any:
    """JSON of a table's cell: missing is None, numpy's and pandas' values are Python's."""
    import pandas

    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return [_plain(inner) for inner in value]
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        if not math.isfinite(number):
            return None
        return int(number) if number.is_integer() else number
    return number
