"""The items of a list: a bulletin's points and a running report's entries each tell a story of their own."""

from __future__ import annotations

import re
from bisect import bisect_right

#: A line that opens with a bullet, a number, the hour, or a day and what parts it from what is told of it.
_OPENS = re.compile(
    r"^[ \t]{0,8}(?:[•▪◦·*–—-][ \t]|\(?\d{1,2}[.)][ \t]|\d{1,2}[:.h]\d{2}\b"
    r"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b[^.:\n]{0,24}[.:–—-][ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST = 3  # fewer such lines make no list


def item_starts(text: str) -> list[int]:
    """The offsets at which the items of a list begin; empty where the text is none."""
    starts = [match.start() for match in _OPENS.finditer(text)]
    return starts if len(starts) >= _LEAST else []


def item_at(starts: list[int], offset: int) -> int:
    """The number of the item about an offset, from 1; 0 for what stands before the list."""
    return bisect_right(starts, offset)
