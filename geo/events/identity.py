"""Stable names: the same text gives the same incident the same id, on every machine."""

from __future__ import annotations

import hashlib

from geo.records import Article, Span

_BYTES = 8


def incident_id(article: Article, kind: str, trigger: Span, ordinal: int = 0) -> str:
    """The id of the incident of `kind` that `trigger` speaks of; `ordinal` tells those of one trigger apart."""
    source = article.id or hashlib.blake2b(article.text.encode(), digest_size=_BYTES).hexdigest()
    return digest(source, kind, str(trigger.start), str(trigger.end), str(ordinal))


def digest(*parts: str) -> str:
    """A short hash of the parts, in hexadecimal."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=_BYTES).hexdigest()
