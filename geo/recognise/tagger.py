"""The place tagger: windows of words in, the probability of O, B and I for each word out. Runs on onnxruntime alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.recognise.features import COLUMNS, Lexicon, known_names
from geo.recognise.words import CLS, SEP, Window, tokenizer, windows

if TYPE_CHECKING:
    import onnxruntime

DATA = Path(__file__).resolve().parent.parent / "data"
MODEL = DATA / "tagger.onnx"
VOCABULARY = DATA / "tagger-vocabulary.json"

#: A sum with its normalisation is slower in onnxruntime's one step for both than in two.
SLOWER_FUSED = ["SkipLayerNormFusion"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TaggedWindow:
    """A window of text number `text` with its words' probabilities, shape (words, 3): outside, begins, goes on.

    `known` are the words' gazetteer rows (see `geo.recognise.features`).
    """

    text: int
    window: Window
    probabilities: Floats
    known: Floats


def tag(
    texts: Iterable[str], lexicon: Lexicon, *, model: Path = MODEL, vocabulary: Path = VOCABULARY, threads: int = 2
) -> Iterator[TaggedWindow]:
    """The tagged windows of the texts, in their order, one in memory at a time.

    Each window is a run of its own: the model's int8 steps scale their inputs by the largest in the run, so in a batch
    the answer for one window would depend on the others (by up to 0.25), and a batch is no faster on a CPU.
    """
    session = load(model, threads)
    pieces = tokenizer(vocabulary)
    for number, text in enumerate(texts):
        for window in windows(text, pieces):
            known = known_names(text, window, lexicon)
            scores = session.run(["scores"], _inputs(window, known))[0][0]
            yield TaggedWindow(number, window, _softmax(scores[np.asarray(window.first) + 1]), known)


#: onnxruntime 1.32 on Linux keeps an id of the machine in ~/.cache/Microsoft and sends usage to Microsoft, unless this
#: stands in the environment before it is imported; its function `disable_telemetry_events` comes too late.
_NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"


@lru_cache(maxsize=4)
def load(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """The model in `model`, loaded once, with `threads` threads inside an operator."""
    os.environ.setdefault(_NO_TELEMETRY, "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_FUSED
    )


def _inputs(window: Window, names: Floats) -> dict[str, npt.NDArray[np.generic]]:
    size = len(window.pieces)
    word = np.zeros(size, np.int64)
    word[np.asarray(window.first[1:], np.int64)] = 1
    word = word.cumsum()
    shapes, gaps = np.zeros((2, 1, size + 2), np.int64)
    shapes[0, 1:-1] = np.asarray(window.shapes)[word]
    gaps[0, 1:-1] = np.asarray(window.gaps)[word]
    known = np.zeros((1, size + 2, COLUMNS), np.float32)
    known[0, 1:-1] = names[word]
    pieces = np.asarray([(CLS, *window.pieces, SEP)], np.int64)
    return {"pieces": pieces, "shapes": shapes, "gaps": gaps, "known": known}


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result
