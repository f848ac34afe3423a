"""How large the output of a corpus is: world news read into tables, bytes an article of each, by articles a shard.

python benchmarks/corpus_size.py [--corpora ../shared/corpora] [--articles 96]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.corpus_speed import texts_of
from geo.corpus.run import read_corpus, shards_folder
from geo.corpus.shards import TABLES


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--articles", type=int, default=96)
    options.add_argument("--batch-size", type=int, default=96)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "articles.jsonl", Path(name) / "out.parquet"
        source.write_text(
            "\n".join(json.dumps({"text": text}) for text in texts_of(chosen.corpora, chosen.articles)), "utf-8"
        )
        summary = read_corpus([source], out, workers=0, batch_size=chosen.batch_size)
        print(f"{summary.articles} articles, {summary.places} places, {summary.incidents} incidents")
        parts = {table: sum(f.stat().st_size for f in (shards_folder(out) / table).iterdir()) for table in TABLES}
        for table, size in (*parts.items(), ("merged table", out.stat().st_size), ("texts", source.stat().st_size)):
            print(f"{table}: {size / summary.articles:,.0f} bytes an article")


if __name__ == "__main__":
    main()
