"""What a run tells while it works: articles, rate, time left; a live line on a screen, a line now and then in a log."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TextIO

from geo.corpus.shards import Mark

LOG_SECONDS = 60.0


@contextmanager
def progress(count: Callable[[], int]) -> Iterator[Callable[[Mark], None]]:
    """Give what is to be called with each mark. `count` says how many articles there are; it runs beside the work."""
    total: list[int] = []
    threading.Thread(target=lambda: total.append(count()), daemon=True).start()
    if not sys.stderr.isatty():
        yield Log(total, sys.stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.completed:,.0f}{task.fields[of]} articles"),
        BarColumn(24),
        TextColumn("{task.fields[rate]}{task.fields[failed]} failed"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, of="", rate="", failed=0)
        failed = 0

        def advance(mark: Mark) -> None:
            nonlocal failed
            failed += mark.errors
            speed = bar.tasks[0].speed
            of = f" of about {total[0]:,}" if total else ""
            rate = f"{speed:,.1f}/s, " if speed else ""
            bar.update(task, advance=mark.articles, total=total[0] if total else None, of=of, rate=rate, failed=failed)

        yield advance


class Log:
    """Writes a line a minute; the rate is that since the line before, since a resumed run skips what is done."""

    def __init__(self, total: list[int], stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._stream, self._clock = total, stream, clock
        self._done = self._failed = self._done_before = 0
        self._before = clock()

    def __call__(self, mark: Mark) -> None:
        """Count a mark, and write a line where it is time."""
        self._done += mark.articles
        self._failed += mark.errors
        passed = self._clock() - self._before
        if passed < LOG_SECONDS:
            return
        print(line(self._done, self._failed, (self._done - self._done_before) / passed, self._total), file=self._stream)
        self._done_before, self._before = self._done, self._clock()


def line(done: int, failed: int, rate: float, total: list[int]) -> str:
    """`12,800 of about 99,000 articles, 14.2/s, 1:41:10 left, 3 failed`; `total` is empty until it is known."""
    of = f" of about {total[0]:,}" if total else ""
    left = f", {timedelta(seconds=round(max(total[0] - done, 0) / rate))} left" if total and rate else ""
    return f"{done:,}{of} articles, {rate:,.1f}/s{left}, {failed} failed"
