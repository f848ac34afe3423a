"""Files that are there whole or not at all: written beside their place, and moved there when they are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

_STEM = 40  # characters of the target's name in that of the file beside it: names have an end


@contextmanager
def whole_file(target: Path, unfinished: Path | None = None) -> Iterator[Path]:
    """An empty file to be written, which becomes `target` at the end of the block, unless something is raised in it.

    It has the suffix of `target`, by which drivers choose, and a name that no other process has; or it is `unfinished`,
    where a next run is to find what a killed one left.

    Raises:
        OSError: there is no such folder, or it cannot be written.
    """
    beside = f".{target.stem[:_STEM]}-{token_hex(4)}{target.suffix.lower()}"
    written = unfinished or target.with_name(beside)
    written.touch()
    try:
        yield written
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)
