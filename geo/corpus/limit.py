"""A limit on the time of a piece of work, in a main thread and in any other."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in this block after so many seconds by the clock, as soon as Python code runs there again."""
    alarm = _by_signal if threading.current_thread() is threading.main_thread() else _by_exception
    try:
        with alarm(seconds):
            yield
    except TimeoutError as error:
        raise TimeoutError(f"took longer than {seconds:g} s") from error


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_exception(seconds: float) -> Iterator[None]:
    """Signals reach main threads only, and Dask works in others."""
    worker, over = ctypes.c_ulong(threading.get_ident()), False
    turn = threading.Lock()
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def stop() -> None:
        with turn:
            if not over:
                throw(worker, ctypes.py_object(TimeoutError))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with turn:
            over = True
            throw(worker, None)  # what is thrown and has not arrived yet must not arrive in what comes after
        timer.cancel()
