"""Lines and rings as small bytes: quantised, delta-encoded, zigzag varints (as in TopoJSON and Mapbox vector tiles).

The page decodes the same bytes in `data/page/linework.js`. A block is: varint number of lines, then for each line a
varint tag, a varint number of points, and for each point zigzag varints of dx and dy against the point before (the
first against the last point of the line before). Units are 1/scale degrees, x = longitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Line = tuple[int, "NDArray[np.float64]"]


def encode(lines: Iterable[Line], scale: int) -> bytes:
    """Encode (tag, coordinates of shape (n, 2) in degrees) pairs; repeated points are dropped, short lines too."""
    out = bytearray()
    kept = [(tag, points) for tag, xy in lines if len(points := _quantised(xy, scale)) > 1]
    _varint(out, len(kept))
    x = y = 0
    for tag, points in kept:
        _varint(out, tag)
        _varint(out, len(points))
        for px, py in points:
            _varint(out, _zigzag(px - x))
            _varint(out, _zigzag(py - y))
            x, y = px, py
    return bytes(out)


def decode(data: bytes, scale: int) -> list[Line]:
    """The lines of a block, as `encode` took them, rounded to 1/scale degrees."""
    import numpy as np

    numbers = _varints(data)
    moves = np.where(numbers & 1, -((numbers + 1) >> 1), numbers >> 1)
    lines: list[Line] = []
    last = np.zeros(2, dtype=np.int64)
    at = 1
    for _ in range(int(numbers[0])):
        tag, count = int(numbers[at]), int(numbers[at + 1])
        steps = moves[at + 2 : at + 2 + 2 * count].reshape(count, 2)
        points = steps.cumsum(axis=0) + last
        last = points[-1]
        lines.append((tag, points / scale))
        at += 2 + 2 * count
    return lines


def _quantised(xy: NDArray[np.float64], scale: int) -> Sequence[tuple[int, int]]:
    import numpy as np

    whole = np.rint(np.asarray(xy)[:, :2] * scale).astype(int)
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    return [(int(px), int(py)) for px, py in whole[moved].tolist()]


def _zigzag(n: int) -> int:
    return n << 1 if n >= 0 else (-n << 1) - 1


def _varint(out: bytearray, n: int) -> None:
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)


def _varints(data: bytes) -> NDArray[np.int64]:
    import numpy as np

    octets = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(octets < 0x80)
    starts = np.concatenate(([0], ends[:-1] + 1))
    values = np.zeros(len(ends), dtype=np.int64)
    for step in range(int((ends - starts).max(initial=0)) + 1):
        longer = starts + step <= ends
        values[longer] |= (octets[starts[longer] + step] & 0x7F) << (7 * step)
    return values
