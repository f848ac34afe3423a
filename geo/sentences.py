"""Where a sentence surely ends, told by its marks alone, so that it can be parsed without the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

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
    words = [token.text for token in doc]
    found: list[int] = []
    unmarked = uncut = 0
    for at, word in enumerate(words[:-1]):
        ends = word in _ENDS
        unmarked, uncut = 0 if ends else unmarked + 1, uncut + 1
        if word.count("\n") > 1 and word.isspace():
            start = at + 1
        elif word in _SURE_ENDS and (after := _after_sure_end(doc, words, at)):
            start = after
        elif unmarked >= LONGEST_SENTENCE or (ends and uncut >= LONGEST_PARAGRAPH):
            start = at + 1
        else:
            continue
        found.append(start)
        unmarked = uncut = 0
    return found


def sentences_of(doc: Doc) -> list[Span]:
    """The stretches between sure starts, each of them one sentence or several."""
    starts = [0, *sure_starts(doc), len(doc)]
    return [doc[start:end] for start, end in pairwise(starts) if start < end]


def _after_sure_end(doc: Doc, words: Sequence[str], mark: int) -> int:
    """The token at which the next sentence starts; 0 where the mark may be part of a word or of a sentence."""
    before = words[mark - 1] if mark else ""
    abbreviated = before[:1].isupper() and len(before) <= _ABBREVIATION
    numbering = before.isdigit() and len(before) <= _NUMBERING
    if words[mark] == "." and (abbreviated or numbering):
        return 0
    at = mark + 1
    while at < len(words) and words[at] in _CLOSERS and not doc[at - 1].whitespace_:
        at += 1
    parted = bool(doc[at - 1].whitespace_)
    while at < len(words) and words[at].isspace():
        at, parted = at + 1, True
    first = at + 1 if at + 1 < len(words) and words[at] in _OPENERS else at
    return at if parted and first < len(words) and words[first][:1].isupper() else 0
