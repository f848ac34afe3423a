"""Short articles of which 1% are broken in ten ways: all the others there, every broken one named; rate and memory.

python benchmarks/corpus_broken.py [--articles 20000] [--workers 0]

With no workers all is done in this one process, so that its processor time and memory are those of a worker: printed
as the articles go by, to see whether either grows. Every article has a name that no other has.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import tempfile
import time
from pathlib import Path

from benchmarks.corpus_memory import resident_mib
from geo.corpus.run import read_corpus
from geo.corpus.shards import Mark

SENTENCES = (
    "A bomb exploded in {town} on {day} May 2020, killing {count} people, police said.",
    "Police arrested {count} protesters in {town} on {day} May 2020.",
    "An earthquake struck near {town} on {day} May 2020. At least {count} people died.",
    "The orchestra played in {town} and the critics were pleased with all {count} pieces.",
)
TOWNS = ("Lagos", "Santiago", "Lima", "Kismayo", "Dhaka", "Goris", "Tripoli", "Mosul", "Quito", "Manila")
SYLLABLES = ("ba", "do", "ku", "li", "mer", "no", "rath", "su", "ti", "vo", "xan", "zel")
TELL_AT = (500, 1000, 2000, 5000, 10_000, 15_000, 20_000)


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
    name = "".join(random.Random(number).choices(SYLLABLES, k=5)).capitalize()
    said = sentence.format(town=town, day=1 + number % 28, count=2 + number % 97)
    return f"{said} {name} {number} saw it."


class Watch:
    """Tells the processor time and the memory of this process as articles go by."""

    def __init__(self) -> None:
        self._done, self._last, self._told = 0, 0, list(TELL_AT)
        self._before = time.process_time()

    def __call__(self, mark: Mark) -> None:
        self._done += mark.articles
        if not self._told or self._done < self._told[0]:
            return
        self._told.pop(0)
        now = time.process_time()
        rate = (self._done - self._last) / max(now - self._before, 1e-9)
        print(
            f"{self._done} articles: {rate:.1f} a processor second since the last, {resident_mib():.0f} MiB", flush=True
        )
        self._last, self._before = self._done, now


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--workers", type=int, default=0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        broken = write_corpus(path, chosen.articles)
        began, worked = time.perf_counter(), time.process_time()
        watch = Watch()
        summary = read_corpus([path], Path(folder) / "out.parquet", workers=chosen.workers, progress=watch)
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        failures = summary.failures()
        whole = sum(file.stat().st_size for file in Path(folder).rglob("*.parquet")) / 2**20
        merged = (Path(folder) / "out.parquet").stat().st_size / 2**20
    named = {int(row["line"]) for row in failures}
    expected = {number + 1 for number in range(chosen.articles) if number % 100 == 50}
    print(f"articles {summary.articles}, broken {broken}, errors {summary.errors}, named {len(named & expected)}")
    print(f"missing names {sorted(expected - named)[:5]}, wrongly named {sorted(named - expected)[:5]}")
    for reason, count in collections.Counter(row["reason"] for row in failures).most_common():
        print(f"  {count} × {reason}")
    print(f"{summary.incidents} incidents, {summary.merged} merged ({merged:.1f} MiB); {whole:.1f} MiB with the shards")
    print(f"{seconds:.0f} s by the clock, {worked:.0f} s of this process; {chosen.workers} workers")
    raise SystemExit(0 if named == expected and summary.articles == chosen.articles else 1)


if __name__ == "__main__":
    main()
