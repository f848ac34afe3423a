"""A limit on the time of a piece of work, in a main thread and in any other.

It is processor time: by the clock, a busy machine would fail articles that an idle one reads, and the result of a run
would depend on what else was running.
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in this block after so many processor seconds, as soon as Python code runs there again."""
    alarm = _by_signal if threading.current_thread() is threading.main_thread() else _by_exception
    try:
        with alarm(seconds):
            yield
    except TimeoutError as error:
        raise TimeoutError(f"took longer than {seconds:g} s of the processor") from error


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _by_exception(seconds: float) -> Iterator[None]:
    """Signals reach main threads only, and Dask works in others: another thread watches this one's clock."""
    worker, over = ctypes.c_ulong(threading.get_ident()), threading.Event()
    clock = time.pthread_getcpuclockid(threading.get_ident())
    ends = time.clock_gettime(clock) + seconds
    turn = threading.Lock()
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        while (left := ends - time.clock_gettime(clock)) > 0:
            if over.wait(left):  # by the clock on the wall at least as long
                return
        with turn:
            if not over.is_set():
                throw(worker, ctypes.py_object(TimeoutError))

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with turn:
            over.set()
            throw(worker, None)  # what is thrown and has not arrived yet must not arrive in what comes after
