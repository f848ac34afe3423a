"""How fast articles become footprints, beside bare `en_core_web_sm` on the same texts in the same run."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.language import MODEL_PACKAGES
from geo.records import Article

if TYPE_CHECKING:
    from geo.recognise import Recogniser
    from geo.resolve import Resolver

BATCH = 64


def articles_to_footprints(articles: Sequence[Article], recogniser: Recogniser, resolver: Resolver) -> dict[str, float]:
    """Seconds, tokens (spaCy's) a second and milliseconds a document of both, in one process."""
    texts = [article.text for article in articles]
    tokens, spacy_seconds = _bare_spacy(texts)
    started = time.perf_counter()
    for first in range(0, len(texts), BATCH):
        mentions = recogniser.mentions_many(texts[first : first + BATCH])
        for article, found in zip(articles[first : first + BATCH], mentions, strict=True):
            resolver.resolve(article, found)
    ours = time.perf_counter() - started
    return {
        "documents": len(texts),
        "tokens": tokens,
        "tokens_per_second": tokens / ours,
        "ms_per_document": 1000 * ours / len(texts),
        "spacy_tokens_per_second": tokens / spacy_seconds,
        "spacy_ms_per_document": 1000 * spacy_seconds / len(texts),
        "times_as_fast": spacy_seconds / ours,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _bare_spacy(texts: Sequence[str]) -> tuple[int, float]:
    import importlib.util

    import spacy

    package = next(name for name in MODEL_PACKAGES if importlib.util.find_spec(name))
    loaded = spacy.load(package)
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in loaded.pipe(texts, batch_size=BATCH))
    return tokens, time.perf_counter() - started
