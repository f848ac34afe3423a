"""Where an event happened: which of the places that a sentence names, if any.

A small learnt scorer (summed feature embeddings, one hidden layer; trained by `benchmarks/train_event_places.py`,
weights in `geo/data/event_places.npz`) rates each place mention against the event word by the path between them in
the dependency tree, the preposition, the distance, the clause and the mention's role. The task and its difficulty are
Halterman's "Linking Events and Locations in Political Text" (2018); the features here are our own.
"""

from __future__ import annotations

import hashlib
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

#: Rows of the hashed feature table; a power of two. Part of the weights' format.
BUCKETS = 8192
_MAX_PATH = 12


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words of a parsed text that may say where: token offsets, end exclusive, and what the recogniser calls them."""

    start: int
    end: int
    role: str = "place"
    score: float = 1.0
    precision: int = 0  # UCDP's where_precision of what it means, 1 exact to 7; 0 unknown


@dataclass(frozen=True, slots=True)
class Weights:
    """The scorer's numbers: `table` (BUCKETS, d), `hidden` (d, h), `out` (h,), biases, and the threshold."""

    table: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: float
    threshold: float


def places_of(doc: Doc, event: int, words: Sequence[PlaceWords]) -> list[tuple[int, float]]:
    """The indices into `words` of where the event at token `event` happened, best first, each with its probability.

    Empty where none of them is likely enough to be the place.
    """
    weights = _weights()
    scores = probabilities(doc, event, words, weights)
    chosen = [(index, score) for index, score in enumerate(scores) if score >= weights.threshold]
    return sorted(chosen, key=lambda pair: -pair[1])


def probabilities(doc: Doc, event: int, words: Sequence[PlaceWords], weights: Weights | None = None) -> list[float]:
    """For each of the place words the probability that the event at token `event` happened there."""
    weights = weights or _weights()
    scores = []
    for position in range(len(words)):
        rows = [bucket(feature) for feature in features(doc, event, words, position)]
        summed = weights.table[rows].astype(np.float32).sum(axis=0)
        hidden = np.maximum(summed @ weights.hidden + weights.hidden_bias, 0.0)
        logit = float(hidden @ weights.out + weights.out_bias)
        scores.append(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit)))))
    return scores


@lru_cache(maxsize=65536)
def bucket(feature: str) -> int:
    """The table's row of a feature; the same on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=4).digest(), "big") % BUCKETS


def features(doc: Doc, event: int, words: Sequence[PlaceWords], position: int) -> Iterator[str]:
    """What the scorer sees of the pair of the event and the place words at `position`."""
    trigger, place = doc[event], doc[words[position].start : words[position].end]
    yield from _of_the_event(trigger)
    yield from _of_the_place(place, words[position])
    yield from _of_the_path(trigger, place.root)
    yield from _of_the_order(doc, trigger, words, position)


def _of_the_event(trigger: Token) -> Iterator[str]:
    yield "bias"
    yield f"e.lemma={trigger.lemma_.lower()}"
    yield f"e.pos={trigger.pos_}"
    yield f"e.dep={trigger.dep_}"
    yield f"e.tag={trigger.tag_}"
    for child in trigger.children:
        if child.dep_ in ("neg", "aux", "mark", "prt", "auxpass"):
            yield f"e.{child.dep_}={child.lower_}"
        if child.dep_ == "nsubj" or child.dep_ == "dobj":
            yield f"e.{child.dep_}={child.lemma_.lower()}"


def _of_the_place(place: Span, words: PlaceWords) -> Iterator[str]:
    root, doc = place.root, place.doc
    yield f"p.role={words.role}"
    yield f"p.score={round(words.score, 1)}"
    yield f"p.precision={words.precision}"
    yield f"p.precision.dep={words.precision}|{root.dep_}|{root.head.lower_ if root.dep_ == 'pobj' else ''}"
    yield f"p.dep={root.dep_}"
    yield f"p.tag={root.tag_}"
    yield f"p.length={min(len(place), 4)}"
    yield f"p.last={place[-1].lower_}"
    before = doc[place.start - 1] if place.start else None
    after = doc[place.end] if place.end < len(doc) else None
    yield f"p.before={before.lower_ if before is not None else ''}"
    yield f"p.after={after.lower_ if after is not None else ''}"
    yield f"p.around={before.pos_ if before is not None else ''}|{after.pos_ if after is not None else ''}"
    if place.start > 1:
        yield f"p.before2={doc[place.start - 2].lower_}_{doc[place.start - 1].lower_}"
    if after is not None and after.lower_ == "'s" and place.end + 1 < len(doc):
        yield f"p.owns={doc[place.end + 1].lemma_.lower()}"
    yield f"p.head={root.head.lemma_.lower()}"
    yield f"p.head.dep={root.dep_}<{root.head.dep_}"
    if root.dep_ == "pobj":
        yield f"p.prep={root.head.lower_}"
        yield f"p.prep.head={root.head.lower_}<{root.head.head.lemma_.lower()}"
        yield f"p.prep.pos={root.head.lower_}<{root.head.head.pos_}"
    if any(token.is_title for token in place):
        yield "p.title"


def _of_the_path(trigger: Token, target: Token) -> Iterator[str]:
    ups, downs, top = path(trigger, target)
    if top is None:
        yield "path=other sentence"
        return
    steps = [*(f"^{step}" for step in ups), *(f"v{step}" for step in downs)]
    yield f"path={' '.join(steps)}"
    yield f"path.dep={'/'.join(step.split(':')[0] for step in steps)}"
    yield f"path.up={min(len(ups), 5)}"
    yield f"path.down={min(len(downs), 6)}"
    yield f"path.tail={' '.join(steps[-2:])}"
    yield f"path.start={' '.join(steps[:2])}"
    yield f"path.e={trigger.pos_}|{'/'.join(step.split(':')[0] for step in steps[:4])}"
    yield f"top={top.pos_}|{'same' if top == trigger else top.dep_}"
    for step in steps:
        yield f"path.has={step}"
    verbs = sum(token.pos_ == "VERB" for token in _between(target, top))
    yield f"path.verbs={verbs}|{len(ups) > 0}"
    if top != trigger:
        yield f"top.lemma={top.lemma_.lower()}"
    below = _child_towards(trigger, target)
    if below is not None:
        yield f"arg={below.dep_}:{below.lemma_.lower() if below.pos_ == 'ADP' else ''}"
        yield f"arg.e={trigger.lemma_.lower()}|{below.dep_}:{below.lemma_.lower() if below.pos_ == 'ADP' else ''}"


def _of_the_order(doc: Doc, trigger: Token, words: Sequence[PlaceWords], position: int) -> Iterator[str]:
    mine = words[position]
    gap = mine.start - trigger.i if mine.start > trigger.i else trigger.i - mine.end + 1
    side = "after" if mine.start > trigger.i else "before"
    yield f"gap={side}{_size(gap)}"
    low, high = sorted((trigger.i, mine.start))
    inside = doc[low:high]
    yield f"commas={side}{min(sum(token.text == ',' for token in inside), 3)}"
    yield f"verbs={side}{min(sum(token.pos_ == 'VERB' for token in inside), 3)}"
    yield f"quote={any(token.is_quote for token in inside)}"
    others = [other for other in words if low < other.start < high and other is not mine]
    yield f"between={side}{min(len(others), 3)}"
    yield f"count={min(len(words), 6)}"
    finest = min((other.precision for other in words if other.precision), default=0)
    yield f"finest={finest}|{mine.precision}"
    order = sorted(range(len(words)), key=lambda index: abs(words[index].start - trigger.i))
    yield f"rank={min(order.index(position), 4)}|{side}"
    if position:
        previous = words[position - 1]
        link = doc[previous.end : mine.start].text.lower()
        yield f"previous={link if mine.start - previous.end <= 3 else 'far'}"
        yield f"previous.root={_relation(doc, mine, previous)}"
        yield f"previous.precision={previous.precision}|{mine.precision}|{link if len(link) < 8 else 'far'}"
    if position + 1 < len(words):
        following = words[position + 1]
        link = doc[mine.end : following.start].text.lower()
        yield f"following={link if following.start - mine.end <= 3 else 'far'}|{following.role}"
        yield f"following.root={_relation(doc, following, mine)}"
        yield f"following.precision={mine.precision}|{following.precision}|{link if len(link) < 8 else 'far'}"
    sentence = trigger.sent
    yield f"sentence={'before' if mine.start < sentence.start else 'after' if mine.start >= sentence.end else 'same'}"


def _relation(doc: Doc, inner: PlaceWords, outer: PlaceWords) -> str:
    inner_root, outer_root = doc[inner.start : inner.end].root, doc[outer.start : outer.end].root
    if inner_root.head == outer_root:
        return f"child:{inner_root.dep_}"
    if outer_root.head == inner_root:
        return f"parent:{outer_root.dep_}"
    if inner_root.head.head == outer_root:
        return f"grandchild:{inner_root.head.lower_}"
    return "apart"


def path(start: Token, target: Token) -> tuple[list[str], list[str], Token | None]:
    """The dependency steps up from `start` to the common ancestor and down to `target`, and that ancestor.

    Prepositions carry their word ("prep:in"); the lists are cut to a bounded length; None across sentences.
    """
    above = [start, *start.ancestors]
    index = {token.i: rank for rank, token in enumerate(above)}
    downs: list[str] = []
    token = target
    while token.i not in index:
        downs.append(_step(token))
        if token.head == token:
            return [], [], None
        token = token.head
    ups = [_step(step) for step in above[: index[token.i]]]
    return ups[:_MAX_PATH], downs[::-1][:_MAX_PATH], token


def _step(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent") else token.dep_


def _between(target: Token, top: Token) -> Iterator[Token]:
    token = target
    while token not in (top, token.head):
        yield token
        token = token.head


def _child_towards(trigger: Token, target: Token) -> Token | None:
    token = target
    while token.head != token:
        if token.head == trigger:
            return token
        token = token.head
    return None


def _size(gap: int) -> str:
    for limit in (1, 2, 3, 4, 6, 8, 12, 16, 24, 40):
        if gap <= limit:
            return str(limit)
    return "far"


def threshold() -> float:
    """The least probability at which a place is taken for the event's."""
    return _weights().threshold


@lru_cache(maxsize=1)
def _weights() -> Weights:
    with (files("geo") / "data" / "event_places.npz").open("rb") as stream, zipfile.ZipFile(stream) as archive:
        arrays = {name.removesuffix(".npy"): np.load(archive.open(name)) for name in archive.namelist()}
    return Weights(
        table=arrays["table"].astype(np.float32) * np.float32(arrays["scale"]),
        hidden=arrays["hidden"].astype(np.float32),
        hidden_bias=arrays["hidden_bias"].astype(np.float32),
        out=arrays["out"].astype(np.float32),
        out_bias=float(arrays["out_bias"]),
        threshold=float(arrays["threshold"]),
    )
