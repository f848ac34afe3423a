"""The recogniser: texts in, mentions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from geo.recognise import namesakes, nested, repair, tagger
from geo.recognise.announced import announced
from geo.recognise.features import Lexicon
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.roles import roles
from geo.recognise.spans import Found, calibrated, spans
from geo.recognise.tagger import TaggedWindow
from geo.records import Mention

if TYPE_CHECKING:
    from gazetteer import Gazetteer


#: A name that the gazetteer lacks is taken only where the tagger is this sure.
SURE_OF_UNKNOWN = 0.9


class Recogniser:
    """Finds the words that say a place, with their role.

    `gazetteer` says which names are known; None opens the default one. A `lexicon` may answer in its stead.

    `threads` work inside one operator of the model: 2 by default, 1 where several processes share the machine.
    `model` is an ONNX file made by benchmarks/train_tagger.py; None takes the shipped one, which was trained on
    LGL and GeoWebNews together.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        threads: int = 2,
        model: Path | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        if lexicon is None:
            lexicon = GazetteerLexicon(gazetteer or _default_gazetteer())
        self.lexicon: Lexicon = lexicon
        self._threads = threads
        self._model = model or tagger.MODEL

    def mentions(self, text: str) -> list[Mention]:
        """The mentions in a text, in its order; no two overlap, and `text[m.start:m.end] == m.text`."""
        return self.mentions_many([text])[0]

    def mentions_many(self, texts: Iterable[str]) -> list[list[Mention]]:
        """The mentions of each text, in their order, tagged in batches that run over the texts' borders."""
        listed = list(texts)
        found: list[list[Mention]] = [[] for _ in listed]
        tagged = tagger.tag(listed, self.lexicon, model=self._model, threads=self._threads)
        for number, windows in groupby(tagged, key=lambda window: window.text):
            found[number] = self._of_text(listed[number], windows)
        return found

    def _of_text(self, text: str, tagged: Iterator[TaggedWindow]) -> list[Mention]:
        found = found_in(text, list(tagged), self.lexicon)
        known = self.lexicon.kinds([text[span.start : span.end] for span in found])
        return [
            Mention(span.start, span.end, text[span.start : span.end], role, calibrated(span.score, known=bool(bits)))
            for span, role, bits in zip(found, roles(text, found, self.lexicon), known, strict=True)
        ]


def found_in(text: str, windows: Sequence[TaggedWindow], lexicon: Lexicon) -> list[Found]:
    """The names in a text from its tagged windows, mended, with the tagger's own scores."""
    found = [span for window in windows for span in spans(window)]
    found = repair.certain(repair.repeated(text, found, windows), windows)
    found = repair.seats(text, found, windows, lexicon)
    return mended(text, announced(text, found, lexicon), lexicon)


def mended(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The spans after all repairs: in order, none overlapping."""
    found = repair.widened(text, repair.trimmed(text, found), lexicon)
    found = repair.parted(text, found, lexicon)
    found = nested.bared(text, nested.standing(text, found), lexicon)
    found = namesakes.without_persons(text, repair.apart(found))
    found = nested.borne_out(text, found, lexicon)
    kinds = lexicon.kinds([text[span.start : span.end] for span in found])
    return [span for span, bits in zip(found, kinds, strict=True) if bits or span.score >= SURE_OF_UNKNOWN]


def _default_gazetteer() -> Gazetteer:
    from gazetteer import open_default

    return open_default()
