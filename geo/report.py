"""The report: one article with its places and incidents, as records, as tables and as GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.records import Article, Incident, Located

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

PLACE_COLUMNS = (
    "start",
    "end",
    "text",
    "role",
    "place",
    "id",
    "kind",
    "country",
    "where_precision",
    "radius_km",
    "confidence",
    "how",
)
ROWS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says happened, and where.

    `located` holds every mention with its footprint in the order of the text, `found` every incident as a record.
    `notes` are sentences for the reader about what could not be done ("no publication date: …").
    """

    article: Article
    located: tuple[Located, ...] = ()
    found: tuple[Incident, ...] = ()
    notes: tuple[str, ...] = ()
    focus: Mapping[str, Any] = field(default_factory=dict)

    @property
    def incidents(self) -> GeoDataFrame:
        """The incidents, a row each, with the GeoJSON interface's columns; EPSG:4326, None where unlocated."""
        from geo.export import frame

        return frame(self.found, self.article)

    @property
    def places(self) -> GeoDataFrame:
        """The mentions, a row each, with `PLACE_COLUMNS` and the footprint's geometry; EPSG:4326."""
        from geopandas import GeoDataFrame

        rows = [_place_row(located) for located in self.located]
        geometry = [located.footprint.geometry for located in self.located]
        columns = {name: [row[name] for row in rows] for name in PLACE_COLUMNS}
        return GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")

    def to_file(self, path: str | Path) -> Path:
        """Write the incidents; the extension decides (.geojson .parquet .gpkg .kml .csv .jsonl).

        Raises:
            OutputError: for an unknown extension or a path that cannot be written; nothing half-written stays.
        """
        from geo.export import write

        write(self, path)
        return Path(path)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """The incidents as an RFC 7946 FeatureCollection."""
        from geo.export import features

        return features(self.found, self.article)

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        return {
            "application/geo+json": self.__geo_interface__,
            "text/html": self._repr_html_(),
            "text/plain": repr(self),
        }

    def _repr_html_(self) -> str:
        heading = escape(self.article.title or self.article.id or "Untitled article")
        rows = "".join(_incident_row(incident) for incident in self.found[:ROWS_SHOWN])
        more = f"<p>… and {len(self.found) - ROWS_SHOWN} more</p>" if len(self.found) > ROWS_SHOWN else ""
        notes = "".join(f"<p><em>{escape(note)}</em></p>" for note in self.notes)
        head = "<tr><th>kind</th><th>when</th><th>where</th><th>status</th><th>evidence</th></tr>"
        return f"<h4>{heading}</h4>{notes}<table>{head}{rows}</table>{more}"

    def __repr__(self) -> str:
        unlocated = sum(incident.where is None for incident in self.found)
        return (
            f"Report({self.article.title[:60]!r}: {len(self.found)} incidents, {unlocated} of them unlocated, "
            f"{len(self.located)} mentions)"
        )


def _place_row(located: Located) -> dict[str, Any]:
    mention, footprint = located.mention, located.footprint
    places: Sequence[Any] = footprint.places
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "place": "; ".join(place.name for place in places),
        "id": " ".join(place.id for place in places),
        "kind": places[0].kind if len(places) == 1 else "",
        "country": places[0].country if len({place.country for place in places}) == 1 else "",
        "where_precision": footprint.where_precision,
        "radius_km": footprint.radius_km,
        "confidence": footprint.confidence,
        "how": footprint.how,
    }


def _incident_row(incident: Incident) -> str:
    where = incident.where.mention.text if incident.where else f"unlocated: {incident.unlocated_because}"
    when = str(incident.when.start or "undated")
    evidence = incident.evidence[0].text if incident.evidence else ""
    cells = (incident.kind, when, where, incident.status, evidence)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
