"""The place tagger: windows of words in, the probability of O, B and I for each word out. Runs on onnxruntime alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
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

#: Windows that are read from the texts before they are sorted by length and tagged: bounds the memory.
AHEAD = 256
BATCH = 8

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
    """The tagged windows of the texts, in their order; `AHEAD` of them are in memory at a time."""
    session = load(model, threads)
    pieces = tokenizer(vocabulary)
    stream = (
        (number, window, known_names(text, window, lexicon))
        for number, text in enumerate(texts)
        for window in windows(text, pieces)
    )
    while ahead := list(islice(stream, AHEAD)):
        yield from _tag(session, ahead)


@lru_cache(maxsize=4)
def load(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """The model in `model`, loaded once, with `threads` threads inside an operator."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # an arena keeps the largest batch's memory for good
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _tag(session: onnxruntime.InferenceSession, ahead: Sequence[tuple[int, Window, Floats]]) -> Iterator[TaggedWindow]:
    order = sorted(range(len(ahead)), key=lambda i: len(ahead[i][1].pieces))
    scored: dict[int, Floats] = {}
    for begin in range(0, len(order), BATCH):
        group = order[begin : begin + BATCH]
        scores = session.run(["scores"], _inputs([ahead[i][1:] for i in group]))[0]
        for row, i in enumerate(group):
            scored[i] = _softmax(scores[row, np.asarray(ahead[i][1].first) + 1])
    for i, (text, window, known) in enumerate(ahead):
        yield TaggedWindow(text, window, scored[i], known)


def _inputs(group: Sequence[tuple[Window, Floats]]) -> dict[str, npt.NDArray[np.generic]]:
    longest = max(len(window.pieces) for window, _ in group) + 2
    pieces = np.zeros((len(group), longest), np.int64)
    shapes, gaps = np.zeros_like(pieces), np.zeros_like(pieces)
    known = np.zeros((len(group), longest, COLUMNS), np.float32)
    for row, (window, names) in enumerate(group):
        size = len(window.pieces)
        word = np.zeros(size, np.int64)
        word[np.asarray(window.first[1:], np.int64)] = 1
        word = word.cumsum()
        pieces[row, : size + 2] = (CLS, *window.pieces, SEP)
        shapes[row, 1 : size + 1] = np.asarray(window.shapes)[word]
        gaps[row, 1 : size + 1] = np.asarray(window.gaps)[word]
        known[row, 1 : size + 1] = names[word]
    return {"pieces": pieces, "shapes": shapes, "gaps": gaps, "known": known}


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result
