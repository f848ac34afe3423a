"""Number words and figures as integers."""

from __future__ import annotations

import re
from functools import lru_cache

_FIGURE = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,4}|\d{1,12}")
_DECIMAL = re.compile(r"\d{1,6}\.\d{1,3}")


@lru_cache(maxsize=4096)
def whole_number(words: str) -> int | None:
    """The number that a figure or number words say, or None: "6,500", "twenty-four", "three hundred", "a".

    >>> whole_number("twenty-four"), whole_number("6,500"), whole_number("a"), whole_number("dozens")
    (24, 6500, 1, None)
    """
    from text_to_num import text2num  # type: ignore[import-untyped]

    words = " ".join(words.lower().replace("-", " ").split())
    if _FIGURE.fullmatch(words):
        return int(re.sub(r"\D", "", words))
    if words in {"a", "an", "one", "single"}:
        return 1
    try:
        return int(text2num(re.sub(r"^an? ", "", words), "en"))
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def begins_number(word: str) -> bool:
    """Whether `whole_number` or `decimal_number` can take a text whose first word, in lower case, is this one."""
    bare = word.strip("-")
    return not bare or bare[0].isdigit() or whole_number(bare.split("-")[0]) is not None


def decimal_number(words: str) -> float | None:
    """The number that a decimal figure says ("1.5"), or None."""
    return float(words) if _DECIMAL.fullmatch(words) else None
