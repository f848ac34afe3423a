"""From characters to tokens: the quick way there, since `Doc.char_span` walks the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that holds a character offset (with the space behind it), by binary search."""
    low, high = 0, len(doc) - 1
    while low <= high:
        middle = (low + high) // 2
        token = doc[middle]
        if offset < token.idx:
            high = middle - 1
        elif offset >= token.idx + len(token.text_with_ws):
            low = middle + 1
        else:
            return token
    return None


def span_of(doc: Doc, start: int, end: int) -> Span | None:
    """The tokens that the characters `start` to `end` touch, or None where there are none."""
    first, last = token_at(doc, start), token_at(doc, end - 1)
    return None if first is None or last is None else doc[first.i : last.i + 1]


def is_parted(token: Token) -> bool:
    """Whether a semicolon stands between a word and what it hangs on: the parser ties what the writer parted."""
    low, high = sorted((token.i, token.head.i))
    return any(word.text == ";" for word in token.doc[low:high])
