"""Where the build gets a point from: members, namesakes, the area above; mouths of rivers; airports' names."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest
import shapely

from gazetteer.build import airports, features, locating, naming, water
from gazetteer.build.draft import Atlas, Draft, ShapeDraft
from gazetteer.build.geometry import inner_point
from gazetteer.errors import GazetteerError


@pytest.fixture
def atlas() -> Atlas:
    """A province drawn as a box, with a town, and three districts that no source locates."""
    atlas = Atlas()
    province = atlas.add(Draft("gn:1", "Province", "ADM1", "XX", admin1="01"))
    province.shapes.append(ShapeDraft(shapely.box(10, 20, 12, 22)))
    atlas.admin1["XX", "01"] = province
    atlas.add(Draft("gn:2", "Millford", "PPL", "XX", 11.5, 21.5, "01", "A", population=50))
    atlas.add(Draft("gn:3", "Hilltown", "PPL", "XX", 10.5, 20.5, "01", population=90))
    for number, (name, code) in enumerate((("Mills", "A"), ("Hilltown District", "B"), ("Nowhere", "C")), 4):
        atlas.admin2["XX", "01", code] = atlas.add(Draft(f"gn:{number}", name, "ADM2", "XX", admin1="01", admin2=code))
    return atlas


def test_an_area_without_a_point_takes_the_best_one_there_is(atlas: Atlas) -> None:
    """First its members' mean, then the town that bears its name, then the area above; each is marked."""
    locating.locate_by_members(atlas)
    locating.locate_by_namesakes(atlas)
    locating.locate_by_parents(atlas)
    found = {draft.name: (draft.lon, draft.lat, draft.point_from) for draft in atlas if draft.kind == "ADM2"}
    assert found == {
        "Mills": (11.5, 21.5, "members"),
        "Hilltown District": (10.5, 20.5, "namesake"),
        "Nowhere": (11.0, 21.0, "parent"),
    }


def test_the_people_of_a_citys_boroughs_are_counted_once(atlas: Atlas) -> None:
    """A town inside the built-up circle of a larger one is part of it; one beyond adds its people."""
    for uid, lon, people in (("gn:7", 11.0, 8_000_000), ("gn:8", 11.1, 2_000_000), ("gn:9", 11.8, 100_000)):
        atlas.add(Draft(uid, uid, "PPL", "XX", lon, 21.0, "01", population=people))
    locating.locate_by_members(atlas)
    assert atlas.drafts["gn:1"].population == 8_000_000 + 100_000 + 50 + 90


def test_a_namesake_in_another_province_does_not_count(atlas: Atlas) -> None:
    """Towns of one name are many; only those within the area above may stand for an area."""
    atlas.drafts["gn:3"].admin1 = "02"
    locating.locate_by_namesakes(atlas)
    assert atlas.drafts["gn:5"].lon is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Orange County", "Orange"), ("Amphoe Phrao", "Phrao"), ("Erzin İlçesi", "Erzin"), ("Guma LGA", "Guma"),
        ("Distrito de Lima", "Lima"), ("Free State of X", "Free State of X"), ("State of X", "X"),
    ],
)  # fmt: skip
def test_words_for_the_kind_of_an_area_fall_away(name: str, bare: str) -> None:
    """At either end, in the languages in which sources write them."""
    assert naming.bare_area_name(name) == bare


def test_the_point_of_an_outline_is_its_middle_where_that_lies_inside() -> None:
    """A box has its centre; a horseshoe some point within it."""
    assert inner_point(shapely.box(0, 0, 4, 2)) == (2.0, 1.0)
    horseshoe = shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 8, 9))
    assert horseshoe.contains(shapely.Point(inner_point(horseshoe)))


def test_a_river_does_not_run_back_to_its_source(tmp_path: Path) -> None:
    """The maps close every line like a ring; lines called "River" have no name."""
    course = [[10.0, 50.0], [11.0, 50.5], [12.0, 50.0], [10.0, 50.0]]
    rivers = [{"name": "Long", "points": course}, {"name": "River", "points": course}]
    database = tmp_path / "maps.sqlite3"
    connection = sqlite3.connect(database)
    connection.execute("create table country_map (alpha2 text, payload blob)")
    connection.execute(
        "insert into country_map values ('XX', ?)", (zlib.compress(json.dumps({"rivers": rivers}).encode()),)
    )
    connection.commit()
    connection.close()
    atlas = Atlas()
    water.add_rivers(atlas, database)
    (river,) = atlas
    assert river.name == "Long"
    ends = {point.coords[0] for point in shapely.get_parts(river.shapes[0].geometry.boundary)}
    assert ends == {(10.0, 50.0), (12.0, 50.0)}


def test_a_known_mouth_goes_to_the_drawn_river_near_it(tmp_path: Path) -> None:
    """A drawn river of the name takes the mouth; one far away does not, and the row becomes a place of its own."""
    table = tmp_path / "river_mouths.tsv"
    table.write_text(
        "name\tcountry\tlat\tlon\taliases\nSaint John River\tXX\t0\t1\t\nLong\tXX\t40\t1\tLang\n", encoding="utf-8"
    )
    atlas = Atlas()
    drawn = atlas.add(Draft("ne:river:st-john", "St. John", "STM"))
    drawn.shapes.append(ShapeDraft(shapely.LineString([(0, 0), (0.5, 0)])))
    features.add_mouths(atlas, table)
    assert (drawn.name, drawn.lon, drawn.lat) == ("Saint John River", 1.0, 0.0)
    long = atlas.drafts["river:long"]
    assert (long.name, long.lat, {name.text for name in long.names}) == ("Long River", 40.0, {"Long", "Lang"})


def test_a_feature_may_only_locate_a_place_of_another_source(tmp_path: Path) -> None:
    """A row with an id adds nothing but the point, and an id that leads nowhere is an error of the table."""
    table = tmp_path / "features.tsv"
    head = "id\tname\tkind\tcountry\tlat\tlon\taliases\n"
    table.write_text(
        head + "XX\tIsle\tPCLI\tXX\t-54\t3\t\n\tMount Hood\tVLC\tUS\t45.37\t-121.7\tHood\n", encoding="utf-8"
    )
    atlas = Atlas()
    isle = atlas.countries["XX"] = atlas.add(Draft("gn:9", "Isle", "PCLI", "XX"))
    features.add_features(atlas, table)
    assert (isle.lon, isle.lat) == (3.0, -54.0)
    assert [draft.uid for draft in atlas] == ["gn:9", "feature:mount-hood"]
    table.write_text(head + "YY\tIsle\tPCLI\tYY\t-54\t3\t\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="YY"):
        features.add_features(atlas, table)


@pytest.mark.parametrize(
    ("name", "city", "short"),
    [
        ("London Heathrow Airport", "London", "Heathrow"),
        ("Amsterdam Airport Schiphol", "Amsterdam", "Schiphol"),
        ("Washington Dulles International Airport", "Washington", "Dulles Airport"),
        ("Zvartnots International Airport", "Yerevan", "Zvartnots Airport"),
    ],
)
def test_airports_go_by_shorter_names(name: str, city: str, short: str) -> None:
    """Without "International", without the city."""
    assert short in airports.short_names(name, city)


def test_an_airport_does_not_go_by_a_persons_name() -> None:
    """What is left of a name without its city is the ground's only where the city was in it."""
    assert [*airports.short_names("Indira Gandhi International Airport", "Delhi")] == ["Indira Gandhi Airport"]
    assert [*airports.short_names("Paris Charles de Gaulle Airport", "Paris")] == []
