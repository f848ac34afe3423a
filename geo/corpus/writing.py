"""How a run writes: under names that the next run knows, and with errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import OutputError


def unfinished(path: Path) -> Path:
    """What a file is called until it is whole; a run that goes on writes over what a killed one left there."""
    return path.with_name(f".{path.name}.unfinished")


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
