"""Tables at the edges: none, one incident, the antimeridian, another reference system, a coders' table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pytest
from sample import SampleReport, sample_report
from shapely import Point, box

from geo.export import from_acled, read_table, write
from geo.records import Claim, Span
from maps import incident_map

pytestmark = pytest.mark.browser

MAP = "window[Object.keys(window).find((name) => name.startsWith('map_'))]"


def _table(*shapes: Any, crs: str = "EPSG:4326") -> Any:
    columns = {"kind": ["clash"] * len(shapes), "start": ["2024-05-01"] * len(shapes)}
    return geopandas.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


def _opened(open_page: Any, table: Any, path: Path) -> Any:
    incident_map(table).save(path)
    return open_page(path)


def test_no_incident_says_so(open_page: Any, tmp_path: Path) -> None:
    """An empty table is an empty map with a sentence, and no timeline."""
    opened = _opened(open_page, _table(), tmp_path / "a.html")
    assert "nothing that happened" in opened.page.locator("#panel-incidents").inner_text()
    assert opened.page.locator("#timeline").is_hidden()
    opened.clean()


def test_one_incident_of_one_day(open_page: Any, tmp_path: Path) -> None:
    """The map stands on it at a sensible zoom; one day is told in words, with nothing to drag or play."""
    opened = _opened(open_page, _table(Point(20, 10)), tmp_path / "a.html")
    page = opened.page
    zoom, longitude = page.evaluate(f"[{MAP}.getZoom(), {MAP}.getCenter().lng]")
    assert 5 <= zoom <= 9
    assert longitude == pytest.approx(20, abs=3)
    assert page.locator(".range").inner_text() == "1 May 2024"
    assert page.locator("#play").is_hidden()
    assert page.locator(".track").is_hidden()
    opened.clean()


def test_other_reference_system(open_page: Any, tmp_path: Path) -> None:
    """A table in web Mercator is drawn where it belongs."""
    table = _table(Point(20, 10)).to_crs("EPSG:3857")
    opened = _opened(open_page, table, tmp_path / "a.html")
    assert opened.page.evaluate(f"{MAP}.getCenter().lat") == pytest.approx(10, abs=3)
    opened.clean()


def test_both_sides_of_the_antimeridian(open_page: Any, tmp_path: Path) -> None:
    """Places on both sides of 180 degrees, and an area split there, are drawn and can be opened."""
    split = box(178, -18, 180, -16).union(box(-180, -18, -178, -16))
    opened = _opened(open_page, _table(Point(179, -17), Point(-179, -17), split), tmp_path / "a.html")
    page = opened.page
    for number in range(3):
        page.locator("button.incident").nth(number).click()
        assert page.locator("#card").is_visible()
    opened.clean()


def test_table_of_coders_is_drawn(open_page: Any, tmp_path: Path) -> None:
    """ACLED's export comes out with its kinds, its notes as the quote and its deaths as a claim."""
    row = {
        "event_id_cnty": "A1", "event_date": "1 May 2024", "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "Army", "location": "Alpha", "country": "Mali", "latitude": "17", "longitude": "-4",
        "fatalities": "3", "source": "Radio", "notes": "Three fighters died near Alpha.",
    }  # fmt: skip
    opened = _opened(open_page, from_acled(pandas.DataFrame([row])), tmp_path / "a.html")
    opened.page.locator("button.incident").click()
    card = opened.page.locator("#card").inner_text()
    for words in ("Clash", "Armed clash · Alpha", "Army", "Radio", "Three fighters died near Alpha.", "3"):
        assert words in card
    opened.clean()


@pytest.mark.parametrize("through", ["", ".parquet", ".geojson", ".csv"])
def test_a_denied_count_is_seen_as_denied(through: str, open_page: Any, tmp_path: Path) -> None:
    """Of the report itself and of each file that is written of it: else the map would let the denier say it."""
    words = Span(0, 7, "Clashes")
    claims = (
        Claim("killed", 15, 15, 15, "", "Armenia", words),
        Claim("killed", 40, 40, 40, "", "Azerbaijan", words, denied=True),
    )
    drawn = sample_report()
    drawn = SampleReport(drawn.article, drawn.located, (replace(drawn.found[0], claims=claims),))
    if through:
        write(drawn, tmp_path / f"a{through}")
    incident_map(read_table(tmp_path / f"a{through}") if through else drawn).save(tmp_path / "a.html")
    opened = open_page(tmp_path / "a.html", "#incident=inc-1")
    rows = opened.page.locator("table.claims tbody tr").all_inner_texts()
    assert ["denies it" in row for row in rows] == [False, True]
    assert "40" in rows[1] and "40" not in opened.page.locator("button.incident").text_content()
    opened.clean()
