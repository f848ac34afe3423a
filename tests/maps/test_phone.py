"""The page on a phone, where map, card and text do not fit on the screen together; and links to an incident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "has_touch": True, "reduced_motion": "reduce"}
MAP = "window[Object.keys(window).find((name) => name.startsWith('map_'))]"
SISIAN, TBILISI = [39.52, 46.10], [41.69, 44.79]


def _at(page: Any, place: list[float]) -> tuple[float, float]:
    """Where a place (latitude, longitude) is on the screen, in pixels."""
    x, y = page.evaluate(
        f"(place) => {{ const at = {MAP}.latLngToContainerPoint(place), box = {MAP}.getContainer()"
        ".getBoundingClientRect(); return [box.left + at.x, box.top + at.y]; }",
        place,
    )
    return x, y


def _is_covered(page: Any, place: list[float]) -> bool:
    """Whether the card lies on a place, or the place is off the screen."""
    x, y = _at(page, place)
    card, size = page.locator("#card").bounding_box(), page.viewport_size
    off = not (0 <= x <= size["width"] and 0 <= y <= size["height"])
    return off or (card["x"] <= x <= card["x"] + card["width"] and card["y"] <= y <= card["y"] + card["height"])


def _in_sight(page: Any, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    return box["y"] >= -1 and box["y"] + box["height"] <= page.viewport_size["height"] + 1


def test_a_touched_mark_stays_in_sight(open_page: Any, sample_page: Path) -> None:
    """The page does not run to the text, and the card does not lie on the mark."""
    page = open_page(sample_page, **PHONE).page
    page.evaluate(f"{MAP}.setView([39.9, 46.0], 8, {{animate: false}})")
    page.wait_for_timeout(300)
    page.touchscreen.tap(*_at(page, SISIAN))
    page.get_by_role("heading", name="Artillery fire east of Sisian").wait_for()
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") == 0
    assert not _is_covered(page, SISIAN)


def test_what_is_chosen_below_the_map_brings_the_map_into_sight(open_page: Any, sample_page: Path) -> None:
    """From the list, and from the words of the text."""
    page = open_page(sample_page, **PHONE).page
    page.locator(".trigger", has_text="gathered").click()
    assert _in_sight(page, "#card .card-head") and _in_sight(page, ".stage")
    assert not _is_covered(page, TBILISI)
    page.locator("#card-close").click()
    page.click("#tab-incidents")
    page.locator("button.incident", has_text="Artillery").click()
    assert _in_sight(page, "#card .card-head") and _in_sight(page, ".stage")


def test_a_quote_brings_the_text_into_sight(open_page: Any, sample_page: Path) -> None:
    """Who wants to read is taken to the sentence."""
    page = open_page(sample_page, "#incident=inc-3", **PHONE).page
    page.locator("#card section", has_text="The words behind it").locator("button.quote").click()
    assert _in_sight(page, ".trigger.own")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_a_link_to_an_incident_goes_there(open_page: Any, sample_page: Path, options: dict[str, Any]) -> None:
    """Also where the address says nothing of the view: the map stands at the incident, beside the card."""
    page = open_page(sample_page, "#incident=inc-5", **options).page
    page.wait_for_timeout(1200)
    assert page.evaluate(f"{MAP}.getZoom()") >= 4
    assert not _is_covered(page, [50.85, 4.35])
    shared = open_page(sample_page, "#incident=inc-5&at=4.00/40.000/45.000", **options).page
    assert shared.evaluate(f"[{MAP}.getZoom(), {MAP}.getCenter().lng]") == [4, pytest.approx(45, abs=0.01)]
