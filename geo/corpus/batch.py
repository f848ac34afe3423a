"""One batch of articles in, rows out. Whatever an article does, the others of its batch are there."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.article import ArticleFailure
from geo.records import Article, Incident

if TYPE_CHECKING:
    from types import FrameType

    from geo.reading import Reader
    from geo.report import Report

Row = dict[str, Any]

#: Language identification is unreliable below this many characters; such texts are read as they are.
SHORTEST_TO_IDENTIFY = 200
HEAD_TO_IDENTIFY = 3000


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


def process_batch(items: Sequence[Article | ArticleFailure], settings: Settings) -> Rows:
    """Read the articles; what cannot be read becomes a row of errors with its reason.

    The pool, Dask and Spark all call this; it depends on nothing but its arguments.
    """
    rows = Rows()
    reader = _reader(settings.gazetteer, settings.places, settings.model)
    for item, outcome in _outcomes(reader, items, settings):
        if isinstance(outcome, str):
            rows.errors.append(_error(item, outcome))
        else:
            rows.incidents += [_incident_row(incident, outcome.article) for incident in outcome.found]
            rows.places += _place_rows(outcome)
    return rows


def unreadable(items: Sequence[Article | ArticleFailure], reason: str) -> Rows:
    """The rows of a batch that could not be read at all."""
    return Rows(errors=[_error(item, reason) for item in items])


def _outcomes(
    reader: Reader, items: Sequence[Article | ArticleFailure], settings: Settings
) -> Iterator[tuple[Article | ArticleFailure, Report | str]]:
    """Each item with its report, or with the reason why there is none."""
    refused = {i: reason for i, item in enumerate(items) if (reason := _refused(item, settings.model))}
    articles = [item for i, item in enumerate(items) if i not in refused and isinstance(item, Article)]
    reports = iter(_reports(reader, articles, settings.seconds_per_article))
    for i, item in enumerate(items):
        yield item, refused[i] if i in refused else next(reports)


def _reports(reader: Reader, articles: Sequence[Article], seconds: float) -> list[Report | str]:
    """All at once, which is fast; one by one where that fails, so that only the broken ones are lost."""
    try:
        with _limit(seconds * max(len(articles), 1)):
            return list(reader.read_many(articles))
    except Exception:
        return [_report_or_reason(reader, article, seconds) for article in articles]


def _report_or_reason(reader: Reader, article: Article, seconds: float) -> Report | str:
    try:
        with _limit(seconds):
            return reader.read(article)
    except Exception as error:  # the boundary at which one article's failure must not become everybody's
        return f"{type(error).__name__}: {error}"[:500]


def _refused(item: Article | ArticleFailure, model: str) -> str:
    """Why an item is not read at all, or ""."""
    if isinstance(item, ArticleFailure):
        return item.reason
    if len(item.text) < SHORTEST_TO_IDENTIFY:
        return ""
    from geo.language import pipeline

    spoken, wanted = _language(item.text[:HEAD_TO_IDENTIFY]), pipeline(model or None).lang
    if spoken == wanted:
        return ""
    return f"the text is in {spoken!r}, the model reads {wanted!r}; cure: --model with a spaCy model for {spoken!r}"


def _language(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0])


def _error(item: Article | ArticleFailure, reason: str) -> Row:
    if isinstance(item, ArticleFailure):
        return {"source": item.source, "line": item.line, "reason": reason}
    return {"source": item.id, "line": 0, "reason": reason}


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
    return reader


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in this block after so many seconds (in a main thread; elsewhere signals do not reach)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
