"""Hostile text in every field: nothing runs in Python or in the browser, all of it is shown as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pytest
from sample import SampleReport, sample_report

from geo.export import read_table, write
from geo.export.coders import ACLED_ORDER
from geo.records import Actor, Article, Candidate, Claim, Mention, Span
from maps import incident_map

#: The families of folium's sinks and the usual lists: templates, tags, breaking out of scripts, strings and styles.
PAYLOADS = (
    "{{ 7 * 7 }}",
    "{{ cycler.__init__.__globals__.os.popen('touch PWNED').read() }}",
    "{% foo",
    "{% raw %}{{ x }}",
    "</script><script>alert(1)</script>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!--<script>",
    "]]><!--",
    "${alert(1)}",
    "\\`;alert(1);//",
    "`+alert(1)+`",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    "\\u003cscript\\u003ealert(1)",
    "'\"><iframe srcdoc='<script>alert(1)</script>'>",
    "</style><style>*{background:url(https://example.org/x)}</style>",
    "</title><script>alert(1)</script>",
    "\u2028alert(1)\u2029",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<a href=javascript:alert(1)>x</a>",
    "__proto__",
    "\ud800 lone",
    "\U0001f4a5 beyond the plane",
    "\u202egnitirw",
)

UCDP_COLUMNS = (
    "id", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b", "source_article", "source_office",
    "source_headline", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude",
    "longitude", "country", "date_prec", "date_start", "date_end", "best", "high", "low",
)  # fmt: skip


def _hostile(payload: str) -> SampleReport:
    """The sample with the payload in every field that holds text."""
    report = sample_report()
    text = f"{payload}\n\n{payload} clashed at {payload}."
    words = Span(0, len(payload), payload)
    first = report.found[0]
    assert first.where is not None
    place = replace(first.where.footprint.places[0], name=payload, country="XX", admin1="")
    mention = Mention(len(payload) + 2, 2 * len(payload) + 2, payload, "place")
    footprint = replace(
        first.where.footprint, how=payload, places=(place,), alternatives=(Candidate(place, 0.1),), confidence=0.5
    )
    where = replace(first.where, mention=mention, footprint=footprint)
    claim = Claim(payload, 3, 3, None, payload, payload, words)
    incident = replace(
        replace(first, id=payload, kind=payload, title=payload, where=where, trigger=words, country="", how=payload),
        actors=(Actor(payload, "party", payload),),
        claims=(claim,),
        evidence=(words,),
        acled_event_type=payload,
        acled_sub_event_type=payload,
    )
    lost = replace(incident, id=payload + "2", where=None, unlocated_because=payload)
    article = Article(text, payload, payload, report.article.published, payload, payload, payload, payload)
    return SampleReport(article, (where,), (incident, lost), (payload,))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_python_renders_no_payload(payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering neither compiles nor loses the text, and the markup never holds it raw."""
    monkeypatch.chdir(tmp_path)
    page = incident_map(_hostile(payload), title=payload)._parent.render()
    assert not Path("PWNED").exists()
    if "<" in payload:
        assert payload not in page.split("supercluster")[0]
    for name in ("out.geojson", "out.csv", "out.kml", "out.jsonl", "out.parquet"):
        if "\ud800" not in payload:
            write(_hostile(payload), name)
            assert read_table(name)["title"].tolist() == [payload] * 2


@pytest.mark.browser
def test_browser_runs_no_payload(open_page: Any, tmp_path: Path) -> None:
    """All payloads on one page, in every field, in every view: no dialog, no request, all shown as text."""
    path = tmp_path / "hostile.html"
    incident_map([_hostile(payload) for payload in PAYLOADS], title=" ".join(PAYLOADS)).save(path)
    opened = open_page(path)
    page = opened.page
    shown = page.locator("#panel-text").inner_text()
    for payload in PAYLOADS[:10]:
        assert payload in shown
    for number in range(len(PAYLOADS)):
        page.locator(".article-item").nth(number).click()
        page.locator("[role=button].trigger").first.click()
        assert page.locator("#card").is_visible()
        page.locator(".back").click()
    page.click("#tab-incidents")
    page.click("#filters-button")
    page.click("#table-button")
    assert "<img src=x onerror=alert(1)>" in page.locator("#table").inner_text()
    assert page.locator("#table img, #panel-incidents img, #card script, #legend img").count() == 0
    assert page.evaluate("[...document.links].every((a) => /^https?:/.test(a.protocol))")
    opened.clean()


@pytest.mark.browser
@pytest.mark.parametrize("columns", [ACLED_ORDER, UCDP_COLUMNS], ids=["ACLED", "UCDP GED"])
def test_hostile_file_of_coders_is_only_text(columns: tuple[str, ...], open_page: Any, tmp_path: Path) -> None:
    """The payloads in every column of a file whose name is one too are shown, not run."""
    source = tmp_path / "<img src=x onerror=alert(1)>{{ 7 * 7 }}.csv"
    numbers = {"latitude": "10", "longitude": "20", "event_date": "2024-05-01", "date_start": "2024-05-01"}
    payloads = [payload for payload in PAYLOADS if payload != "\ud800 lone"]
    rows = [{name: numbers.get(name, payload) for name in columns} for payload in payloads]
    pandas.DataFrame(rows).to_csv(source, index=False)
    incident_map(read_table(source), title=source.stem).save(tmp_path / "<svg onload=alert(1)>.html")
    opened = open_page(tmp_path / "<svg onload=alert(1)>.html")
    page = opened.page
    assert page.locator("#title").inner_text() == source.stem
    shown = page.locator("#panel-incidents").inner_text()
    assert "<img src=x onerror=alert(1)>" in shown
    assert "{{ 7 * 7 }}" in shown
    for number in range(0, len(payloads), 5):
        page.locator("button.incident").nth(number).click()
        assert page.locator("#card").is_visible()
    page.click("#table-button")
    assert page.locator("#table img, #panel-incidents img, #card img, #card script, #legend img").count() == 0
    opened.clean()


@pytest.mark.browser
def test_name_of_a_users_layer_runs_nothing(open_page: Any, tmp_path: Path) -> None:
    """folium shows a layer's name as HTML; the page's policy keeps what stands in it from running."""
    import folium

    drawn = incident_map(sample_report())
    folium.FeatureGroup(name="mine <img src=data:, onerror=alert(1)>").add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    drawn.save(tmp_path / "page.html")
    opened = open_page(tmp_path / "page.html")
    opened.page.wait_for_timeout(300)
    assert "mine" in opened.page.locator(".leaflet-control-layers").inner_text()
    assert opened.errors == []
    assert opened.requests == []


def test_layer_text_cannot_leave_its_script() -> None:
    """A user's own layer whose text would close the script stays inside it."""
    import folium

    table = geopandas.GeoDataFrame({"kind": ["clash"]}, geometry=geopandas.points_from_xy([1], [2]), crs="EPSG:4326")
    drawn = incident_map(table)
    folium.Marker([1, 2], tooltip="</script><script>alert(1)</script>").add_to(drawn)
    page = drawn.get_root().render()
    assert "</script><script>alert(1)" not in page
