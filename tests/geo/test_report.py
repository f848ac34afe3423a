"""The report: tables, GeoJSON and a safe view of one article."""

from __future__ import annotations

from datetime import date

from geo import Article, Claim, Footprint, Incident, Located, Mention, Report, Span, When


def report(title: str = "A title") -> Report:
    """A report made by hand: one located incident and one that is not."""
    from shapely.geometry import Point

    text = "Two died in Goris today. Talks went on."
    mention = Mention(12, 17, "Goris", "place")
    where = Located(mention, Footprint(Point(46.34, 39.51), 1, 3.0, "by hand", confidence=0.9))
    day = When(date(2021, 11, 16), date(2021, 11, 16), "day", Span(18, 23, "today"))
    killed = Claim("killed", 2, 2, 2, "", "", Span(0, 17, text[:17]))
    incidents = (
        Incident("a1", "attack", "Two died", "reported", day, where, Span(4, 8, "died"), claims=(killed,)),
        Incident("a2", "diplomacy", "Talks", "reported", day, None, Span(25, 30, "Talks"), unlocated_because="talks"),
    )
    return Report(Article(text, title=title, published=date(2021, 11, 16)), (where,), incidents)


def test_incidents_are_a_geodataframe_that_keeps_the_unlocated() -> None:
    """A row an incident; what has no place has no geometry and is still there."""
    frame = report().incidents
    assert list(frame["kind"]) == ["attack", "diplomacy"]
    assert frame.crs.to_epsg() == 4326
    assert list(frame.geometry.isna() | frame.geometry.is_empty) == [False, True]


def test_places_are_a_geodataframe_with_the_reason() -> None:
    """Each mention stands with its offsets and how it was resolved."""
    (row,) = report().places.to_dict("records")
    assert (row["start"], row["end"], row["text"], row["how"]) == (12, 17, "Goris", "by hand")


def test_the_geo_interface_is_a_feature_collection() -> None:
    """What shapely, geopandas and leaflet read."""
    features = report().__geo_interface__["features"]
    assert [feature["id"] for feature in features] == ["a1", "a2"]
    assert features[0]["geometry"]["coordinates"] == [46.34, 39.51] or features[0]["geometry"]["coordinates"] == (
        46.34,
        39.51,
    )
    assert features[1]["geometry"] is None


def test_html_shows_hostile_titles_as_text() -> None:
    """The notebook view runs nothing."""
    html = report("<img src=x onerror=alert(1)>")._repr_html_()
    assert "<img" not in html and "&lt;img" in html
    assert "unlocated: talks" in html
