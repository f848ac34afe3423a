"""How a corpus run grows from one worker to several: processor time of all its processes, and the clock.

python benchmarks/corpus_scaling.py [--corpora ../shared/corpora] [--articles 128] [--workers 1 2]

Processor time says whether the workers cost each other anything; the clock says so only on a machine that does nothing
else. Loading counts, as in every run: it is once a worker, whatever the number of articles.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing.forkserver
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.corpus_speed import texts_of
from geo.corpus.run import read_corpus


def workers_seconds() -> float:
    """Processor seconds of all worker processes that have ended, which the fork server has waited for (Linux)."""
    server: Any = multiprocessing.forkserver
    pid = server._forkserver._forkserver_pid
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--articles", type=int, default=128)
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    chosen = options.parse_args()
    texts = texts_of(chosen.corpora, chosen.articles)
    for workers in chosen.workers:
        with tempfile.TemporaryDirectory() as name:
            source = Path(name) / "articles.jsonl"
            source.write_text("\n".join(json.dumps({"text": text}) for text in texts), "utf-8")
            before, mine, began = workers_seconds(), time.process_time(), time.perf_counter()
            read_corpus([source], Path(name) / "out.parquet", workers=workers, batch_size=16)
            clock, mine = time.perf_counter() - began, time.process_time() - mine
            time.sleep(2)  # the workers end, and the fork server hears of it
            theirs = workers_seconds() - before
        print(
            f"{workers} workers: {len(texts)} articles in {clock:.0f} s by the clock; "
            f"{theirs:.1f} processor seconds in the workers, {mine:.1f} in the parent",
            flush=True,
        )


if __name__ == "__main__":
    main()
