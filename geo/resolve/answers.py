"""From probabilities to footprints: the answer of each group of mentions, its reasons and its alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gazetteer import Gazetteer
from gazetteer.place import Place
from geo.records import Candidate, Footprint, Mention
from geo.resolve.blocks import Floats, Integers
from geo.resolve.ground import Ground
from geo.resolve.kinds import where_precision
from geo.resolve.ranker import Model
from geo.resolve.reasons import Reasons, words
from geo.resolve.scene import Group, Scene
from geo.resolve.tie import Options, best_option

ALTERNATIVES = 4
MIN_ALTERNATIVE = 0.01
#: Below this a name that the gazetteer has is more likely none of its places.
MIN_ANSWER = 0.08
MIN_TIE = 0.05
#: A town takes its area's name from this share of the area's people and this confidence on (chosen by eye: New York and
#: Kharkiv are above, Quebec below).
TOWN_SHARE, MIN_TOWN = 0.1, 0.1
#: From this share on the town is taken whatever the ranker says, unless the words "Albany, New York" show the area.
GREAT_SHARE = 0.2
_AREAS = ("ADM1", "ADM2")
_SEATS_OF_STATES = ("PPLC", "GOVL")  # capitals and seats of government speak for their country


class Answers:
    """Turns a judged scene into footprints."""

    def __init__(self, gazetteer: Gazetteer, model: Model) -> None:
        self._gazetteer = gazetteer
        self._ground = Ground(gazetteer)
        self._model = model
        self._reasons = Reasons(model)

    def footprints(self, scene: Scene, likely: Floats, rows: Floats, *, with_geometry: bool) -> list[Footprint]:
        """One footprint a mention of the scene, in their order."""
        made: dict[int, Footprint] = {}
        ties = Options(scene, likely, rows)
        lacking = set(ties.lacking())
        holding = {pair.outer for pair in scene.containments if pair.by_comma}
        for number, group in enumerate(scene.groups):
            footprint = self._footprint(group, likely, rows, number in holding, with_geometry)
            if number in lacking:
                footprint = self._tied(ties, number, footprint, with_geometry)
            made |= dict.fromkeys(group.mentions, footprint)
        return [self._in_role(made[index], mention) for index, mention in enumerate(scene.mentions[: scene.given])]

    def _footprint(
        self, group: Group, likely: Floats, rows: Floats, holds_others: bool, with_geometry: bool
    ) -> Footprint:
        if not group.block:
            return Footprint(None, 7, 0.0, "not in the gazetteer")
        here = likely[group.first : group.first + len(group.block)]
        order = np.argsort(-here, kind="stable")[: ALTERNATIVES + 1]
        sure = self._model.curves["answer"](here[order])
        if sure[0] < MIN_ANSWER:
            return Footprint(None, 7, 0.0, "none of the gazetteer's places of that name fits")
        likeliest = int(order[0])
        order, sure = _town_first(group, order, sure, holds_others)
        best = int(order[0])
        place = group.block.places[best]
        others = self._others(group, rows, order, sure, likeliest)
        return Footprint(
            geometry=self._ground.geometry(place) if with_geometry else None,
            where_precision=where_precision(place.kind),
            radius_km=self._ground.radius_km(place),
            how=_how(group, best, others),
            places=(place,),
            confidence=float(sure[0]),
            alternatives=others,
        )

    def _tied(self, ties: Options, number: int, named: Footprint, with_geometry: bool) -> Footprint:
        """The footprint of what the gazetteer lacks: that of the place it is tied to, unless a namesake is likelier."""
        found, features = ties.of(number)
        chosen = best_option(found, self._model.forests["tie"].logits(features))
        if chosen is None:
            return named
        option, raw = chosen
        sure = float(self._model.curves["tie"](np.array([raw], dtype=np.float32))[0])
        if raw < MIN_TIE or (named.places and sure <= named.confidence):
            return named
        place = option.place
        return Footprint(
            geometry=self._ground.geometry(place) if with_geometry else None,
            where_precision=max(2, where_precision(place.kind)),
            radius_km=self._ground.radius_km(place),
            how=f'not in the gazetteer; tied to {place.id} "{place.name}", {option.why}',
            places=(place,),
            confidence=sure,
            alternatives=_of_named(named),
            tie="contained" if option.holds else "nearby",
        )

    def _others(
        self, group: Group, rows: Floats, order: Integers, sure: Floats, likeliest: int
    ) -> tuple[Candidate, ...]:
        """The places after the first, each with why it is not the answer; `likeliest` is what the ranker would say."""
        assert group.block is not None
        kept = [
            (int(row), float(value)) for row, value in zip(order[1:], sure[1:], strict=True) if value >= MIN_ALTERNATIVE
        ]
        if not kept:
            return ()
        chosen, town_first = group.block.places[int(order[0])], str(words()["town_first"])
        places = [group.block.places[row] for row, _ in kept]
        because = self._reasons.against(rows[group.first + order[0]], rows[[group.first + row for row, _ in kept]])
        return tuple(
            Candidate(place, value, town_first if row == likeliest or (not why and _is_round(place, chosen)) else why)
            for (row, value), why, place in zip(kept, because, places, strict=True)
        )

    def _in_role(self, footprint: Footprint, mention: Mention) -> Footprint:
        """The footprint said of this mention: a government's name is no place of action, and `how` says whose it is."""
        if mention.role != "institution" or not footprint.places:
            return footprint
        place = footprint.places[0]
        state = self._gazetteer.country(place.country) if place.kind in _SEATS_OF_STATES else None
        ruled = state or place
        return replace(footprint, how=f"{footprint.how}; stands for the government of {ruled.name} ({ruled.id})")


def _is_round(area: Place, town: Place) -> bool:
    """Whether the one is the first- or second-level area that the other, a town, lies in."""
    nested = (town.country, town.admin1) == (area.country, area.admin1)
    return nested and area.kind in _AREAS and town.kind.startswith("PPL")


def _town_first(group: Group, order: Integers, sure: Floats, holds_others: bool) -> tuple[Integers, Floats]:
    """The candidates with the town before the area of the same name round it, where the words leave it open.

    "Kharkiv" is the city unless the text says "region": the two are one answer to the ranker, whose gold standards take
    either, but a town is what a reader takes a bare name for. Where the town is a small part of its area, as Quebec's
    capital is, the ranker's choice stands. `holds_others` says that the text puts towns in it ("Albany, New York").
    The town's confidence is that of both.
    """
    assert group.block is not None
    area = group.block.places[int(order[0])]
    if area.kind not in _AREAS or group.surface.inside >= 0 or group.surface.beside >= 0:
        return order, sure
    for rank, row in enumerate(order[1:], start=1):
        town = group.block.places[int(row)]
        nested = (town.country, town.admin1) == (area.country, area.admin1)
        if nested and town.kind.startswith("PPL") and town.population >= TOWN_SHARE * area.population > 0:
            great = town.population >= GREAT_SHARE * area.population and not holds_others
            if sure[rank] < MIN_TOWN and not great:
                break
            both = min(0.99, float(sure[0] + sure[rank]))
            others = [place for place in range(len(order)) if place != rank]
            return np.array([row, *order[others]]), np.array([both, *sure[others]], dtype=sure.dtype)
    return order, sure


def _how(group: Group, best: int, others: Sequence[Candidate]) -> str:
    """The place's id, the name that led to it, and why not the next."""
    assert group.block is not None
    place, name = group.block.places[best], group.block.names[best]
    how = f'{place.id} by name "{name.text}" ({name.kind})'
    if len(group.block) < 2:
        return f"{how}; the only place of that name"
    if not others:
        return f"{how}; no other place of that name comes near"
    return f"{how}; {others[0].place.id} is {others[0].because or 'less likely, for no single reason'}"


def _of_named(named: Footprint) -> tuple[Candidate, ...]:
    """The places that the name itself would mean, as alternatives to what the text ties it to."""
    because = str(words()["tied"])
    return tuple(Candidate(place, named.confidence, because) for place in named.places) + named.alternatives
