"""Reads incidents back from the files that `geo.export.write` makes, and from ACLED's and UCDP GED's exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ArticleError
from geo.export.coders import from_acled, from_ucdp, is_acled, is_ucdp, missing_columns
from geo.export.columns import NESTED, NUMBERS, WHOLE
from geo.export.tables import CRS, framed_rows

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: What only tables are called: .json and .jsonl are articles.
TABLES = (".parquet", ".gpkg", ".geojson", ".kml", ".csv")


def is_table(path: str | Path) -> bool:
    """Whether a file is a table of incidents, by its extension; Parquet may hold articles, which have no geometry."""
    source = Path(path)
    extension = source.suffix.lower()
    return extension in TABLES and not (extension == ".parquet" and _has_no_geometry(source))


def read_table(path: str | Path) -> GeoDataFrame:
    """The incidents of a file, with the columns of the GeoJSON interface, by its extension.

    A CSV or table with ACLED's or UCDP GED's column names is translated on the way.

    Raises:
        ArticleError: for a file that is missing, of an unknown type, or that holds no incidents.
    """
    source = Path(path)
    reader = _READERS.get(source.suffix.lower())
    if reader is None:
        known = " ".join(_READERS)
        raise ArticleError(f"cannot read {source}: {source.suffix or 'no extension'} is not one of {known}")
    if not source.exists():
        raise ArticleError(f"{source}: no such file; cure: check the path")
    try:
        return reader(source)
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        raise ArticleError(f"cannot read {source} as incidents: {error}") from error


def _has_no_geometry(path: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return b"geo" not in (pq.read_schema(path).metadata or {})
    except (OSError, pa.ArrowInvalid):
        return False


def _geojson(path: Path) -> GeoDataFrame:
    return _from_features(json.loads(path.read_text(encoding="utf-8"))["features"])


def _json_lines(path: Path) -> GeoDataFrame:
    return _from_features([json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()])


def _from_features(features: list[dict[str, Any]]) -> GeoDataFrame:
    import geopandas
    from shapely.geometry import shape

    rows = [{"id": feature.get("id"), **feature["properties"]} for feature in features]
    shapes = [shape(f["geometry"]) if f["geometry"] else None for f in features]
    return framed_rows(rows, geopandas.GeoSeries(shapes, crs=CRS))


def _parquet(path: Path) -> GeoDataFrame:
    import geopandas

    table = geopandas.read_parquet(path)
    return _from_table(table.drop(columns=["bbox"], errors="ignore"))


def _geopackage(path: Path) -> GeoDataFrame:
    import geopandas

    table = geopandas.read_file(path, engine="pyogrio")
    return _from_table(table.rename(columns={"incident_id": "id"}))


def _csv(path: Path) -> GeoDataFrame:
    import geopandas
    import pandas

    table = pandas.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=_separator(path), index_col=False
    )
    table = table.rename(columns=str.lower).map(_unguarded)
    if is_acled(table.columns):
        return from_acled(table)
    if is_ucdp(table.columns):
        return from_ucdp(table)
    if not {"kind", "geometry"} <= set(table.columns):
        raise ValueError(f"its columns are neither ours nor {missing_columns(table.columns)}")
    shapes = geopandas.GeoSeries.from_wkt(table["geometry"].where(table["geometry"] != "", None), crs=CRS)
    rows = [{str(k): v or None for k, v in row.items()} for row in table.drop(columns="geometry").to_dict("records")]
    kept = [{k: _cell(k, v) for k, v in row.items() if k not in ("longitude", "latitude")} for row in rows]
    return framed_rows(kept, shapes)


def _separator(path: Path) -> str:
    """What parts the names in the first line: spreadsheets write semicolons where the comma is a decimal sign."""
    with path.open(encoding="utf-8-sig") as file:
        names = file.readline()
    return max(",;\t", key=names.count)


def _kml(path: Path) -> GeoDataFrame:
    import geopandas
    import shapely

    from geo.export.kml import NAMESPACE

    if b"<!DOCTYPE" in path.read_bytes()[:4096]:
        raise ValueError("a KML file with a document type is not read (entity expansion)")
    from xml.etree import ElementTree as ET

    marks = ET.parse(path).getroot().iter(f"{{{NAMESPACE}}}Placemark")
    rows = []
    for mark in marks:
        data = mark.iter(f"{{{NAMESPACE}}}Data")
        cells = {d.get("name", ""): d.findtext(f"{{{NAMESPACE}}}value") for d in data}
        rows.append({name: _cell(name, value) for name, value in cells.items()})
    shapes = geopandas.read_file(path, engine="pyogrio").geometry
    flat = shapely.force_2d(shapes.array)
    return framed_rows(rows, geopandas.GeoSeries(flat, crs=CRS))


def _from_table(table: GeoDataFrame) -> GeoDataFrame:
    geometry = table.geometry if table.crs is None else table.geometry.to_crs(CRS)
    rows = table.drop(columns=geometry.name).to_dict("records")
    return framed_rows([{k: _cell(k, v) for k, v in row.items()} for row in rows], geometry)


def _cell(name: str, value: Any) -> Any:
    """A value as `framed_rows` wants it, from text, from numpy or from JSON text in a cell."""
    import pandas

    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, dict)):
        return _whole_again(value)
    if value is None or pandas.isna(value):
        return None
    if name in NESTED:
        return json.loads(value)
    if name in WHOLE:
        return int(float(value))
    if name in NUMBERS:
        return float(value)
    return value


def _whole_again(value: Any) -> Any:
    """Nested numbers as they were: Arrow hands whole numbers beside a null to Python as floats, and null as NaN."""
    if isinstance(value, dict):
        return {key: _whole_again(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [_whole_again(inner) for inner in value]
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    return value


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r", "'") else cell


_READERS: dict[str, Callable[[Path], GeoDataFrame]] = {
    ".geojson": _geojson,
    ".json": _geojson,
    ".jsonl": _json_lines,
    ".parquet": _parquet,
    ".gpkg": _geopackage,
    ".kml": _kml,
    ".csv": _csv,
}
