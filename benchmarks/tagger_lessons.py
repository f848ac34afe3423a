"""What the tagger reads in an epoch: documents and sentences as windows with labels, in padded batches."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.tagger_texts import (
    Document,
    Swapper,
    alone,
    harmonised,
    labelled,
    load,
    recased,
    swappable_names,
    with_persons,
)
from gazetteer import open_default
from geo.recognise.features import COLUMNS, Lexicon, known_names
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.words import CLS, SEP, Window, tokenizer, windows

IGNORED = -100
UNSURE = -1  # the number of no span: words that an earlier tagger could not tell


@dataclass(frozen=True, slots=True)
class Example:
    """A window ready for the model; `labels` stand at the first piece of each word."""

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]
    known: np.ndarray
    labels: tuple[int, ...]


def examples(document: Document, lexicon: Lexicon, base: Path) -> Iterator[Example]:
    """The windows of a document, labelled."""
    inside: dict[int, int] = {}
    for number, (start, end) in enumerate(document.gold):
        inside.update(dict.fromkeys(range(start, end), number))
    for start, end in document.unsure:
        inside.update(dict.fromkeys(range(start, end), UNSURE))
    for window in windows(document.text, tokenizer(base / "tokenizer.json")):
        yield _example(window, known_names(document.text, window, lexicon), inside)


def _example(window: Window, known: np.ndarray, inside: dict[int, int]) -> Example:
    size = len(window.pieces)
    shapes, gaps, labels = [0] * size, [0] * size, [IGNORED] * size
    rows = np.zeros((size, COLUMNS), np.float32)
    bounds = [*window.first, size]
    previous: int | None = None
    for word, (begin, stop) in enumerate(pairwise(bounds)):
        shapes[begin:stop] = [window.shapes[word]] * (stop - begin)
        gaps[begin:stop] = [window.gaps[word]] * (stop - begin)
        rows[begin:stop] = known[word]
        number = inside.get(window.starts[word])
        labels[begin] = 0 if number is None else IGNORED if number == UNSURE else 2 if number == previous else 1
        previous = number
    return Example(window.pieces, tuple(shapes), tuple(gaps), rows, tuple(labels))


class Lessons:
    """What is read in an epoch: the annotated documents, some of their sentences alone, some labelled sentences."""

    def __init__(
        self,
        documents: Sequence[Document],
        silver: Sequence[Document],
        lexicon: Lexicon,
        swap: Swapper,
        options: argparse.Namespace,
        base: Path,
    ) -> None:
        self.documents, self.silver, self.lexicon, self.swap, self.options = documents, silver, lexicon, swap, options
        self.base = base
        self.rng = random.Random(options.seed)
        self.plain = [list(examples(document, lexicon, self.base)) for document in documents]

    @property
    def size(self) -> int:
        """Windows an epoch, about."""
        sentences = min(len(self.silver), self.options.sentences) + self.options.alone * len(self.documents)
        return sum(map(len, self.plain)) + sentences

    def epoch(self) -> Iterator[Example]:
        """The windows of one pass, freshly augmented."""
        for document, as_is in zip(self.documents, self.plain, strict=True):
            yield from self._anew(document) if self.rng.random() < self.options.swap else as_is
            for sentence in alone(document, self.options.alone, self.rng):
                yield from self._anew(sentence)
        for sentence in self.rng.sample(list(self.silver), min(len(self.silver), self.options.sentences)):
            yield from self._anew(sentence)

    def _anew(self, document: Document) -> Iterator[Example]:
        return examples(recased(self.swap(document), self.rng), self.lexicon, self.base)


def lessons_for(
    options: argparse.Namespace, base: Path, lexicon: Lexicon | None = None, others: Sequence[Document] = ()
) -> Lessons:
    """The lessons of the corpora `options.train`, of `others` and of the labelled sentences `options.silver`."""
    gazetteer = open_default()
    lexicon = lexicon or GazetteerLexicon(gazetteer)
    loaded = [document for name in options.train for document in load(options.corpora / f"{name}.jsonl")]
    documents = with_persons([harmonised(document, lexicon) for document in loaded])
    silver = with_persons(labelled(options.silver)) if options.silver else []
    swap = Swapper(lexicon, swappable_names(gazetteer), random.Random(options.seed))
    return Lessons([*documents, *others], silver, lexicon, swap, options, base)


def batches(items: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of `size` windows of similar length, in random order."""
    order = sorted(items, key=lambda item: len(item.pieces) + rng.random() * 8)
    groups = [list(order[i : i + size]) for i in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def tensors(group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """One padded batch: pieces, shapes, gaps, known names, labels."""
    longest = max(len(item.pieces) for item in group) + 2
    pieces = np.zeros((len(group), longest), np.int64)
    shapes, gaps = np.zeros_like(pieces), np.zeros_like(pieces)
    labels = np.full_like(pieces, IGNORED)
    known = np.zeros((len(group), longest, COLUMNS), np.float32)
    for row, item in enumerate(group):
        size = len(item.pieces)
        pieces[row, : size + 2] = (CLS, *item.pieces, SEP)
        shapes[row, 1 : size + 1] = item.shapes
        gaps[row, 1 : size + 1] = item.gaps
        known[row, 1 : size + 1] = item.known
        labels[row, 1 : size + 1] = item.labels
    pieces_t, shapes_t, gaps_t, known_t, labels_t = map(torch.from_numpy, (pieces, shapes, gaps, known, labels))
    return pieces_t, shapes_t, gaps_t, known_t, labels_t
