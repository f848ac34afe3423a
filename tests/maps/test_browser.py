"""The page in a real browser: no request, no violation of its policy, every control used, nothing hostile runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample import sample_report

from maps import incident_map

pytestmark = pytest.mark.browser


def test_page_asks_nothing_of_the_network_and_keeps_its_policy(open_page: Any, sample_page: Path) -> None:
    """Opening and using the page makes no request, throws nothing and violates no policy."""
    opened = open_page(sample_page)
    opened.page.mouse.move(800, 400)
    opened.page.mouse.wheel(0, -300)
    opened.page.wait_for_timeout(400)
    opened.clean()


def test_text_and_map_know_each_other(open_page: Any, sample_page: Path) -> None:
    """A click on the words opens the card and marks the sentence; a click on the mark does the same."""
    opened = open_page(sample_page)
    page = opened.page
    page.get_by_role("button", name="gathered: Protest").click()
    assert "Peace rally in Tbilisi" in page.locator("#card").inner_text()
    assert "In Tbilisi" in "".join(page.locator(".lit").all_inner_texts())
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    at = page.evaluate(
        """() => { const map = window[Object.keys(window).find((k) => k.startsWith("map_"))];
        map.setView([41.69, 44.79], 9, {animate: false});
        const p = map.latLngToContainerPoint([41.69, 44.79]), b = map.getContainer().getBoundingClientRect();
        return [b.left + p.x, b.top + p.y]; }"""
    )
    page.mouse.click(*at)
    page.wait_for_selector("#card:not([hidden])")
    assert "Peace rally in Tbilisi" in page.locator("#card").inner_text()
    opened.clean()


def test_every_control_once(open_page: Any, sample_page: Path) -> None:
    """Search, filters, legend, tabs, table, timeline, theme, zoom and saving each do what they say."""
    opened = open_page(sample_page)
    page = opened.page
    assert opened.rows() == 8
    page.fill("#query", "artillery")
    opened.counts(1)
    page.fill("#query", "")
    opened.counts(8)
    page.locator("label.kind", has_text="Clash").locator("input").uncheck()
    assert opened.rows() == 7
    page.locator("label.kind", has_text="Clash").locator("input").check()
    page.click("#filters-button")
    page.locator("#filter-sure").fill("80")
    opened.counts(6)
    page.click("#filters-reset")
    page.get_by_role("checkbox", name="Planned").uncheck()
    assert opened.rows() == 7
    page.click("#filters-reset")
    page.locator("label.field", has_text="Who").locator("select").select_option(index=1)
    assert opened.rows() == 1
    page.click("#filters-reset")
    page.locator("label.field", has_text="Where").locator("select").select_option("no")
    assert opened.rows() == 1
    page.click("#filters-reset")
    page.locator("label.field", has_text="From").locator("input").fill("2021-12-01")
    assert opened.rows() == 2, "the planned talks and the undated one"
    page.click("#all-time")
    assert opened.rows() == 8
    page.locator(".handle-from").focus()
    page.keyboard.press("ArrowRight")
    assert opened.rows() == 7
    page.click("#all-time")
    page.click("#play")
    page.wait_for_timeout(300)
    page.click("#play")
    page.click("#all-time")
    page.click("#filters-button")
    page.click("#tab-incidents")
    assert "Not on the map (1)" in page.locator("#panel-incidents").inner_text()
    page.locator("button.incident").first.click()
    page.get_by_label("Next incident").click()
    page.get_by_label("Incident before").click()
    page.click("#card-close")
    for name in ("zoom-in", "zoom-out", "zoom-all", "theme-button", "theme-button", "theme-button"):
        page.click(f"#{name}")
    page.click("#table-button")
    assert page.locator("#table tbody tr").count() == 8
    page.locator("#table th button", has_text="Killed").click()
    page.locator("#table th button", has_text="Killed").click()
    assert "22" in page.locator("#table tbody tr").first.inner_text()
    page.locator("#table .open").first.click()
    assert "Border clash" in page.locator("#card").inner_text()
    page.click("#card-close")
    page.click("#table-button")
    opened.clean()


def test_pictures_are_made_in_the_page(open_page: Any, sample_page: Path, tmp_path: Path) -> None:
    """PNG and SVG of the view are downloads made without a server; the SVG holds marks and names as vectors."""
    opened = open_page(sample_page)
    for kind, begins in (("png", b"\x89PNG"), ("svg", b"<svg")):
        opened.page.click("#save-button")
        with opened.page.expect_download() as download:
            opened.page.click(f"#save-{kind}")
        target = tmp_path / f"view.{kind}"
        download.value.save_as(target)
        assert target.read_bytes().startswith(begins)
    drawing = (tmp_path / "view.svg").read_text()
    assert "Tbilisi" in drawing
    assert "NaN" not in drawing
    opened.clean()


def test_view_is_in_the_address(open_page: Any, sample_page: Path) -> None:
    """Filters and selection stand behind the # and come back with it."""
    opened = open_page(sample_page)
    opened.page.fill("#query", "tbilisi")
    opened.page.wait_for_url("**q=tbilisi**")
    fragment = opened.page.evaluate("location.hash") + "&incident=inc-3"
    again = open_page(sample_page, fragment)
    assert again.rows() == 1
    assert "Peace rally" in again.page.locator("#card").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["article", "card", "table"])
def test_accessible(open_page: Any, sample_page: Path, axe: str, scheme: str, state: str) -> None:
    """axe-core finds nothing serious, in both colour schemes, with card and table open."""
    opened = open_page(sample_page, color_scheme=scheme, bypass_csp=True)
    page = opened.page
    page.click("#filters-button")
    if state == "card":
        page.click("#tab-incidents")
        page.locator("button.incident").nth(1).click()
    if state == "table":
        page.click("#table-button")
    page.wait_for_timeout(300)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [
        (v["id"], [node["html"][:120] for node in v["nodes"][:3]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == [], json.dumps(serious, indent=1)


def test_keyboard_reaches_the_incidents(open_page: Any, sample_page: Path) -> None:
    """Without a mouse: skip to the list, open an incident, read its card, close it."""
    page = open_page(sample_page).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()


def test_phone_width_needs_no_sideways_scroll(open_page: Any, sample_page: Path) -> None:
    """At 390 pixels nothing is wider than the screen."""
    page = open_page(sample_page, width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_each_article_has_its_own_notes_and_a_name(open_page: Any, tmp_path: Path) -> None:
    """What could not be done with one article is not said of another; one without a title is known by how it begins."""
    dated, undated = sample_report(), replace(sample_report(), notes=("no publication date is given",), found=())
    undated = replace(
        undated, article=replace(undated.article, id="0f3a", title="", text="Rain fell.\nMore is to come.")
    )
    incident_map([dated, replace(undated, located=())]).save(tmp_path / "a.html")
    page = open_page(tmp_path / "a.html").page
    assert page.locator(".article-item .item-title").all_inner_texts() == [dated.article.title, "Rain fell."]
    for number, notes in enumerate((0, 1)):
        page.locator("button.article-item").nth(number).click()
        assert page.locator(".notes p").count() == notes
        page.locator("button.back").click()
