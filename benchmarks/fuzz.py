"""Fuzz readers, mentions, relations, dates, claims, incidents and export with mangled files and mangled news.

    python benchmarks/fuzz.py --minutes 60 [--seed 1] [--whole]

Each input is made from a seed that is printed with the crash, so that `--seed N --once` makes it again. What counts as
a crash: any exception but ArticleError and DateError, a span that is not the text it names, an interval that ends
before it starts, bounds out of order, a geometry beyond the globe, a file that is not read back with as many rows, and
any call that takes more than `SLOW` seconds of processor time. `--whole` reads with the shipped gazetteer: mentions,
relations, incidents, the corpus path and every type of file.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.fuzz_inputs import file_of, relative_text_of, text_of
from geo.article import article_from_text, iter_articles
from geo.claims import ClaimReader
from geo.errors import ArticleError, DateError
from geo.language import parse
from geo.reading import Reader
from geo.records import Article, Located
from geo.report import Report
from geo.when import WhenReader, of_event, publication_date
from geo.when.calendar import plain

SLOW = 10.0
REAL_NAMES = 3000
TALLY_SECONDS = 60.0
Target = Callable[[random.Random], Any]


def readers(chance: random.Random) -> None:
    """A mangled file gives articles that are text, and failures that say why."""
    with tempfile.TemporaryDirectory() as folder:
        for item in iter_articles([file_of(chance, Path(folder))]):
            if isinstance(item, Article):
                item.text.encode()
                assert item.text.strip() and item.id
            else:
                assert item.reason and "report it" not in item.reason, item


def dates(chance: random.Random) -> None:
    """Any words where a date of publication is looked for."""
    publication_date(text_of(chance), metadata=text_of(chance)[:30], url=f"https://a.example/{text_of(chance)[:40]}")
    publication_date("Text.", given=text_of(chance)[:30])


class Reading:
    """Times and claims of one text, checked against what must always hold."""

    def __init__(self) -> None:
        self._whens, self._claims = WhenReader(), ClaimReader()
        parse("The model is loaded here, not on the first input's time.")

    def __call__(self, chance: random.Random) -> None:
        published = None if chance.random() < 0.2 else date.fromordinal(chance.randint(1, date.max.toordinal()))
        article = article_from_text(text_of(chance), date=published)
        doc = parse(article.text)
        whens = self._whens.read(doc, article)
        for when in whens:
            assert when.span and article.text[when.span.start : when.span.end] == when.span.text, when
            assert not (when.start and when.end) or plain(when.start) <= plain(when.end), when
        for _ in range(min(5, len(doc))):
            of_event(doc, chance.randrange(len(doc)), whens, article)
        for claim in self._claims.read(doc, article, []):
            assert article.text[claim.quote.start : claim.quote.end] == claim.quote.text, claim
            assert (claim.low or 0) <= (claim.value or 0), claim
            assert claim.high is None or (claim.value or 0) <= claim.high, claim


class Shipped:
    """The targets that need the shipped gazetteer and tagger, loaded once."""

    def __init__(self) -> None:
        self._reader = Reader(threads=1)
        self._reader.load()

    def mentions(self, chance: random.Random) -> None:
        """The recogniser and the resolver."""
        article = self._relative_article(chance) if chance.random() < 0.5 else article_from_text(text_of(chance))
        found = self._reader.recogniser.mentions(article.text)
        ends = 0
        for mention in found:
            assert article.text[mention.start : mention.end] == mention.text, mention
            assert mention.start >= ends, mention
            ends = mention.end
        _check_places(article, self._reader.resolve(article, found))

    def relations(self, chance: random.Random) -> None:
        """Relative places, each round of the grammar over real names."""
        article = self._relative_article(chance)
        _check_places(article, self._reader.places(article))

    def whole(self, chance: random.Random) -> None:
        """From a text to the GeoJSON of its incidents."""
        _check_report(self._reader.read(article_from_text(text_of(chance), date=date(2021, 11, 16))))

    def export(self, chance: random.Random) -> None:
        """Incidents into a file of a random type and back, and into the corpus's table."""
        from geo.export import EXTENSIONS, read_table, write

        article = article_from_text(f"{_NEWS} {text_of(chance)} {_NEWS}", date=date(2021, 11, 16))
        report = self._reader.read(article)
        _check_report(report)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{chance.choice(list(EXTENSIONS))}"
            write(report, path)
            if report.found:
                assert len(read_table(path)) == len(report.found), path.suffix

    def corpus(self, chance: random.Random) -> None:
        """A mangled file through the corpus path, to its merged table."""
        from geo.corpus.run import read_corpus

        with tempfile.TemporaryDirectory() as folder:
            source = file_of(chance, Path(folder))
            summary = read_corpus([source], Path(folder) / "out.parquet", workers=0)
            assert summary.articles and summary.errors <= summary.articles
            for row in summary.failures():
                assert "Error: " not in row["reason"], row

    def _relative_article(self, chance: random.Random) -> Article:
        return article_from_text(relative_text_of(chance, self._names), date=date(2021, 11, 16))

    @cached_property
    def _names(self) -> list[str]:
        """Names of places of every kind: the countries, their capitals and what lies round those."""
        import shapely

        gazetteer = self._reader.gazetteer
        names: list[str] = []
        for country in gazetteer.countries():
            names.append(country.name)
            if capital := gazetteer.capital(country.country):
                here = shapely.Point(capital.lon, capital.lat).buffer(0.4)
                names += [place.name for place in gazetteer.within(here, limit=12)]
        return names[:REAL_NAMES]


_NEWS = "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people. 20 km north of Goris shots were fired."


def _check_places(article: Article, located: list[Located]) -> None:
    for one in located:
        assert article.text[one.mention.start : one.mention.end] == one.mention.text, one.mention
        shape = one.footprint.geometry
        if shape is not None and not shape.is_empty:
            west, south, east, north = shape.bounds
            assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90, (one.mention, shape.bounds)
        assert 0 <= one.footprint.confidence <= 1, one


def _check_report(report: Report) -> None:
    _check_places(report.article, list(report.located))
    json.dumps(report.__geo_interface__, allow_nan=False)


def one(name: str, target: Target, seed: int) -> str:
    """Why this seed is a crash, or ""."""
    began = time.process_time()
    try:
        target(random.Random(seed))
    except (ArticleError, DateError):
        pass
    except Exception as error:  # a fuzzer's business
        return f"{name} seed {seed}: {error!r}\n{traceback.format_exc(limit=-3)}"
    seconds = time.process_time() - began
    return f"{name} seed {seed}: took {seconds:.1f} s" if seconds > SLOW else ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--minutes", type=float, default=60, help="by the clock; the processor's are printed beside")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--once", action="store_true", help="one input for each target, from the seed")
    options.add_argument("--whole", action="store_true")
    chosen = options.parse_args()
    targets: dict[str, Target] = {"readers": readers, "dates": dates, "reading": Reading()}
    if chosen.whole:
        shipped = Shipped()
        targets |= {"mentions": shipped.mentions, "relations": shipped.relations, "whole": shipped.whole}
        targets |= {"export": shipped.export, "corpus": shipped.corpus}
    began, worked, seed = time.monotonic(), time.process_time(), chosen.seed
    ran, crashes, told = collections.Counter[str](), 0, began
    while time.monotonic() < began + 60 * chosen.minutes:
        for name, target in targets.items():
            ran[name] += 1
            if crash := one(name, target, seed):
                crashes += 1
                print(crash, flush=True)
        seed += 1
        if chosen.once:
            break
        if time.monotonic() > told + TALLY_SECONDS:
            told = time.monotonic()
            print(_tally(told - began, time.process_time() - worked, ran, crashes), flush=True)
    print(_tally(time.monotonic() - began, time.process_time() - worked, ran, crashes))
    raise SystemExit(1 if crashes else 0)


def _tally(clock: float, processor: float, ran: collections.Counter[str], crashes: int) -> str:
    return f"{clock / 60:.1f} minutes, {processor / 60:.1f} of the processor: {dict(ran)} inputs, {crashes} crashes"


if __name__ == "__main__":
    main()
