"""The candidates of one name as arrays, so that all of an article are ranked at once.

A block is made once a name and kept: it holds what does not depend on the article.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer import Gazetteer
from gazetteer.names import fold
from gazetteer.place import Match, Place, PlaceName
from geo.resolve.kinds import KINDS, coarse
from geo.resolve.surface import FUZZY, Surface

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

MAX_CANDIDATES = 80
CACHED_NAMES = 20_000
FUZZY_MIN_LENGTH = 7
OPEN_YEAR = 9999
STATIC = (
    "population", *(f"is {kind}" for kind in KINDS), "capital", "seat of an area", "section of a town",
    "display name", "demonym", "code", "historic name", "foreign name", "official name", "variant", "candidates",
    "rank", "population lead", "rank in its kind", "share of population", "a country has the name",
    "an adm1 has the name", "edit distance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """The candidates of one name, best first, and their features that hold in any article (`STATIC`, a column each).

    `country`, `admin1` and `admin2` number the areas (0: none); `xyz` are unit vectors of the points.
    """

    places: tuple[Place, ...]
    names: tuple[PlaceName, ...]
    static: Floats
    xyz: Floats
    kind: Integers
    country: Integers
    admin1: Integers
    admin2: Integers
    years: Integers

    def __len__(self) -> int:
        return len(self.places)


class Blocks:
    """Makes the blocks of surfaces from the gazetteer, a batch at a time, and keeps the latest."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._kept: OrderedDict[tuple[Surface, bool], Block | None] = OrderedDict()
        self._numbers: dict[str, int] = {"": 0}

    def of(self, surfaces: Iterable[Surface], *, nearly: bool = True) -> dict[Surface, Block | None]:
        """The block of each surface; None where the gazetteer has no such name, or not even `nearly` (misspelt)."""
        wanted = list(dict.fromkeys(surfaces))
        new = [surface for surface in wanted if (surface, nearly) not in self._kept]
        if new:
            names = {name for surface in new for name, _ in (*surface.keys, *surface.fallback)}
            found = self._gazetteer.lookup_many(sorted(names))
            for surface in new:
                self._kept[surface, nearly] = self._block(surface, found, nearly)
        answer = {surface: self._kept[surface, nearly] for surface in wanted}
        while len(self._kept) > CACHED_NAMES:
            self._kept.popitem(last=False)
        return answer

    def number(self, country: str, admin1: str = "", admin2: str = "") -> int:
        """The number that stands for an area in the arrays; 0 for none."""
        if not country:
            return 0
        return self._numbers.setdefault("\t".join((country, admin1, admin2)).rstrip("\t"), len(self._numbers))

    def _block(self, surface: Surface, found: Mapping[str, list[Match]], nearly: bool) -> Block | None:
        for keys in (surface.keys, surface.fallback if nearly else ()):
            pairs = ((match, variant) for name, variant in keys for match in found.get(name, ()))
            matches = _merged(pair for pair in pairs if not surface.initials or _is_initials(pair[0].name))
            if matches:
                return self._arrays(matches, surface)
        name = surface.keys[0][0]
        if (
            nearly
            and len(name) >= FUZZY_MIN_LENGTH
            and not surface.initials
            and surface.inside < 0
            and name[:1].isupper()
        ):
            near = self._gazetteer.fuzzy(name, max_distance=1 + (len(name) > 9), limit=8)
            matches = [(match, FUZZY) for match in near]
            if matches:
                return self._arrays(matches, surface)
        return None

    def _arrays(self, matches: list[tuple[Match, int]], surface: Surface) -> Block:
        places = tuple(match.place for match, _ in matches)
        kinds = np.array([KINDS.index(coarse(place.kind)) for place in places])
        lon, lat = (np.radians([getattr(place, axis) for place in places]) for axis in ("lon", "lat"))
        xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        return Block(
            places=places,
            names=tuple(match.name for match, _ in matches),
            static=_static(matches, kinds, fold(surface.keys[0][0])),
            xyz=xyz.astype(np.float32),
            kind=kinds,
            country=np.array([self.number(p.country) for p in places]),
            admin1=np.array([self.number(p.country, p.admin1) if p.admin1 else 0 for p in places]),
            admin2=np.array([self.number(p.country, p.admin1, p.admin2) if p.admin2 else 0 for p in places]),
            years=np.array([_years(match) for match, _ in matches]),
        )


def _is_initials(name: PlaceName) -> bool:
    """Whether a name can be meant by letters with points, as "U.N." is: a code, or all in capitals."""
    return name.kind in ("code", "abbreviation") or name.text.isupper()


def _merged(matches: Iterable[tuple[Match, int]]) -> list[tuple[Match, int]]:
    """Each place once, by the name nearest to what was written."""
    best: dict[str, tuple[Match, int]] = {}
    for match, variant in matches:
        kept = best.get(match.place.id)
        if kept is None or variant < kept[1]:
            best[match.place.id] = (match, variant)
    ordered = sorted(best.values(), key=lambda pair: -pair[0].place.population)
    areas = [pair for pair in ordered if coarse(pair[0].place.kind) != "town"]
    return ordered[:MAX_CANDIDATES] + [pair for pair in ordered[MAX_CANDIDATES:] if pair in areas][:20]


def _static(matches: list[tuple[Match, int]], kinds: Integers, key: str) -> Floats:
    count = len(matches)
    population = np.log10(np.array([match.place.population for match, _ in matches]) + 1.0)
    codes = [match.place.kind for match, _ in matches]
    name_kinds = [match.name.kind for match, _ in matches]
    order = np.empty(count)
    order[np.argsort(-population, kind="stable")] = np.arange(count)
    columns = [
        population,
        *(kinds == index for index in range(len(KINDS))),
        [code == "PPLC" for code in codes],
        [code.startswith("PPLA") for code in codes],
        [code in ("PPLX", "PPLQ", "PPLH", "PPLW") for code in codes],
        [fold(match.place.name) == key for match, _ in matches],
        [kind in ("demonym", "adjective") for kind in name_kinds],
        [kind in ("code", "abbreviation") for kind in name_kinds],
        [kind == "historic" for kind in name_kinds],
        [kind in ("exonym", "transliterated") for kind in name_kinds],
        [kind == "official" for kind in name_kinds],
        [variant for _, variant in matches],
        np.full(count, np.log1p(count)),
        np.log1p(order),
        population - _best_other(population),
        _rank_in_kind(population, kinds),
        10**population / (10**population).sum(),
        np.full(count, (kinds == KINDS.index("country")).any()),
        np.full(count, (kinds == KINDS.index("adm1")).any()),
        [match.distance for match, _ in matches],
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _best_other(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each value the greatest of the others; 0 where there is none."""
    if len(values) == 1:
        return np.zeros(1)
    first, second = np.sort(values)[::-1][:2]
    others = np.full(len(values), first)
    others[int(np.argmax(values))] = second
    return others


def _rank_in_kind(population: NDArray[np.float64], kinds: Integers) -> NDArray[np.float64]:
    same = kinds[:, None] == kinds[None, :]
    larger = population[None, :] > population[:, None]
    return np.asarray(np.log1p((same & larger).sum(axis=1)))


def _years(match: Match) -> tuple[int, int]:
    starts = [year for year in (match.name.valid_from, match.place.valid_from) if year is not None]
    ends = [year for year in (match.name.valid_to, match.place.valid_to) if year is not None]
    return max(starts, default=-OPEN_YEAR), min(ends, default=OPEN_YEAR)
