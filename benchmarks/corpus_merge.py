"""Time and memory of merging: a made-up corpus's shards, of which a part tells the same incidents, merged into a table.

python benchmarks/corpus_merge.py [--rows 5000 20000 100000] [--days 365] [--seed 1]

The rows are of the shape that reading gives: a point or an area of a country, a day, a toll. Every third incident is
told by two to five articles. Each size runs in a process of its own, whose peak of memory is printed.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geo.corpus import tables
from geo.corpus.batch import Settings
from geo.corpus.merged import write_merged
from geo.corpus.shards import Shards

SHARD = 500
COUNTRIES = 60
KINDS = ("explosion", "clash", "killing", "arrest", "protest", "shelling")


def rows(count: int, days: int, seed: int) -> Iterator[dict[str, Any]]:
    """Incidents in the order in which the press tells them, some of them again and again."""
    import shapely

    chance = random.Random(seed)
    made = 0
    while made < count:
        day = (date(2020, 1, 1) + timedelta(days=made * days // count)).isoformat()
        country = min(int(chance.expovariate(0.08)), COUNTRIES - 1)
        town = min(int(chance.expovariate(0.02)), 400)
        point = shapely.Point(round(country * 2.5 - 70 + town % 20 / 10, 2), round(town / 20 * 1.3, 2))
        kind, toll = chance.choice(KINDS), chance.randint(1, 30)
        for told in range(chance.randint(2, 5) if chance.random() < 1 / 3 else 1):
            yield _row(made, day, f"C{country:02}", f"Town {town}", kind, toll + (told == 3), point)
            made += 1


def _row(number: int, day: str, country: str, town: str, kind: str, toll: int, point: Any) -> dict[str, Any]:
    import shapely

    words = {"text": town, "start": 30, "end": 30 + len(town)}
    claim = {"measure": "killed", "value": toll, "low": toll, "high": toll, "side": "", "claimant": "police",
             "quote": f"{toll} people were killed", "start": 0, "end": 60}  # fmt: skip
    return {
        "id": f"i{number:08}", "kind": kind, "title": f"{kind} in {town}", "status": "reported",
        "start": day, "end": day, "date_precision": "day", "place": town, "country": country, "admin1": "01",
        "where_precision": 1, "radius_km": 2.0, "confidence": round(0.5 + number % 50 / 100, 2), "killed": toll,
        "how": "in the gazetteer",
        "trigger": {"text": kind, "start": 2, "end": 2 + len(kind)}, "mention": words, "claims": [claim],
        "evidence": [{"quote": f"A {kind} in {town} on {day} left {toll} people dead.", "start": 0, "end": 60}],
        "actors": [], "article": f"a{number:08}", "reports": [f"a{number:08}"],
        "geometry": shapely.to_wkb(point, byte_order=1),
    }  # fmt: skip


def write_shards(folder: Path, made: Iterator[dict[str, Any]]) -> tuple[Shards, int]:
    """The rows as the shards of a run."""
    shards = Shards.prepare(folder, Settings(), SHARD)
    held: list[dict[str, Any]] = []
    batch = 0
    for row in made:
        held.append(row)
        if len(held) == SHARD:
            tables.write(held, tables.INCIDENTS, shards.path(tables.INCIDENTS, batch))
            held, batch = [], batch + 1
    tables.write(held, tables.INCIDENTS, shards.path(tables.INCIDENTS, batch))
    return shards, batch + 1


def peak_mib() -> float:
    """The largest resident size that this process had (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(count: int, days: int, seed: int) -> None:
    """Make, merge, and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        shards, batches = write_shards(Path(name) / "out.parts", rows(count, days, seed))
        before, began = peak_mib(), time.process_time()
        merged = write_merged(shards, batches, Path(name) / "out.parquet")
        seconds = time.process_time() - began
    print(
        f"{count} rows of {days} days, {merged} incidents: {seconds:.1f} processor seconds "
        f"({1000 * seconds / count:.2f} ms a row), peak {peak_mib():.0f} MiB ({before:.0f} before)",
        flush=True,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[5000, 20_000, 100_000])
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    if len(chosen.rows) == 1:
        one(chosen.rows[0], chosen.days, chosen.seed)
        return
    for count in chosen.rows:
        again = [sys.executable, __file__, "--rows", str(count), "--days", str(chosen.days), "--seed", str(chosen.seed)]
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
