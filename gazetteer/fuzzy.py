"""Near spellings: all keys within a few edits of one, without looking at every key.

An edit takes away at most one letter and brings at most one in. So with one bit for each letter that a key has, and
another for each that it has twice (letters hashed to 32 classes), a key within d edits lacks at most d of the other's
bits and has at most d more. That test runs over whole arrays of keys of neighbouring lengths; only the few that pass
are measured letter by letter. Nothing within the distance is missed. (The filter is the frequency distance of
Kahveci and Singh, VLDB 2001, cut to two counts; the distance is the optimal string alignment one, where swapping
two neighbours is one edit.)
"""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazetteer import statements
from gazetteer.files import Layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LETTERS_AN_EDIT = 3
_LINE_FEED = 10
_MAX_KEYS = 2_000
_RUN = 4_096


@dataclass(frozen=True, slots=True)
class _Bucket:
    """Keys of one length: their UTF-8, a line feed after each, and their signatures.

    `ends` are the line feeds' places; None where all keys take the same number of bytes.
    """

    text: bytes
    ends: NDArray[Any] | None
    once: NDArray[Any]
    twice: NDArray[Any]

    def near(self, once: int, twice: int, distance: int) -> list[str]:
        import numpy as np

        lacks = np.bitwise_count(once & ~self.once) + np.bitwise_count(twice & ~self.twice)
        brings = np.bitwise_count(self.once & ~np.uint32(once)) + np.bitwise_count(self.twice & ~np.uint32(twice))
        passed = np.flatnonzero((lacks <= distance) & (brings <= distance))
        if self.ends is None:
            stride = len(self.text) // len(self.once)
            starts, ends = passed * stride, passed * stride + stride - 1
        else:
            starts, ends = np.where(passed == 0, 0, self.ends[passed - 1] + 1), self.ends[passed]
        return [self.text[start:end].decode() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


class KeyIndex:
    """The keys of all layers by length; a length is read when first asked for. Share one between threads."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._layers = layers
        self._buckets: dict[tuple[int, int], list[_Bucket]] = {}

    def near(self, key: str, max_distance: int) -> list[tuple[str, int]]:
        """Keys within `max_distance` edits and their distances, nearest first.

        A key may differ by one edit for each three of its letters, at least one: of two letters, two edits leave
        nothing. Keys of one letter have no neighbours.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        distance = min(max_distance, max(1, len(key) // _LETTERS_AN_EDIT))
        if len(key) < 2 or distance < 1:
            return []
        once, twice = _signature(key)
        candidates: dict[str, None] = {}
        for bucket in self._of_lengths(max(1, len(key) - distance), len(key) + distance):
            candidates.update(dict.fromkeys(bucket.near(once, twice, distance)))
        measured = process.extract(key, list(candidates), scorer=OSA.distance, score_cutoff=distance, limit=_MAX_KEYS)
        return sorted(((found, int(edits)) for found, edits, _ in measured), key=lambda pair: (pair[1], pair[0]))

    def _of_lengths(self, least: int, most: int) -> list[_Bucket]:
        # Two threads may read the same length at once; both make the same bucket, and either may stay.
        for number, layer in enumerate(self._layers):
            missing = [n for n in range(least, most + 1) if (number, n) not in self._buckets]
            if missing:
                read = _read(layer, missing[0], missing[-1])
                self._buckets.update({(number, length): read.get(length, []) for length in missing})
        wanted = ((number, n) for number in range(len(self._layers)) for n in range(least, most + 1))
        return [bucket for place in wanted for bucket in self._buckets[place]]


def write(names: sqlite3.Connection, into: sqlite3.Connection) -> int:
    """Fill the table fuzzy of one file from the table name of another; returns the number of lengths."""
    rows = names.execute(statements.KEYS_BY_LENGTH, (1, 400)).fetchall()
    into.executemany(
        "insert into fuzzy (length, keys) values (?, ?)",
        ((length, zlib.compress(keys.encode(), 9)) for length, keys in rows),
    )
    return len(rows)


def _read(layer: Layer, least: int, most: int) -> dict[int, list[_Bucket]]:
    """The buckets of some lengths, from the table fuzzy where the layer has filled it, else from its names."""
    if layer.has_table("fuzzy") and layer.rows(statements.FUZZY_LENGTHS):
        rows = layer.rows(statements.FUZZY_BUCKETS, (least, most))
        return {length: _buckets(layer.unpacked(keys), length) for length, keys in rows}
    rows = layer.rows(statements.KEYS_BY_LENGTH, (least, most))
    return {length: _buckets(keys.encode(), length) for length, keys in rows}


def _buckets(text: bytes, length: int) -> list[_Bucket]:
    """The keys of one length, those in ASCII (most) apart: they need no list of where each ends."""
    import numpy as np

    framed = np.frombuffer(text + b"\n", dtype=np.uint8)
    sizes = np.diff(np.flatnonzero(framed == _LINE_FEED), prepend=-1)
    is_ascii = sizes == length + 1
    in_ascii = np.repeat(is_ascii, sizes)
    parts = ((framed[in_ascii], sizes[is_ascii], True), (framed[~in_ascii], sizes[~is_ascii], False))
    return [_bucket(part.tobytes(), own.cumsum() - 1, length, same) for part, own, same in parts if len(own)]


def _bucket(text: bytes, ends: NDArray[Any], length: int, same_size: bool) -> _Bucket:
    import numpy as np

    once = np.zeros(len(ends), dtype=np.uint32)
    twice = np.zeros(len(ends), dtype=np.uint32)
    # In runs of keys: what is needed on the way is many times what stays.
    for first in range(0, len(ends), _RUN):
        run = slice(first, first + _RUN)
        begin, end = (int(ends[first - 1]) + 1 if first else 0), int(ends[run][-1]) + 1
        points = np.frombuffer(text[begin:end].decode().encode("utf-32-le"), dtype=np.uint32).reshape(-1, length + 1)
        for column in range(length):
            bit = np.left_shift(np.uint32(1), points[:, column] & np.uint32(31))
            twice[run] |= once[run] & bit
            once[run] |= bit
    return _Bucket(text, None if same_size else ends.astype(np.int32), once, twice)


def _signature(key: str) -> tuple[int, int]:
    once = twice = 0
    for character in key:
        bit = 1 << (ord(character) & 31)
        twice |= once & bit
        once |= bit
    return once, twice
