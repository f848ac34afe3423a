"""An article as its file says it, before it is cleaned, and the limits under which files are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MAX_FILE = 50 * 2**20  # bytes of a file that is one article or one list of them
MAX_MARKUP = 8 * 2**20  # bytes of a web page or feed: a tree of nested elements takes 100 to 160 times as much memory
MAX_LINE = 16 * 2**20  # bytes of one line of JSON lines
MAX_RATIO = 200  # uncompressed bytes for each compressed one, beyond the first 256 MiB
FREE_BYTES = 256 * 2**20


#: The names, in lower case, under which JSON and Parquet have the fields of an article: ours first, then those of
#: news-please and CC-News (https://github.com/fhamborg/news-please), "All the News" and other published collections.
FIELDS = {
    "text": ("text", "maintext", "content", "body", "article", "article_text", "full_text", "fulltext", "plain_text"),
    "title": ("title", "headline"),
    "date": ("date", "date_publish", "publish_date", "published", "published_at", "publication_date", "pubdate"),
    "source": ("source", "source_domain", "publication", "publisher", "outlet", "domain"),
    "url": ("url", "link"),
    "author": ("author", "authors", "byline"),
    "id": ("id",),
}


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
class Page:
    """A web page as its file has it: the bytes, the record's number, its address, and what the server said it was."""

    data: bytes
    line: int = 0
    url: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One record that cannot be read, and why."""

    line: int
    reason: str


def from_record(record: object, line: int) -> Raw | Unreadable:
    """An article from an object with a text, as JSON and Parquet have it; other fields are optional.

    Each field is the first of its `FIELDS` that holds something.
    """
    if not isinstance(record, dict):
        return Unreadable(line, 'is no JSON object; cure: write {"text": …, "title": …, "date": …}')
    named = {str(name).lower(): value for name, value in record.items()}
    texts = [value for name in FIELDS["text"] if (value := named.get(name)) is not None]
    words = [text for text in texts if isinstance(text, str)]
    if not words:
        known = ", ".join(map(str, list(record)[:8]))[:200]
        why = f'has a "text" that is no string ({texts[0]!r:.80})' if texts else f'has no "text" (its fields: {known})'
        return Unreadable(line, f"{why}; cure: one string, named text")
    fields = {field: value for field, names in FIELDS.items() if (value := _first(named, names)) is not None}
    return Raw(line=line, **fields | {"text": next(filter(str.strip, words), "")})


def _first(named: dict[str, object], names: Iterable[str]) -> str | None:
    """The first value that is words or a number; several words as one, as authors are."""
    for name in names:
        value = named.get(name)
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value if isinstance(one, str | int | float)) or None
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return None
