"""From an article to its report: the whole path, each step one room.

text → mentions (recognise) → footprints (resolve) → relative places (relations) → dates (when), counts (claims) → incidents (events)
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date  # noqa: N812 - `date` is the public keyword
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from geo.records import Article, Located, Mention
from geo.report import Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from gazetteer import Gazetteer
    from geo.claims import ClaimReader
    from geo.events import IncidentReader
    from geo.recognise import EntityRecogniser, Recogniser
    from geo.relations import RelationReader
    from geo.resolve import Resolver
    from geo.when import WhenReader

BATCH = 16
#: Fewer for places alone: no slower, and one process stays below 400 MiB.
PLACES_BATCH = 4
FOREIGN = (
    "the text is in {spoken!r} and the model reads {read!r}, so that what happened is missed or misread; "
    "cure: --model with a spaCy model for {spoken!r}"
)
NO_DATE = 'no publication date is given or found, so relative dates ("today", "last week") stay open; cure: --date'


class Reader:
    """Reads articles against one gazetteer and one spaCy model, both loaded at the first use.

    Args:
        gazetteer: where places are looked up; the default one that is shipped where None.
        model: a spaCy package or folder; the installed small English one where None.
        threads: for the tagger; 1 where several processes share the machine.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, model: str | None = None, *, threads: int = 2) -> None:
        self._gazetteer = gazetteer
        self.model = model
        self.threads = threads

    def read(self, article: Article) -> Report:
        """The report of one article."""
        return next(iter(self.read_many([article])))

    def read_many(self, articles: Iterable[Article], batch: int = BATCH) -> Iterator[Report]:
        """The reports of the articles, in their order; they are parsed in batches."""
        from geo.language import parse_many

        stream = iter(articles)
        while chunk := list(islice(stream, batch)):
            mentions = self.recogniser.mentions_many([article.text for article in chunk])
            docs = parse_many((article.text for article in chunk), self.model)
            for article, found, doc in zip(chunk, mentions, docs, strict=True):
                yield self._report(article, doc, self.resolve(article, found))

    def load(self) -> None:
        """Load all that reading needs, which otherwise happens at the first article."""
        anywhere = self.gazetteer.countries()[0].name
        self.read(Article(f"Nothing happened in {anywhere}."))

    def places(self, article: Article, spans: Sequence[Mention] | None = None) -> list[Located]:
        """Every mention with its footprint, relative places too; or exactly the `spans` that are given."""
        if spans is not None:
            return self.resolve(article, spans)
        return next(iter(self.places_many([article])))

    def places_many(self, articles: Iterable[Article], batch: int = PLACES_BATCH) -> Iterator[list[Located]]:
        """The places of the articles, in their order. Only sentences that may hold a relative place are parsed."""
        from geo.language import parse_parts, tokenise

        stream = iter(articles)
        while chunk := list(islice(stream, batch)):
            mentions = self.recogniser.mentions_many([article.text for article in chunk])
            located = [self.resolve(article, found) for article, found in zip(chunk, mentions, strict=True)]
            docs = [tokenise(article.text, self.model) for article in chunk]
            wanted = [self.relations.wanted(doc, named) for doc, named in zip(docs, located, strict=True)]
            parse_parts(docs, wanted, self.model)
            for article, doc, named in zip(chunk, docs, located, strict=True):
                yield self.relations.read(doc, article, named)

    def resolve(self, article: Article, mentions: Sequence[Mention]) -> list[Located]:
        """Each mention with what it means on the ground, in their order."""
        footprints = self.resolver.resolve(article, mentions)
        return [Located(mention, footprint) for mention, footprint in zip(mentions, footprints, strict=True)]

    def _report(self, article: Article, doc: Doc, located: Sequence[Located]) -> Report:
        from geo.resolve import focus

        everything = self.relations.read(doc, article, located)
        whens = self.when.read(doc, article)
        claims = self.claims.read(doc, article, everything)
        found = self.incidents.read(doc, article, everything, whens, claims)
        return Report(article, tuple(everything), tuple(found), tuple(_notes(article, doc)), focus(located))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer that places are looked up in."""
        from gazetteer import open_default

        return self._gazetteer or open_default()

    @cached_property
    def recogniser(self) -> Recogniser | EntityRecogniser:
        """Finds the words that say a place: our tagger, or the entities of a model for another language."""
        from geo.recognise import EntityRecogniser, Recogniser, reads_english

        if self.model and not reads_english(self.model):
            return EntityRecogniser(self.gazetteer, self.model)
        return Recogniser(self.gazetteer, threads=self.threads)

    @cached_property
    def resolver(self) -> Resolver:
        """Says which place the words mean."""
        from geo.resolve import Resolver

        return Resolver(self.gazetteer)

    @cached_property
    def relations(self) -> RelationReader:
        """Finds places that are said relative to others."""
        from geo.relations import RelationReader

        return RelationReader(self.gazetteer, self.model)

    @cached_property
    def when(self) -> WhenReader:
        """Finds and anchors expressions of time."""
        from geo.when import WhenReader

        return WhenReader()

    @cached_property
    def claims(self) -> ClaimReader:
        """Finds counts and who gives them."""
        from geo.claims import ClaimReader

        return ClaimReader(self.gazetteer)

    @cached_property
    def incidents(self) -> IncidentReader:
        """Finds what happened."""
        from geo.events import IncidentReader

        return IncidentReader(self.gazetteer)


def _notes(article: Article, doc: Doc) -> Iterator[str]:
    """What the user is to know of what could not be done."""
    from geo.spoken import foreign_to

    if spoken := foreign_to(doc):
        yield FOREIGN.format(spoken=spoken, read=doc.lang_)
    if not article.published:
        yield NO_DATE


def open_reader(
    gazetteer: str | Path | None = None, places: str | Path | None = None, model: str | None = None, *, threads: int = 2
) -> Reader:
    """A reader on the gazetteer at a path (else the default one), with a file of one's own places on top.

    Raises:
        GazetteerFileError: a gazetteer file that cannot be used.
        OverlayError: places that cannot be used, with row and field.
    """
    from gazetteer import Gazetteer, open_default

    found = Gazetteer.open(gazetteer) if gazetteer else open_default()
    if places:
        from gazetteer.overlay import load

        found = found.with_overlay(load(places))
    return Reader(found, model or None, threads=threads)


def read(
    source: str | Path | Article,
    *,
    date: str | Date | datetime | None = None,
    gazetteer: Gazetteer | None = None,
    model: str | None = None,
) -> Report:
    """Read one article: a path, or an `Article` (`geo.article.article_from_text` makes one from a string).

    Args:
        source: a .txt, .md, .html, .json or .jsonl file with one article, or an Article.
        date: the day of publication (ISO 8601), against which "today" and "last week" are read.
        gazetteer: where places are looked up; the default one where None.
        model: a spaCy package or folder; the installed small English one where None.

    Raises:
        ArticleError: if the file is missing, empty, binary, too large, or holds several articles.
        DateError: if `date` is no date.
    """
    from geo.article import load
    from geo.errors import ArticleError

    if isinstance(source, Article):
        return Reader(gazetteer, model).read(source)
    articles = load(source, date=date)
    if len(articles) != 1:
        raise ArticleError(f"{source}: holds {len(articles)} articles; read them with geo.read_many")
    return Reader(gazetteer, model).read(articles[0])


def read_many(
    sources: Iterable[str | Path | Article],
    *,
    date: str | Date | datetime | None = None,
    gazetteer: Gazetteer | None = None,
    model: str | None = None,
) -> Iterator[Report]:
    """Read many articles, one report each, in order; arguments and errors as for `read`."""
    from geo.article import load

    def articles() -> Iterator[Article]:
        for source in sources:
            if isinstance(source, Article):
                yield source
            else:
                yield from load(source, date=date)

    return Reader(gazetteer, model).read_many(articles())
