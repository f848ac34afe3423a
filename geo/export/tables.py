"""Incidents as a GeoDataFrame with the columns of the GeoJSON interface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.export.columns import COLUMNS, LISTS, NESTED, NUMBERS, WHOLE, ReportLike
from geo.export.features import properties
from geo.records import Article, Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "EPSG:4326"


def frame(incidents: Iterable[Incident], article: Article | None = None) -> GeoDataFrame:
    """The incidents of one article, a row each: `id`, `COLUMNS` and geometry (EPSG:4326, None where unlocated)."""
    pairs = [(incident, article or Article(text="")) for incident in incidents]
    return _framed(pairs)


def frame_of(reports: Iterable[ReportLike]) -> GeoDataFrame:
    """The incidents of many reports in one table."""
    return _framed([(incident, report.article) for report in reports for incident in report.found])


def framed_rows(rows: Sequence[dict[str, Any]], geometry: Any) -> GeoDataFrame:
    """A GeoDataFrame of rows that have `id` and `COLUMNS` (others stay behind them), with whole numbers nullable."""
    import pandas
    from geopandas import GeoDataFrame

    extra = [name for name in (rows[0] if rows else {}) if name not in COLUMNS and name != "id"]
    columns = {name: _column(name, [row.get(name) for row in rows]) for name in ("id", *COLUMNS, *extra)}
    return GeoDataFrame(pandas.DataFrame(columns), geometry=geometry, crs=CRS)


def _framed(pairs: list[tuple[Incident, Article]]) -> GeoDataFrame:
    import geopandas

    rows = [{"id": incident.id, **properties(incident, article)} for incident, article in pairs]
    shapes = [incident.where.footprint.geometry if incident.where else None for incident, _ in pairs]
    return framed_rows(rows, geopandas.GeoSeries(shapes, crs=CRS))


def _column(name: str, values: list[Any]) -> Any:
    import pandas

    if name in WHOLE:
        return pandas.array(values, dtype="Int64")
    if name in NUMBERS:
        return pandas.array(values, dtype="Float64")
    if name in LISTS:
        values = [[] if value is None else value for value in values]
    if name in NESTED or name in ("id", *COLUMNS):
        return pandas.Series(values, dtype=object)
    return values
