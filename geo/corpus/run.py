"""A whole corpus: find the articles, process them, merge, and say what was lost and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - `date` is the public keyword
from itertools import islice
from pathlib import Path
from typing import Any

from geo.article import unread_articles
from geo.corpus import pool, tables
from geo.corpus.batch import Settings
from geo.corpus.engines import Runner
from geo.corpus.jobs import jobs
from geo.corpus.merged import write_merged
from geo.corpus.shards import Mark, Shards
from geo.corpus.writing import writing
from geo.errors import OutputError

BATCH_SIZE = 32


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run gave: counts, and the folder with the shards."""

    articles: int
    incidents: int
    merged: int
    places: int
    errors: int
    batches: int
    folder: Path

    def failures(self, most: int | None = None) -> list[dict[str, Any]]:
        """The rows of errors {source, line, reason}, in the order of the articles; at most so many."""
        return list(islice(_rows_of_errors(Shards(self.folder), self.batches), most))


def shards_folder(out: Path) -> Path:
    """Where the shards of `out` lie: a folder beside it."""
    return out.with_suffix(".parts")


def read_corpus(
    paths: Iterable[str | Path],
    out: Path,
    *,
    settings: Settings | None = None,
    date: str | Date | None = None,
    workers: int = 2,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[Mark], None] | None = None,
    run: Runner = pool.run,
) -> Summary:
    """Read all articles of `paths` into `out` (GeoParquet, one row an incident), with shards in a folder beside it.

    Killed at any moment, the same call goes on where it was. The result depends on the articles and the settings alone,
    not on the number of workers.

    Args:
        paths: files, folders and globs; see `geo.article.load` for the types.
        out: the merged table; places and errors are shards in `shards_folder(out)`.
        settings: gazetteer, model and limits.
        date: the publication date of every article.
        workers: processes; 0 works in this one.
        batch_size: articles a shard.
        progress: called after each batch, in order.
        run: how jobs are run: `geo.corpus.engines.runner("dask")` and the like; a process pool by default.

    Raises:
        OutputError: the folder cannot be written, holds a run with other settings or versions, or another run writes
            there at this moment.
    """
    chosen = settings or Settings()
    if out.is_dir():
        raise OutputError(f"{out}: is a folder; cure: name a file in it")
    shards = Shards.prepare(shards_folder(out), chosen, batch_size)
    with shards.alone():
        marks = []
        for mark in run(jobs(unread_articles(paths, date=date), batch_size), shards, chosen, workers):
            marks.append(mark)
            if progress:
                progress(mark)
        shards.finish(len(marks), (mark.key for mark in marks))
        with writing(out):
            merged = write_merged(shards, len(marks), out)
    return Summary(
        articles=sum(mark.articles for mark in marks),
        incidents=sum(mark.incidents for mark in marks),
        merged=merged,
        places=sum(mark.places for mark in marks),
        errors=sum(mark.errors for mark in marks),
        batches=len(marks),
        folder=shards.folder,
    )


def _rows_of_errors(shards: Shards, batches: int) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    for path in shards.files(tables.ERRORS, batches):
        yield from pq.read_table(path).to_pylist()
