"""Kill a corpus run at random moments, start it again until it is done, and compare with the unbroken run.

python benchmarks/corpus_kills.py [--kills 20] [--articles 60]

A third of the kills come by the clock, to the whole process group with two workers; the others in the middle of
writing a shard, a mark or the merged table, with half of the file on the disk. kill -9 in every case.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus_broken import write_corpus

BATCH = 8
ROOT = Path(__file__).resolve().parent.parent
DYING_RUN = ROOT / "tests" / "geo" / "dying_run.py"
STEPS = ("clock", "shard", "merge", "clock", "mark", "shard", "merge")


def rows_hash(out: Path) -> str:
    """A hash of the rows of the merged table and of the shards of places and errors, in their order."""
    import pyarrow.parquet as pq

    digest = hashlib.sha256()
    for path in (out, *sorted(out.with_suffix(".parts").glob("[pe]*/part-*.parquet"))):
        digest.update(repr(pq.read_table(path).to_pylist()).encode())
    return digest.hexdigest()


def run(source: Path, out: Path, step: str = "clock", call: int = 0, after: float | None = None) -> bool:
    """Run to the end, or to the chosen death, or kill the process group after so many seconds; whether it ended."""
    death = ["2"] if step == "clock" else ["0", step, str(call)]
    command = [sys.executable, str(DYING_RUN), str(source), str(out), str(BATCH), *death]
    process = subprocess.Popen(command, start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        return process.wait(after) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--articles", type=int, default=60)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    batches = -(-chosen.articles // BATCH)
    calls = {"clock": 1, "shard": 3 * batches, "mark": batches + 1, "merge": 1}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "articles.jsonl"
        write_corpus(source, chosen.articles)
        began = time.perf_counter()
        assert run(source, folder / "whole.parquet"), "the unbroken run failed"
        seconds = time.perf_counter() - began
        kills: list[str] = []
        rounds = same = 0
        expected = rows_hash(folder / "whole.parquet")
        while len(kills) < chosen.kills:
            rounds += 1
            out = folder / f"killed{rounds}.parquet"
            while len(kills) < chosen.kills:
                step = STEPS[len(kills) % len(STEPS)]
                after = chance.uniform(0.1, 0.9) * seconds if step == "clock" else None
                if run(source, out, step, chance.randrange(calls[step]), after):
                    break
                kills.append(step)
            if not out.exists():
                assert run(source, out), "the last run failed"
            same += rows_hash(out) == expected
            print(f"run {rounds}: equal so far {same}, killed while: {' '.join(kills)}", flush=True)
    print(f"{len(kills)} kills in {rounds} runs of {chosen.articles} articles; {same} of {rounds} equal")
    raise SystemExit(0 if same == rounds else 1)


if __name__ == "__main__":
    main()
