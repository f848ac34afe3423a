"""What goes through the command: lines in, lines out, and a counter for those who watch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from geo.errors import ArticleError, OutputError
from geo.whole_file import whole_file

T = TypeVar("T")

#: Standard input or output, where a path stands for it.
STREAM = Path("-")


@contextmanager
def lines_in(source: Path) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of standard input where `source` is `STREAM`."""
    if source == STREAM:
        yield sys.stdin.buffer
        return
    try:
        with source.open("rb") as lines:
            yield lines
    except OSError as error:
        raise ArticleError(f"{source}: {error.strerror or error}") from error


@contextmanager
def lines_out(out: Path) -> Iterator[Callable[[Any], None]]:
    """Writes JSON lines; a file appears under its name only when it is whole."""
    import orjson

    def into(stream: IO[bytes]) -> Callable[[Any], None]:
        def write_line(record: Any) -> None:
            stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))

        return write_line

    if out == STREAM:
        yield into(sys.stdout.buffer)
        return
    try:
        with whole_file(out) as part, part.open("wb") as stream:
            yield into(stream)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written: {error.strerror or error}") from error


def watched(results: Iterable[T], unit: str) -> Iterator[T]:
    """The results, with a counter on stderr where somebody is looking."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} " + unit), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(results, total=None)
