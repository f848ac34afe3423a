"""How well each candidate agrees with the rest of the article, given how likely every candidate is so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Place
from geo.resolve.blocks import Floats, Integers
from geo.resolve.kinds import KINDS
from geo.resolve.scene import Scene

EARTH_KM = 6371.0
VOTERS_A_GROUP, MAX_VOTERS, CHUNK = 12, 300, 2048
MIN_VOTE = 0.02
_COUNTRY, _ADM1, _ADM2, _TOWN = (KINDS.index(kind) for kind in ("country", "adm1", "adm2", "town"))
CONTEXT = (
    "probability so far", "lead so far",
    "country agreement", "area agreement", "district agreement", "country said", "area said", "district said",
    "others within 50 km", "others within 200 km", "nearest sure place 50", "nearest sure place 200",
    "country agreement nearby in the text", "area agreement nearby in the text", "others near in text and on ground",
    "country lead", "area lead", "nearness lead", "nearness lead 50",
    "inside the place after it", "another is inside the place after it", "a place before lies inside it",
    "outlet's home", "near the outlet's home", "outlet's area", "outlet's home known", "outlet's domain",
    "domain known",
)  # fmt: skip


def context_features(scene: Scene, likely: Floats) -> Floats:
    """`CONTEXT` a column each, for every row of the scene.

    `likely` is each row's probability so far.
    """
    voters = _voters(scene, likely)
    chunks = [
        _votes(scene, np.arange(first, min(first + CHUNK, len(scene))), voters, likely)
        for first in range(0, len(scene), CHUNK)
    ]
    votes = np.concatenate(chunks) if chunks else np.zeros((0, 13), dtype=np.float32)
    starts, sizes = _cuts(scene.owner)

    def lead(column: Floats) -> Floats:
        return column - np.repeat(np.maximum.reduceat(column, starts), sizes) if len(column) else column

    columns = [
        likely,
        lead(likely),
        *votes.T,
        lead(votes[:, 0]),
        lead(votes[:, 1]),
        lead(votes[:, 7]),
        lead(votes[:, 6]),
        *_inside(scene, likely),
        *_home(scene, likely, voters),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def flattened(likely: Floats, owner: Integers, power: float = 0.35) -> Floats:
    """Probabilities drawn together within each group, so that the rarer senses can vote for each other."""
    raised = likely**power
    starts, sizes = _cuts(owner)
    if not len(raised):
        return raised
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes), dtype=np.float32)


def _cuts(owner: Integers) -> tuple[Integers, Integers]:
    """Where each group's rows start, and how many there are; rows of a group are adjacent."""
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, dtype=np.int64)
    return starts, np.diff(np.r_[starts, len(owner)])


def _voters(scene: Scene, likely: Floats) -> Integers:
    """The rows that may vote: the likeliest of each group, at most `MAX_VOTERS` in all."""
    starts, sizes = _cuts(scene.owner)
    chosen: list[int] = []
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        rows = likely[start : start + size]
        best = np.argsort(-rows, kind="stable")[:VOTERS_A_GROUP]
        chosen += [start + int(row) for row in best if rows[row] >= MIN_VOTE]
    voters = np.array(chosen, dtype=np.int64)
    if len(voters) > MAX_VOTERS:
        weight = likely[voters] * np.array([len(scene.groups[g].mentions) for g in scene.owner[voters]])
        voters = np.sort(voters[np.argsort(-weight, kind="stable")[:MAX_VOTERS]])
    return voters


def _name_numbers(scene: Scene) -> Integers:
    """For each group a number that stands for its folded name, which groups of other kinds may share."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(group.key, len(numbers)) for group in scene.groups], dtype=np.int64)


def kilometres(left: Floats, right: Floats) -> Floats:
    """Great-circle distances between unit vectors, rows × rows."""
    return np.asarray(EARTH_KM * np.arccos(np.clip(left @ right.T, -1.0, 1.0)), dtype=np.float32)


def _votes(scene: Scene, rows: Integers, voters: Integers, likely: Floats) -> Floats:
    """The first eleven of `CONTEXT` after the leads: what the other groups say for each of the rows."""
    owner, voter_owner = scene.owner[rows], scene.owner[voters]
    name = _name_numbers(scene)
    weight = likely[voters][None, :] * (name[owner][:, None] != name[voter_owner][None, :])
    others = max(1, len(set(voter_owner.tolist())) - 1)
    kind = scene.kind[voters]
    close = scene.closeness[owner[:, None], voter_owner[None, :]] if len(scene.closeness) else np.float32(0.1)

    def same(area: Integers) -> NDArray[np.bool_]:
        return _same_area(area[rows], area[voters])

    country, admin1, admin2 = same(scene.country), same(scene.admin1), same(scene.admin2)
    points = weight * np.isin(kind, (_COUNTRY, _ADM1), invert=True)[None, :]
    distance = kilometres(scene.xyz[rows], scene.xyz[voters])
    near50, near200 = np.exp(-distance / 50) * points, np.exp(-distance / 200) * points
    by_country, by_admin1 = country * weight, admin1 * weight
    return np.stack(
        [
            by_country.sum(1) / others,
            by_admin1.sum(1) / others,
            (admin2 * weight).sum(1) / others,
            _highest(by_country * (kind == _COUNTRY)),
            _highest(by_admin1 * (kind == _ADM1)),
            _highest(admin2 * weight * (kind == _ADM2)),
            near50.sum(1) / others,
            near200.sum(1) / others,
            _highest(near50),
            _highest(near200),
            (by_country * close).sum(1),
            (by_admin1 * close).sum(1),
            (near200 * close).sum(1),
        ],
        axis=1,
    )


def _highest(values: NDArray[np.floating]) -> NDArray[np.floating]:
    return values.max(axis=1) if values.shape[1] else np.zeros(len(values))


def _inside(scene: Scene, likely: Floats) -> list[Floats]:
    """For "Paris, Texas": which Paris lies in which Texas; weaker by half where no comma says so."""
    support, rival, contains = (np.zeros(len(scene), dtype=np.float32) for _ in range(3))
    for pair in scene.containments:
        inner, outer = rows_of(scene, pair.inner), rows_of(scene, pair.outer)
        if not len(inner) or not len(outer):
            continue
        lies = lies_inside(scene, inner, outer)
        strength = 1.0 if pair.by_comma else 0.5
        by_inner = strength * (lies * likely[outer][None, :]).max(axis=1)
        support[inner] = np.maximum(support[inner], by_inner)
        rival[inner] = np.maximum(rival[inner], by_inner.max())
        contains[outer] = np.maximum(contains[outer], strength * (lies * likely[inner][:, None]).max(axis=0))
    return [support, rival - support, contains]


def rows_of(scene: Scene, group: int) -> Integers:
    """The rows of a group's candidates."""
    block = scene.groups[group].block
    return np.arange(scene.groups[group].first, scene.groups[group].first + (len(block) if block else 0))


def lies_inside(scene: Scene, inner: Integers, outer: Integers) -> NDArray[np.bool_]:
    """Whether each of the first rows' places lies in each of the second's: inner × outer."""
    kind = scene.kind[outer][None, :]
    inner_kind = scene.kind[inner][:, None]
    areas = ((_COUNTRY, scene.country), (_ADM1, scene.admin1), (_ADM2, scene.admin2))
    lies = np.zeros((len(inner), len(outer)), dtype=bool)
    for level, area in areas:
        same = (area[inner][:, None] == area[outer][None, :]) & (area[inner][:, None] > 0)
        lies |= (kind == level) & same & (inner_kind > level)
    near = kilometres(scene.xyz[inner], scene.xyz[outer]) < 25
    return np.asarray(lies | ((kind == _TOWN) & near & (inner_kind >= _TOWN)), dtype=np.bool_)


def home_probabilities(scene: Scene, likely: Floats, voters: Integers) -> Floats:
    """How likely each candidate for the outlet's home is, by what the article is about."""
    homes = scene.homes
    assert homes is not None
    names = {place.name for place in homes.places}
    foreign = np.array([scene.places[row].name not in names for row in voters.tolist()], dtype=bool)
    voters = voters[foreign & (scene.kind[voters] != _COUNTRY)] if len(voters) else voters
    weight = likely[voters][None, :]
    near = (np.exp(-kilometres(homes.xyz, scene.xyz[voters]) / 100) * weight).sum(axis=1)
    area = (_same_area(homes.admin1, scene.admin1[voters]) * weight).sum(axis=1)
    score = 0.03 + 0.01 * homes.static[:, 0] + near + 0.5 * area
    if scene.home_country:
        score = score * np.where(homes.country == scene.home_country, 1.0, 0.02)
    return np.asarray(score**1.5 / (score**1.5).sum(), dtype=np.float32)


def home_shares(scene: Scene, likely: Floats) -> list[tuple[Place, float]]:
    """The candidates for the outlet's home with their probabilities, the likeliest first; none where it is unknown."""
    if scene.homes is None:
        return []
    shares = home_probabilities(scene, likely, _voters(scene, likely)).tolist()
    return sorted(zip(scene.homes.places, shares, strict=True), key=lambda pair: -pair[1])[:3]


def _home(scene: Scene, likely: Floats, voters: Integers) -> list[Floats]:
    """How near each row is to the outlet's home, as its name says it."""
    zeros = np.zeros(len(scene), dtype=np.float32)
    domain = (scene.country == scene.home_country).astype(np.float32) if scene.home_country else zeros
    domain_known = np.full(len(scene), float(scene.home_country > 0), dtype=np.float32)
    itself, near, area = (zeros.copy() for _ in range(3))
    if scene.homes is not None and len(scene):
        homes = scene.homes
        share = home_probabilities(scene, likely, voters)
        by_id = {place.id: float(value) for place, value in zip(homes.places, share, strict=True)}
        itself = np.array([by_id.get(place.id, 0.0) for place in scene.places], dtype=np.float32)
        near = (np.exp(-kilometres(scene.xyz, homes.xyz) / 100) * share).max(axis=1)
        area = (_same_area(scene.admin1, homes.admin1) * share).sum(axis=1)
    known = np.full(len(scene), float(scene.homes is not None), dtype=np.float32)
    return [itself, near, area, known, domain, domain_known]


def _same_area(mine: Integers, theirs: Integers) -> NDArray[np.bool_]:
    return np.asarray((mine[:, None] == theirs[None, :]) & (mine[:, None] > 0), dtype=np.bool_)
