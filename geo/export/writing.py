"""Writes incidents to a file, by its extension; the file is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo.errors import OutputError
from geo.export import tables
from geo.export.coders import as_acled
from geo.export.columns import COLUMNS, NESTED, WHOLE, ReportLike
from geo.export.features import collection
from geo.export.geometry import as_json, bbox, tidy
from geo.whole_file import whole_file

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYER = "incidents"


def write(what: ReportLike | Iterable[ReportLike] | GeoDataFrame, path: str | Path, *, acled: bool = False) -> None:
    """Write a report, several reports or a table of incidents to `path`.

    The extension decides: .geojson (RFC 7946), .parquet (GeoParquet 1.1 with covering boxes, nested lists kept),
    .gpkg, .kml, .csv (with `acled`, in the column order of ACLED's export), .jsonl (a Feature a line). The file is
    written beside its place and moved there, so that a failure leaves what was there before.

    Raises:
        OutputError: for an extension that is not known, a path that cannot be written, or a table without `kind`.
    """
    target = Path(path)
    writer = _writer(target, acled)
    content = _content(what)
    try:
        with whole_file(target) as part:
            writer(content, part)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    except UnicodeError as error:
        raise OutputError(f"cannot write {target}: its text has characters that no file can hold ({error})") from error


class _Content:
    """The incidents in the two forms that writers want, each made when asked for."""

    def __init__(self, reports: list[ReportLike] | None, table: GeoDataFrame | None) -> None:
        self._reports = reports
        self._table = table

    @property
    def table(self) -> GeoDataFrame:
        if self._table is None:
            self._table = tables.frame_of(self._reports or [])
        return self._table

    @property
    def collection(self) -> dict[str, Any]:
        return collection(self._reports) if self._reports is not None else _collection_of(self.table)


def _content(what: Any) -> _Content:
    if hasattr(what, "geometry") and hasattr(what, "columns"):
        if "kind" not in what.columns:
            raise OutputError(
                "this table has no column 'kind': read an ACLED or UCDP export with geo.export.from_acled or from_ucdp"
            )
        return _Content(None, what if what.crs is None else what.to_crs(tables.CRS))
    return _Content([what] if hasattr(what, "article") else list(cast("Iterable[ReportLike]", what)), None)


def _writer(target: Path, acled: bool) -> Callable[[_Content, Path], None]:
    extension = target.suffix.lower()
    if extension not in EXTENSIONS:
        known = " ".join(EXTENSIONS)
        raise OutputError(f"cannot write {target}: {extension or 'no extension'} is not one of {known}")
    if acled:
        if extension != ".csv":
            raise OutputError(f"cannot write {target}: ACLED's column order is for .csv, not {extension}")
        return _acled
    return EXTENSIONS[extension]


def _geojson(content: _Content, path: Path) -> None:
    path.write_text(_dumps(content.collection) + "\n", encoding="utf-8")


def _json_lines(content: _Content, path: Path) -> None:
    lines = (_dumps(feature) + "\n" for feature in content.collection["features"])
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _parquet(content: _Content, path: Path) -> None:
    content.table.to_parquet(path, schema_version="1.1.0", write_covering_bbox=True, index=False)


def _geopackage(content: _Content, path: Path) -> None:
    path.unlink()  # GDAL makes the file itself and will not open an empty one
    table = _flat(content.table).rename(columns={"id": "incident_id"})  # GeoPackage keeps "fid" and dislikes a text id
    table.to_file(path, driver="GPKG", layer=LAYER, engine="pyogrio")


def _kml(content: _Content, path: Path) -> None:
    from geo.export.kml import placemarks

    path.write_bytes(placemarks(content.collection))


def _csv(content: _Content, path: Path) -> None:
    import pandas

    shapes = content.table.geometry
    table = pandas.DataFrame(_flat(content.table).drop(columns=shapes.name))
    points = shapes.representative_point()
    table.insert(1, "longitude", points.x.round(5))
    table.insert(2, "latitude", points.y.round(5))
    table["geometry"] = [None if shape is None else shape.wkt for shape in map(tidy, shapes)]
    _spreadsheet(table, path)


def _acled(content: _Content, path: Path) -> None:
    _spreadsheet(as_acled(content.table), path)


def _spreadsheet(table: Any, path: Path) -> None:
    """CSV whose text cells no spreadsheet takes for formulas (https://owasp.org/www-community/attacks/CSV_Injection)."""
    import pandas

    safe = pandas.DataFrame({name: [_guarded(cell) for cell in table[name]] for name in table.columns})
    safe.to_csv(path, index=False, encoding="utf-8", lineterminator="\r\n")


def _guarded(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else cell


def _flat(table: GeoDataFrame) -> GeoDataFrame:
    """The table with nested values as JSON text, for formats that have no lists."""
    flat = table.copy()
    for name in flat.columns:
        if name in NESTED or flat[name].map(lambda v: isinstance(v, (dict, list))).any():
            flat[name] = [None if value is None else _dumps(_plain(value)) for value in flat[name]]
    return flat


def _collection_of(table: GeoDataFrame) -> dict[str, Any]:
    names = [name for name in table.columns if name not in ("id", table.geometry.name)]
    ordered = [*(n for n in COLUMNS if n in names), *(n for n in names if n not in COLUMNS)]
    rows = table.to_dict("records")
    found = []
    for number, (row, geometry) in enumerate(zip(rows, table.geometry, strict=True)):
        box = bbox([geometry])
        found.append(
            {
                "type": "Feature",
                "id": _plain(row.get("id", number)),
                **({"bbox": box} if box else {}),
                "geometry": as_json(geometry),
                "properties": {name: _value(name, row[name]) for name in ordered},
            }
        )
    box = bbox(table.geometry)
    return {"type": "FeatureCollection", **({"bbox": box} if box else {}), "features": found}


def _value(name: str, value: Any) -> Any:
    plain = _plain(value)
    return int(plain) if name in WHOLE and isinstance(plain, float) else plain


def _plain(value: Any) -> Any:
    """Plain JSON: what is missing is null, numbers and times of pandas are ours."""
    import pandas

    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and hasattr(value, "__len__")):
        return [_plain(inner) for inner in value]
    if value is None or pandas.isna(value):
        return None
    if hasattr(value, "isoformat"):
        text = str(value.isoformat())
        return text.removesuffix("T00:00:00")
    return value.item() if hasattr(value, "item") else value


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


EXTENSIONS: dict[str, Callable[[_Content, Path], None]] = {
    ".geojson": _geojson,
    ".json": _geojson,
    ".parquet": _parquet,
    ".gpkg": _geopackage,
    ".kml": _kml,
    ".csv": _csv,
    ".jsonl": _json_lines,
}
