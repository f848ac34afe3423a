"""What incidents add to the time of reading the places, in processor time on the project's own articles.

python -m benchmarks.incident_cost [--rounds N]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from geo.language import parse_many
from geo.reading import Reader
from geo.records import Article

TESTS = Path(__file__).resolve().parent.parent / "tests" / "geo"


def main() -> None:
    """Print milliseconds an article for the places and for times, counts and incidents, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    reader = Reader(threads=1)
    reader.load()
    files = sorted([*TESTS.glob("golden/*.txt"), *TESTS.glob("quiet_articles/*.txt")])
    articles = [Article(file.read_text(encoding="utf-8"), id=file.stem) for file in files] * options.rounds
    places = added = 0.0
    began = time.process_time()
    mentions = reader.recogniser.mentions_many([article.text for article in articles])
    docs = list(parse_many(article.text for article in articles))
    for article, found, doc in zip(articles, mentions, docs, strict=True):
        located = reader.relations.read(doc, article, reader.resolve(article, found))
        places += time.process_time() - began
        began = time.process_time()
        whens = reader.when.read(doc, article)
        reader.incidents.read(doc, article, located, whens, reader.claims.read(doc, article, located))
        added += time.process_time() - began
        began = time.process_time()
    each = 1000 / len(articles)
    print(f"{len(articles)} articles: places {places * each:.1f} ms, incidents {added * each:.1f} ms an article")
    print(f"incidents add {added / places:.1%}")


if __name__ == "__main__":
    main()
