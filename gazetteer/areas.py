"""Countries and their parts by code."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer import statements
from gazetteer.files import Layer
from gazetteer.place import Place
from gazetteer.records import place_of

# GeoNames' codes of political entities, the sovereign first: of several with one alpha-2 code (a state and what it
# holds apart) the first is the country. A state that is gone (PCLH) is none of today's, whatever years it has.
_SOVEREIGNTY = ("PCLI", "PCLIX", "PCLS", "PCLF", "PCLD", "PCL", "TERR")
_GONE = "PCLH"


def countries(layers: tuple[Layer, ...]) -> dict[str, Place]:
    """All countries and dependencies of today by code, sorted; the sovereign one where several share a code."""
    by_code: dict[str, Place] = {}
    for place in sorted(_places(layers, statements.COUNTRIES, ()), key=_sovereign_first):
        if place.country and place.valid_to is None and place.kind != _GONE:
            by_code.setdefault(place.country, place)
    return dict(sorted(by_code.items()))


def capital(layers: tuple[Layer, ...], code: str) -> Place | None:
    """The capital of a country (alpha-2); of several the one with most people."""
    return max(_places(layers, statements.CAPITALS, (code,)), key=lambda place: place.population, default=None)


def admin1(layers: tuple[Layer, ...], country: str, code: str) -> Place | None:
    """The first-level area with GeoNames' code ("05"), or None."""
    return _best(_places(layers, statements.ADMIN1, (country, code)))


def admin2(layers: tuple[Layer, ...], country: str, admin1: str, code: str) -> Place | None:
    """The second-level area with GeoNames' codes, or None."""
    return _best(_places(layers, statements.ADMIN2, (country, admin1, code)))


def _places(layers: tuple[Layer, ...], statement: str, values: Sequence[object]) -> list[Place]:
    found = [(layer, place_of(row, layer)) for layer in layers for row in layer.rows(statement, values)]
    return [place for layer, place in found if place.id not in layer.hidden]


def _best(places: list[Place]) -> Place | None:
    """The one that stands today, with a shape, with most people."""
    return max(places, key=lambda p: (p.valid_to is None, p.has_shape, p.population, p.id), default=None)


def _sovereign_first(place: Place) -> tuple[int, int, str]:
    rank = _SOVEREIGNTY.index(place.kind) if place.kind in _SOVEREIGNTY else len(_SOVEREIGNTY)
    return rank, -place.population, place.id
