"""Where a sentence surely ends, told by its marks alone, so that it can be parsed without the others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

#: Tokens after which a sentence is cut that no mark ends: what asks for a token's sentence takes time with its square.
LONGEST_SENTENCE = 400
#: Tokens of a paragraph after which the next mark that can end a sentence does end one, whatever the parser thinks.
LONGEST_PARAGRAPH = 4 * LONGEST_SENTENCE

_ENDS = frozenset(".!?\u2026\u3002")
_SURE_ENDS = frozenset(".!?")
_CLOSERS = frozenset("\"')]”’»")
_OPENERS = frozenset("\"'([“‘«")
#: Letters of a word before a point that may be its abbreviation ("Gov.", "St."), and digits before one that may number
#: a list's line or a day ("3. Oktober").
_ABBREVIATION, _NUMBERING = 4, 2


def sure_starts(doc: Doc) -> list[int]:
    """The tokens, the first apart, at which a sentence starts whatever the parser thinks, in their order.

    That is after a blank line; after a mark that ends one, before a capital, where the word in front is no
    abbreviation; and where a text without such marks has run on for too long.
    """
    found: list[int] = []
    marked = cut = -1  # the last token with a mark, and the last before a start
    last = len(doc) - 1
    for at in (*_marks(doc), last):
        while at - marked > LONGEST_SENTENCE:
            marked = cut = marked + LONGEST_SENTENCE
            found.append(cut + 1)
        word = doc[at].text if at < last else ""
        if word.count("\n") > 1:
            start = at + 1
        elif word in _SURE_ENDS and (after := _after_sure_end(doc, at)):
            start = after
        elif word in _ENDS and at - cut >= LONGEST_PARAGRAPH:
            start = at + 1
        else:
            marked = at if word in _ENDS else marked
            continue
        found.append(start)
        marked = cut = at
    return found


def _marks(doc: Doc) -> list[int]:
    """The tokens that are marks or white space, without going through all of them; the last token apart."""
    import numpy as np

    rows: Any = doc.to_array(["ORTH", "IS_SPACE"])
    marks = np.array([doc.vocab.strings[mark] for mark in _ENDS], np.uint64)
    there: list[int] = np.flatnonzero(np.isin(rows[:-1, 0], marks) | (rows[:-1, 1] == 1)).tolist()
    return there


def sentences_of(doc: Doc) -> list[Span]:
    """The stretches between sure starts, each of them one sentence or several."""
    starts = [0, *sure_starts(doc), len(doc)]
    return [doc[start:end] for start, end in pairwise(starts) if start < end]


def _after_sure_end(doc: Doc, mark: int) -> int:
    """The token at which the next sentence starts; 0 where the mark may be part of a word or of a sentence."""
    before = doc[mark - 1].text if mark else ""
    abbreviated = before[:1].isupper() and len(before) <= _ABBREVIATION
    numbering = before.isdigit() and len(before) <= _NUMBERING
    if doc[mark].text == "." and (abbreviated or numbering):
        return 0
    at = mark + 1
    while at < len(doc) and doc[at].text in _CLOSERS and not doc[at - 1].whitespace_:
        at += 1
    parted = bool(doc[at - 1].whitespace_)
    while at < len(doc) and doc[at].is_space:
        at, parted = at + 1, True
    first = at + 1 if at + 1 < len(doc) and doc[at].text in _OPENERS else at
    return at if parted and first < len(doc) and doc[first].text[:1].isupper() else 0
