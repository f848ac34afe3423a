"""The learnt part: small forests of oblivious trees, evaluated with numpy alone, and what makes probabilities of them.

An oblivious tree asks the same question at each level, so that a row's leaf is a number made of yes-or-no bits
(Prokhorenkova et al. 2018, "CatBoost", arXiv:1706.09516). `benchmarks/train_resolver.py` makes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import DatelineError
from geo.resolve.blocks import Floats, Integers

CHUNK = 4096
FORESTS = ("prior", "first", "second", "tie")


class ModelFileError(DatelineError, OSError):
    """A model file that is missing or foreign; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees × levels of questions (`column` > `border`), and trees × leaves of values that are added up."""

    column: Integers
    border: Floats
    leaves: Floats
    bias: float

    def logits(self, rows: Floats) -> Floats:
        """The sum over the trees for each row, as log odds."""
        return np.concatenate(
            [self._logits(rows[first : first + CHUNK]) for first in range(0, len(rows), CHUNK)]
            or [np.zeros(0, dtype=np.float32)]
        )

    def _logits(self, rows: Floats) -> Floats:
        trees, levels = self.column.shape
        columns = np.ascontiguousarray(rows.T)
        leaf = np.zeros((trees, len(rows)), dtype=np.min_scalar_type(2**levels - 1))
        for level in range(levels):
            is_above = columns[self.column[:, level]] > self.border[:, level, None]
            leaf |= is_above.astype(leaf.dtype) << level
        values = self.leaves[np.arange(trees), np.ascontiguousarray(leaf.T)]
        return np.asarray(values.sum(axis=1) + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line of straight pieces from raw to calibrated probability (isotonic regression)."""

    raw: NDArray[np.float64]
    calibrated: NDArray[np.float64]

    def __call__(self, value: Floats) -> Floats:
        """The calibrated probabilities of raw ones."""
        return np.interp(value, self.raw, self.calibrated).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything learnt; `columns` names the features of the first and the second forest."""

    forests: dict[str, Forest]
    curves: dict[str, Curve]
    columns: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the model as one compressed .npz file."""
        arrays: dict[str, NDArray[np.generic]] = {"columns": np.array(self.columns)}
        for name, forest in self.forests.items():
            arrays[f"{name}.column"] = forest.column.astype(np.int16)
            arrays[f"{name}.border"] = forest.border.astype(np.float32)
            arrays[f"{name}.leaves"] = forest.leaves.astype(np.float32)
            arrays[f"{name}.bias"] = np.array(forest.bias)
        for name, curve in self.curves.items():
            arrays[f"{name}.raw"], arrays[f"{name}.calibrated"] = curve.raw, curve.calibrated
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> Model:
    """The model in that file, or the shipped one.

    Raises:
        ModelFileError: if there is no such file, or it is none of ours.
    """
    if path is None:
        with as_file(files("geo").joinpath("data/resolver.npz")) as shipped:
            return _read(shipped)
    return _read(path)


def _read(path: Path) -> Model:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            forests = {name: _forest(arrays, name) for name in FORESTS if f"{name}.column" in arrays}
            curves = {
                key.removesuffix(".raw"): Curve(arrays[key], arrays[key.removesuffix("raw") + "calibrated"])
                for key in arrays.files
                if key.endswith(".raw")
            }
            return Model(forests, curves, tuple(arrays["columns"].tolist()))
    except (OSError, KeyError, ValueError) as error:
        cure = "make it with: python -m benchmarks.train_resolver"
        raise ModelFileError(f"{path}: no resolver model can be read here ({error}); {cure}") from error


def _forest(arrays: np.lib.npyio.NpzFile, name: str) -> Forest:
    return Forest(
        arrays[f"{name}.column"].astype(np.int64),
        arrays[f"{name}.border"],
        arrays[f"{name}.leaves"],
        float(arrays[f"{name}.bias"]),
    )


def softmax(logits: Floats, owner: Integers) -> Floats:
    """Probabilities of rows that compete within their group and with "none of these", whose log odds are 0.

    `owner` is each row's group; rows of a group are adjacent.
    """
    if not len(logits):
        return logits
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    sizes = np.diff(np.r_[starts, len(owner)])
    highest = np.repeat(np.maximum(np.maximum.reduceat(logits, starts), 0.0), sizes)
    raised = np.exp(logits - highest)
    total = np.repeat(np.add.reduceat(raised, starts), sizes) + np.exp(-highest)
    return np.asarray(raised / total, dtype=np.float32)
