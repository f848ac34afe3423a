"""Articles from files, folders, archives and feeds, made safe to handle; nothing is ever fetched.

Finding an article is quick; reading it (the text out of a web page, its date) is slow, and can go wrong in a library.
So `unread_articles` finds them in one process and `Unread.read` reads them in any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.article.files import files_of, printable
from geo.article.formats import is_readable, read_file
from geo.article.making import ArticleFailure, article_from_text
from geo.article.raw import Page, Raw, Unreadable
from geo.errors import ArticleError
from geo.records import Article

Date = str | dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True)
class Unread:
    """An article as its file has it: which file, at which line or record (1-based, 0 for the whole), and what is there.

    `date` is what the caller says was the day of publication.
    """

    source: str
    line: int
    found: Raw | Page
    date: Date = None

    def read(self) -> Article | ArticleFailure:
        """The article, or why there is none."""
        try:
            raw = self.found
            if isinstance(raw, Page):
                from geo.article.pages import html_article

                raw = html_article(raw)
            return article_from_text(
                raw.text,
                title=raw.title,
                date=self.date,
                metadata_date=raw.date,
                source=raw.source,
                url=raw.url,
                author=raw.author,
                id=raw.id,
            )
        except ArticleError as error:
            return ArticleFailure(self.source, self.line, str(error))


def load(path: str | Path, *, date: Date = None) -> list[Article]:
    """All articles of one file (.txt .md .html .json .jsonl[.gz|.zst] .rss .atom .xml .warc[.gz] .parquet).

    Raises:
        ArticleError: the first input that cannot be read, with file, line and cure.
    """
    found = []
    for item in iter_articles([path], date=date):
        if isinstance(item, ArticleFailure):
            raise ArticleError(str(item))
        found.append(item)
    return found


def iter_articles(paths: Iterable[str | Path], *, date: Date = None) -> Iterator[Article | ArticleFailure]:
    """The articles of files, folders (all the way down) and globs, one at a time; what is broken comes as a failure."""
    for item in unread_articles(paths, date=date):
        yield item.read() if isinstance(item, Unread) else item


def unread_articles(paths: Iterable[str | Path], *, date: Date = None) -> Iterator[Unread | ArticleFailure]:
    """What `iter_articles` reads, not read yet; no file passes in silence, also one that holds nothing is a failure."""
    for path in paths:
        for file in files_of(path):
            if isinstance(file, ArticleFailure):
                yield file
            else:
                yield from _unread_of_file(file, date)


def _unread_of_file(file: Path, date: Date) -> Iterator[Unread | ArticleFailure]:
    name = printable(file)
    if not is_readable(file):
        yield ArticleFailure(name, 0, f"{file.suffix or 'a file without a suffix'} is no type that can be read; "
                             "cure: use .txt, .md, .html, .json, .jsonl, .rss, .atom, .warc or .parquet")  # fmt: skip
        return
    number = 0
    for number, item in enumerate(read_file(file), start=1):
        if isinstance(item, Unreadable):
            yield ArticleFailure(name, item.line, item.reason)
        else:
            yield Unread(name, item.line or (number if number > 1 else 0), item, date)
    if not number:
        yield ArticleFailure(name, 0, "holds no article; cure: check that it is not empty")
