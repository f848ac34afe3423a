"""Text cut into words and word pieces, in windows that the tagger reads one at a time.

The vocabulary is BERT's uncased one; what it throws away (case, white space) is kept beside it as two small codes a
word, so that one tagger reads mixed case, headlines and wire reports in capitals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Word pieces a window, the two markers included. A sentence is rarely longer, and more context costs time.
WINDOW = 128
#: Code points that are tokenised at once: bounds the memory that a long text takes.
BLOCK = 16_000

#: Words whose shape is kept.
REMEMBERED = 50_000

CLS, SEP = 101, 102
SHAPES = 20
GAPS = 4
BLANK_LINE = 3  # the last of the gaps

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no encoder takes
_SENTENCE_END = frozenset(".!?")
_CLOSERS = frozenset("\"')]”’»")


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that are read together.

    `pieces` are vocabulary ids without the markers; `first` holds the position in `pieces` at which each word begins.
    `starts` and `ends` are the words' offsets in the whole text (code points, end exclusive), `shapes` and `gaps`
    one code a word: how it is written, and what stands before it.
    """

    pieces: tuple[int, ...]
    first: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]


@lru_cache(maxsize=2)
def tokenizer(path: Path) -> Tokenizer:
    """The word piece tokenizer in `path`, loaded once, without truncation or padding."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(path))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def windows(text: str, pieces: Tokenizer) -> Iterator[Window]:
    """The windows of `text`, in order, which together hold each of its words once."""
    start = 0
    while start < len(text):
        end = block_end(text, start, BLOCK)
        block = _SURROGATE.sub("\ufffd", text[start:end])
        if block.strip():
            yield from _windows_of_block(text, start, pieces.encode(block, add_special_tokens=False))
        start = end


def block_end(text: str, start: int, size: int) -> int:
    """Where the block of at most `size` code points from `start` ends: at a paragraph, a line or a space if it can."""
    limit = start + size
    if limit >= len(text):
        return len(text)
    for separator in ("\n\n", "\n", ". ", " "):
        found = text.rfind(separator, start + size // 2, limit)
        if found > 0:
            return found + len(separator)
    return limit


def _windows_of_block(text: str, offset: int, encoding: Any) -> Iterator[Window]:
    ids, spans, word_ids = encoding.ids, encoding.offsets, encoding.word_ids
    first: list[int] = [i for i, word in enumerate(word_ids) if i == 0 or word != word_ids[i - 1]]
    bounds = [*first, len(ids)]
    starts = [offset + spans[i][0] for i in first]
    ends = [offset + spans[stop - 1][1] for stop in bounds[1:]]
    begin = 0
    while begin < len(first):
        stop = _window_end(text, begin, bounds, starts, ends)
        yield _window(text, ids, bounds, starts, ends, begin, stop)
        begin = stop


def _window_end(text: str, begin: int, bounds: list[int], starts: list[int], ends: list[int]) -> int:
    """The word before which the window that begins at word `begin` stops: at a sentence's end where there is one."""
    stop = max(begin + 1, bisect_right(bounds, bounds[begin] + WINDOW - 2) - 1)
    if stop == len(starts):
        return stop
    ends_here = (at for at in range(stop, begin + 1, -1) if _ends_sentence(text, ends[at - 1], starts[at]))
    best = next(ends_here, begin)
    return best if bounds[best] - bounds[begin] > WINDOW // 3 else stop


def _ends_sentence(text: str, end: int, next_start: int) -> bool:
    gap = text[end:next_start]
    if "\n" in gap:
        return True
    last = text[end - 1]
    if not gap or not (last in _SENTENCE_END or last in _CLOSERS):
        return False
    if text[next_start].islower():
        return False
    # "St. Louis", "Gov. Smith", "U.S. Army": a short word before the point is more often an abbreviation.
    return not (last == "." and re.search(r"(?:^|[\s.])\w{1,4}\.$", text[max(0, end - 7) : end]))


def _window(
    text: str, ids: list[int], bounds: list[int], starts: list[int], ends: list[int], begin: int, stop: int
) -> Window:
    words = [text[a:b] for a, b in zip(starts[begin:stop], ends[begin:stop], strict=True)]
    capitals = _in_capitals(words)
    base = bounds[begin]
    return Window(
        pieces=tuple(ids[base : bounds[stop]]),
        first=tuple(bound - base for bound in bounds[begin:stop]),
        starts=tuple(starts[begin:stop]),
        ends=tuple(ends[begin:stop]),
        shapes=tuple(shape(word) + (10 if capitals else 0) for word in words),
        gaps=tuple(_gap(text, ends[i - 1] if i else 0, starts[i]) for i in range(begin, stop)),
    )


def _in_capitals(words: list[str]) -> bool:
    cased = [word for word in words if len(word) > 1 and word.upper() != word.lower()]
    return len(cased) > 3 and sum(word.isupper() for word in cased) > 0.7 * len(cased)


@lru_cache(maxsize=REMEMBERED)
def shape(word: str) -> int:
    """How a word is written, as a code below 10."""
    if not word or not any(map(str.isalnum, word)):
        return 0
    if word.isdigit():
        return 6
    if word.upper() == word.lower():
        return 8  # a script without case
    if word.islower():
        return 1
    if not word.isalpha() and any(map(str.isdigit, word)):
        return 7
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 2 if word[0].isupper() and word[1:].islower() else 5


def _gap(text: str, end: int, start: int) -> int:
    """What stands before a word: 0 nothing, 1 a space, 2 a new line, 3 a blank line."""
    return 1 + min(text.count("\n", end, start), 2) if end < start else 0
