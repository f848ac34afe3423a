"""Names made comparable: one folded key for all spellings that differ only by case, accents or punctuation.

The keys of the gazetteer's name table are made by `fold`, and so are the keys of every look-up: whoever changes `fold`
must rebuild the files.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

_MAX_NAME = 400

# Letters that Unicode does not decompose, with what a reader without them types; apostrophes vanish, so that
# "Sana'a" meets "Sanaa" and "Coeur d'Alene" meets "Coeur dAlene", whichever of the many signs was printed.
_SINGLE = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe",
        "þ": "th", "ß": "ss", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɛ": "e", "ɔ": "o", "ĸ": "k",
        "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "", "`": "", "´": "", "ʹ": "", "′": "", "ʾ": "", "ʿ": "", "＇": "",
        ".": "", "·": "",
        "&": " and ",
    }
)  # fmt: skip


class _Latin(dict[int, str]):
    """What the general rule makes of each Latin letter, accent and sign by itself; filled as they are met.

    Other characters are left as they are (str.translate takes the KeyError for that).
    """

    def __missing__(self, point: int) -> str:
        if not (point < 0x0370 or 0x1E00 <= point <= 0x1EFF or 0x2000 <= point <= 0x206F):
            raise KeyError(point)
        self[point] = "".join(_folded(chr(point)))
        return self[point]


_LATIN = _Latin()


@functools.lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The key of a name, kept for the next time: see `key_of`."""
    return key_of(text)


def key_of(text: str) -> str:
    """The key of a name: case folded, accents stripped, punctuation to spaces, spaces squeezed.

    Full stops and apostrophes vanish ("U.S." → "us", "St. John's" → "st johns"), every other sign parts words
    ("Guinea-Bissau" → "guinea bissau"). Scripts are kept: "Երևան" stays Armenian. A name without any letter or digit
    folds to "". Folding twice changes nothing. Text beyond 400 characters is no name and is cut there.
    """
    text = text[:_MAX_NAME]
    if text.isascii() and text.isalpha():
        return text.lower()
    # Where only ASCII is left, no character had a say in what became of its neighbours: the short way is the long one.
    plain = text.translate(_LATIN)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", "".join(_folded(text)))
    return " ".join(plain.split())


def _folded(text: str) -> Iterator[str]:
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_SINGLE)
    for character in unicodedata.normalize("NFKD", lowered):
        category = unicodedata.category(character)
        if category[0] in "LN":
            yield character
        elif category == "Mn":
            if not _is_latin_like_accent(character):
                yield character
        elif category == "Mc":
            yield character
        elif category not in ("Cf", "Cc") or character in "\t\n\r":
            yield " "


def _is_latin_like_accent(character: str) -> bool:
    """Whether a combining mark is an accent one may leave out, as against an Indic or Thai vowel, which one may not."""
    point = ord(character)
    return (
        0x0300 <= point <= 0x036F  # Latin, Greek, Cyrillic
        or 0x0591 <= point <= 0x05C7  # Hebrew points
        or 0x0610 <= point <= 0x061A
        or 0x064B <= point <= 0x065F  # Arabic vowels
        or point == 0x0670
        or 0x1AB0 <= point <= 0x1AFF
        or 0x1DC0 <= point <= 0x1DFF
        or 0x20D0 <= point <= 0x20FF
        or 0xFE20 <= point <= 0xFE2F
    )


@functools.lru_cache(maxsize=16_384)
def transliterate(text: str) -> str:
    """The folded key of a name in Latin letters, whatever its script: "Ереван" → "erevan", "Երևան" → "erevan".

    Uses AnyAscii's tables (https://github.com/anyascii/anyascii), which map each character by itself.
    """
    if text.isascii():
        return fold(text)
    from anyascii import anyascii

    return fold(anyascii(text[:_MAX_NAME]))
