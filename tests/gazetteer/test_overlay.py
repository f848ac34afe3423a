"""A user's own places: theirs win, every fault is named, and one file keeps them."""

from __future__ import annotations

import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import geopandas
import geopandas.testing
import pytest
import shapely

from gazetteer import Gazetteer, GazetteerFileError, OverlayError
from gazetteer.overlay import load, merged, save


def frame(rows: list[dict[str, Any]], crs: object = 4326) -> geopandas.GeoDataFrame:
    """Rows with a `geometry` each as a frame."""
    return geopandas.GeoDataFrame(rows, geometry="geometry", crs=crs)


HILL = {
    "id": "hill",
    "name": "Hill 861",
    "kind": "HLL",
    "country": "XW",
    "alt_name": "Observation Hill;Post 9",
    "name:ru": "Высота 861",
    "population": 0,
    "geometry": shapely.Point(3, 3),
}
NEW_CAPITAL = {"id": "t:cap", "name": "New Évreville", "kind": "PPLC", "country": "XW", "geometry": shapely.Point(5, 7)}
ZONE = {"name": "Buffer Zone", "country": "XE", "claimed_by": "XW XQ", "geometry": shapely.box(10, 1, 11, 2)}


@pytest.fixture
def own(tiny: Gazetteer) -> Gazetteer:
    """The tiny world with three places on top."""
    return tiny.with_overlay(frame([HILL, NEW_CAPITAL, ZONE]))


def test_own_places_are_found_by_all_their_names(own: Gazetteer) -> None:
    """Alternate names and those in a language lead to the place, near spellings too."""
    for name in ("Hill 861", "observation hill", "Post 9", "высота 861"):
        assert [match.place.id for match in own.lookup(name)] == ["user:hill"]
    assert own.lookup("Высота 861")[0].name.language == "ru"
    assert own.fuzzy("Bufer Zone")[0].place.name == "Buffer Zone"
    assert [match.place.id for match in own.prefix("hill")] == ["user:hill"]


def test_own_places_replace_those_with_their_id(own: Gazetteer, tiny: Gazetteer) -> None:
    """The old capital's names and point are gone, in the new gazetteer only."""
    assert [match.place.id for match in own.lookup("Évreville")] == ["t:twin"]
    capital = own.capital("XW")
    assert capital is not None and capital.name == "New Évreville"
    assert own.reverse(5, 6).nearest == own.reverse(5, 7).nearest == capital == own.get("t:cap")
    assert [place.id for place in own.within(shapely.box(4, 5.5, 6, 7.5))] == ["t:cap"]
    assert tiny.lookup("Évreville")[0].place.id == "t:cap"


def test_own_places_with_a_known_name_come_first(tiny: Gazetteer) -> None:
    """A user's hamlet called Westland comes before the country."""
    row = {"name": "Westland", "geometry": shapely.Point(1, 1)}
    first, second = tiny.with_overlay(frame([row])).lookup("Westland")
    assert (first.place.id[:5], second.place.id) == ("user:", "t:west")


def test_own_areas_have_shapes_and_claims(own: Gazetteer) -> None:
    """A polygon without a kind is an area, drawn as given."""
    zone = own.lookup("Buffer Zone", worldview="XQ")[0].place
    assert (zone.kind, zone.claimed_by, zone.country, zone.disputed) == ("AREA", ("XW", "XQ"), "XQ", True)
    shape = own.shape(zone)
    assert shape is not None and shape.equals(ZONE["geometry"])


def test_an_overlay_travels_by_pickle(own: Gazetteer) -> None:
    """Its bytes go along, so that a worker needs no file of the user's."""
    assert pickle.loads(pickle.dumps(own)).lookup("Post 9")[0].place.id == "user:hill"


def test_the_frame_is_not_changed(tiny: Gazetteer) -> None:
    """Inputs stay as they were."""
    places = frame([HILL, ZONE])
    before = places.copy()
    tiny.with_overlay(places)
    geopandas.testing.assert_geodataframe_equal(places, before)


def test_all_faults_are_named_at_once_by_row_and_field(tiny: Gazetteer) -> None:
    """One message for all of them; nobody mends a file fault by fault."""
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    rows = [
        {**HILL, "population": "many"},
        {**HILL, "name": " ", "id": "b", "population": -5},
        {**HILL, "id": "hill", "country": "Westland"},
        {"name": "Bow", "geometry": bow_tie, "kind": "a tie"},
        {"name": "Nowhere", "geometry": None, "claimed_by": "XW someone"},
        {"name": "Far", "geometry": shapely.Point(45, 95)},
        {"name": "…", "geometry": shapely.Point(1, 1), "valid_from": 1990, "valid_to": 1980},
        {"name": "Southport", "geometry": shapely.Point(-0.03, 5)},
        {"name": "Evreville", "geometry": shapely.Point(5, 15)},
    ]
    with pytest.raises(OverlayError) as caught:
        tiny.with_overlay(frame(rows), source="mine.gpkg")
    problems = caught.value.problems
    told = [problem.split(":")[0] for problem in problems]
    assert told == [
        "row 1, population", "row 2, name", "row 2, population", "row 3, country", "row 3, id", "row 4, kind",
        "row 4, geometry", "row 5, geometry", "row 5, claimed_by", "row 6, geometry", "row 7, name", "row 7, valid_to",
        "row 8, geometry", "row 9, geometry",
    ], problems  # fmt: skip
    assert "Self-intersection" in problems[6]
    assert all("exchanged" in problems[number] for number in (9, 12, 13))
    assert isinstance(caught.value, ValueError) and "mine.gpkg: 14 problem(s)" in str(caught.value)


def test_a_wrong_or_missing_crs_is_refused(tiny: Gazetteer) -> None:
    """Metres are no degrees, and nobody guesses."""
    with pytest.raises(OverlayError, match=r"to_crs\(4326\)"):
        tiny.with_overlay(frame([HILL], crs=3857))
    with pytest.raises(OverlayError, match=r"set_crs\(4326\)"):
        tiny.with_overlay(frame([HILL], crs=None))
    with pytest.raises(OverlayError, match="no column 'name'"):
        tiny.with_overlay(frame([{"title": "x", "geometry": shapely.Point(1, 1)}]))


def test_the_saved_file_is_a_geopackage_that_loads_again(tiny: Gazetteer, tmp_path: Path) -> None:
    """One layer called places, registered as features, as QGIS reads it; the places are the same afterwards."""
    file = tmp_path / "mine.gpkg"
    assert save(frame([HILL, ZONE]), file) == 2
    header = sqlite3.connect(file)
    assert header.execute("select table_name, data_type from gpkg_contents").fetchall() == [("places", "features")]
    header.close()
    again = tiny.with_overlay(load(file))
    assert again.get("user:hill") == tiny.with_overlay(frame([HILL])).get("user:hill")
    assert again.lookup("Observation Hill")[0].place.id == "user:hill"


def test_a_refused_save_leaves_the_older_file(tmp_path: Path) -> None:
    """Nothing is written until all rows are right."""
    file = tmp_path / "mine.gpkg"
    save(frame([HILL]), file)
    before = file.read_bytes()
    with pytest.raises(OverlayError):
        save(frame([{**HILL, "name": ""}]), file)
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["mine.gpkg"]


def test_geojson_with_lists_and_csv_load_alike(tiny: Gazetteer, tmp_path: Path) -> None:
    """A list of names in GeoJSON and a semicolon list in CSV say the same."""
    feature = {
        "type": "Feature",
        "properties": {"name": "Hill 861", "alt_name": ["Post 9", "Post 10"], "population": 5},
        "geometry": {"type": "Point", "coordinates": [3, 3]},
    }
    spatial = tmp_path / "mine.geojson"
    spatial.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    table = tmp_path / "mine.csv"
    table.write_text("name,alt_name,population,Latitude,Longitude\nHill 861,Post 9;Post 10,5,3,3\n")
    found = [tiny.with_overlay(load(file)).lookup("Post 10")[0].place for file in (spatial, table)]
    assert found[0] == found[1]
    assert (found[0].population, found[0].lon) == (5, 3)


def test_the_newer_of_two_places_with_one_id_stays(tiny: Gazetteer) -> None:
    """Adding a file twice changes nothing, adding a better row mends."""
    both = merged(frame([HILL, ZONE]), frame([{**HILL, "name": "Hill 862"}, ZONE]))
    assert sorted(both["name"]) == ["Buffer Zone", "Hill 862"]
    assert tiny.with_overlay(both).lookup("Hill 862")[0].place.id == "user:hill"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("mine.xlsx", "x", r"\.geojson, \.gpkg or \.csv"),
        ("mine.geojson", "{not json", "cannot be read"),
        ("mine.gpkg", "no database", "cannot be read"),
        ("mine.csv", "", "cannot be read"),
        ("gone.csv", None, "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str | None, why: str) -> None:
    """The message names file and cure."""
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    with pytest.raises(GazetteerFileError, match=f"{name}.*{why}"):
        load(file)


def test_a_csv_names_its_bad_numbers(tmp_path: Path) -> None:
    """Row and column of each coordinate that is none."""
    file = tmp_path / "mine.csv"
    file.write_text("name,lon,lat\nA,1,north\nB,,2\n")
    with pytest.raises(OverlayError) as caught:
        load(file)
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["row 2, lon", "row 1, lat"]
    file.write_text("name,where\nA,there\n")
    with pytest.raises(OverlayError, match="no columns lon and lat"):
        load(file)
