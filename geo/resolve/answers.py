"""From probabilities to footprints: the answer of each group of mentions, its reasons and its alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gazetteer import Gazetteer
from gazetteer.place import Place
from geo.records import Candidate, Footprint, Mention
from geo.resolve import outlet
from geo.resolve.abroad import unspoken_of
from geo.resolve.blocks import Block, Floats, Integers
from geo.resolve.ground import Ground
from geo.resolve.kinds import coarse, where_precision
from geo.resolve.ranker import Model
from geo.resolve.reasons import Reasons, words
from geo.resolve.scene import Group, Scene
from geo.resolve.sureness import AREAS, confidence, is_round, together
from geo.resolve.tie import Options, best_option

ALTERNATIVES = 4
MIN_ALTERNATIVE = 0.01
#: So many of the others are told even where they are less likely than that: why not the famous namesake is asked first.
ALWAYS_TOLD = 1
#: Below this a name that the gazetteer has is more likely none of its places.
MIN_ANSWER = 0.08
MIN_TIE = 0.05
#: A town takes its area's name from this share of the area's people and this probability on (by eye: New York and
#: Kharkiv are above, Quebec below).
TOWN_SHARE, MIN_TOWN = 0.1, 0.02
#: From this share on the town is taken whatever the ranker says, unless the words "Albany, New York" show the area.
GREAT_SHARE = 0.2
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
        best = {number: self._likeliest(group, likely) for number, group in enumerate(scene.groups) if group.block}
        abroad = unspoken_of(best, outlet.country_of(scene.article), self._gazetteer)
        lacking = set(ties.lacking()) | abroad
        holding = {pair.outer for pair in scene.containments if pair.by_comma}
        for number, group in enumerate(scene.groups):
            footprint = self._footprint(group, likely, rows, number in holding, with_geometry)
            if number in abroad:
                footprint = _withdrawn(footprint)
            if number in lacking:
                footprint = self._tied(ties, number, footprint, with_geometry)
            made |= dict.fromkeys(group.mentions, footprint)
        return [self._in_role(made[index], mention) for index, mention in enumerate(scene.mentions[: scene.given])]

    def _likeliest(self, group: Group, likely: Floats) -> tuple[Place, float]:
        """The place that the ranker gives a group that has candidates, and how sure it is."""
        assert group.block is not None
        here = likely[group.first : group.first + len(group.block)]
        row = int(np.argmax(here))
        return group.block.places[row], confidence(self._model.curves["answer"], group.block, here, row)

    def _footprint(
        self, group: Group, likely: Floats, rows: Floats, holds_others: bool, with_geometry: bool
    ) -> Footprint:
        if not group.block:
            return Footprint(None, 7, 0.0, "not in the gazetteer")
        here = likely[group.first : group.first + len(group.block)]
        order = np.argsort(-here, kind="stable")[: ALTERNATIVES + 1]
        likeliest = int(order[0])
        sure = confidence(self._model.curves["answer"], group.block, here, likeliest)
        if sure < MIN_ANSWER:
            return Footprint(None, 7, 0.0, "none of the gazetteer's places of that name fits")
        order = _town_first(group, order, here, holds_others)
        best = int(order[0])
        place = group.block.places[best]
        others = self._others(group, rows, here, order)
        return Footprint(
            geometry=self._ground.geometry(place) if with_geometry else None,
            where_precision=where_precision(place.kind),
            radius_km=self._ground.radius_km(place),
            how=_how(group, best, others),
            places=(place,),
            confidence=sure,
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
        place = option.place
        if raw < MIN_TIE or any(sure <= named.confidence or _lies_in(each, place) for each in named.places):
            return named
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

    def _others(self, group: Group, rows: Floats, here: Floats, order: Integers) -> tuple[Candidate, ...]:
        """The places after the first, each with why it is not the answer."""
        assert group.block is not None
        kept = [(int(row), self._share(group.block, here, int(row))) for row in order[1:]]
        kept = [pair for place, pair in enumerate(kept) if pair[1] >= MIN_ALTERNATIVE or place < ALWAYS_TOLD]
        if not kept:
            return ()
        chosen, town_first = group.block.places[int(order[0])], str(words()["town_first"])
        bare = group.surface.inside < 0 and group.surface.beside < 0
        places = [group.block.places[row] for row, _ in kept]
        because = self._reasons.against(rows[group.first + order[0]], rows[[group.first + row for row, _ in kept]])
        return tuple(
            Candidate(place, value, town_first if bare and is_round(place, chosen) else why)
            for (_, value), why, place in zip(kept, because, places, strict=True)
        )

    def _share(self, block: Block, here: Floats, row: int) -> float:
        """A candidate's own part of the confidence of the answer that it is part of."""
        whole = together(block, here, row)
        return confidence(self._model.curves["answer"], block, here, row) * float(here[row]) / whole if whole else 0.0

    def _in_role(self, footprint: Footprint, mention: Mention) -> Footprint:
        """The footprint said of this mention: a government's name is no place of action, and `how` says whose it is."""
        if mention.role != "institution" or not footprint.places:
            return footprint
        place = footprint.places[0]
        state = self._gazetteer.country(place.country) if place.kind in _SEATS_OF_STATES else None
        ruled = state or place
        return replace(footprint, how=f"{footprint.how}; stands for the government of {ruled.name} ({ruled.id})")


def _town_first(group: Group, order: Integers, here: Floats, holds_others: bool) -> Integers:
    """The candidates with the town before the area of the same name round it, where the words leave it open.

    "Kharkiv" is the city unless the text says "region": the two are one answer to the ranker, whose gold standards take
    either, but a town is what a reader takes a bare name for. Where the town is a small part of its area, as Quebec's
    capital is, the ranker's choice stands. `holds_others` says that the text puts towns in it ("Albany, New York").
    """
    assert group.block is not None
    area = group.block.places[int(order[0])]
    if area.kind not in AREAS or group.surface.inside >= 0 or group.surface.beside >= 0:
        return order
    for rank, row in enumerate(order[1:], start=1):
        town = group.block.places[int(row)]
        if is_round(area, town) and town.population >= TOWN_SHARE * area.population:
            great = town.population >= GREAT_SHARE * area.population > 0 and not holds_others
            if here[row] < MIN_TOWN and not great:
                break
            return np.array([row, *np.delete(order, rank)])
    return order


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


def _lies_in(place: Place, area: Place) -> bool:
    """Whether a place lies in a country or first-level area: then what ties a name to the area speaks for the place."""
    if area.kind == "ADM1":
        return (place.country, place.admin1) == (area.country, area.admin1)
    return coarse(area.kind) == "country" and place.country == area.country


def _withdrawn(named: Footprint) -> Footprint:
    """No place where the likeliest one is in a country that the text says nothing else of; that one is told of."""
    because = str(words()["abroad"])
    others = tuple(Candidate(place, named.confidence, because) for place in named.places) + named.alternatives
    return Footprint(None, 7, 0.0, "not in the gazetteer for the countries of the text", alternatives=others)


def _of_named(named: Footprint) -> tuple[Candidate, ...]:
    """The places that the name itself would mean, as alternatives to what the text ties it to."""
    because = str(words()["tied"])
    return tuple(Candidate(place, named.confidence, because) for place in named.places) + named.alternatives
