"""Kill a corpus run at random moments, start it again until it is done, and compare with the unbroken run.

python benchmarks/corpus_kills.py [--kills 20] [--articles 400]
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

RUN = "import sys; from pathlib import Path; from geo.corpus.run import read_corpus; read_corpus([sys.argv[1]], Path(sys.argv[2]), workers=2, batch_size=8)"  # noqa: E501


def rows_hash(out: Path) -> str:
    """A hash of the rows of the merged table and of the shards of places and errors, in their order."""
    import pyarrow.parquet as pq

    digest = hashlib.sha256()
    for path in (out, *sorted(out.with_suffix(".parts").glob("[pe]*/part-*.parquet"))):
        digest.update(repr(pq.read_table(path).to_pylist()).encode())
    return digest.hexdigest()


def run(source: Path, out: Path, after: float | None = None) -> bool:
    """Run to the end, or kill the whole process group after so many seconds; whether it came to its end."""
    process = subprocess.Popen([sys.executable, "-c", RUN, str(source), str(out)], start_new_session=True)
    try:
        return process.wait(after) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--articles", type=int, default=400)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "articles.jsonl"
        write_corpus(source, chosen.articles)
        began = time.perf_counter()
        assert run(source, folder / "whole.parquet"), "the unbroken run failed"
        seconds = time.perf_counter() - began
        kills = rounds = same = 0
        expected = rows_hash(folder / "whole.parquet")
        while kills < chosen.kills:
            rounds += 1
            out = folder / f"killed{rounds}.parquet"
            while kills < chosen.kills and not run(source, out, chance.uniform(0.1, 0.9) * seconds):
                kills += 1
            if not out.exists():
                run(source, out)
            same += rows_hash(out) == expected
    print(f"{kills} kills in {rounds} runs of {chosen.articles} articles; {same} of {rounds} equal to the unbroken run")
    raise SystemExit(0 if same == rounds else 1)


if __name__ == "__main__":
    main()
