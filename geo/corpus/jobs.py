"""A job is a numbered batch; `work` does one and leaves its shard. Every engine runs these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from geo.article import ArticleFailure
from geo.corpus.batch import Settings, process_batch
from geo.corpus.shards import Mark, Shards, key_of
from geo.records import Article

Item = Article | ArticleFailure


@dataclass(frozen=True, slots=True)
class Job:
    """A batch and its number, which names its shard."""

    number: int
    items: list[Item]


def jobs(items: Iterable[Item], batch_size: int) -> Iterator[Job]:
    """The items in batches, numbered from 0, as they come."""
    stream = iter(items)
    number = 0
    while batch := list(islice(stream, batch_size)):
        yield Job(number, batch)
        number += 1


def work(folder: Path, settings: Settings, job: Job) -> Mark:
    """Process a job and write its shard into `folder`."""
    return Shards(folder).write(job.number, job.items, process_batch(job.items, settings))


def done_before(shards: Shards, job: Job) -> Mark | None:
    """The mark that an earlier run left for the very same batch."""
    mark = shards.mark(job.number)
    return mark if mark and mark.key == key_of(job.items) else None
