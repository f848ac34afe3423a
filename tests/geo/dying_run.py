"""A corpus run that dies by kill -9 in the middle of writing, with half of its file on the disk; for a benchmark too.

    python dying_run.py ARTICLES OUT BATCH_SIZE WORKERS [shard|mark|merge CALL]

It dies in the CALL-th call (from 0) of the function that writes a shard's table, a mark or a group of merged rows;
without these it ends as any run.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from geo.corpus import run, shards
from geo.corpus.writing import unfinished


def dying(write: Callable[..., Any], call: int, path_of: Callable[..., Path]) -> Callable[..., Any]:
    """A function that writes, until it dies."""
    left = call

    def wrapped(*given: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        result = write(*given, **options)
        if left < 0:
            path = path_of(*given)
            os.truncate(path, path.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


def main() -> None:
    articles, out, batch_size, workers, *death = sys.argv[1:]
    if death:
        step, call = death[0], int(death[1])
        if step == "shard":
            parquet.write_table = dying(parquet.write_table, call, lambda _table, path: path)
        elif step == "mark":
            written = shards._write_whole
            shards._write_whole = dying(written, call, lambda path, _content: path.rename(unfinished(path)))
        else:
            written = parquet.ParquetWriter.write_table
            parquet.ParquetWriter.write_table = dying(written, call, lambda writer, _table: Path(writer.where))
    run.read_corpus([articles], Path(out), batch_size=int(batch_size), workers=int(workers))


if __name__ == "__main__":
    main()
