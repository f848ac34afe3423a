"""A tiny world, written as the real one is: two countries that touch, a strip that both claim, some towns."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from gazetteer import Gazetteer
from gazetteer.build.draft import BorderDraft, Draft, ShapeDraft
from gazetteer.build.writer import Writer


def _country(uid: str, name: str, code: str, west: float, population: int) -> Draft:
    draft = Draft(uid, name, "PCLI", code, west + 5, 5, population=population)
    draft.shapes = [
        ShapeDraft(shapely.box(west, 0, west + 10, 10)),
        ShapeDraft(shapely.box(west, 0, west + 10, 10).simplify(1), "coarse"),
    ]
    draft.call(code, "code")
    return draft


def _town(uid: str, name: str, country: str, lon: float, lat: float, population: int, kind: str = "PPL") -> Draft:
    return Draft(uid, name, kind, country, lon, lat, "01", population=population)


def tiny_drafts() -> list[Draft]:
    """Westland (XW, 0–10° E) and Eastland (XE, 10–20° E), and what lies in them."""
    west = _country("t:west", "Westland", "XW", 0, 3_000_000)
    west.call("Westlandish", "adjective", "en")
    west.shapes.append(ShapeDraft(shapely.box(0, 0, 12, 10), worldview="XW"))
    east = _country("t:east", "Eastland", "XE", 10, 50_000_000)
    province = Draft("t:prov", "North Province", "ADM1", "XW", 5, 8, "01")
    province.shapes = [ShapeDraft(shapely.box(0, 5, 10, 10))]
    capital = _town("t:cap", "Évreville", "XW", 5, 6, 900_000, "PPLC")
    capital.call("Еврвиль", language="ru")
    capital.call("Oldtown", "historic", "en", 1900, 1950)
    twin = _town("t:twin", "Evreville", "XE", 15, 5, 4_000)
    strip = Draft("t:strip", "The Strip", "RGN", "XE", 11, 5, claimed_by=("XW",))
    strip.shapes = [
        ShapeDraft(shapely.box(10, 4, 12, 6), valid_to=1990),
        ShapeDraft(shapely.box(10, 4, 13, 7), valid_from=1991, valid_to=2020),
    ]
    hamlet = _town("t:oldtown", "Oldtown", "XE", 18, 2, 90)
    south = _town("t:south", "Southport", "XW", 5, -0.03, 20_000)
    date_line = _town("t:dateline", "Dateline Harbour", "XE", 179.99, 3, 800)
    gone = Draft("t:gone", "Old Union", "PCLH", "XU", 10, 5, valid_from=1922, valid_to=1991)
    return [west, east, province, capital, twin, strip, hamlet, south, date_line, gone]


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny world's files."""
    folder = tmp_path_factory.mktemp("tiny")
    with Writer(folder) as writer:
        for draft in tiny_drafts():
            writer.add(draft)
        writer.add_borders([
            BorderDraft(shapely.LineString([(10, 0), (10, 10)]), "XW", "XE", "international", "main"),
            BorderDraft(shapely.LineString([(19, 1), (19, 2)]), "XE", "XW", "international", "enclave"),
        ])  # fmt: skip
        writer.finish({"title": "tiny"})
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Gazetteer:
    """The tiny world, open."""
    return Gazetteer.open(tiny_folder)
