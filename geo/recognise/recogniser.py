"""The recogniser: texts in, mentions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.recognise import namesakes, nested, repair, tagger
from geo.recognise.announced import announced
from geo.recognise.features import Lexicon
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.roles import roles
from geo.recognise.sites import sites
from geo.recognise.spans import Found, calibrated, spans
from geo.recognise.tagger import TaggedWindow
from geo.recognise.words import block_end
from geo.records import Mention

if TYPE_CHECKING:
    from gazetteer import Gazetteer


#: A name that the gazetteer lacks is taken only where the tagger is this sure.
SURE_OF_UNKNOWN = 0.9
#: The same for "Shamrock Street", "Glenrock Lagoon": the last word says that it is a place.
SURE_OF_GROUND = 0.4
#: Code points that are mended together: a longer text is read in such parts, which bounds the memory.
STRETCH = 100_000


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
        """The mentions of each text, in their order: what `mentions` gives for each alone."""
        return [[mention for part in stretches(text) for mention in self._of_stretch(text, part)] for text in texts]

    def _of_stretch(self, whole: str, part: slice) -> Iterator[Mention]:
        text, offset = whole[part], part.start
        windows = list(tagger.tag([text], self.lexicon, model=self._model, threads=self._threads))
        found = found_in(text, windows, self.lexicon)
        names = [text[span.start : span.end] for span in found]
        rows = zip(found, names, roles(text, found, self.lexicon), self.lexicon.kinds(names), strict=True)
        for span, name, role, bits in rows:
            score = calibrated(span.score, known=bool(bits))
            yield Mention(offset + span.start, offset + span.end, name, role, score)


def stretches(text: str) -> Iterator[slice]:
    """The text in parts of at most `STRETCH`, cut between paragraphs where that can be."""
    start = 0
    while start < len(text):
        end = block_end(text, start, STRETCH)
        yield slice(start, end)
        start = end


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
    certain = [span for span, bits in zip(found, kinds, strict=True) if bits or span.score >= _bar(text, span)]
    return sites(text, certain)


def _bar(text: str, span: Found) -> float:
    """How sure the tagger must be of a name that the gazetteer lacks."""
    last = text[span.start : span.end].rsplit(maxsplit=1)[-1].lower()
    return SURE_OF_GROUND if last in nested.word_list("grounds") else SURE_OF_UNKNOWN


def _default_gazetteer() -> Gazetteer:
    from gazetteer import open_default

    return open_default()
