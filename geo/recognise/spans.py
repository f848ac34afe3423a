"""From the probabilities of words to the spans of names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.recognise.tagger import Floats, TaggedWindow
from geo.recognise.words import BLANK_LINE

OUTSIDE, BEGINS, GOES_ON = range(3)
#: Added to the score of "begins": below 0 it weighs precision against recall. See benchmarks/results/recognition.md.
BIAS = 0.0
_NEVER = -1e9
#: Platt's scaling, fitted by benchmarks/recognition.py --calibrate on corpora that the tagger had not seen; the last is
#: added where the gazetteer lacks the name.
SLOPE, OFFSET, UNKNOWN = 0.40, 0.55, -1.51


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the text with the least probability that a word of it belongs to a name."""

    start: int
    end: int
    score: float


def spans(tagged: TaggedWindow, bias: float = BIAS) -> list[Found]:
    """The names in a window: the best sequence in which every name begins before it goes on.

    A name never goes on over a blank line: what stands after it begins a name of its own.
    """
    found: list[Found] = []
    window = tagged.window
    inside = 1 - tagged.probabilities[:, OUTSIDE]
    for word, label in enumerate(best_labels(tagged.probabilities, bias)):
        score = float(inside[word])
        if label == BEGINS or (label == GOES_ON and window.gaps[word] == BLANK_LINE):
            found.append(Found(window.starts[word], window.ends[word], score))
        elif label == GOES_ON:
            last = found.pop()
            found.append(Found(last.start, window.ends[word], min(last.score, score)))
    return found


def best_labels(probabilities: Floats, bias: float = 0.0) -> Sequence[int]:
    """The likeliest labels, none of which goes on where nothing began (Viterbi over three states)."""
    scores = np.log(np.maximum(probabilities, 1e-9)).tolist()
    steps: list[tuple[int, int, int]] = []
    out, begin, on = 0.0, bias, _NEVER
    for number, (o, b, i) in enumerate(scores):
        if number == 0:
            out, begin, on = o, b + bias, _NEVER
            continue
        ended = max(out, begin, on)
        before = OUTSIDE if ended == out else BEGINS if ended == begin else GOES_ON
        named = BEGINS if begin >= on else GOES_ON
        steps.append((before, before, named))
        out, begin, on = ended + o, ended + b + bias, max(begin, on) + i
    return _trace(steps, (out, begin, on)) if scores else []


def _trace(steps: Sequence[tuple[int, int, int]], last: tuple[float, float, float]) -> list[int]:
    label = max(range(3), key=last.__getitem__)
    labels = [label]
    for step in reversed(steps):
        label = step[label]
        labels.append(label)
    labels.reverse()
    return labels


def calibrated(score: float, *, known: bool) -> float:
    """The probability that a span is right, from its least word and whether the gazetteer has the name (Platt 1999)."""
    clipped = min(max(score, 1e-4), 1 - 1e-4)
    odds = SLOPE * math.log(clipped / (1 - clipped)) + OFFSET + (0 if known else UNKNOWN)
    return 1 / (1 + math.exp(-odds))
