"""What the system refuses to write, as an error that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import OutputError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses in this block becomes an OutputError that says what to do."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        said = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {said}; cure that, and the same command goes on") from error
