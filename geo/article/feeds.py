"""Articles out of RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.article.raw import Raw, Unreadable
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
        bodies = [content.get("value") for content in entry.get("content", [])] + [entry.get("summary")]
        body = max((body for body in bodies if body), key=len, default="")
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
