"""The language of a text, by py3langid (https://github.com/adbar/py3langid)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

#: Below this many characters nothing can be said; below the second, only what is sure.
SHORTEST, SHORT = 20, 200
#: Of 3,000 English sentences of 20 to 200 characters in world news none is taken for another language at this bar.
SURE = 0.9
_HEAD = 3000  # characters that are looked at


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language, or "" where the text is too short to tell.

    >>> language_of("Deux soldats ont été tués lundi lors d'un affrontement près de la frontière.")
    'fr'
    """
    if len(text) < SHORTEST:
        return ""
    code, sure = _identifier().classify(text[:_HEAD])
    return str(code) if len(text) >= SHORT or sure >= SURE else ""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
