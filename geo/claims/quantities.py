"""How many: figures, number words and vague counts with what stands before them, as a value and its bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo.claims.lexicon import Lexicon
from geo.lower_case import lowered
from geo.numbers import whole_number

_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES})"
_WORDS = (
    rf"(?:(?:a |{_WORD} )?hundred(?: thousand)?(?: and {_WORD}| {_WORD})?|(?:a |{_WORD} )thousand(?: (?:and )?{_WORD})?"
    rf"|(?:a |{_WORD} )million|{_WORD})"
)
_FIGURE = r"\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,3}(?!\d)|\d{1,3} 000(?!\d)|\d{1,9}"
_NUMBER = rf"(?:(?P<figure>{_FIGURE})(?P<decimal>\.\d+)?(?: (?P<scale>hundred|thousand|million))?|(?P<words>{_WORDS}))"
_SECOND = (
    _NUMBER.replace("P<figure>", "P<figure2>")
    .replace("P<decimal>", "P<decimal2>")
    .replace("P<scale>", "P<scale2>")
    .replace("P<words>", "P<words2>")
)
#: What a count, or "between" and "from" before one, can begin with: most places of a text are left at once.
_FIRST = r"\b(?=[\dabefhnost])"
_RANGE = re.compile(rf"{_FIRST}(?P<between>between |from )?\b{_NUMBER}(?: ?[-–] ?| to | and | or ){_SECOND}\b")
_PLAIN = re.compile(rf"{_FIRST}(?<![\w.,/:$£€-]){_NUMBER}\b(?![/:%]|[.,]\d|(?:st|nd|rd|th)\b)")
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count in the text, from its modifier to its last word; `at` is where its figure begins."""

    start: int
    end: int
    at: int
    value: int
    low: int | None
    high: int | None


def quantities(text: str, words: Lexicon) -> list[Quantity]:
    """Every count of a text in its order, without overlap; the longest reading wins.

    >>> from geo.claims.lexicon import lexicon
    >>> [(q.value, q.low, q.high) for q in quantities("at least 15 men and dozens of women", lexicon())]
    [(15, 15, None), (24, 24, 99)]
    """
    lower = lowered(text)
    found = [*_ranges(lower), *_vague(lower, words), *_plain(lower, words)]
    kept: list[Quantity] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.at)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.at)


def _ranges(text: str) -> list[Quantity]:
    found = []
    for match in _RANGE.finditer(text):
        joint = text[
            match.end("figure") if match["figure"] else match.end("words") : match.start("figure2")
            if match["figure2"]
            else match.start("words2")
        ]
        if ("and" in joint) != (match["between"] == "between "):
            continue
        first = _number(match["figure"], match["words"], match["scale"], match["decimal"])
        second = _number(match["figure2"], match["words2"], match["scale2"], match["decimal2"])
        if first is None or second is None:
            continue
        if match["scale2"] and not match["scale"] and first < second / _SCALES[match["scale2"]] * 10:
            first *= _SCALES[match["scale2"]]
        led = match["between"] or text[max(0, match.start() - 5) : match.start()]
        if first < second and "from " not in led:
            found.append(Quantity(match.start(), match.end(), match.start(), first, first, second))
    return found


def _plain(text: str, words: Lexicon) -> list[Quantity]:
    found = []
    for match in _PLAIN.finditer(text):
        value = _number(match["figure"], match["words"], match["scale"], match["decimal"])
        if value is not None:
            start, low, high = _modified(text, match.start(), value, words)
            found.append(Quantity(start, match.end(), match.start(), value, low, high))
    return found


def _vague(text: str, words: Lexicon) -> list[Quantity]:
    found = []
    for match in _vague_pattern(tuple(words.vague)).finditer(text):
        low, high = words.vague[" ".join(match[0].split())]
        start, *_ = _modified(text, match.start(), low, words)
        found.append(Quantity(start, match.end(), match.start(), low, low, high))
    return found


@lru_cache(maxsize=4)
def _vague_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{alternatives})\b(?!-)")


def _modified(text: str, at: int, value: int, words: Lexicon) -> tuple[int, int | None, int | None]:
    """Where the count begins with the modifiers before it, and the bounds that they leave."""
    start, low, high, decided = at, 1.0, 1.0, False
    for _ in range(3):
        before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2].rstrip()
        for phrase, factor_low, factor_high in words.modifiers:
            if before.endswith(phrase) and not before[: -len(phrase)][-1:].isalnum():
                start = len(text[:start].rstrip()) - len(phrase)
                if not decided:
                    low, high = factor_low or 0.0, factor_high or 0.0
                    decided = (factor_low, factor_high) != (1.0, 1.0)
                break
        else:
            break
    return start, (round(value * low) if low else None), (round(value * high) if high else None)


def _number(figure: str | None, words: str | None, scale: str | None, decimal: str | None) -> int | None:
    factor = _SCALES[scale] if scale else 1
    if figure is None:
        return whole_number(words or "")
    whole = int(re.sub(r"\D", "", figure))
    if decimal and not scale:
        return None
    return round((whole + float(decimal or 0)) * factor)
