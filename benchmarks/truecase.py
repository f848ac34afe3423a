"""Upper-case newswire in mixed case: each word in its most frequent form inside the sentences of other news."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”]?\s+|\n\s*\n\s*|\]\s*|--\s*)$")
_SMALL = frozenset({"de", "del", "y", "of", "the", "and", "in", "la", "el", "los", "las"})
MIXED = ("lgl.jsonl", "geowebnews.jsonl", "event_locations.jsonl")


def forms(corpora: Path) -> dict[str, str]:
    """For each lower-case word its most frequent form in the middle of a sentence, counted over `MIXED`."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in _texts(corpora):
        for match in _WORD.finditer(text):
            if not _ENDS_SENTENCE.search(text[max(0, match.start() - 6) : match.start()]):
                counts[match.group().lower()][match.group()] += 1
    return {word: seen.most_common(1)[0][0] for word, seen in counts.items()}


def truecase(text: str, known: Mapping[str, str]) -> str:
    """`text` with the same length and offsets; words that were never seen are taken for names."""

    def form(match: re.Match[str]) -> str:
        word = match.group().lower()
        first = bool(_ENDS_SENTENCE.search(text[max(0, match.start() - 6) : match.start()]))
        if word in known:
            found = known[word] if len(known[word]) == len(word) else word
        else:
            found = word if word in _SMALL else _name(word)
        return found[0].upper() + found[1:] if first else found

    return _WORD.sub(form, text)


def _name(word: str) -> str:
    """An unknown word without vowels is an abbreviation, another a name."""
    return word.upper() if not set(word) & set("aeiouy") else word.capitalize()


def _texts(corpora: Path) -> Iterable[str]:
    for name in MIXED:
        with (corpora / name).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
