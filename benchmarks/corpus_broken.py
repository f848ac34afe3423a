"""10,000 articles of which 1% are broken in ten ways: all the others must be there, and every broken one named.

python benchmarks/corpus_broken.py [--articles 10000] [--workers 2]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from geo.corpus.run import read_corpus

SENTENCES = (
    "A bomb exploded in {town} on {day} May 2020, killing {count} people, police said.",
    "Police arrested {count} protesters in {town} on {day} May 2020.",
    "An earthquake struck near {town} on {day} May 2020. At least {count} people died.",
    "The orchestra played in {town} and the critics were pleased with all {count} pieces.",
)
TOWNS = ("Lagos", "Santiago", "Lima", "Kismayo", "Dhaka", "Goris", "Tripoli", "Mosul", "Quito", "Manila")


def broken_lines() -> tuple[bytes, ...]:
    """One line for each of the ten ways."""
    return (
        b"{broken",
        b'"a string, no object"',
        b'{"title": "no text"}',
        b'{"text": ""}',
        b'{"text": "   \\n "}',
        b'{"text": 5}',
        json.dumps({"text": "x" * 30_000}).encode(),
        json.dumps({"text": "word " * 120_000}).encode(),
        b'{"text": "\xff\xfe\xfa"}',
        b"[" * 5000,
    )


def write_corpus(path: Path, articles: int) -> int:
    """Write the articles, every hundredth one broken; returns how many are."""
    ways = broken_lines()
    broken = 0
    with path.open("wb") as stream:
        for number in range(articles):
            if number % 100 == 50:
                stream.write(ways[broken % len(ways)] + b"\n")
                broken += 1
                continue
            stream.write(json.dumps({"id": f"a{number}", "text": _text(number)}).encode() + b"\n")
    return broken


def _text(number: int) -> str:
    town, sentence = TOWNS[number % len(TOWNS)], SENTENCES[number % len(SENTENCES)]
    return sentence.format(town=town, day=1 + number % 28, count=2 + number % 97) + f" Report {number}."


def _lines_named(errors: list[dict[str, object]]) -> Iterator[int]:
    for row in errors:
        yield int(str(row["line"]))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        broken = write_corpus(path, chosen.articles)
        began = time.perf_counter()
        summary = read_corpus([path], Path(folder) / "out.parquet", workers=chosen.workers)
        seconds = time.perf_counter() - began
        named = set(_lines_named(summary.failures()))
    expected = {number + 1 for number in range(chosen.articles) if number % 100 == 50}
    print(f"articles {summary.articles}, broken {broken}, errors {summary.errors}, named {len(named & expected)}")
    print(f"missing names {sorted(expected - named)[:5]}, wrongly named {sorted(named - expected)[:5]}")
    print(f"{summary.incidents} incidents, {summary.merged} merged; {seconds:.0f} s")
    print(f"{chosen.articles / seconds:.1f} articles/s with {chosen.workers} workers")
    raise SystemExit(0 if named == expected and summary.articles == chosen.articles else 1)


if __name__ == "__main__":
    main()
