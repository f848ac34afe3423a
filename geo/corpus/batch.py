"""One batch of articles in, rows out. Whatever an article does, the others of its batch are there."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo.article import ArticleFailure, Unread
from geo.article.cleaning import clean
from geo.article.raw import Page
from geo.corpus import tables
from geo.corpus.limit import limit
from geo.corpus.writing import writing
from geo.records import Article, Incident
from geo.spoken import foreign, identifier

if TYPE_CHECKING:
    from geo.reading import Reader
    from geo.report import Report

Item = Article | ArticleFailure | Unread
Row = dict[str, Any]
T = TypeVar("T")

#: A batch is given up, and read one by one, after the time of one article and that of its others at this share of it.
USUALLY_FASTER = 8
#: spaCy keeps each word that it has met, at about a kilobyte.
MOST_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result of a batch, and is therefore part of the manifest."""

    gazetteer: str = ""  # a path; "" is the one that is shipped
    places: str = ""  # a user's own places on top
    model: str = ""  # a spaCy package or folder; "" is the installed small English one
    seconds_per_article: float = 20.0


@dataclass(slots=True)
class Rows:
    """What a batch gives: rows of the three tables, in the order of the articles."""

    incidents: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    errors: list[Row] = field(default_factory=list)

    def add(self, others: Rows) -> None:
        """Put the rows of another behind these."""
        self.incidents += others.incidents
        self.places += others.places
        self.errors += others.errors


def process_batch(items: Sequence[Item], settings: Settings) -> Rows:
    """Read the articles; what cannot be read becomes a row of errors with its reason.

    The pool, Dask and Spark all call this; it depends on nothing but its arguments.
    """
    rows = Rows()
    reader = _reader(settings.gazetteer, settings.places, settings.model)
    for item, outcome in zip(items, _outcomes(reader, items, settings), strict=True):
        made = outcome if isinstance(outcome, str) else _or_reason(partial(_rows_of, outcome), settings)
        if isinstance(made, str):
            rows.errors.append(_error(item, made))
        else:
            rows.add(made)
    _forget(items, settings.model)
    return rows


def unreadable(items: Sequence[Item], reason: str) -> Rows:
    """The rows of a batch that could not be read at all."""
    return Rows(errors=[_error(item, reason) for item in items])


def _outcomes(reader: Reader, items: Sequence[Item], settings: Settings) -> Iterator[Report | str]:
    """For each item its report, or the reason why there is none."""
    articles = [_article_or_reason(item, settings) for item in items]
    reports = iter(_reports(reader, [one for one in articles if isinstance(one, Article)], settings))
    for one in articles:
        yield one if isinstance(one, str) else next(reports)


def _article_or_reason(item: Item, settings: Settings) -> Article | str:
    read = _or_reason(item.read, settings) if isinstance(item, Unread) else item
    if isinstance(read, ArticleFailure):
        return read.reason
    if isinstance(read, str):
        return read
    return _refused(read, settings.model) or read


def _reports(reader: Reader, articles: Sequence[Article], settings: Settings) -> Sequence[Report | str]:
    """All at once, which is fast; one by one where that fails, so that only the broken ones are lost."""
    together = settings.seconds_per_article * (1 + len(articles) / USUALLY_FASTER)
    reports = _or_reason(lambda: list(reader.read_many(articles)), settings, together)
    if not isinstance(reports, str):
        return reports
    return [_or_reason(partial(reader.read, article), settings) for article in articles]


def _or_reason(make: Callable[[], T], settings: Settings, seconds: float | None = None) -> T | str:
    """What `make` makes, or why it cannot: here, one article's failure must not become everybody's."""
    try:
        with limit(seconds or settings.seconds_per_article):
            return make()
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:500]


def _refused(article: Article, model: str) -> str:
    """Why an article is not read at all, or ""."""
    from geo.language import pipeline

    wanted = str(pipeline(model or None).lang)
    if not (spoken := foreign(article.text, wanted)):
        return ""
    return f"the text is in {spoken!r}, the model reads {wanted!r}; cure: --model with a spaCy model for {spoken!r}"


def _forget(items: Sequence[Item], model: str) -> None:
    """Let go of what libraries keep of articles that are read: lines of pages, and words where they are too many."""
    from geo.article.pages import forget_pages
    from geo.language import pipeline

    if any(isinstance(item, Unread) and isinstance(item.found, Page) for item in items):
        forget_pages()
    if len(pipeline(model or None).vocab) > MOST_WORDS:
        pipeline.cache_clear()


def _error(item: Item, reason: str) -> Row:
    source, line = (item.id, 0) if isinstance(item, Article) else (item.source, item.line)
    return {"source": clean(source).text, "line": line, "reason": clean(reason).text}


def _rows_of(report: Report) -> Rows:
    """The rows of an article that was read.

    Raises:
        ArrowException, OverflowError: a value that the tables cannot hold.
    """
    rows = Rows([_incident_row(incident, report.article) for incident in report.found], _place_rows(report))
    tables.arrow(rows.incidents, tables.INCIDENTS)
    tables.arrow(rows.places, tables.PLACES)
    return rows


def _incident_row(incident: Incident, article: Article) -> Row:
    import shapely

    from geo.export.features import properties
    from geo.export.geometry import tidy

    shape = tidy(incident.where.footprint.geometry) if incident.where else None
    return {
        "id": incident.id,
        **properties(incident, article),
        "reports": [article.id],
        "geometry": shapely.to_wkb(shape, byte_order=1) if shape is not None else None,
    }


def _place_rows(report: Report) -> list[Row]:
    from geo.places import mention_record

    return [{"article": report.article.id, **mention_record(located)} for located in report.located]


@lru_cache(maxsize=1)
def _reader(gazetteer: str, places: str, model: str) -> Reader:
    from geo.reading import open_reader

    reader = open_reader(gazetteer, places, model, threads=1)
    reader.load()  # here, so that it is not on the first article's clock
    with writing(Path(tempfile.gettempdir())):
        identifier()
    gc.freeze()  # what is loaded stays, so that no collection need go through it
    return reader
