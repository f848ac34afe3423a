"""Where something stands that the gazetteer lacks (a street, a park, a hospital): the place that the text ties it to.

The options are the places that the article names: one nested in the name, one written right after it, the nearest
sure ones in the text, and the outlet's home. A namesake elsewhere in the world is none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.place import Place
from geo.resolve.blocks import STATIC, Floats
from geo.resolve.context import CONTEXT, home_shares
from geo.resolve.kinds import KINDS, coarse
from geo.resolve.scene import MENTION, Scene

MAX_OPTIONS = 30
MIN_OPTION = 0.2
#: A group whose own likeliest candidate is below this is tried for a tie too; a street's or school's name is much
#: oftener a namesake's.
DOUBTFUL, DOUBTFUL_FACILITY = 0.15, 0.7
TIE = (
    "sure", "town", "district", "area", "country", "other kind", "close in the text", "very close in the text",
    "right after, by comma", "right after, by word", "nested in the name", "mentions", "near others 200",
    "near others 50", "country agreement", "area agreement", "outlet's home", "population", "position", "a facility",
    "has namesakes", "best namesake", "words", "rank by closeness", "lead in mentions", "code-like",
)  # fmt: skip
_NEAR = "the place that the text names near it"
_FACILITY = KINDS.index("facility")
_FIRST_CONTEXT = len(STATIC) + len(MENTION)


@dataclass(frozen=True, slots=True)
class Option:
    """A place that a mention may be tied to; `why` is for people, `holds` says that the text puts the mention in it."""

    place: Place
    why: str
    holds: bool


class Options:
    """The places that the article is sure to name, as options for what the gazetteer lacks.

    `likely` is each row's probability and `rows` the features it was judged by.
    """

    def __init__(self, scene: Scene, likely: Floats, rows: Floats) -> None:
        self._scene, self._likely, self._rows = scene, likely, rows
        self._best = {
            number: group.first + int(np.argmax(likely[group.first : group.first + len(group.block)]))
            for number, group in enumerate(scene.groups)
            if group.block
        }
        self._homes = home_shares(scene, likely)

    def lacking(self) -> list[int]:
        """The groups that may need a tie: those without a candidate, or with doubtful ones only."""
        given = self._scene.given
        return [
            number
            for number, group in enumerate(self._scene.groups)
            if group.mentions[0] < given
            and (not group.block or float(self._likely[self._best[number]]) < self._doubtful(number))
        ]

    def _doubtful(self, number: int) -> float:
        return DOUBTFUL_FACILITY if self._is_facility(number) else DOUBTFUL

    def _is_facility(self, number: int) -> bool:
        surface = self._scene.groups[number].surface
        return _FACILITY in (surface.inside, surface.beside)

    def of(self, number: int) -> tuple[list[Option], Floats]:
        """The options of one group with their features (`TIE`, a column each); none for a demonym."""
        scene = self._scene
        group = scene.groups[number]
        if any(scene.mentions[i].role in ("demonym", "institution") for i in group.mentions if i < scene.given):
            return [], np.zeros((0, len(TIE)), dtype=np.float32)
        nested = {
            other
            for other, inner in enumerate(scene.groups)
            if any(scene.hosts.get(i) in group.mentions for i in inner.mentions)
        }
        found: list[Option] = []
        columns: list[list[float]] = []
        for other in self._ranked(number):
            row = self._best[other]
            why = self._why(number, other, other in nested)
            found.append(Option(scene.places[row], why, self._is_facility(number) or why != _NEAR))
            columns.append(self._features(number, other, row, other in nested, len(columns)))
        known = {option.place.id for option in found}
        for place, share in self._homes:
            if place.id not in known and share > MIN_OPTION:
                found.append(Option(place, "the outlet's home", self._is_facility(number)))
                columns.append(self._home_features(number, place, share))
        return found, np.array(columns, dtype=np.float32).reshape(len(found), len(TIE))

    def _ranked(self, number: int) -> list[int]:
        """The other groups with a sure place, the nearest in the text first."""
        sure = [other for other, row in self._best.items() if other != number and self._likely[row] >= MIN_OPTION]
        return sorted(sure, key=lambda other: -self._closeness(number, other))[:MAX_OPTIONS]

    def _closeness(self, number: int, other: int) -> float:
        closeness = self._scene.closeness
        return float(closeness[number, other]) if len(closeness) else 0.0

    def _features(self, number: int, other: int, row: int, nested: bool, rank: int) -> list[float]:
        scene = self._scene
        context = dict(zip(CONTEXT, self._rows[row, _FIRST_CONTEXT:].tolist(), strict=True))
        close = self._closeness(number, other)
        pairs = [pair for pair in scene.containments if (pair.inner, pair.outer) == (number, other)]
        mentions = len(scene.groups[other].mentions)
        most = max(len(scene.groups[each].mentions) for each in self._best)
        first = scene.mentions[scene.groups[other].mentions[0]].start
        return [
            float(self._likely[row]),
            *_kind_columns(int(scene.kind[row])),
            close,
            close**5,
            float(any(pair.by_comma for pair in pairs)),
            float(any(not pair.by_comma for pair in pairs)),
            float(nested),
            float(np.log1p(mentions)),
            context["others within 200 km"],
            context["others within 50 km"],
            context["country agreement"],
            context["area agreement"],
            context["outlet's home"],
            float(scene.features[row, 0]),
            first / max(1, len(scene.article.text)),
            *self._own_columns(number, rank),
            mentions / most,
            float(scene.groups[number].surface.code_like),
        ]

    def _home_features(self, number: int, place: Place, share: float) -> list[float]:
        kind = _kind_columns(KINDS.index(coarse(place.kind)))
        population = float(np.log10(place.population + 1))
        return [
            share, *kind, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, share, population, 1.0,
            *self._own_columns(number, MAX_OPTIONS), 0.0, float(self._scene.groups[number].surface.code_like),
        ]  # fmt: skip

    def _own_columns(self, number: int, rank: int) -> list[float]:
        group = self._scene.groups[number]
        best = float(self._likely[self._best[number]]) if number in self._best else 0.0
        return [
            float(self._is_facility(number)),
            float(group.block is not None),
            best,
            float(group.surface.words),
            float(rank),
        ]

    def _why(self, number: int, other: int, nested: bool) -> str:
        if nested:
            return "named inside it"
        if any((pair.inner, pair.outer) == (number, other) for pair in self._scene.containments):
            return "written right after it"
        return _NEAR


def _kind_columns(kind: int) -> list[float]:
    known = ("town", "adm2", "adm1", "country")
    return [*(float(KINDS[kind] == name) for name in known), float(KINDS[kind] not in known)]


def best_option(found: Sequence[Option], logits: Floats) -> tuple[Option, float] | None:
    """The likeliest option with its raw probability; None where there is none."""
    if not found:
        return None
    best = int(np.argmax(logits))
    return found[best], float(1.0 / (1.0 + np.exp(-logits[best])))
