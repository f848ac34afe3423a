"""The page on paper: the map fitted to its incidents, an axis that can be read, and the screen as before afterwards."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

MAP = "window[Object.keys(window).find((name) => name.startsWith('map_'))]"
VIEW = f"(() => {{ const map = {MAP}, c = map.getCenter(); return [c.lat, c.lng, map.getZoom()]; }})()"
#: Places of the sample's reported incidents that are no whole country: all must be on the printed map.
PLACES = ((41.69, 44.79), (39.52, 46.10), (41.27, 45.0), (38.87, 46.53))
TICKS = """[...document.querySelectorAll('.ticks span')].map((each) => {
const box = each.getBoundingClientRect(); return [box.left, box.right]; })"""
LAND = "getComputedStyle(document.getElementById('dl')).getPropertyValue('--land').trim()"


def printed(page: Any) -> None:
    """The medium is paper, and the browser says that it prints."""
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_printed_map_shows_all_incidents(open_page: Any, sample_page: Path, width: int, height: int) -> None:
    """Whatever the screen, the map has the width of the page and every incident lies in it, clear of its edge."""
    page = open_page(sample_page, width=width, height=height).page
    printed(page)
    size = page.evaluate(f"(() => {{ const size = {MAP}.getSize(); return [size.x, size.y]; }})()")
    assert size[0] == pytest.approx(180 / 25.4 * 96, abs=3)
    for at in PLACES:
        x, y = page.evaluate(f"(() => {{ const p = {MAP}.latLngToContainerPoint({list(at)}); return [p.x, p.y]; }})()")
        assert 10 < x < size[0] - 10, at
        assert 10 < y < size[1] - 10, at


def test_axis_never_overlaps(open_page: Any, sample_page: Path) -> None:
    """The labels under the timeline stand apart and inside, on the screen, on a phone and on paper."""
    page = open_page(sample_page).page
    for size in ({"width": 1400, "height": 900}, {"width": 700, "height": 900}, {"width": 390, "height": 844}, None):
        if size:
            page.set_viewport_size(size)
            page.wait_for_timeout(250)
        else:
            printed(page)
        ticks = page.evaluate(TICKS)
        assert len(ticks) > 1
        assert all(left[1] + 6 <= right[0] for left, right in pairwise(ticks))
        right = page.evaluate("document.querySelector('.ticks').getBoundingClientRect().right")
        assert ticks[-1][1] <= right + 1


def test_screen_comes_back_after_printing(open_page: Any, sample_page: Path) -> None:
    """View, legend and colours are as they were; nothing was asked of the network for it."""
    opened = open_page(sample_page, color_scheme="dark", width=390, height=844)
    page = opened.page
    before = page.evaluate(VIEW)
    printed(page)
    assert page.locator("#legend").evaluate("(legend) => legend.open")
    assert page.evaluate(LAND) == "#fcfbf8"
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(VIEW) == pytest.approx(before)
    assert not page.locator("#legend").evaluate("(legend) => legend.open")
    assert page.locator("#map-slot img").count() == 0
    opened.clean()


def test_a_moved_map_is_printed_where_it_was_moved_to(open_page: Any, sample_page: Path) -> None:
    """Who looks at one town prints that town."""
    page = open_page(sample_page, "#at=10.00/41.690/44.790").page
    printed(page)
    latitude, longitude, zoom = page.evaluate(VIEW)
    assert (latitude, longitude) == pytest.approx((41.69, 44.79), abs=0.05)
    assert zoom > 8.5


def test_pdf_holds_the_map_as_a_picture(open_page: Any, sample_page: Path, tmp_path: Path) -> None:
    """`--print-to-pdf`'s way: the land, the marks and the blurred areas are pictures, which no PDF reader loses."""
    opened = open_page(sample_page)
    opened.page.evaluate(
        """() => addEventListener("beforeprint", () => {
        window.stills = document.querySelectorAll("#map-slot img").length; })"""
    )
    opened.page.pdf(path=tmp_path / "map.pdf", format="A4")
    assert opened.page.evaluate("window.stills") == 3
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    assert opened.page.locator("#map-slot img").count() == 0
    opened.clean()
