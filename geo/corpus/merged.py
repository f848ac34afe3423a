"""After the shards: the same incident in several reports becomes one row, and all rows become one file.

Articles whose texts are the same to the letter, or differ only in spacing and case, count once. Incidents are compared
by `geo.events.merge`, within blocks of kind, day and one-degree cell, so that the work grows with the corpus and not
with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geo.corpus import tables
from geo.corpus.shards import Shards
from geo.events.merge import RowGroups

Row = dict[str, Any]


def write_merged(shards: Shards, batches: int, out: Path) -> int:
    """Merge the incidents of all batches and write them to `out` (GeoParquet), in a stable order; returns the rows.

    Reads the shards twice: the first pass decides which rows are one incident, from a few fields each; the second
    writes, batch by batch, so that the memory is that of the few fields.
    """
    import pyarrow.parquet as pq

    groups = RowGroups()
    for row in _rows(shards.files(tables.INCIDENTS, batches), columns=RowGroups.COLUMNS):
        groups.add(row)
    first_of, reports_of = groups.decided()
    unfinished = out.with_name(f".{out.name}.unfinished")
    written = 0
    with pq.ParquetWriter(unfinished, tables.schema(tables.INCIDENTS), compression="zstd") as writer:
        for path in shards.files(tables.INCIDENTS, batches):
            kept = [row for row in _rows([path]) if first_of.get(row["id"], row["id"]) == row["id"]]
            for row in kept:
                row["reports"] = reports_of.get(row["id"], row["reports"])
            if kept:
                writer.write_table(_table(kept))
            written += len(kept)
    unfinished.replace(out)
    return written


def _rows(paths: Iterable[Path], columns: Iterable[str] | None = None) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for path in paths:
        yield from pq.read_table(path, columns=list(columns) if columns else None).to_pylist()


def _table(rows: list[Row]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=tables.schema(tables.INCIDENTS))


_ = defaultdict
