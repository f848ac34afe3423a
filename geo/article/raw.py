"""An article as its file says it, before it is cleaned, and the limits under which files are read."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE = 50 * 2**20  # bytes of a file that is one article or one feed
MAX_LINE = 16 * 2**20  # bytes of one line of JSON lines, or of one record of an archive
MAX_RATIO = 200  # uncompressed bytes for each compressed one, beyond the first 256 MiB
FREE_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Raw:
    """One article as its file says it; `line` is 1-based, 0 where the file is the article."""

    text: str
    line: int = 0
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One record that cannot be read, and why."""

    line: int
    reason: str


def from_record(record: object, line: int) -> Raw | Unreadable:
    """An article from an object with a `text`, as JSON and Parquet have it; other fields are optional."""
    if not isinstance(record, dict):
        return Unreadable(line, 'is no JSON object; cure: write {"text": …, "title": …, "date": …}')
    text = record.get("text")
    if not isinstance(text, str):
        return Unreadable(
            line,
            f'has no "text" (its fields: {", ".join(map(str, list(record)[:8]))[:200]}); cure: name it text',
        )
    fields = {
        name: str(value) for name in ("title", "date", "source", "url", "author", "id")
        if isinstance(value := record.get(name), str | int | float) and not isinstance(value, bool)
    }  # fmt: skip
    return Raw(text, line, **fields)
