"""Fuzz the readers, dates, claims, anchoring and cleaning with mangled files and mangled news, for a chosen time.

    python benchmarks/fuzz.py --minutes 60 [--seed 1] [--whole]

Each input is made from a seed that is printed with the crash, so that `--seed N --once` makes it again. What counts as
a crash: any exception but ArticleError and DateError, a span that is not the text it names, an interval that ends
before it starts, bounds out of order, and any call that takes longer than `SLOW` seconds. `--whole` also reads each
text to the end with the shipped gazetteer: places, relations, incidents and their GeoJSON.
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
from pathlib import Path
from typing import Any

from geo.article import article_from_text, iter_articles
from geo.claims import ClaimReader
from geo.errors import ArticleError, DateError
from geo.language import parse
from geo.records import Article
from geo.when import WhenReader, of_event, publication_date
from geo.when.calendar import plain

SLOW = 10.0
WORDS = [
    "on",
    "at",
    "from",
    "since",
    "until",
    "between",
    "and",
    "to",
    "the",
    "a",
    "last",
    "next",
    "this",
    "early",
    "late",
    "Monday",
    "Tuesday",
    "weekend",
    "week",
    "month",
    "year",
    "day",
    "night",
    "morning",
    "9",
    "November",
    "2020",
    "31",
    "February",
    "29",
    "0",
    "00.00",
    "24:61",
    "18.30",
    "1994-2020",
    "99999",
    "ago",
    "later",
    "before",
    "after",
    "two",
    "dozens",
    "several",
    "thousand",
    "hundred",
    "million",
    "at",
    "least",
    "more",
    "than",
    "up",
    "to",
    "killed",
    "wounded",
    "soldiers",
    "civilians",
    "captured",
    "lost",
    "positions",
    "missing",
    "died",
    "death",
    "toll",
    "rose",
    "said",
    "according",
    "Yesterday",
    "today",
    "he",
    "added",
    "that",
    "“",
    "”",
    "(",
    ")",
    ",",
    ".",
    ";",
    "-",
    "—",
    "\n\n",
    "of",
    "its",
    "no",
    "nobody",
    "one",
    "3-5",
    "May",
    "1,000,000",
    "half",
    "a",
    "dozen",
    "border",
    "north",
    "20",
    "km",
    "of",
    "near",
    "Lagos",
    "Armenia",
    "Azerbaijani",
    "Paris’s",
    "the",
    "following",
    "the",
    "1990s",
    "21st",
    "century",
    "spring",
    "fall",
]
NASTY = (
    "\x00",
    "\ud800",
    "\u202e",
    "\u2028",
    "é",
    "ქ",
    "字",
    "😀",
    "\ufeff",
    "İ",
    "ﬁ",
    "ß",
    "a" * 300,
    "1" * 40,
    "((((",
    "\t\r\n",
)
SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".json",
    ".jsonl",
    ".jsonl.gz",
    ".jsonl.zst",
    ".rss",
    ".warc",
    ".warc.gz",
    ".parquet",
)


def text_of(chance: random.Random) -> str:
    """News-like nonsense, with something nasty now and then."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 120))]
    for _ in range(chance.choice((0, 0, 1, 4))):
        words.insert(chance.randrange(len(words) + 1), chance.choice(NASTY))
    return chance.choice((" ", " ", "")).join(words) if chance.random() < 0.97 else chance.choice(words) * 600


def file_of(chance: random.Random, folder: Path) -> Path:
    """A file of a random type: a good one with a few bytes changed, cut or repeated."""
    path = folder / f"a{chance.choice(SUFFIXES)}"
    records = [
        {"text": text_of(chance).encode("utf-8", "replace").decode(), "date": text_of(chance)[:20]} for _ in range(3)
    ]
    whole = {
        ".json": json.dumps(records),
        ".jsonl": "\n".join(map(json.dumps, records)),
        ".html": f"<html><body><article><p>{records[0]['text']}</p></article></body></html>",
        ".rss": f"<rss version='2.0'><channel><item><title>{records[0]['text']}</title></item></channel></rss>",
        ".warc": "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 20\r\n\r\nHTTP/1.0 200 OK\r\n\r\nabc\r\n\r\n",
    }.get("".join(path.suffixes[:1]), records[0]["text"])
    data = bytearray(whole.encode("utf-8", "replace"))
    for _ in range(chance.choice((0, 1, 3, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.2:
        data = data[: chance.randrange(len(data) + 1)] * chance.randint(1, 3)
    content = bytes(data)
    if path.suffix == ".gz" and chance.random() < 0.8:
        import gzip

        content = gzip.compress(content)
    if path.suffix == ".zst" and chance.random() < 0.8:
        import zstandard

        content = zstandard.compress(content)
    path.write_bytes(content[: chance.choice((len(content), len(content), max(len(content) - 5, 0)))])
    return path


def readers(chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for item in iter_articles([file_of(chance, Path(folder))]):
            if isinstance(item, Article):
                item.text.encode()
                assert item.text.strip() and item.id


def dates(chance: random.Random) -> None:
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


class Whole:
    """Everything, with the shipped gazetteer, to the GeoJSON."""

    def __init__(self) -> None:
        from geo.reading import Reader

        self._reader = Reader()

    def __call__(self, chance: random.Random) -> None:
        article = article_from_text(text_of(chance), date=date(2021, 11, 16))
        report = self._reader.read(article)
        for located in report.located:
            assert article.text[located.mention.start : located.mention.end] == located.mention.text, located.mention
        json.dumps(report.__geo_interface__, allow_nan=False)


def one(name: str, target: Callable[[random.Random], Any], seed: int) -> str:
    """Why this seed is a crash, or ""."""
    began = time.perf_counter()
    try:
        target(random.Random(seed))
    except (ArticleError, DateError):
        pass
    except Exception as error:  # a fuzzer's business
        return f"{name} seed {seed}: {error!r}\n{traceback.format_exc(limit=-3)}"
    seconds = time.perf_counter() - began
    return f"{name} seed {seed}: took {seconds:.1f} s" if seconds > SLOW else ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--once", action="store_true", help="one input for each target, from the seed")
    options.add_argument("--whole", action="store_true")
    chosen = options.parse_args()
    targets: dict[str, Callable[[random.Random], Any]] = {"readers": readers, "dates": dates, "reading": Reading()}
    if chosen.whole:
        targets["whole"] = Whole()
    ends, seed = time.monotonic() + 60 * chosen.minutes, chosen.seed
    ran, crashes = collections.Counter[str](), 0
    while time.monotonic() < ends:
        for name, target in targets.items():
            ran[name] += 1
            if crash := one(name, target, seed):
                crashes += 1
                print(crash, flush=True)
        seed += 1
        if chosen.once:
            break
    print(f"{chosen.minutes:g} minutes: {dict(ran)} inputs, {crashes} crashes")
    raise SystemExit(1 if crashes else 0)


if __name__ == "__main__":
    main()
