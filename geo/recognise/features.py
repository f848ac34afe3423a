"""What the gazetteer says of the words of a window: the tagger's third input beside pieces and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from geo.recognise.words import BLANK_LINE

if TYPE_CHECKING:
    from geo.recognise.words import Window

#: The kinds of name, one bit each in a lexicon's answer, in this order.
COUNTRY, ADM1, ADM2, CITY, TOWN, DEMONYM, NATURE = (1 << bit for bit in range(7))
KINDS = 7
#: Columns a word: begins a name of the kind, continues one.
COLUMNS = 2 * KINDS
LONGEST_NAME = 5

_NAME_SHAPES = frozenset({2, 3, 4, 5, 8})
_JOINERS = frozenset("-‐‑–'’/&")
_ABBREVIATION = 5  # letters before the point in "Calif.", "Mass.", "Ft."
_SHORT_WORD = 4  # "of", "the", "upon"


class Lexicon(Protocol):
    """Knows which strings are names of places."""

    def kinds(self, names: Sequence[str]) -> list[int]:
        """For each string the bits of the kinds of place it names; 0 where it names none."""
        ...


def known_names(text: str, window: Window, lexicon: Lexicon) -> npt.NDArray[np.float32]:
    """The feature rows of a window, shape (words, COLUMNS), ones where a longest known name begins or goes on."""
    rows = np.zeros((len(window.starts), COLUMNS), np.float32)
    spans = candidate_spans(text, window)
    found = lexicon.kinds([text[window.starts[a] : window.ends[b - 1]] for a, b in spans])
    covered = 0
    # Spans come by their start, longest first: what lies inside an earlier match is part of a longer name.
    for (begin, stop), bits in zip(spans, found, strict=True):
        if not bits or stop <= covered:
            continue
        covered = stop
        for kind in range(KINDS):
            if bits >> kind & 1:
                rows[begin, kind] = 1
                rows[begin + 1 : stop, KINDS + kind] = 1
    return rows


def candidate_spans(text: str, window: Window) -> list[tuple[int, int]]:
    """The runs of words that may be a name, by their start, longest first.

    They begin and end in a word with a capital or of a script without case; marks stand inside only where names have
    them ("St. Louis", "Nagorno-Karabakh", "Coeur d'Alene"), and lower case only in short words ("Isle of Palms").
    """
    words = [text[a:b] for a, b in zip(window.starts, window.ends, strict=True)]
    heads = [code % 10 in _NAME_SHAPES for code in window.shapes]
    spans: list[tuple[int, int]] = []
    for begin, begins_name in enumerate(heads):
        if begins_name:
            stops = _stops(words, window.gaps, heads, begin)
            spans.extend((begin, stop) for stop in reversed(stops))
    return spans


def _stops(words: Sequence[str], gaps: Sequence[int], heads: Sequence[bool], begin: int) -> list[int]:
    """The ends of the runs that begin at a word, shortest first."""
    stops, parts = [begin + 1], 1
    for at in range(begin + 1, min(len(words), begin + 2 * LONGEST_NAME)):
        glued = gaps[at] == 0
        word = words[at]
        if gaps[at] == BLANK_LINE:
            break
        if word in _JOINERS:
            if not glued:
                break
            continue
        if word == ".":
            if len(words[at - 1]) > _ABBREVIATION or not glued:
                break
            stops.append(at + 1)
            continue
        if not (heads[at] or (word.islower() and len(word) <= _SHORT_WORD)):
            break
        parts += not glued
        if parts > LONGEST_NAME:
            break
        if heads[at]:
            stops.append(at + 1)
    return stops
