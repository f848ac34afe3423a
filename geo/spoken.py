"""Whether a text is in another language than a model reads, by py3langid (https://github.com/adbar/py3langid)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Characters below which nothing is said of a text.
SHORTEST = 20
#: The probability of the model's language below which a text is in another one. The likeliest language alone says
#: little: short English news from Lagos are likelier Nigerian Pidgin. Of 3,076 English sentences and articles of world
#: news none lies below this bar; of sentences of 30 characters in twelve other languages all do.
HARDLY = 0.001
_HEAD = 3000  # characters that are looked at
_TOKENS = 300  # that are looked at
#: The share of a language's commonest words, above which a text is in it: news in English has 0.4 to 0.5 of them, a
#: headline often less, a text in another language up to 0.17.
_USUAL = 0.2


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


def foreign_to(doc: Doc) -> str:
    """The ISO 639 code of the language of a parsed text that is hardly in its model's, or "".

    The identifier, which takes half a second to load, is asked only where few words are the commonest of the model's.
    """
    words = [token for token in doc[:_TOKENS] if token.is_alpha]
    if sum(token.is_stop for token in words) >= _USUAL * len(words):
        return ""
    return foreign(doc.text, doc.lang_)


@lru_cache(maxsize=1)
def identifier() -> Any:
    """py3langid's model, loaded once.

    Raises:
        OSError: it cannot be unpacked into the folder of temporary files.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
