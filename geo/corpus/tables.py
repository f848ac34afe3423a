"""The three tables of a corpus: their columns with types, and how rows become files that DuckDB and geopandas read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.corpus.writing import unfinished
from geo.whole_file import whole_file

if TYPE_CHECKING:
    import pyarrow as pa

INCIDENTS, PLACES, ERRORS = "incidents", "places", "errors"
TABLES = (INCIDENTS, PLACES, ERRORS)

_TEXT = (
    "id", "kind", "acled_event_type", "acled_sub_event_type", "title", "status", "start", "end", "date_precision",
    "place", "country", "admin1", "how", "source", "url", "article",
)  # fmt: skip
_WHOLE = ("where_precision", "killed", "injured", "captured", "missing")


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of one of the three tables; that of incidents carries GeoParquet 1.1's metadata."""
    import pyarrow as pa

    if table == ERRORS:
        return pa.schema([("source", pa.string()), ("line", pa.int64()), ("reason", pa.string())])
    if table == PLACES:
        whole = {"start": pa.int64(), "end": pa.int64(), "geonameid": pa.int64(), "where_precision": pa.int32()}
        real = dict.fromkeys(("lat", "lon", "radius_km", "confidence"), pa.float64())
        names = ("article", "start", "end", "text", "role", "lat", "lon", "geonameid", "place", "kind", "country",
                 "where_precision", "radius_km", "confidence", "how")  # fmt: skip
        return pa.schema([(name, {**whole, **real}.get(name, pa.string())) for name in names])
    return pa.schema(list(_incident_fields()), metadata={"geo": json.dumps(_GEO)})


def write(rows: Iterable[Mapping[str, Any]], table: str, path: Path) -> int:
    """Write rows as one Parquet file that is there whole or not at all; returns how many there were."""
    import pyarrow.parquet as pq

    made = arrow(rows, table)
    with whole_file(path, unfinished(path)) as part:
        pq.write_table(made, part, compression="zstd")
    return int(made.num_rows)


def arrow(rows: Iterable[Mapping[str, Any]], table: str) -> pa.Table:
    """The rows as an Arrow table.

    Raises:
        ArrowException, OverflowError, UnicodeError: a value that its column cannot hold.
    """
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=schema(table))


_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    # Without a `crs` GeoParquet means OGC:CRS84: WGS 84, longitude first, as everything here is.
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}


def _incident_fields() -> Iterable[tuple[str, pa.DataType]]:
    import pyarrow as pa

    from geo.export import COLUMNS

    words = pa.struct([("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    quote = pa.struct([("quote", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    counts = [(name, pa.int64()) for name in ("value", "low", "high")]
    said = [("side", pa.string()), ("claimant", pa.string()), ("quote", pa.string())]
    span = [("start", pa.int64()), ("end", pa.int64())]
    claim = pa.struct([("measure", pa.string()), *counts, *said, *span, ("denied", pa.bool_())])
    types: dict[str, pa.DataType] = dict.fromkeys(_TEXT, pa.string())
    types |= dict.fromkeys(_WHOLE, pa.int64())
    types |= {"radius_km": pa.float64(), "confidence": pa.float64()}
    types |= {"trigger": words, "mention": words, "evidence": pa.list_(quote), "claims": pa.list_(claim)}
    types |= {"actors": pa.list_(pa.string())}
    yield "id", pa.string()
    for name in COLUMNS:
        yield name, types[name]
    yield "reports", pa.list_(pa.string())
    yield "geometry", pa.binary()
