"""How many articles files hold, about, without reading them: to say how long reading will take."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from geo.article.files import files_of
from geo.article.formats import is_readable, kind_of
from geo.article.opening import opened

_CHUNK = 2**20
#: What stands once in the bytes of a file for each article in it.
_MARKS = {
    ".jsonl": (b"\n",), ".ndjson": (b"\n",), ".warc": (b"\nWARC-Type: response",),
    ".rss": (b"<item", b"<entry"), ".atom": (b"<item", b"<entry"), ".xml": (b"<item", b"<entry"),
}  # fmt: skip


def count_articles(paths: Iterable[str | Path]) -> int:
    """About how many articles the paths hold; a file that cannot be opened counts as one, as it will be one failure."""
    files = (file for path in paths for file in files_of(path))
    return sum(_in_file(file) if isinstance(file, Path) else 1 for file in files)


def _in_file(file: Path) -> int:
    kind = kind_of(file)
    try:
        if kind == ".parquet":
            import pyarrow.parquet

            return int(pyarrow.parquet.read_metadata(file).num_rows)
        return max(1, _marks_in(file, _MARKS[kind])) if kind in _MARKS and is_readable(file) else 1
    except (OSError, EOFError, ValueError, zlib.error):  # ArrowInvalid is a ValueError
        return 1


def _marks_in(file: Path, marks: tuple[bytes, ...]) -> int:
    longest = max(map(len, marks)) - 1
    found, before = 0, b""
    with opened(file) as stream:
        while chunk := stream.read(_CHUNK):
            seen = before + chunk
            found += sum(seen.count(mark, max(0, len(before) - len(mark) + 1)) for mark in marks)
            before = seen[-longest:] if longest else b""
    return found
