"""Why a candidate was not chosen, in plain words: by what the chosen one would lose if it were like the other there.

For each reason of `geo/data/rejected.toml` the features of the two places change sides, in both; half the swing between
their log odds is what the reason weighs (as in Shapley values of two players, Lundberg and Lee 2017, arXiv:1705.07874).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from geo.resolve.blocks import Floats, Integers
from geo.resolve.ranker import Model

MOST = 2  # reasons told of one place
MIN_WEIGHT = 0.1  # log odds; what weighs less decided nothing
_STAGES = ("first", "second")  # they are asked of the same columns; the prior's are among these


@dataclass(frozen=True, slots=True)
class _Reason:
    words: str
    columns: Integers  # the features that are swapped
    shown_by: int  # the column that shows the words to be true
    sign: float  # 1 where the chosen place has more of it, -1 where it has less


class Reasons:
    """Weighs the reasons of the data file with a model's forests."""

    def __init__(self, model: Model) -> None:
        self._forests = [model.forests[stage] for stage in _STAGES]
        column = {name: number for number, name in enumerate(model.columns)}
        self._reasons = [_read(row, column) for row in words()["reason"]]

    def against(self, chosen: Floats, others: Floats) -> list[str]:
        """Why not each of `others`: its weightiest reasons, or "" where no single one weighs.

        `chosen` is the features of the answer, `others` a row of features a rejected place.
        """
        pairs = [
            (number, reason)
            for number, other in enumerate(others)
            for reason in self._reasons
            if reason.sign * (chosen[reason.shown_by] - other[reason.shown_by]) > 0
        ]
        of_others = [number for number, _ in pairs]
        swapped_mine, swapped_theirs = np.tile(chosen, (len(pairs), 1)), others[of_others]
        for row, (number, reason) in enumerate(pairs):
            swapped_mine[row, reason.columns] = others[number, reason.columns]
            swapped_theirs[row, reason.columns] = chosen[reason.columns]
        logits = self._logits(np.vstack([chosen, others, swapped_mine, swapped_theirs]))
        mine, theirs, swapped = logits[0], logits[1 : 1 + len(others)], logits[1 + len(others) :].reshape(2, len(pairs))
        weights = ((mine - swapped[0] + swapped[1] - theirs[of_others]) / 2).tolist()
        weighed: list[list[tuple[float, _Reason]]] = [[] for _ in others]
        for (number, reason), weight in zip(pairs, weights, strict=True):
            weighed[number].append((weight, reason))
        return [", ".join(_weightiest(found)) for found in weighed]

    def _logits(self, rows: Floats) -> Floats:
        return np.asarray(np.sum([forest.logits(rows) for forest in self._forests], axis=0), dtype=np.float32)


@cache
def words() -> dict[str, Any]:
    """The words of `geo/data/rejected.toml`."""
    return tomllib.loads(files("geo").joinpath("data/rejected.toml").read_text(encoding="utf-8"))


def _read(row: dict[str, Any], column: dict[str, int]) -> _Reason:
    shown_by, sign = (row["more"], 1.0) if "more" in row else (row["less"], -1.0)
    return _Reason(row["words"], np.array([column[name] for name in row["features"]]), column[shown_by], sign)


def _weightiest(weighed: list[tuple[float, _Reason]]) -> list[str]:
    """The words of the weightiest, none that speaks of the same features as a weightier one."""
    told: list[str] = []
    taken: set[int] = set()
    for weight, reason in sorted(weighed, key=lambda pair: -pair[0]):
        columns = set(reason.columns.tolist())
        if weight >= MIN_WEIGHT and len(told) < MOST and not taken & columns:
            told.append(reason.words)
            taken |= columns
    return told
