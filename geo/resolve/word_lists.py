"""Lists of words that are data: one word a line, comments after #."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """The words of `geo/data/NAME.txt`, as they stand there."""
    lines = files("geo").joinpath(f"data/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
