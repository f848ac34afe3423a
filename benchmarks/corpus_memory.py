"""Memory of one worker's reader as articles go by: world news repeated with changes, the resident size now and then.

python benchmarks/corpus_memory.py [--corpora ../shared/corpora] [--articles 5000] [--every 100]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.corpus_speed import texts_of
from geo.corpus.batch import Settings, process_batch
from geo.records import Article

BATCH = 32


def resident_mib() -> float:
    """The resident size of this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--every", type=int, default=100)
    chosen = options.parse_args()
    texts, printed = texts_of(chosen.corpora, chosen.articles), 0
    for begin in range(0, len(texts), BATCH):
        batch = [Article(text, id=str(begin + i)) for i, text in enumerate(texts[begin : begin + BATCH])]
        process_batch(batch, Settings())
        done = begin + len(batch)
        if done >= printed + chosen.every or begin == 0:
            printed = done
            print(f"{done} articles: {resident_mib():.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
