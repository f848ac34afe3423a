"""The hand-written cases of relations_cases.toml, each checked by geometry predicates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import shapely

import geo.relations
from gazetteer import open_default
from geo.language import parse
from geo.records import Article, Footprint, Located, Mention
from geo.relations import RelationReader
from geo.relations.ground import precision_of
from geo.relations.plane import Plane, area_km2, length_km

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("relations_cases.toml").read_text(encoding="utf-8")
)["case"]


def _name(case: dict[str, Any]) -> str:
    return case["text"][:60] if "text" in case else " ".join(map(str, [*case["draw"], *case.get("with", {}).values()]))


def test_there_are_as_many_cases_as_promised() -> None:
    """A hundred and fifty cases or more, no two the same."""
    names = {(case.get("text", ""), case.get("phrase", ""), _name(case)) for case in CASES}
    assert len(names) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: dict[str, Any]) -> None:
    """The footprint holds what it must, leaves out what it must, and is as large as it should be."""
    footprint = _read(case) if "text" in case else _drawn(case)
    assert case.get("how", "") in footprint.how
    if case.get("none"):
        assert footprint.geometry is None
        assert case["why"] in footprint.how
        return
    geometry = footprint.geometry
    assert geometry is not None, footprint.how
    assert geometry.is_valid and not geometry.is_empty
    west, south, east, north = geometry.bounds
    assert west >= -180 and east <= 180 and south >= -90 and north <= 90
    grown = case.get("grown", 0 if geometry.geom_type.endswith("Polygon") else 5)
    for point in case.get("inside", ()):
        assert _away(geometry, point) <= grown, (point, footprint.how)
    for point in case.get("outside", ()):
        assert _away(geometry, point) > grown, (point, footprint.how)
    if "length" in case:
        assert case["length"][0] <= length_km(geometry) <= case["length"][1]
    if "area" in case:
        assert case["area"][0] <= area_km2(geometry) <= case["area"][1]


def _drawn(case: dict[str, Any]) -> Footprint:
    function, *arguments = case["draw"]
    drawn = getattr(geo.relations, function)(*map(_argument, arguments), **case.get("with", {}))
    assert isinstance(drawn, Footprint)
    return drawn


def _argument(value: Any) -> Any:
    """Pairs of numbers are points."""
    is_point = isinstance(value, list) and all(isinstance(part, int | float) for part in value)
    return tuple(value) if is_point else value


def _away(geometry: Any, point: Iterable[float]) -> float:
    """How far a point is from a geometry, in km."""
    lon, lat = point
    return float(Plane(lon, lat).flatten(geometry).distance(shapely.Point(0.0, 0.0)))


def _read(case: dict[str, Any]) -> Footprint:
    """The footprint of the case's phrase in its text."""
    article = Article(case["text"])
    located = [_located(case, name, known) for name, known in case["said"].items()]
    found = reader().read(parse(article.text), article, [each for group in located for each in group])
    for each in found:
        assert article.text[each.mention.start : each.mention.end] == each.mention.text
    phrases = {each.mention.text: each.footprint for each in found if each.mention.role in ("relative", "description")}
    assert case["phrase"] in phrases, sorted(phrases)
    return phrases[case["phrase"]]


def _located(case: dict[str, Any], name: str, known: str) -> list[Located]:
    """Every mention of a name in the text, as the resolver would give it."""
    text, role = case["text"], case.get("roles", {}).get(name, "place")
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    mentions = [Mention(at, at + len(name), name, role) for at in starts]
    if known == "?":
        return [Located(mention, Footprint(None, 7, 0.0, "not in the gazetteer")) for mention in mentions]
    place = open_default().lookup(known or name)[0].place
    shape = open_default().shape(place, detail="coarse") if place.has_shape else shapely.Point(place.lon, place.lat)
    footprint = Footprint(shape, precision_of(place.kind), 1.0, place.id, (place,), 0.9)
    return [Located(mention, footprint) for mention in mentions]


@lru_cache(maxsize=1)
def reader() -> RelationReader:
    """One reader for all cases."""
    return RelationReader(open_default())
