"""A job is a numbered batch; `work` does one and leaves its shard. Every engine runs these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.corpus.batch import Item, Settings, process_batch
from geo.corpus.shards import Mark, Shards, key_of, weight_of

#: Bytes after which a batch is full, whatever its number of articles: some batches wait for each worker in memory, and
#: the words of one are all remembered.
MAX_BATCH = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Job:
    """A batch and its number, which names its shard."""

    number: int
    items: list[Item]


def jobs(items: Iterable[Item], batch_size: int) -> Iterator[Job]:
    """The items in batches, numbered from 0, as they come; fewer in a batch where they are long."""
    number = weight = 0
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        weight += weight_of(item)
        if len(batch) == batch_size or weight >= MAX_BATCH:
            yield Job(number, batch)
            number, weight, batch = number + 1, 0, []
    if batch:
        yield Job(number, batch)


def work(folder: Path, settings: Settings, job: Job) -> Mark:
    """Process a job and write its shard into `folder`."""
    return Shards(folder).write(job.number, job.items, process_batch(job.items, settings))


def done_before(shards: Shards, job: Job) -> Mark | None:
    """The mark that an earlier run left for the very same batch."""
    mark = shards.mark(job.number)
    return mark if mark and mark.key == key_of(job.items) else None
