"""Incidents to files and back: RFC 7946 to the letter, no half-written file, nothing lost where the format allows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.errors import ArticleError, OutputError
from geo.export import COLUMNS, EXTENSIONS, best_figure, features, frame, from_acled, from_ucdp, read_table, write
from geo.export.geometry import as_json, bbox
from geo.records import Article, Claim, Footprint, Incident, Located, Mention, Span, When

TEXT = "Rebels shelled Alpha on Monday, killing 3, the army said. Talks were called off."


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def _incident(number: int, geometry: Any) -> Incident:
    words = _span("Alpha")
    where = Located(
        Mention(words.start, words.end, words.text, "place"), Footprint(geometry, 1, 0.5, "gn:1", confidence=0.8)
    )
    return Incident(
        f"i{number}",
        "shelling",
        "=Shelling of Alpha",
        "reported",
        When(date(2024, 5, 6), date(2024, 5, 6), "day"),
        where if geometry is not None else None,
        _span("shelled"),
        claims=(
            Claim("killed", 3, 3, None, "", "the army", _span("killing 3")),
            Claim("killed", 3, 3, 3, "", "the rebels", _span("killing 3"), denied=True),
        ),
        evidence=(_span("Rebels shelled Alpha on Monday"),),
        confidence=0.8,
        unlocated_because="" if geometry is not None else "no place is given",
    )


class _Report:
    article = Article(TEXT, "a1", "Shelling", date(2024, 5, 6), "Courier", "https://example.org/1")
    located: tuple[Located, ...] = ()
    found = (
        _incident(1, Point(20.1234567, 10)),
        _incident(2, box(20, 10, 21, 11)),
        _incident(3, LineString([(20, 10), (21, 12)])),
        _incident(4, None),
    )


def test_features_have_the_interface() -> None:
    """Properties in their order, the id, a null geometry where unlocated, selectors that quote the text."""
    made = features(_Report.found, _Report.article)
    first, last = made["features"][0], made["features"][-1]
    assert list(first["properties"]) == list(COLUMNS)
    assert (first["id"], last["geometry"], last["properties"]["mention"]) == ("i1", None, None)
    assert first["geometry"]["coordinates"] == [20.12346, 10.0]
    assert first["properties"]["killed"] == 3
    assert [claim["denied"] for claim in first["properties"]["claims"]] == [False, True]
    assert first["properties"]["start"] == "2024-05-06"
    position = first["selectors"]["evidence"][0]
    assert TEXT[position["start"] : position["end"]] == position["refinedBy"]["exact"]
    assert made["bbox"] == [20.0, 10.0, 21.0, 12.0]
    assert "bbox" not in last


def test_exterior_rings_run_counterclockwise() -> None:
    """RFC 7946, 3.1.6: exterior rings counterclockwise, holes clockwise, whatever came in."""
    from shapely.geometry import shape

    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    made = shape(as_json(Polygon([(0, 0), (0, 5), (5, 5), (5, 0)], [hole])))
    assert made.exterior.is_ccw
    assert not made.interiors[0].is_ccw


def test_antimeridian_is_split_and_boxed() -> None:
    """A shape over 180 degrees is cut there, and its bbox has west > east (RFC 7946, 3.1.9 and 5.2)."""
    made = as_json(Polygon([(170, -10), (190, -10), (190, 10), (170, 10)]))
    assert made is not None
    assert made["type"] == "MultiPolygon"
    split = MultiPolygon([box(170, -10, 180, 10), box(-180, -10, -170, 10)])
    assert bbox([split]) == [170.0, -10.0, -170.0, 10.0]
    assert bbox([box(-120, 0, -110, 5), box(100, 0, 110, 5)]) == [-120.0, 0.0, 110.0, 5.0]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_written_and_read_back(extension: str, tmp_path: Path) -> None:
    """Every type gives back every property of every incident, lists and numbers as they were."""
    path = tmp_path / f"out{extension}"
    write(_Report(), path)
    wanted, got = frame(_Report.found, _Report.article), read_table(path)
    assert got["id"].tolist() == wanted["id"].tolist()
    for name in COLUMNS:
        left = [None if not isinstance(v, (list, dict)) and pandas.isna(v) else v for v in wanted[name]]
        right = [None if not isinstance(v, (list, dict)) and pandas.isna(v) else v for v in got[name]]
        empty = extension in (".csv", ".kml", ".gpkg")  # these write "" and nothing alike
        assert [v or None for v in left] == [v or None for v in right] if empty else left == right, name
    for a, b in zip(wanted.geometry, got.geometry, strict=True):
        assert (a is None) == (b is None)
        assert a is None or a.equals_exact(b, 1e-5, normalize=True)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_table_and_report_write_the_same_features(tmp_path: Path) -> None:
    """A GeoDataFrame of incidents gives the GeoJSON that the report gives, but for the selectors."""
    write(_Report(), tmp_path / "a.geojson")
    write(frame(_Report.found, _Report.article), tmp_path / "b.geojson")
    a, b = (json.loads((tmp_path / name).read_text()) for name in ("a.geojson", "b.geojson"))
    for feature in a["features"]:
        del feature["selectors"]
    assert a == b


def test_geoparquet_declares_its_version_and_box(tmp_path: Path) -> None:
    """GeoParquet 1.1 with a covering bounding box."""
    import pyarrow.parquet

    write(_Report(), tmp_path / "a.parquet")
    meta = json.loads(pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata[b"geo"])
    assert meta["version"] == "1.1.0"
    assert "covering" in meta["columns"]["geometry"]


def test_failures_leave_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown type, a missing folder and a full disk raise OutputError; the file of before stays."""
    target = tmp_path / "a.jsonl"
    target.write_text("before")
    for path in (tmp_path / "a.xyz", tmp_path / "none" / "a.csv"):
        with pytest.raises(OutputError, match="cannot write"):
            write(_Report(), path)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.export.writing._dumps", full)
    with pytest.raises(OutputError, match="No space"):
        write(_Report(), target)
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]


def test_spreadsheets_see_no_formula(tmp_path: Path) -> None:
    """A cell that begins like a formula is guarded in CSV, and read back as it was."""
    write(_Report(), tmp_path / "a.csv")
    assert "'=Shelling" in (tmp_path / "a.csv").read_text()
    assert read_table(tmp_path / "a.csv")["title"][0] == "=Shelling of Alpha"


def test_acled_order(tmp_path: Path) -> None:
    """The option writes ACLED's columns in ACLED's order, which the reader takes for ACLED's."""
    write(_Report(), tmp_path / "a.csv", acled=True)
    assert (tmp_path / "a.csv").read_text().startswith("event_id_cnty,event_date,year,time_precision,disorder_type")
    back = read_table(tmp_path / "a.csv")
    assert back["killed"].tolist() == [3, 3, 3, 3]
    assert back.geometry.isna().tolist() == [False, False, False, True]
    with pytest.raises(OutputError, match=r"\.csv"):
        write(_Report(), tmp_path / "a.kml", acled=True)


def test_acled_and_ucdp_exports_are_understood() -> None:
    """Column names, dates and precisions of both come into ours; a row without coordinates is unlocated."""
    acled = from_acled(
        pandas.DataFrame(
            {
                "event_id_cnty": ["A1", "A2"],
                "event_date": ["16 November 2021", "2021-11-17"],
                "event_type": ["Battles", "Riots"],
                "sub_event_type": ["Armed clash", "Mob violence"],
                "actor1": ["X", "Y"],
                "latitude": [10, None],
                "longitude": [20, None],
                "geo_precision": [1, 3],
                "fatalities": [4, 0],
                "notes": ["They fought.", ""],
            }
        )
    )
    assert acled["kind"].tolist() == ["clash", "riot"]
    assert acled["start"].tolist() == ["2021-11-16", "2021-11-17"]
    assert acled["where_precision"].tolist() == [1, 4]
    assert acled.geometry.isna().tolist() == [False, True]
    ucdp = from_ucdp(
        pandas.DataFrame(
            {
                "id": [7],
                "type_of_violence": [3],
                "date_start": ["2020-01-02 00:00:00.000"],
                "date_end": ["2020-01-04"],
                "date_prec": [2],
                "where_prec": [6],
                "latitude": [1.0],
                "longitude": [2.0],
                "best": [5],
                "low": [4],
                "high": [9],
                "side_a": ["G"],
            }
        )
    )
    assert (ucdp["kind"][0], ucdp["where_precision"][0], ucdp["killed"][0]) == ("attack", 6, 5)
    assert ucdp["claims"][0][0]["high"] == 9
    assert (ucdp["start"][0], ucdp["end"][0]) == ("2020-01-02", "2020-01-04")


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    """A missing, foreign or broken file is an ArticleError that names it."""
    (tmp_path / "broken.geojson").write_text("{")
    (tmp_path / "bomb.kml").write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><kml/>')
    for name in ("none.geojson", "a.xyz", "broken.geojson", "bomb.kml"):
        with pytest.raises(ArticleError, match=name.split(".")[1]):
            read_table(tmp_path / name)


def test_other_reference_systems_are_brought_to_degrees(tmp_path: Path) -> None:
    """A table in web Mercator is written in longitude and latitude."""
    table = geopandas.GeoDataFrame({"kind": ["clash"]}, geometry=[Point(20, 10)], crs="EPSG:4326").to_crs("EPSG:3857")
    write(table, tmp_path / "a.geojson")
    assert read_table(tmp_path / "a.geojson").geometry[0].equals_exact(Point(20, 10), 1e-5)


def _claim(value: int, side: str = "", claimant: str = "police", *, total: bool = False, denied: bool = False) -> Claim:
    return Claim("killed", value, value, value, side, claimant, Span(0, 1, "x"), denied, total)


@pytest.mark.parametrize(
    ("claims", "best"),
    [
        ([], None),
        ([_claim(3), _claim(5, claimant="army")], 5),
        ([_claim(3, "A"), _claim(5, "B")], 8),
        ([_claim(3, "A"), _claim(5, "B"), _claim(6, total=True)], 6),
        ([_claim(3, "A"), _claim(9)], 9),
        ([_claim(3), _claim(50, claimant="")], 3),
        ([_claim(50, denied=True), _claim(2)], 2),
    ],
)
def test_best_figure(claims: list[Claim], best: int | None) -> None:
    """The highest that a named source gives, the sides added up where there is no total; denied ones do not count."""
    assert best_figure(claims, "killed") == best
