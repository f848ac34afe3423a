"""Mentions from spans found elsewhere: by a user's own recogniser, a spaCy pipeline, another language's model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.recognise.features import Lexicon
from geo.recognise.roles import roles
from geo.recognise.spans import Found
from geo.records import Mention, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Entity labels that may name a place, of spaCy's English models (OntoNotes) and of those of other languages
#: (WikiNER and the like): https://spacy.io/models
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP", "LOCATION", "PLACE"})


def from_spans(
    text: str, spans: Iterable[tuple[int, int]], *, lexicon: Lexicon | None = None, score: float = 1.0
) -> list[Mention]:
    """One mention for each (start, end), in their order; offsets count code points, end exclusive.

    With a `lexicon` (see `geo.recognise.lexicon.GazetteerLexicon`) each gets its role, else all are places.

    Raises:
        ValueError: where a span is empty or not inside the text; the message names all of them.
    """
    found = [Found(start, end, score) for start, end in spans]
    wrong = [(span.start, span.end) for span in found if not 0 <= span.start < span.end <= len(text)]
    if wrong:
        raise ValueError(f"spans that are empty or outside the text of {len(text)} code points: {wrong[:20]}")
    given: list[Role] = roles(text, found, lexicon) if lexicon is not None else ["place" for _ in found]
    return [
        Mention(span.start, span.end, text[span.start : span.end], role, span.score)
        for span, role in zip(found, given, strict=True)
    ]


def from_doc(doc: Doc, *, labels: Iterable[str] = PLACE_LABELS, lexicon: Lexicon | None = None) -> list[Mention]:
    """The mentions in a spaCy doc's entities that have one of the labels."""
    wanted = frozenset(labels)
    return from_spans(doc.text, [(e.start_char, e.end_char) for e in doc.ents if e.label_ in wanted], lexicon=lexicon)


def from_spacy_entities(
    doc: Doc, lexicon: Lexicon, *, unsure: Sequence[str] = ("PER", "PERSON", "ORG", "MISC")
) -> list[Mention]:
    """The mentions in a doc of any language's pipeline, checked against the gazetteer.

    Entities labelled as a place are kept, sure where the gazetteer knows the name (score 0.95) and less so where it
    does not (0.6). Those labelled `unsure` are taken only where the whole entity is a known name that does not begin
    with a small letter (0.5): small models take many a town for a person.
    """
    mentions: list[Mention] = []
    known = dict(zip(doc.ents, lexicon.kinds([entity.text for entity in doc.ents]), strict=True))
    for entity, bits in known.items():
        place = entity.label_ in PLACE_LABELS
        if place or (entity.label_ in unsure and bits and not entity.text[0].islower()):
            score = 0.5 if not place else 0.95 if bits else 0.6
            mentions += from_spans(doc.text, [(entity.start_char, entity.end_char)], lexicon=lexicon, score=score)
    return mentions
