"""Other engines for the same jobs: Dask and Spark. Both need a folder that all their workers see."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.corpus import pool
from geo.corpus.batch import Settings
from geo.corpus.jobs import Job, done_before, work
from geo.corpus.shards import Mark, Shards
from geo.errors import DatelineError

if TYPE_CHECKING:
    import pandas as pd

Runner = Callable[[Iterator[Job], Shards, Settings, int], Iterator[Mark]]

ROUND = 64  # jobs a Spark worker is sent at once: Spark cannot be fed while it runs


class EngineMissing(DatelineError, ImportError):
    """The engine's package is not installed; the message says which extra brings it."""


def runner(engine: str, scheduler: str = "") -> Runner:
    """How to run jobs under "pool", "dask" or "spark".

    Raises:
        EngineMissing: its package is not installed.
        DatelineError: there is no engine of that name.
    """
    if engine == "pool":
        return pool.run
    if engine == "dask":
        return partial(_dask, scheduler)
    if engine == "spark":
        return _spark
    raise DatelineError(f"no engine {engine!r}; there are pool, dask and spark")


def _dask(scheduler: str, jobs: Iterator[Job], shards: Shards, settings: Settings, workers: int) -> Iterator[Mark]:
    try:
        import distributed
    except ImportError as error:
        raise EngineMissing("Dask is not installed; cure: pip install 'dateline[dask]'") from error
    local = {} if scheduler else {"n_workers": max(workers, 1), "threads_per_worker": 1, "dashboard_address": None}
    connect: Any = distributed.Client
    with connect(scheduler or None, **local) as client:
        waiting: deque[Any] = deque()
        for job in jobs:
            done = done_before(shards, job)
            waiting.append(done or client.submit(work, shards.folder, settings, job, pure=False))
            while len(waiting) > max(workers, 1) * pool.AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _result(waiting: Any) -> Mark:
    return waiting if isinstance(waiting, Mark) else waiting.result()


def _spark(jobs: Iterator[Job], shards: Shards, settings: Settings, workers: int) -> Iterator[Mark]:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissing("Spark is not installed; cure: pip install 'dateline[spark]'") from error
    session = SparkSession.builder.appName("dateline").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    task = partial(_work_frames, str(shards.folder), settings)
    waiting: list[tuple[Job, Mark | None]] = []
    for job in jobs:
        waiting.append((job, done_before(shards, job)))
        if len(waiting) == ROUND * max(workers, 1):
            yield from _spark_round(session, task, waiting, workers)
            waiting = []
    yield from _spark_round(session, task, waiting, workers)


def _spark_round(session: Any, task: Any, waiting: list[tuple[Job, Mark | None]], workers: int) -> Iterator[Mark]:
    import pickle

    marks = {job.number: mark for job, mark in waiting if mark}
    undone = [(job.number, bytearray(pickle.dumps(job))) for job, mark in waiting if not mark]
    if undone:
        frame = session.createDataFrame(undone, "number long, job binary").repartition(max(workers, 1), "number")
        rows = frame.mapInPandas(
            task, "batch long, key string, articles long, incidents long, places long, errors long"
        )
        marks |= {row["batch"]: Mark(**row.asDict()) for row in rows.collect()}
    yield from (marks[job.number] for job, _ in waiting)


def _work_frames(folder: str, settings: Settings, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    import pickle
    from dataclasses import asdict

    import pandas as pd

    for frame in frames:
        # The pickles are ours: made above, in the same run, from articles that were read here.
        marks = [work(Path(folder), settings, pickle.loads(bytes(job))) for job in frame["job"]]
        yield pd.DataFrame([asdict(mark) for mark in marks])
