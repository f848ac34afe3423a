"""After the shards: the same incident in several reports becomes one row, and all rows become one file.

`geo.events` decides what is the same, as it does for any articles, in a sweep over the days. So the rows are needed in
the order of their days, of which memory holds one stretch: `in_order` sorts them on disk first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geo.corpus import tables
from geo.corpus.compared import Account, Row, account
from geo.corpus.ordered import in_order
from geo.corpus.shards import Shards
from geo.corpus.writing import unfinished
from geo.events import Sweep, ranked
from geo.whole_file import whole_file

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_WRITTEN = 8192  # at once: a group of rows of the table


@dataclass(slots=True)
class Decisions:
    """Which rows of all shards, counted from 0, give way to another, and the reports of those that stay for several."""

    gone: set[int] = field(default_factory=set)
    reports: dict[int, list[str]] = field(default_factory=dict)


def write_merged(shards: Shards, batches: int, out: Path) -> int:
    """Merge the incidents of all batches and write them to `out` (GeoParquet), in their order; returns the rows.

    The row that stays is that of the surest account; its `reports` lists the articles of all. The same text twice is
    one article.
    """
    import pyarrow.parquet as pq

    decisions = _decided(in_order(shards, batches), _told_twice(shards.files(tables.INCIDENTS, batches)))
    written = 0
    schema = tables.schema(tables.INCIDENTS)
    with whole_file(out, unfinished(out)) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for kept in _in_groups(_kept(shards.files(tables.INCIDENTS, batches), decisions)):
            writer.write_table(kept)
            written += kept.num_rows
    return written


def _told_twice(paths: Iterable[Path]) -> Collection[int]:
    """The hashes of the ids that stand in several rows: eight bytes a row, where the ids would take eighty."""
    import numpy as np
    import pyarrow.parquet as pq

    ids = (pq.read_table(path, columns=["id"]).column("id").to_pylist() for path in paths)
    hashes = [np.fromiter(map(hash, some), np.int64) for some in ids]
    values, counts = np.unique(np.concatenate([np.empty(0, np.int64), *hashes]), return_counts=True)
    return set(values[counts > 1].tolist())


def _decided(rows: Iterable[tuple[int, Row]], told_twice: Collection[int]) -> Decisions:
    decisions = Decisions()
    for settled in Sweep[Account]().over(_once(rows, told_twice, decisions)):
        for cluster in settled:
            first, *others = ranked(cluster)
            if others:
                decisions.gone.update(one.position for one in others)
                decisions.reports[first.position] = list(dict.fromkeys(one.article.id for one in (first, *others)))
    return decisions


def _once(rows: Iterable[tuple[int, Row]], told_twice: Collection[int], decisions: Decisions) -> Iterator[Account]:
    """Each incident of each article once: of the same text on several days, that of the first."""
    seen: set[str] = set()
    for position, row in rows:
        if hash(row["id"]) in told_twice:
            if row["id"] in seen:
                decisions.gone.add(position)
                continue
            seen.add(row["id"])
        yield account(position, row)


def _kept(paths: Iterable[Path], decisions: Decisions) -> Iterator[pa.Table]:
    """The rows of each shard that stay, with their reports."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    begin = 0
    for path in paths:
        table = pq.read_table(path, schema=tables.schema(tables.INCIDENTS))
        positions = range(begin, begin + table.num_rows)
        begin += table.num_rows
        if not decisions.reports.keys().isdisjoint(positions):
            old = table.column("reports").to_pylist()
            new = [decisions.reports.get(position, reports) for position, reports in zip(positions, old, strict=True)]
            column = table.schema.get_field_index("reports")
            table = table.set_column(column, table.schema.field(column), pa.array(new, pa.list_(pa.string())))
        yield table.filter(pa.array([position not in decisions.gone for position in positions], pa.bool_()))


def _in_groups(parts: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of about `ROWS_WRITTEN`."""
    import pyarrow as pa

    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        if sum(one.num_rows for one in held) >= ROWS_WRITTEN:
            yield pa.concat_tables(held).combine_chunks()
            held = []
    if held:
        yield pa.concat_tables(held).combine_chunks()
