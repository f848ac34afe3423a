"""Articles out of Parquet tables, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.article.raw import FIELDS, FREE_BYTES, MAX_RATIO, Raw, Unreadable, from_record
from geo.errors import ArticleError, ArticleTooLarge

_ROWS = 64
_BUFFER = 2**20  # bytes of a column that are read at once; a column can be larger than the memory
_DECODED = frozenset(["string", "large_string"])


def read_parquet(file: Path) -> Iterator[Raw | Unreadable]:
    """The rows of a Parquet table with a column of texts, by one of the names that `from_record` knows.

    Raises:
        ArticleError: the file is no Parquet table, or has no such column.
        ArticleTooLarge: a part of it unpacks beyond all measure.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False) as table:
            there = table.schema_arrow.names
            wanted = [name for name in there if any(name.lower() in names for names in FIELDS.values())]
            if not any(name.lower() in FIELDS["text"] for name in wanted):
                raise ArticleError(f'has no column "text" (it has {", ".join(there[:8])[:200]}); cure: rename it')
            _refuse_bombs(table.metadata, file.stat().st_size)
            number = 0
            for batch in table.iter_batches(batch_size=_ROWS, columns=wanted):
                columns = {name: _plain(batch.column(name)) for name in wanted}
                for row in range(batch.num_rows):
                    number += 1
                    yield from_record({name: _value(column[row]) for name, column in columns.items()}, number)
    except pyarrow.ArrowException as error:
        raise ArticleError(f"is no Parquet table that can be read ({error}); cure: check how it was written") from error


def _refuse_bombs(metadata: Any, size: int) -> None:
    """Refuse a table of which one group of rows, as it says itself, unpacks beyond all measure."""
    largest = max((metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups)), default=0)
    if largest > FREE_BYTES + MAX_RATIO * size:
        raise ArticleTooLarge(f"unpacks to more than {MAX_RATIO} times its size; cure: write it again in smaller parts")


def _plain(column: Any) -> Any:
    """The column; texts as bytes, since nothing says that they are the UTF-8 that they should be."""
    import pyarrow

    return column.cast(pyarrow.large_binary()) if str(column.type) in _DECODED else column


def _value(cell: Any) -> object:
    value = cell.as_py()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if value is None or isinstance(value, str | int | float | list) else str(value)
