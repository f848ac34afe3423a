"""How fast articles become footprints, places only, beside spaCy's bare small English pipeline on the same texts.

    python -m benchmarks.footprints_speed [--corpora ../shared/corpora] [--articles 100] [--long 5]

Both in one warm process of one thread, by processor time, which a busy machine does not change; then each in two fresh
processes at once, half of the texts each, with the largest process's peak memory. `--long` reads one text of so many
megabytes in a fresh process instead, a corpus's articles one after another.

Run with OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1. Peak memory counts whatever spaCy finds installed: it imports torch
where that is there, 240 MB more on both sides, which Dateline does not need.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpora import DEFAULT_FOLDER
from benchmarks.corpus_speed import texts_of
from geo.language import MODEL_PACKAGES
from geo.records import Article

WARM = 10  # texts that are read before the clock starts
CORES = 2

Read = Callable[[Iterable[str]], int]


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading took: processor seconds, the things found (places; tokens), and the process's peak in MiB."""

    seconds: float
    found: int
    peak: float


def our_reader() -> Read:
    """Articles to footprints, relative places too; the number of places found."""
    from geo.reading import Reader

    reader = Reader(threads=1)
    return lambda texts: sum(len(places) for places in reader.places_many(Article(text) for text in texts))


def bare_reader() -> Read:
    """The whole of spaCy's pipeline, with its entity recogniser; the number of tokens."""
    import spacy

    loaded = spacy.load(next(name for name in MODEL_PACKAGES if spacy.util.is_package(name)))
    return lambda texts: sum(len(doc) for doc in loaded.pipe(texts, batch_size=32))


def cost(make: Callable[[], Read], texts: Sequence[str], warm: Sequence[str]) -> Cost:
    """What reading the texts takes once `warm` has been read."""
    read = make()
    read(warm)
    began = time.process_time()
    found = read(texts)
    seconds = time.process_time() - began
    return Cost(seconds, found, peak_memory())


def peak_memory() -> float:
    """The most memory that this process has held, in MiB; `ru_maxrss` would tell of the one that started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def on_all_cores(make: Callable[[], Read], texts: Sequence[str]) -> list[Cost]:
    """The texts dealt out to as many fresh processes as there are cores."""
    parts = [texts[number::CORES] for number in range(CORES)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(cost, [make] * CORES, parts, [texts[:WARM]] * CORES))


def compare(texts: Sequence[str]) -> None:
    """Print both sides in one process, then over all cores."""
    ours, bare = cost(our_reader, texts, texts[:WARM]), cost(bare_reader, texts, texts[:WARM])
    tokens = bare.found
    print(f"{len(texts)} texts, {tokens} tokens, {ours.found} places")
    print(
        f"one warm process, processor time: ours {1000 * ours.seconds / len(texts):.1f} ms a text "
        f"({tokens / ours.seconds:.0f} tokens/s), bare spaCy {1000 * bare.seconds / len(texts):.1f} "
        f"({tokens / bare.seconds:.0f}): {bare.seconds / ours.seconds:.2f} times as fast"
    )
    sides = [on_all_cores(make, texts) for make in (our_reader, bare_reader)]
    slowest = [max(each.seconds for each in side) for side in sides]
    peaks = [max(each.peak for each in side) for side in sides]
    print(
        f"{CORES} processes at once, processor time of the slower: ours {slowest[0]:.2f} s, bare {slowest[1]:.2f} s: "
        f"{slowest[1] / slowest[0]:.2f} times as fast; peak memory of one: ours {peaks[0]:.0f} MiB, bare {peaks[1]:.0f}"
    )


def read_long(texts: Sequence[str], megabytes: float) -> None:
    """Print what one text of that size takes in a fresh process, first places alone, then the whole reading."""
    wanted = int(megabytes * 1e6)
    whole = "\n\n".join(texts * (1 + wanted // sum(map(len, texts))))[:wanted]
    for name, make in (("places", our_reader), ("places and incidents", whole_reader)):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            told = pool.submit(cost, make, [whole], texts[:1]).result()
        print(f"{name}: {len(whole)} characters, {told.found} found in {told.seconds:.0f} s, {told.peak:.0f} MiB")


def whole_reader() -> Read:
    """Articles to reports; the number of incidents."""
    from geo.reading import Reader

    reader = Reader(threads=1)
    return lambda texts: sum(len(report.found) for report in reader.read_many(Article(text) for text in texts))


def main() -> None:
    """Read the options and print the comparison."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpora", type=Path, default=DEFAULT_FOLDER)
    options.add_argument("--articles", type=int, default=100)
    options.add_argument("--long", type=float, help="megabytes of the one long text that is read instead")
    chosen = options.parse_args()
    texts = texts_of(chosen.corpora, chosen.articles)
    if chosen.long:
        read_long(texts, chosen.long)
    else:
        compare(texts)


if __name__ == "__main__":
    main()
