"""`incident_map` in Python: a real folium map, one offline file, whole or not at all."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import folium
import geopandas
import pytest
from folium.plugins import HeatMap, MarkerCluster, MiniMap, MousePosition
from sample import sample_report

from gazetteer import open_default
from geo.errors import OutputError
from maps import incident_map
from maps.basemap import worldviews
from maps.linework import decode, encode


@pytest.fixture(scope="module")
def drawn() -> Any:
    """The map of the sample report, to which no test adds layers."""
    return incident_map(sample_report())


def _table() -> Any:
    return geopandas.GeoDataFrame({"kind": ["clash"]}, geometry=geopandas.points_from_xy([1.0], [2.0]), crs="EPSG:4326")


def test_is_a_folium_map(drawn: Any) -> None:
    """What comes back is a folium.Map."""
    assert isinstance(drawn, folium.Map)


def test_page_loads_nothing(drawn: Any) -> None:
    """No script, sheet or picture of the page has an address, and the policy allows none."""
    page = drawn.get_root().render()
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)\s*=\s*[\"']?(https?:)?//", page)
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert "unsafe" not in page.split("<style>")[0]


def test_one_article_is_small(drawn: Any) -> None:
    """The page of one article stays under 900 kB."""
    assert len(drawn.get_root().render().encode()) <= 900_000


def test_same_report_same_page() -> None:
    """Two maps of one report differ in nothing but folium's random ids."""
    pages = [incident_map(sample_report()).get_root().render() for _ in range(2)]
    masked = [re.sub(r"[0-9a-f]{32}", "id", re.sub(r"sha256-[^']+'", "", page)) for page in pages]
    assert masked[0] == masked[1]


def test_layers_of_the_user_survive() -> None:
    """Markers, GeoJSON, plugins and a layer control that a user adds are in the page, their scripts embedded."""
    drawn = incident_map(_table())
    folium.Marker([1, 2], tooltip="mine", icon=folium.Icon(icon="star", prefix="fa")).add_to(drawn)
    folium.GeoJson({"type": "Point", "coordinates": [3, 4]}, name="points of mine").add_to(drawn)
    MarkerCluster([[1, 2], [1, 3]]).add_to(drawn)
    HeatMap([[1, 2]]).add_to(drawn)
    MiniMap(tile_layer=folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x")).add_to(drawn)
    folium.LayerControl().add_to(drawn)
    page = drawn.get_root().render()
    for words in ("points of mine", "L.markerClusterGroup", "L.heatLayer", "Font Awesome", "L.control.layers"):
        assert words in page
    assert "<script src" not in page


def test_address_that_is_not_vendored_is_refused() -> None:
    """A plugin whose script is not in the package is an error that names it, not a request."""
    drawn = incident_map(_table())
    MousePosition().add_to(drawn)
    with pytest.raises(OutputError, match="MousePosition"):
        drawn.get_root().render()


def test_tiles_are_opt_in() -> None:
    """Only a map that was given tiles may ask their server for pictures, and only that server."""
    page = incident_map(_table(), tiles="OpenStreetMap").get_root().render()
    policy = re.search(r"img-src ([^;]*);", page)
    assert policy
    assert policy[1] == "data: blob: https://tile.openstreetmap.org"


def test_save_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A map that cannot be drawn leaves the file of before and no other."""
    target = tmp_path / "map.html"
    target.write_text("before")
    drawn = incident_map(_table())
    MousePosition().add_to(drawn)
    with pytest.raises(OutputError):
        drawn.save(target)
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    with pytest.raises(OutputError, match="cannot write"):
        incident_map(_table()).save(tmp_path / "nowhere" / "map.html")


def test_save_takes_an_open_file() -> None:
    """As folium's own save does."""
    file = io.BytesIO()
    incident_map(_table()).save(file, close_file=False)
    assert file.getvalue().startswith(b"<!DOCTYPE html>")


def test_notebook_frame_is_sandboxed(drawn: Any) -> None:
    """In a notebook the page is framed without the notebook's origin."""
    shown = drawn._repr_html_()
    sandbox = re.search(r'sandbox="([^"]*)"', shown)
    assert sandbox
    assert "allow-same-origin" not in sandbox[1]
    assert "<script" not in shown


def test_worldview_changes_borders_and_says_so() -> None:
    """Borders follow the chosen view; the page says whose it is; an unknown view is an error."""
    views = [incident_map(_table(), worldview=view).ground for view in ("", "IN")]
    assert views[0].data != views[1].data
    assert "India" in views[1].note
    assert "IN" in worldviews()
    assert all(open_default().country(code) for code in worldviews())
    with pytest.raises(ValueError, match="worldview"):
        incident_map(_table(), worldview="ZZ")


def test_table_without_kind_is_refused() -> None:
    """A table of something else says what to do."""
    with pytest.raises(OutputError, match="kind"):
        incident_map(_table().rename(columns={"kind": "sort"}))


def test_nothing_to_draw() -> None:
    """No report and no row make an empty map, not an error."""
    for what in ([], _table().iloc[:0]):
        assert "dateline-data" in incident_map(what).get_root().render()


def test_lines_come_back() -> None:
    """The quantised lines decode to what was encoded, to the last digit kept."""
    import numpy as np

    lines = [(3, np.array([[1.0, 2.0], [3.01, -4.55], [-179.99, 85.0]])), (0, np.array([[0.0, 0.0], [1.0, 1.0]]))]
    back = decode(encode(lines, 100), 100)
    assert [tag for tag, _ in back] == [3, 0]
    for (_, given), (_, got) in zip(lines, back, strict=True):
        assert np.allclose(given, got, atol=1e-9)
