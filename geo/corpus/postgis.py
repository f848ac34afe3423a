"""The merged table into PostGIS, by psycopg's COPY; the database does the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.corpus import tables
from geo.errors import DatelineError, OutputError

#: PostgreSQL cuts longer names without a word, so that two tables could become one.
LONGEST_NAME = 63  # bytes
SECONDS_TO_CONNECT = 15
_TYPES = {"string": "text", "int32": "integer", "int64": "bigint", "double": "double precision"}


def check_postgis(url: str) -> None:
    """Refuse, before hours of reading, a database that cannot take the table after them.

    Raises:
        OutputError: the database cannot be reached, or has no PostGIS.
        DatelineError: psycopg is not installed.
    """
    psycopg = _psycopg()
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT) as connection:
            known = connection.execute("select from pg_available_extensions where name = 'postgis'").rowcount
    except psycopg.Error as error:
        raise OutputError(f"the database cannot be used: {error}") from error
    if not known:
        raise OutputError("the database has no PostGIS; cure: install it on the server (Debian: postgresql-postgis)")


def write_postgis(merged: Path, url: str, table: str = "incidents") -> int:
    """Replace `table` in the database at `url` by the incidents in `merged`; one transaction, returns the rows.

    Nested fields become jsonb, the geometry `geometry(Geometry, 4326)` with an index.

    Raises:
        OutputError: the database cannot be reached, lacks PostGIS, or refuses; `table` can be no name; `merged` is no
            Parquet file. The database then has what it had before.
        DatelineError: psycopg is not installed.
    """
    psycopg = _psycopg()
    import pyarrow as pa
    import pyarrow.parquet as pq
    from psycopg import sql

    if "\0" in table or not 0 < len(table.encode()) <= LONGEST_NAME:
        raise OutputError(f"{table!r}: no name for a table: it has 1 to {LONGEST_NAME} bytes and no NUL")
    schema = tables.schema(tables.INCIDENTS)
    name = sql.Identifier(table)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_column_type(field))) for field in schema
    )
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT) as connection, connection.cursor() as cursor:
            cursor.execute("create extension if not exists postgis")
            cursor.execute(sql.SQL("drop table if exists {}").format(name))
            cursor.execute(sql.SQL("create table {} ({})").format(name, columns))
            rows = 0
            with cursor.copy(sql.SQL("copy {} from stdin").format(name)) as copy:
                for batch in pq.ParquetFile(merged).iter_batches():
                    for row in batch.to_pylist():
                        copy.write_row([_cell(field, row[field.name]) for field in schema])
                        rows += 1
            cursor.execute(sql.SQL("create index on {} using gist (geometry)").format(name))
    except psycopg.Error as error:
        raise OutputError(f"{table}: the database did not take it: {error}") from error
    except (OSError, pa.ArrowInvalid) as error:
        raise OutputError(f"{merged}: cannot be read: {error}") from error
    return rows


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise DatelineError("psycopg is not installed; cure: pip install 'dateline[postgis]'") from error
    return psycopg


def _column_type(field: Any) -> str:
    if field.name == "geometry":
        return "geometry(Geometry, 4326)"
    return _TYPES.get(str(field.type), "jsonb")


def _cell(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if field.name == "geometry":
        import shapely

        return shapely.to_wkb(shapely.set_srid(shapely.from_wkb(value), 4326), hex=True, include_srid=True)
    if str(field.type) in _TYPES:
        return value.replace("\0", "") if isinstance(value, str) else value
    return json.dumps(value, ensure_ascii=False)
