"""An article from text in memory: cleaned, dated, named, and within limits."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from geo.article.cleaning import clean
from geo.article.opening import decode
from geo.article.raw import MAX_FILE
from geo.errors import ArticleError, ArticleTooLarge
from geo.records import Article
from geo.when.published import publication_date

#: Code points of one article. The longest reports run to 100,000; beyond the limit a text is a book or an attack.
MAX_TEXT = 500_000
#: A text without a single space beyond this is no prose, and it makes tokenisers slow.
MAX_WORD = 5_000


@dataclass(frozen=True, slots=True)
class ArticleFailure:
    """An input that could not be read: which file, at which line or record (1-based, 0 for the whole), and why."""

    source: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.source}{f':{self.line}' if self.line else ''}: {self.reason}"


def article_from_text(
    text: str,
    *,
    title: str = "",
    date: str | dt.date | dt.datetime | None = None,
    metadata_date: str | dt.date | dt.datetime | None = None,
    source: str = "",
    url: str = "",
    author: str = "",
    id: str = "",
) -> Article:
    """An article from text in memory, cleaned, with its publication date found.

    `date` is what the caller knows and wins over `metadata_date`, the URL, the dateline and the text. The id, where
    none is given, is a hash of the text, so that the same text has the same id everywhere.

    Raises:
        ArticleError: there is no text in it.
        ArticleTooLarge: it is longer than `MAX_TEXT`, or has a word longer than `MAX_WORD`.
        DateError: `date` is no date.
    """
    if len(text) > MAX_TEXT:
        raise ArticleTooLarge(
            f"the text has {len(text):,} characters, more than {MAX_TEXT:,}; cure: split it into articles"
        )
    cleaned = clean(text)
    words = cleaned.text.split()
    if not words:
        raise ArticleError("there is no text in it; cure: check the file, or the field that holds the text")
    if len(longest := max(words, key=len)) > MAX_WORD:
        raise ArticleTooLarge(f"a word of {len(longest):,} characters is no text; cure: remove encoded data from it")
    published, published_from = publication_date(cleaned.text, given=date, metadata=metadata_date, url=url)
    return Article(
        text=cleaned.text,
        id=clean(id).text or hashlib.sha256(cleaned.text.encode()).hexdigest()[:16],
        title=_one_line(title) or _first_line(cleaned.text),
        published=published,
        source=_one_line(source),
        url=_one_line(url),
        author=_one_line(author),
        published_from=published_from,
        notes=cleaned.notes,
    )


def article_from_bytes(
    data: bytes, name: str, *, date: str | dt.date | dt.datetime | None = None
) -> Article | ArticleFailure:
    """An article from the bytes of a plain text, in any encoding; `name` is what a failure calls them."""
    try:
        if len(data) > MAX_FILE:
            raise ArticleTooLarge(f"is larger than {MAX_FILE // 2**20} MiB; cure: split it, or use .jsonl")
        return article_from_text(decode(data), date=date)
    except ArticleError as error:
        return ArticleFailure(name, 0, str(error))


def _one_line(words: str) -> str:
    return " ".join(clean(words[:2000]).text.split())[:500]


def _first_line(text: str) -> str:
    """The first line that reads as a headline: short, no closing full stop, no "Categories: …"."""
    for line in text.split("\n")[:10]:
        line = line.strip().lstrip("# ").strip()
        label, colon, _ = line.partition(":")
        if not line or (colon and " " not in label.strip()):
            continue
        return line if len(line) <= 200 and not line.endswith(".") else ""
    return ""
