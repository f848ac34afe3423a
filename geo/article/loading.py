"""Articles from files, folders, archives and feeds, made safe to handle; nothing is ever fetched."""

from __future__ import annotations

import datetime as dt
import glob
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.article.cleaning import clean
from geo.article.formats import is_readable, read_file
from geo.article.opening import decode
from geo.article.raw import MAX_FILE, Raw, Unreadable
from geo.errors import ArticleError, ArticleTooLarge
from geo.records import Article
from geo.when.published import publication_date

#: Code points of one article. The longest reports run to 100,000; beyond the limit a text is a book or an attack.
MAX_TEXT = 500_000
#: A text without a single space beyond this is no prose, and it makes tokenisers slow.
MAX_WORD = 20_000


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


def load(path: str | Path, *, date: str | dt.date | dt.datetime | None = None) -> list[Article]:
    """All articles of one file (.txt .md .html .json .jsonl[.gz|.zst] .rss .atom .xml .warc[.gz] .parquet).

    Raises:
        ArticleError: the first input that cannot be read, with file, line and cure.
    """
    found = []
    for item in iter_articles([path], date=date):
        if isinstance(item, ArticleFailure):
            raise ArticleError(str(item))
        found.append(item)
    if not found:
        raise ArticleError(f"{path}: holds no article; cure: check that it is not empty")
    return found


def iter_articles(
    paths: Iterable[str | Path], *, date: str | dt.date | dt.datetime | None = None
) -> Iterator[Article | ArticleFailure]:
    """The articles of files, folders (all the way down) and globs, one at a time; what is broken comes as a failure."""
    for path in paths:
        for file in files_of(path):
            if isinstance(file, ArticleFailure):
                yield file
            else:
                yield from articles_of_file(file, date=date)


def files_of(path: str | Path) -> Iterator[Path | ArticleFailure]:
    """The files that a path, a folder or a glob means, sorted, hidden ones left out."""
    here = Path(path)
    if here.is_dir():
        inside = (file for file in sorted(here.rglob("*")) if file.is_file())
        yield from (file for file in inside if not any(part.startswith(".") for part in file.relative_to(here).parts))
    elif here.exists():
        yield here
    elif glob.has_magic(str(path)) and (matches := sorted(Path(here.anchor).glob(str(here.relative_to(here.anchor))))):
        for match in matches:
            if not match.name.startswith("."):
                yield from files_of(match)
    else:
        yield ArticleFailure(str(path), 0, "no such file; cure: check the path")


def articles_of_file(
    file: Path, *, date: str | dt.date | dt.datetime | None = None
) -> Iterator[Article | ArticleFailure]:
    """The articles of one file, in its order; each failure names the file, the line and the cure."""
    if not is_readable(file):
        yield ArticleFailure(str(file), 0, f"{file.suffix or 'a file without a suffix'} is no type that can be read; "
                             "cure: use .txt, .md, .html, .json, .jsonl, .rss, .atom, .warc or .parquet")  # fmt: skip
        return
    for number, item in enumerate(read_file(file), start=1):
        if isinstance(item, Unreadable):
            yield ArticleFailure(str(file), item.line, item.reason)
            continue
        try:
            yield _article(item, date)
        except ArticleError as error:
            yield ArticleFailure(str(file), item.line or (number if number > 1 else 0), str(error))


def _article(raw: Raw, date: str | dt.date | dt.datetime | None) -> Article:
    return article_from_text(
        raw.text,
        title=raw.title,
        date=date,
        metadata_date=raw.date,
        source=raw.source,
        url=raw.url,
        author=raw.author,
        id=raw.id,
    )


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
