"""The sentences of `event_locations.jsonl` parsed, with the recogniser's places as candidates, in two halves."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.events.place import PlaceWords

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from gazetteer import Gazetteer

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One event with its candidates: token offsets in `words`, characters in `spans`, what is right in `gold`."""

    doc: Doc
    event: int
    words: Sequence[PlaceWords]
    spans: Sequence[Pair]
    gold: frozenset[Pair]
    for_training: bool


def sentences(corpora: Path, cache: Path | None = None) -> list[Sentence]:
    """Every sentence. `cache` keeps the recogniser's answers between calls, which are most of the time."""
    from gazetteer import open_default
    from geo.language import parse_many

    rows = [json.loads(line) for line in (corpora / "event_locations.jsonl").open(encoding="utf-8")]
    gazetteer = open_default()
    mentions = _mentions(rows, gazetteer, cache)
    precisions: dict[str, int] = {}
    found = []
    for row, doc, marked in zip(rows, parse_many(row["text"] for row in rows), mentions, strict=True):
        event = doc.char_span(row["event"]["start"], row["event"]["end"], alignment_mode="expand").root.i
        words, spans = [], []
        for start, end, role, score in marked:
            tokens = doc.char_span(start, end, alignment_mode="expand")
            if role == "demonym" or tokens is None or not len(tokens):
                continue
            name = row["text"][start:end]
            precision = (
                precisions.setdefault(name, _precision(gazetteer, name)) if name not in precisions else precisions[name]
            )
            words.append(PlaceWords(tokens.start, tokens.end, "place", score, precision))
            spans.append((start, end))
        gold = frozenset(_bare(row["text"], place) for place in row["event_locations"])
        half = int(hashlib.sha1(row["id"].strip().encode()).hexdigest(), 16) % 2
        found.append(Sentence(doc, event, words, spans, gold, half == 0))
    return found


def _mentions(
    rows: Sequence[dict[str, str]], gazetteer: Gazetteer, cache: Path | None
) -> list[list[tuple[int, int, str, float]]]:
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())  # type: ignore[no-any-return]
    from geo.recognise import Recogniser

    found = Recogniser(gazetteer).mentions_many([row["text"] for row in rows])
    plain = [[(one.start, one.end, one.role, one.score) for one in mentions] for mentions in found]
    if cache is not None:
        cache.write_bytes(pickle.dumps(plain))
    return plain


def _precision(gazetteer: Gazetteer, name: str) -> int:
    """What the name's first place would have for where_precision; the article that could tell better is not there."""
    matches = gazetteer.lookup(name)
    if not matches:
        return 0
    kind = matches[0].place.kind
    if kind.startswith("PCL"):
        return 6
    if kind.startswith("PPL"):
        return 1
    return {"ADM1": 4, "ADM2": 3, "ADM3": 3}.get(kind, 5)


def _bare(text: str, place: dict[str, int]) -> Pair:
    return place["start"], place["start"] + len(text[place["start"] : place["end"]].rstrip())
