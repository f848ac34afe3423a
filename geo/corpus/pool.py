"""The process pool: jobs in, marks out, in bounded memory and whatever a worker does."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from geo.corpus.batch import Item, Rows, Settings, process_batch, unreadable
from geo.corpus.jobs import Job, done_before, work
from geo.corpus.shards import Mark, Shards

AHEAD = 3  # jobs that wait for each worker, so that none ever waits for us
KILLED = "the process that read it died (out of memory, or a crash in a library)"


def run(jobs: Iterator[Job], shards: Shards, settings: Settings, workers: int) -> Iterator[Mark]:
    """Do the jobs; yields each one's mark in order, at once where it was done before.

    `workers` 0 works in this process. A job that kills its worker is taken apart until the one article that does it is
    found; that one becomes a row of errors.
    """
    if workers == 0:
        for job in jobs:
            yield done_before(shards, job) or work(shards.folder, settings, job)
        return
    waiting: deque[tuple[Job, Future[Mark] | Mark]] = deque()
    pool = _pool(workers)
    try:
        for job in jobs:
            done = done_before(shards, job)
            try:
                waiting.append((job, done or pool.submit(work, shards.folder, settings, job)))
            except BrokenProcessPool:
                pool = _pool(workers)
                waiting.append((job, pool.submit(work, shards.folder, settings, job)))
            while len(waiting) > workers * AHEAD:
                yield _finish(*waiting.popleft(), shards, settings)
        while waiting:
            yield _finish(*waiting.popleft(), shards, settings)
    except BaseException:
        _kill_workers(pool)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _finish(job: Job, result: Future[Mark] | Mark, shards: Shards, settings: Settings) -> Mark:
    if isinstance(result, Mark):
        return result
    try:
        return result.result()
    except BrokenProcessPool:
        return shards.write(job.number, job.items, _taken_apart(job.items, settings))


def _taken_apart(items: Sequence[Item], settings: Settings) -> Rows:
    """Read a batch whose process died: once more alone, and if that dies too, each item in a process of its own."""
    rows = _alone(items, settings)
    if rows is not None:
        return rows
    together = Rows()
    for item in items:
        together.add(_alone([item], settings) or unreadable([item], KILLED))
    return together


def _alone(items: Sequence[Item], settings: Settings) -> Rows | None:
    with _pool(1) as alone:
        try:
            return alone.submit(process_batch, items, settings).result()
        except BrokenProcessPool:
            return None
        except BaseException:
            _kill_workers(alone)
            raise


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("forkserver"), initializer=_begin_worker)


def _begin_worker() -> None:
    """A worker is one core, and lives as long as the process that began it: that one alone answers to Ctrl-C.

    The numeric libraries must not open threads of their own in each worker. An executor's worker that outlives its
    process waits for ever, with all its memory, or goes on writing into a folder that the next run has taken up.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _kill_workers(pool: ProcessPoolExecutor) -> None:
    """End the workers at once, as `ProcessPoolExecutor.kill_workers` does from Python 3.14 on.

    Whoever stops a run must not wait for what it does: a second Ctrl-C at Python's exit would wait for ever.
    """
    for worker in list((pool._processes or {}).values()):
        worker.kill()
