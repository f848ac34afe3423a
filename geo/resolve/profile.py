"""What an outlet's other articles are about: a paper that writes of one county's towns means its own Springfield.

Used only where several articles of one outlet are resolved together; no label is needed for it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.resolve import outlet
from geo.resolve.blocks import Floats, Integers
from geo.resolve.kinds import KINDS
from geo.resolve.scene import Scene

MAX_VOTES_AN_ARTICLE, MAX_VOTES = 25, 600
_COUNTRY = KINDS.index("country")


@dataclass(frozen=True, slots=True)
class Votes:
    """The likeliest places of some articles: where they are, and how much each counts."""

    xyz: Floats
    admin1: Integers
    name: Integers  # a number a name: an article's own name is no evidence for what it means there
    weight: Floats
    articles: int

    def __len__(self) -> int:
        return len(self.weight)


def votes_of(scene: Scene, likely: Floats) -> Votes:
    """The likeliest places of an article that are no countries, which say little about where an outlet is at home."""
    best = [
        group.first + int(np.argmax(likely[group.first : group.first + len(group.block)]))
        for group in scene.groups
        if group.block
    ]
    rows = np.array([row for row in best if scene.kind[row] != _COUNTRY], dtype=np.int64)
    rows = rows[np.argsort(-likely[rows], kind="stable")[:MAX_VOTES_AN_ARTICLE]]
    names = np.array([name_number(group.key) for group in scene.groups], dtype=np.int64)
    return Votes(scene.xyz[rows], scene.admin1[rows], names[scene.owner[rows]], likely[rows], 1)


def name_number(key: str) -> int:
    """A number that stands for a folded name."""
    return zlib.crc32(key.encode())


def of_others(scenes: Sequence[Scene], votes: Sequence[Votes]) -> list[Votes | None]:
    """For each article the votes of its outlet's other ones; None where the outlet is unknown or has no other."""
    outlets: dict[str, list[int]] = defaultdict(list)
    for index, scene in enumerate(scenes):
        outlets[outlet.identity(scene.article)].append(index)
    others: list[Votes | None] = [None] * len(scenes)
    for name, indexes in outlets.items():
        if name and len(indexes) > 1:
            for index in indexes:
                others[index] = _together([votes[other] for other in indexes if other != index])
    return others


def _together(votes: Sequence[Votes]) -> Votes:
    joined = Votes(
        np.concatenate([each.xyz for each in votes]),
        np.concatenate([each.admin1 for each in votes]),
        np.concatenate([each.name for each in votes]),
        np.concatenate([each.weight for each in votes]),
        len(votes),
    )
    if len(joined) <= MAX_VOTES:
        return joined
    kept = np.argsort(-joined.weight, kind="stable")[:MAX_VOTES]
    return Votes(joined.xyz[kept], joined.admin1[kept], joined.name[kept], joined.weight[kept], len(votes))
