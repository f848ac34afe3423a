"""Text as it comes from files, made safe to handle: no NULs, lone surrogates, control or bidirectional characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Each is replaced by the string beside it; the words go into the note. Order matters only for line ends.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("", re.compile(r"\r\n?|\u2028|\u0085"), "\n"),
    ("", re.compile(r"\u2029"), "\n\n"),
    ("", re.compile("\ufeff"), ""),
    ("NUL character(s) removed", re.compile("\x00"), ""),
    ("lone surrogate(s) replaced", re.compile("[\ud800-\udfff]"), "\ufffd"),
    # Trojan Source (CVE-2021-42574): embeddings, overrides and isolates reorder what a reader sees.
    ("bidirectional control(s) removed", re.compile("[\u202a-\u202e\u2066-\u2069]"), ""),
    ("control character(s) replaced", re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"), " "),
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that is safe to handle, and one note for each kind of thing taken out of it."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """The text with line ends made `\\n` and everything removed that is no text.

    >>> clean("a\\x00b\\r\\nc")
    Cleaned(text='ab\\nc', notes=('1 NUL character(s) removed',))
    """
    notes = []
    for words, pattern, replacement in _RULES:
        text, count = pattern.subn(replacement, text)
        if count and words:
            notes.append(f"{count} {words}")
    return Cleaned(text, tuple(notes))
