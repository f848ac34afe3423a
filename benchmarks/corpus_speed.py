"""Articles a second of the corpus path beside spaCy's bare small English pipeline on the same texts, in one run.

python benchmarks/corpus_speed.py [--corpora ../shared/corpora] [--articles 200] [--workers 1 2]

First both in this one process, loaded and warm, by processor time, which a busy machine does not change; then each with
its processes by the clock, loading included on both sides, with the largest worker's memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from geo.corpus.run import read_corpus
from geo.language import MODEL_PACKAGES, pipeline
from geo.reading import Reader
from geo.records import Article


def texts_of(corpora: Path, articles: int) -> list[str]:
    """World news, repeated with changes where there are too few, so that no two texts are the same."""
    with (corpora / "geowebnews.jsonl").open(encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in stream]
    return [f"{texts[number % len(texts)]} Report {number}." for number in range(articles)]


def bare(texts: Sequence[str]) -> int:
    """Tokens that the whole pipeline, with its entity recogniser, reads."""
    import spacy

    package = next(name for name in MODEL_PACKAGES if spacy.util.is_package(name))
    return sum(len(doc) for doc in spacy.load(package).pipe(texts, batch_size=32))


def warm_seconds(texts: Sequence[str]) -> tuple[float, float]:
    """Processor seconds of our reader and of the bare pipeline, one thread each, both loaded and warm."""
    import spacy

    reader = Reader(threads=1)
    articles = [Article(text) for text in texts]
    list(reader.read_many(articles[:10]))
    began = time.process_time()
    for _ in reader.read_many(articles):
        pass
    ours = time.process_time() - began
    package = next(name for name in MODEL_PACKAGES if spacy.util.is_package(name))
    whole = spacy.load(package)
    list(whole.pipe(texts[:10]))
    began = time.process_time()
    for _ in whole.pipe(texts, batch_size=32):
        pass
    return ours, time.process_time() - began


def bare_seconds(texts: list[str], workers: int) -> float:
    """Seconds for the bare pipeline, the texts dealt out to the processes; its loading counts, as ours does."""
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        list(pool.map(bare, [texts[worker::workers] for worker in range(workers)]))
    return time.perf_counter() - began


def our_seconds(texts: list[str], workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("\n".join(json.dumps({"text": text}) for text in texts), "utf-8")
        began = time.perf_counter()
        summary = read_corpus([source], Path(folder) / "out.parquet", workers=workers)
        seconds = time.perf_counter() - began
    print(f"  {summary.articles} articles, {summary.errors} errors, {summary.incidents} incidents")
    return seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    chosen = options.parse_args()
    texts = texts_of(chosen.corpora, chosen.articles)
    tokenizer = pipeline().tokenizer
    tokens = sum(len(tokenizer(text)) for text in texts)
    print(f"{len(texts)} texts, {tokens} tokens")
    ours, theirs = warm_seconds(texts)
    print(
        f"one warm process, processor time: ours {len(texts) / ours:.1f} articles/s ({tokens / ours:.0f} tokens/s), "
        f"bare spaCy {len(texts) / theirs:.1f} ({tokens / theirs:.0f}), ratio {theirs / ours:.2f}"
    )
    for workers in chosen.workers:
        ours, theirs = our_seconds(texts, workers), bare_seconds(texts, workers)
        print(
            f"{workers} workers: ours {len(texts) / ours:.1f} articles/s ({tokens / ours:.0f} tokens/s), "
            f"bare spaCy {len(texts) / theirs:.1f} ({tokens / theirs:.0f}), ratio {theirs / ours:.2f}"
        )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {most:.0f} MiB")


if __name__ == "__main__":
    main()
