"""The page for everyone: right-to-left texts, reduced motion, the keyboard, frames, a user's own layers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest
from sample import SampleReport, sample_report

from geo.records import Article, Candidate, Located, Mention, Span
from maps import incident_map

pytestmark = pytest.mark.browser

#: Written for these tests: "In Tbilisi hundreds demonstrated on Tuesday. …"
TEXTS = {
    "ar": ("تظاهر المئات في تبليسي يوم الثلاثاء.\n\nوقالت الشرطة إن المسيرة انتهت بهدوء.", "تبليسي", "تظاهر"),
    "he": ("מאות הפגינו בטביליסי ביום שלישי.\n\nהמשטרה אמרה שהצעדה הסתיימה בשקט.", "טביליסי", "הפגינו"),
}


def _report(language: str) -> SampleReport:
    """The sample's rally in Tbilisi, told in another language."""
    text, place, trigger = TEXTS[language]
    report = sample_report()
    rally = report.found[2]
    assert rally.where is not None
    at, words = text.index(place), Span(text.index(trigger), text.index(trigger) + len(trigger), trigger)
    where = Located(Mention(at, at + len(place), place, "place"), rally.where.footprint)
    sentence = Span(0, text.index("."), text[: text.index(".")])
    told = replace(
        rally, title=text.split(".", maxsplit=1)[0], where=where, trigger=words, evidence=(sentence,), claims=()
    )
    return SampleReport(Article(text, "a", text.split(".", maxsplit=1)[0], language=language), (where,), (told,))


@pytest.mark.parametrize("language", TEXTS)
def test_right_to_left_text(open_page: Any, tmp_path: Path, language: str) -> None:
    """The article runs from the right, its marks stay on their words, title and list too; the page stays as it is."""
    incident_map(_report(language)).save(tmp_path / "page.html")
    opened = open_page(tmp_path / "page.html")
    page = opened.page
    _, place, trigger = TEXTS[language]
    assert page.locator(".text").evaluate("(text) => getComputedStyle(text).direction") == "rtl"
    assert page.locator(".mention").inner_text() == place
    assert page.locator(".trigger").inner_text() == trigger
    text, paragraph = page.locator(".text").bounding_box(), page.locator(".trigger").bounding_box()
    if language == "ar":  # the first word of the sentence
        assert paragraph["x"] > text["x"] + text["width"] / 2
    page.locator(".trigger").click()
    assert page.locator("#card h2").evaluate("(title) => getComputedStyle(title).direction") == "rtl"
    assert page.locator("#dl").evaluate("(page) => getComputedStyle(page).direction") == "ltr"
    opened.clean()


def test_reduced_motion(open_page: Any, sample_page: Path) -> None:
    """Who asks for less motion sees the map jump, not fly, and nothing in transition."""
    page = open_page(sample_page, reduced_motion="reduce").page
    page.click("#tab-incidents")
    frames = page.evaluate(
        """async () => {
        const map = window[Object.keys(window).find((name) => name.startsWith("map_"))];
        let moves = 0;
        map.on("zoomanim move", () => { moves++; });
        [...document.querySelectorAll("button.incident")].find((each) => each.textContent.includes("Brussels")).click();
        await new Promise((done) => setTimeout(done, 600));
        return [moves, map.getCenter().lng, document.getAnimations().length]; }"""
    )
    assert frames[0] <= 2
    assert frames[1] < 20, "it did go there"
    assert frames[2] == 0


def test_dark_scheme_is_the_systems_until_chosen(open_page: Any, sample_page: Path) -> None:
    """The map's own colours follow the scheme, and the button overrides it."""
    page = open_page(sample_page, color_scheme="dark").page
    land = "getComputedStyle(document.getElementById('dl')).getPropertyValue('--land').trim()"
    dark = page.evaluate(land)
    page.click("#theme-button")
    assert page.evaluate(land) != dark
    page.click("#theme-button")
    assert page.evaluate(land) == dark


def test_layer_of_the_user_is_seen_and_saved(open_page: Any, tmp_path: Path) -> None:
    """A marker and a line that a user adds to the folium.Map are on the saved page, and answer to a click."""
    drawn = incident_map(sample_report())
    group = folium.FeatureGroup(name="Our office").add_to(drawn)
    folium.CircleMarker([40.5, 47.0], radius=12, popup="our office", color="#d000d0").add_to(group)
    folium.PolyLine([[40.0, 47.0], [41.0, 48.0]], color="#d000d0").add_to(group)
    folium.LayerControl(collapsed=False).add_to(drawn)
    drawn.save(tmp_path / "page.html")
    opened = open_page(tmp_path / "page.html")
    page = opened.page
    at = page.evaluate(
        """() => { const map = window[Object.keys(window).find((name) => name.startsWith("map_"))];
        map.setView([40.5, 47.0], 9, {animate: false});
        const p = map.latLngToContainerPoint([40.5, 47.0]), box = map.getContainer().getBoundingClientRect();
        return [box.left + p.x, box.top + p.y]; }"""
    )
    page.mouse.click(*at)
    page.get_by_text("our office", exact=True).wait_for()
    assert page.locator(".leaflet-control-layers").get_by_text("Our office").is_visible()
    assert opened.rows() == 8
    opened.clean()


def test_notebook_frame(chromium: Any, tmp_path: Path) -> None:
    """In a notebook the page works in its sandbox: drawn, used, without the notebook's origin, without a request."""
    host = tmp_path / "notebook.html"
    host.write_text(
        f"<!DOCTYPE html><title>notebook</title><p id=secret>secret</p>{incident_map(sample_report())._repr_html_()}"
    )
    context = chromium.new_context(viewport={"width": 1100, "height": 760})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: r.url.startswith(("file:", "data:", "blob:", "about:")) or problems.append(r.url))
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#dl.ready").wait_for()
    frame.locator("[role=button].trigger").first.click()
    assert "Border clash" in frame.locator("#card").inner_text()
    frame.locator("#query").fill("artillery")
    frame.locator("#tab-count", has_text=re.compile("^1$")).wait_for()
    inner = page.frames[1]
    assert (
        inner.evaluate("(() => { try { return parent.document.title; } catch (error) { return error.name; } })()")
        == "SecurityError"
    )
    assert problems == []
    context.close()


def test_keyboard_through_all_of_it(open_page: Any, sample_page: Path) -> None:
    """Every control is reached with Tab, shows that it is, and works with Enter, Space, arrows and single keys."""
    opened = open_page(sample_page)
    page = opened.page
    page.click("#filters-button")
    reached = []
    for _ in range(90):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            """() => { const at = document.activeElement, style = getComputedStyle(at);
            const seen = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
            return [at.id || at.className || at.type || at.tagName, seen]; }"""
        )
        if name == "BODY":
            break
        assert outlined, name
        reached.append(str(name))
    wanted = ("table-button", "save-button", "theme-button", "filter-sure", "tab-text", "play")
    for name in (*wanted, "zoom-in", "zoom-all", "handle handle-from", "handle handle-to"):
        assert name in reached, name
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Tab")
    page.locator("#save-button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#save").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#save").is_hidden()
    for key, visible in (("n", True), ("n", True), ("p", True), ("Escape", False)):
        page.keyboard.press(key)
        assert page.locator("#card").is_visible() is visible
    page.keyboard.press("t")
    assert page.locator("#table").is_visible()
    page.keyboard.press("t")
    page.locator("#tab-text").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#panel-incidents").is_visible()
    opened.clean()


def test_table_tells_what_the_map_shows(open_page: Any, sample_page: Path) -> None:
    """The table has every incident with its place, precision and confidence, sorted at will, filtered with the rest."""
    page = open_page(sample_page, "#table=1&q=tbilisi").page
    assert page.locator("#table tbody tr").count() == 1
    page.fill("#query", "")
    page.locator("#table tbody tr").nth(7).wait_for()
    rows = page.locator("#table tbody").inner_text()
    for words in ("eastern border of Armenia", "first-level area", "Planned", "not on the map", "undated", "90 %"):
        assert words in rows
    page.locator("#table th button", has_text="Where").click()
    assert page.locator("#table th[aria-sort]").inner_text().startswith("Where")


def test_whole_state_comes_back_from_the_address(open_page: Any, sample_page: Path) -> None:
    """Each filter, the window of time, the selection, the table and the view are in the fragment and are restored."""
    fragment = "#hide=arrest&without=planned&from=2021-11-01T00:00&to=2021-11-30T00:00&sure=0.50&incident=inc-3"
    fragment += "&at=8.00/41.000/45.000"
    opened = open_page(sample_page, fragment)
    page = opened.page
    assert "Peace rally" in page.locator("#card").inner_text()
    assert not page.locator("label.kind", has_text="Arrest").locator("input").is_checked()
    assert page.locator("#filter-sure").input_value() == "50"
    assert not page.locator("#filters").get_by_text("Planned").locator("input").is_checked()
    view = page.evaluate(
        """() => { const map = window[Object.keys(window).find((name) => name.startsWith("map_"))];
        return [map.getZoom(), map.getCenter().lat, map.getCenter().lng]; }"""
    )
    assert view == pytest.approx([8, 41, 45], abs=0.01)
    rows = opened.rows()
    page.fill("#query", "rally")
    page.wait_for_url("**q=rally**")
    again = page.evaluate("location.hash")
    for part in ("hide=arrest", "without=planned", "sure=0.50", "incident=inc-3"):
        assert part in again
    assert rows < 8


def test_rejected_places_say_why(open_page: Any, tmp_path: Path) -> None:
    """The card lists what else the name could mean, what kind of place it is, and why it is not meant."""
    report = sample_report()
    talks = report.found[4]
    assert talks.where is not None
    other = talks.where.footprint.alternatives[0].place
    footprint = replace(
        talks.where.footprint, alternatives=(Candidate(other, 0.06, "farther from the other places of the text"),)
    )
    where = replace(talks.where, footprint=footprint)
    told = replace(report, found=(replace(talks, where=where),), located=(where,))
    incident_map(told).save(tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", "#incident=inc-5").page
    words = page.locator(".others").inner_text()
    assert "Brussels, United States (town" in words
    assert "Rejected: farther from the other places of the text (6 % sure)" in words


def test_anchor_is_drawn_faintly_for_what_is_selected(open_page: Any, tmp_path: Path) -> None:
    """A relative place shows what it is measured from, only while it is looked at."""
    report = sample_report()
    shelling = report.found[1]
    assert shelling.where is not None
    at = report.article.text.index("Sisian")
    sisian = Located(
        Mention(at, at + 6, "Sisian", "place"), replace(report.found[2].where.footprint, geometry=_point(46.03, 39.52))
    )
    where = replace(shelling.where, mention=replace(shelling.where.mention, anchors=(sisian.mention,)))
    told = replace(report, found=(replace(shelling, where=where),), located=(where, sisian))
    incident_map(told).save(tmp_path / "page.html")
    opened = open_page(tmp_path / "page.html", "#at=12.00/39.520/46.030")
    ink = """() => { const canvas = document.querySelector(".leaflet-dateline-incidents-pane canvas");
    const map = window[Object.keys(window).find((name) => name.startsWith("map_"))];
    const ratio = canvas.width / canvas.clientWidth, context = canvas.getContext("2d");
    const at = map.latLngToLayerPoint([39.52, 46.03]), from = L.DomUtil.getPosition(canvas);
    const { data } = context.getImageData((at.x - from.x) * ratio - 8, (at.y - from.y) * ratio - 8, 16, 16);
    return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0); }"""
    before = opened.page.evaluate(ink)
    opened.page.click("#tab-incidents")
    opened.page.locator("button.incident").focus()
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate(ink) > before + 500
    opened.clean()


def _point(lon: float, lat: float) -> Any:
    from shapely import Point

    return Point(lon, lat)
