"""The article of a web page."""

from __future__ import annotations

from typing import Any

from geo.article.raw import Raw
from geo.errors import ArticleError


def html_article(page: bytes, url: str = "", line: int = 0) -> Raw:
    """The article of a web page by trafilatura, with title, date (by htmldate), author and source.

    Raises:
        ArticleError: there is no article in the page.
    """
    import trafilatura
    from lxml import etree

    try:
        found: Any = trafilatura.bare_extraction(
            page,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_recall=True,
        )
    except (ValueError, RecursionError, etree.LxmlError) as error:
        raise ArticleError(f"is no page that can be read ({error}); cure: save it again, or as .txt") from error
    if found is None or not (found.text or "").strip():
        raise ArticleError("has no article text in its page; cure: save the page with its content, or as .txt")
    # trafilatura joins paragraphs by one line end; the parser needs a blank line between them.
    text = "\n\n".join(part for part in found.text.split("\n") if part.strip())
    return Raw(
        text,
        line,
        found.title or "",
        found.date or "",
        found.sitename or found.hostname or "",
        url or found.url or "",
        found.author or "",
    )
