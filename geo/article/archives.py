"""Articles out of feeds, web archives and Parquet tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.article.pages import html_article
from geo.article.raw import FREE_BYTES, MAX_LINE, MAX_RATIO, Raw, Unreadable, from_record
from geo.errors import ArticleError

_HEAD = 2**16  # bytes in which a feed's document type stands
_BREAKING = frozenset(["p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"])


def read_feed(data: bytes) -> Iterator[Raw | Unreadable]:
    """The entries of an RSS or Atom feed, with what text they carry; links are not followed.

    Raises:
        ArticleError: the data is no feed.
    """
    import feedparser
    from lxml import html
    from lxml.etree import LxmlError

    if b"<!ENTITY" in data[:_HEAD] or "<!ENTITY".encode("utf-16-le") in data[:_HEAD]:
        raise ArticleError("declares XML entities of its own, which can grow without end; cure: resolve them first")
    feed = feedparser.parse(data)  # bytes, never a URL: feedparser fetches nothing then
    if not feed.entries:
        why = feed.get("bozo_exception", "no entries")
        raise ArticleError(f"is no RSS or Atom feed with entries ({why}); cure: check the file")
    for number, entry in enumerate(feed.entries, start=1):
        bodies = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
        body = max(bodies, key=len)
        try:
            tree = html.fromstring(f"<div>{body}</div>") if body.strip() else None
        except (LxmlError, ValueError) as error:
            yield Unreadable(number, f"has a body that cannot be read ({error}); cure: check the feed")
            continue
        paragraphs = [] if tree is None else [" ".join(part.split()) for part in _blocks(tree)]
        text = "\n\n".join([entry.get("title", ""), *(part for part in paragraphs if part)])
        yield Raw(
            text,
            number,
            entry.get("title", ""),
            entry.get("published", "") or entry.get("updated", ""),
            feed.feed.get("title", ""),
            entry.get("link", ""),
            entry.get("author", ""),
        )


def _blocks(tree: Any) -> Iterator[str]:
    """The text of the block elements, one string each; inline markup does not tear it."""
    from lxml import etree

    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        breaking = element.tag in _BREAKING
        if breaking and parts:
            yield "".join(parts)
            parts = []
        if event == "start" and element.tag not in {"script", "style"}:
            parts.append(element.text or "")
        elif event != "start":
            parts.append(element.tail or "")
    if parts:
        yield "".join(parts)


def read_warc(file: Path) -> Iterator[Raw | Unreadable]:
    """The web pages of a WARC file (.warc, .warc.gz): its HTML responses of status 200.

    Raises:
        ArticleError: the file is no WARC.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    allowed = FREE_BYTES + MAX_RATIO * file.stat().st_size
    seen = 0
    with file.open("rb") as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                if record.rec_type != "response" or "html" not in (record.http_headers or {}).get("Content-Type", ""):
                    continue
                if record.http_headers.get_statuscode() != "200":
                    continue
                page = record.content_stream().read(MAX_LINE + 1)
                seen += len(page)
                if seen > allowed:
                    yield Unreadable(
                        number, f"unpacks to more than {MAX_RATIO} times its size; cure: unpack it yourself"
                    )
                    return
                if len(page) > MAX_LINE:
                    yield Unreadable(number, f"is longer than {MAX_LINE // 2**20} MiB; cure: leave it out")
                    continue
                try:
                    yield html_article(page, record.rec_headers.get("WARC-Target-URI") or "", number)
                except ArticleError as error:
                    yield Unreadable(number, str(error))
        except (ArchiveLoadFailed, AttributeError, ValueError, LookupError) as error:  # warcio checks little itself
            raise ArticleError(f"is no WARC file that can be read ({error}); cure: check or fetch it again") from error


def read_parquet(file: Path) -> Iterator[Raw | Unreadable]:
    """The rows of a Parquet table with a `text` column, in batches.

    Raises:
        ArticleError: the file is no Parquet table, or has no such column.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(file)
        names = [
            name
            for name in ("text", "title", "date", "source", "url", "author", "id")
            if name in table.schema_arrow.names
        ]
        if "text" not in names:
            raise ArticleError(
                f'has no column "text" (it has {", ".join(table.schema_arrow.names[:8])}); cure: rename it'
            )
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=names):
            for record in batch.to_pylist():
                number += 1
                yield from_record({key: _plain(value) for key, value in record.items()}, number)
    except pyarrow.ArrowException as error:
        raise ArticleError(f"is no Parquet table that can be read ({error}); cure: check how it was written") from error


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)
