"""Places by the entity recogniser of a spaCy model: for texts in a language that the tagger was not made for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.language import ModelMissing
from geo.recognise.features import Lexicon
from geo.recognise.given import from_spacy_entities
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.recogniser import stretches
from geo.records import Mention

if TYPE_CHECKING:
    from spacy.language import Language

    from gazetteer import Gazetteer

_NOT_NEEDED = ("parser", "senter", "tagger", "morphologizer", "lemmatizer", "trainable_lemmatizer", "attribute_ruler")


class EntityRecogniser:
    """Finds the words that say a place by a model's entities, checked against the names of the gazetteer.

    `model` is a spaCy package or folder with an entity recogniser, of any language.
    """

    def __init__(self, gazetteer: Gazetteer, model: str) -> None:
        self.lexicon: Lexicon = GazetteerLexicon(gazetteer)
        self._model = model

    def mentions(self, text: str) -> list[Mention]:
        """The mentions in a text, in its order; no two overlap, and `text[m.start:m.end] == m.text`.

        Raises:
            ModelMissing: where the model cannot be loaded.
        """
        return [mention for part in stretches(text) for mention in self._of_stretch(text[part], part.start)]

    def mentions_many(self, texts: Iterable[str]) -> list[list[Mention]]:
        """The mentions of each text, in their order: what `mentions` gives for each alone."""
        return [self.mentions(text) for text in texts]

    def _of_stretch(self, text: str, offset: int) -> Iterator[Mention]:
        for mention in from_spacy_entities(_loaded(self._model)(text), self.lexicon):
            yield replace(mention, start=offset + mention.start, end=offset + mention.end)


def reads_english(model: str | None) -> bool:
    """Whether a model is for English, as the one taken for None is.

    Raises:
        ModelMissing: where the model cannot be loaded.
    """
    return model is None or _loaded(model).lang == "en"


@lru_cache(maxsize=2)
def _loaded(model: str) -> Language:
    import spacy

    try:
        return spacy.load(model, exclude=list(_NOT_NEEDED))
    except OSError as error:
        raise ModelMissing(f"spaCy cannot load the model {model!r}: {error}") from error
