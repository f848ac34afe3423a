"""The incidents of all shards in the order of their days, sorted on disk: only one stretch of days is in memory."""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from geo.corpus import tables
from geo.corpus.compared import COMPARED, Row, when_of
from geo.corpus.shards import Shards
from geo.events import compare

STRETCH = 20_000  # rows that are in memory at once, about
MOST_FILES = 500  # open at once; of more rows the stretches are longer
_SAMPLED = 200_000  # keys from which the bounds of the stretches are taken
_POSITION = "position"

Key = tuple[int, str]


def in_order(shards: Shards, batches: int) -> Iterator[tuple[int, Row]]:
    """The rows of all shards with their positions in them, by day, article and id; of each only what is compared."""
    folder = shards.folder / "_merging"
    shutil.rmtree(folder, ignore_errors=True)  # an earlier run may have been killed here
    paths = list(shards.files(tables.INCIDENTS, batches))
    bounds = _bounds(paths)
    folder.mkdir()
    try:
        for stretch in _parted(paths, bounds, folder):
            rows = _read(stretch)
            rows.sort(key=lambda row: (*_key(row), row["id"], row[_POSITION]))
            yield from ((row[_POSITION], row) for row in rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bounds(paths: list[Path]) -> list[Key]:
    """The keys at which a new stretch begins."""
    import pyarrow.parquet as pq

    total = sum(pq.read_metadata(path).num_rows for path in paths)
    if total <= STRETCH:
        return []
    step = 1 + total // _SAMPLED
    columns = ["start", "end", "date_precision", "article"]
    rows = (row for path in paths for row in pq.read_table(path, columns=columns).to_pylist())
    sample = sorted(_key(row) for row in islice(rows, 0, None, step))
    apart = max(STRETCH, total // MOST_FILES) // step
    return sorted(set(sample[apart::apart]))


def _parted(paths: list[Path], bounds: list[Key], folder: Path) -> list[Path]:
    """The rows written into a file for each stretch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stretches = [folder / f"{number:04}.arrow" for number in range(len(bounds) + 1)]
    whole = tables.schema(tables.INCIDENTS)
    schema = pa.schema([whole.field(name) for name in COMPARED]).append(pa.field(_POSITION, pa.int64()))
    packed = pa.ipc.IpcWriteOptions(compression="zstd")
    position = 0
    with ExitStack() as stack:
        writers = [stack.enter_context(pa.ipc.new_stream(path, schema, options=packed)) for path in stretches]
        for path in paths:
            table = pq.read_table(path, columns=list(COMPARED))
            table = table.append_column(_POSITION, pa.array(range(position, position + table.num_rows), pa.int64()))
            position += table.num_rows
            keys = table.select(["start", "end", "date_precision", "article"]).to_pylist()
            where = [bisect_right(bounds, _key(row)) for row in keys]
            for number in sorted(set(where)):
                writers[number].write_table(
                    table.filter(pa.array([one == number for one in where])).select(schema.names)
                )
    return stretches


def _read(path: Path) -> list[Row]:
    import pyarrow as pa

    with pa.ipc.open_stream(path) as stream:
        rows: list[dict[str, Any]] = stream.read_all().to_pylist()
    return rows


def _key(row: Row) -> Key:
    first, last = compare.interval(when_of(row))
    known = first or last
    return (known.toordinal() if known else 0), row["article"]
