"""The article of a web page."""

from __future__ import annotations

from typing import Any

from geo.article.opening import decode
from geo.article.raw import Page, Raw
from geo.errors import ArticleError


def html_article(page: Page) -> Raw:
    """The article of a web page by trafilatura, with title, date (by htmldate), author and source.

    Raises:
        ArticleError: there is no article in the page.
    """
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            text_of(page),
            url=page.url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_recall=True,
        )
    except Exception as error:  # libraries check little of what they read, and one page must not end a run
        raise ArticleError(f"is no page that can be read ({error}); cure: save it again, or as .txt") from error
    if found is None or not (found.text or "").strip():
        raise ArticleError("has no article text in its page; cure: save the page with its content, or as .txt")
    # trafilatura joins paragraphs by one line end; the parser needs a blank line between them.
    text = "\n\n".join(part for part in found.text.split("\n") if part.strip())
    return Raw(
        text,
        page.line,
        found.title or "",
        found.date or "",
        found.sitename or found.hostname or "",
        page.url or found.url or "",
        found.author or "",
    )


def text_of(page: Page) -> str:
    """The page decoded: what is UTF-8 is UTF-8 whatever anybody says; else as the page itself says, or its server.

    The page comes before its server, unlike in browsers (https://html.spec.whatwg.org/#determining-the-character-encoding):
    servers announce one encoding for all that they hold, and archives hold pages of many years.
    """
    from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, to_unicode

    try:
        return page.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = html_body_declared_encoding(page.data) or http_content_type_encoding(page.content_type)
    if said in (None, "utf-8"):
        return decode(page.data)
    return str(to_unicode(page.data, said))


def forget_pages() -> None:
    """Empty the caches of trafilatura, which hold lines of the last thousands of pages, however long they were."""
    from trafilatura.meta import reset_caches

    reset_caches()
