"""Whether a text is in another language than a model reads, by py3langid (https://github.com/adbar/py3langid)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

#: Characters below which nothing is said of a text.
SHORTEST = 20
#: The probability of the model's language below which a text is in another one. The likeliest language alone says
#: little: short English news from Lagos are likelier Nigerian Pidgin. Of 3,076 English sentences and articles of world
#: news none lies below this bar; of sentences of 30 characters in twelve other languages all do.
HARDLY = 0.001
_HEAD = 3000  # characters that are looked at


def foreign(text: str, wanted: str) -> str:
    """The ISO 639 code of the language of a text that is hardly in the `wanted` one, or "".

    >>> foreign("Deux soldats ont été tués lundi lors d'un affrontement.", "en")
    'fr'
    """
    if len(text) < SHORTEST:
        return ""
    ranked = dict(identifier().rank(text[:_HEAD]))
    if ranked.get(wanted, 1.0) >= HARDLY:
        return ""
    return str(max(ranked, key=lambda code: ranked[code]))


@lru_cache(maxsize=1)
def identifier() -> Any:
    """py3langid's model, loaded once.

    Raises:
        OSError: it cannot be unpacked into the folder of temporary files.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
