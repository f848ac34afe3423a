"""Building from GeoNames' dumps, on samples in their published formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from gazetteer import Gazetteer
from gazetteer.build import dumps
from gazetteer.build.draft import BorderDraft, Draft, ShapeDraft
from gazetteer.build.from_dumps import build_from_dumps
from gazetteer.build.writer import Writer
from gazetteer.errors import GazetteerFileError


def _row(
    number: int, name: str, alternates: str, lat: str, lon: str, code: str, admin1: str, people: int, day: str
) -> str:
    """A line of allCountries.txt."""
    kind = "A" if code.startswith(("ADM", "PCL")) else "P"
    before = [str(number), name, name, alternates, lat, lon, kind, code, "AM", "", admin1]
    return "\t".join([*before, "", "", "", str(people), "", "994", "Asia/Yerevan", day])


PLACES = [
    _row(174982, "Republic of Armenia", "Armenia,Hayastan", "40.25", "45", "PCLI", "00", 2_951_776, "2024-01-02"),
    _row(
        616052, "Yerevan", "EVN,Erevan,,Erivan  Irevan,Ереван", "40.18", "44.51", "PPLC", "11", 1_093_485, "2025-03-04"
    ),
    _row(174895, "Goris", "", "39.51111", "46.34168", "PPLA", "", 17_592, "2019-05-06"),
    _row(409314, "Syunik", "", "39.25", "46.25", "ADM1", "08", 0, "2019-05-06"),
    _row(99, "Nowhere", "", "95", "46", "PPL", "", 0, "2019-05-06"),
]
NAMES = [
    "1\t616052\then\tErewan\t\t\t\t\t\t",
    "2\t616052\thy\tԵրևան\t1\t\t\t\t\t",
    "3\t616052\tlink\thttps://en.wikipedia.org/wiki/Yerevan\t\t\t\t\t\t",
    "4\t616052\tiata\tEVN\t\t\t\t\t\t",
    "5\t616052\tru\tЭривань\t\t\t\t1\t18280101\t1936",
    "6\t174982\tabbr\tRA\t\t\t\t\t\t",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the three dumps."""
    source = tmp_path / "dumps"
    source.mkdir()
    (source / "allCountries.txt").write_text("\n".join(PLACES) + "\n", encoding="utf-8")
    (source / "alternateNamesV2.txt").write_text("\n".join(NAMES) + "\n", encoding="utf-8")
    (source / "hierarchy.txt").write_text("409314\t174895\tADM\n174982\t409314\tADM\n", encoding="utf-8")
    return source


def test_places_and_names_of_the_dumps_are_found(folder: Path, tmp_path: Path) -> None:
    """Names come from both dumps, with their kinds and years; links, airport codes and glued names do not."""
    build_from_dumps(folder, tmp_path / "out", lambda _: None)
    built = Gazetteer.open(tmp_path / "out")
    yerevan = built.get("gn:616052")
    assert yerevan is not None
    names = {name.text: name for name in built.names(yerevan)}
    assert {"Yerevan", "Erevan", "Erivan", "Irevan", "Ереван", "Երևան", "Эривань"} <= set(names)
    assert not {"EVN", "Erivan  Irevan", "https://en.wikipedia.org/wiki/Yerevan"} & set(names)
    assert (names["Эривань"].kind, names["Эривань"].valid_from, names["Эривань"].valid_to) == ("historic", 1828, 1936)
    assert names["Երևան"].kind == "official"


def test_a_place_without_code_takes_its_parents(folder: Path, tmp_path: Path) -> None:
    """hierarchy.txt fills the first-level code where the main dump leaves it out."""
    build_from_dumps(folder, tmp_path / "out", lambda _: None)
    goris = Gazetteer.open(tmp_path / "out").get("gn:174895")
    assert goris is not None
    assert goris.admin1 == "08"


def test_rows_without_a_position_on_earth_are_left_out(folder: Path, tmp_path: Path) -> None:
    """A latitude of 95 degrees is no place."""
    build_from_dumps(folder, tmp_path / "out", lambda _: None)
    assert Gazetteer.open(tmp_path / "out").get("gn:99") is None


def test_the_same_dumps_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Two builds of one input cannot be told apart."""
    first = build_from_dumps(folder, tmp_path / "one", lambda _: None)
    second = build_from_dumps(folder, tmp_path / "two", lambda _: None)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_build_goes_on_where_it_was_cut_off(folder: Path, tmp_path: Path) -> None:
    """A dump that was read whole is not read again."""
    said: list[str] = []
    staging = dumps.Staging(tmp_path / "out" / ".staging.db", said.append)
    staging.load(folder / "allCountries.txt", "place", dumps.place_row)
    staging.connection.close()
    build_from_dumps(folder, tmp_path / "out", said.append)
    assert "allCountries.txt: was read before" in said
    assert Gazetteer.open(tmp_path / "out").get("gn:616052") is not None
    assert not (tmp_path / "out" / ".staging.db").exists()


def test_a_dump_goes_on_in_its_midst(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed amid a dump, the next build reads on from the last batch that was kept, to the same bytes and checksum."""
    whole = build_from_dumps(folder, tmp_path / "whole", lambda _: None)
    monkeypatch.setattr(dumps, "_BATCH", 1)
    monkeypatch.setattr(dumps, "_KEEP", 2)
    read: list[str] = []

    def cut_off(fields: list[str]) -> tuple[Any, ...] | None:
        read.append(fields[0])
        if len(read) == 4:
            raise KeyboardInterrupt
        return dumps.alternate_row(fields)

    staging = dumps.Staging(tmp_path / "out" / ".staging.db", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        staging.load(folder / "alternateNamesV2.txt", "alternate", cut_off)
    staging.connection.close()
    said: list[str] = []
    assert [path.read_bytes() for path in build_from_dumps(folder, tmp_path / "out", said.append)] == [
        path.read_bytes() for path in whole
    ]
    assert "alternateNamesV2.txt: goes on after 2 rows" in said


def test_what_a_base_knows_beyond_the_dumps_is_taken_over(folder: Path, tmp_path: Path) -> None:
    """Its regions, outlines, claims, borders and names; GeoNames' own places keep the dumps' point and name."""
    west = Draft("gn:174982", "Armenia, the old way", "PCLI", "AM", 0, 0)
    west.shapes = [ShapeDraft(shapely.box(43, 38, 47, 42)), ShapeDraft(shapely.box(43, 38, 48, 42), worldview="AM")]
    west.call("Armenian", "adjective", "en")
    strip = Draft("region:strip", "The Strip", "RGN", "AZ", 46, 39, claimed_by=("AM", "AZ"))
    strip.shapes = [ShapeDraft(shapely.box(46, 39, 47, 40), valid_from=1994, valid_to=2020)]
    peak = Draft("feature:peak", "A Peak", "MT", "AM", 44, 40)
    with Writer(tmp_path / "base") as writer:
        for draft in (west, strip, peak):
            writer.add(draft)
        writer.add_borders([BorderDraft(shapely.LineString([(45, 39), (46, 40)]), "AM", "AZ", "international", "main")])
        writer.finish({"source one": "CC0"})
    base = Gazetteer.open(tmp_path / "base")
    first, second = (build_from_dumps(folder, tmp_path / name, lambda _: None, base) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    built = Gazetteer.open(tmp_path / "a")
    (armenia,) = [match.place for match in built.lookup("Armenian")]
    assert (armenia.name, armenia.lon, armenia.population) == ("Republic of Armenia", 45, 2_951_776)
    views = [built.shape(armenia, worldview=view) for view in ("", "AM")]
    assert [shape and shape.area for shape in views] == [16, 20]
    (found,) = [match.place for match in built.lookup("The Strip")]
    assert found.claimed_by == ("AM", "AZ") and built.shape(found, on=2000) is not None
    assert built.neighbours("AM") == ["AZ"] and built.meta["source one"] == "CC0"
    assert built.get("feature:peak") is None


def test_natural_earths_files_beside_the_dumps_give_outlines_and_borders(folder: Path, tmp_path: Path) -> None:
    """Under their published names and columns; of a base only other countries' views of a state stay beside them."""
    armenia, georgia = shapely.box(43, 39, 47, 41), shapely.box(43, 41, 47, 43)
    rows = [(armenia, "AM", "ARM", "Armenia", 45.0, 40.0), (georgia, "GE", "GEO", "Georgia", 45.0, 42.0)]
    columns = {
        "NAME": "",
        "FORMAL_EN": "",
        "NAME_CIAWF": "",
        "NAME_ALT": "",
        "BRK_NAME": "",
        "ADMIN": "",
        "GEOUNIT": "",
    }
    states = [
        {**columns, "ISO_A2_EH": code, "ISO_A3_EH": long, "ADM0_A3": long, "NAME_LONG": name, "ABBREV": "",
         "POP_EST": 3, "LABEL_X": x, "LABEL_Y": y, "NAME_RU": "Армения" if code == "AM" else ""}
        for _, code, long, name, x, y in rows
    ]  # fmt: skip
    outlines = geopandas.GeoDataFrame(states, geometry=[row[0] for row in rows], crs=4326)
    outlines.to_file(folder / "ne_10m_admin_0_countries.shp", engine="pyogrio")
    line = {"ADM0_A3_L": "ARM", "ADM0_A3_R": "GEO", "FEATURECLA": "International boundary (verify)"}
    lines = geopandas.GeoDataFrame([line], geometry=[shapely.LineString([(43, 41), (47, 41)])], crs=4326)
    lines.to_file(folder / "ne_10m_admin_0_boundary_lines_land.shp", engine="pyogrio")
    older = Draft("gn:174982", "Armenia", "PCLI", "AM", 45, 40)
    older.shapes = [ShapeDraft(shapely.box(0, 0, 1, 1)), ShapeDraft(shapely.box(43, 38, 47, 41), worldview="AM")]
    with Writer(tmp_path / "base") as writer:
        writer.add(older)
        writer.finish({})
    build_from_dumps(folder, tmp_path / "out", lambda _: None, Gazetteer.open(tmp_path / "base"))
    built = Gazetteer.open(tmp_path / "out")
    place = built.country("AM")
    assert place is not None and {"Армения"} <= {name.text for name in built.names(place)}
    areas = [shape.area for view in ("", "AM") if (shape := built.shape(place, worldview=view)) is not None]
    assert areas == pytest.approx([8, 12], rel=0.01)
    assert [border.status for border in built.borders("AM", "GE")] == ["international"]
    assert built.reverse(45, 42).country == built.get("ne:adm0:GEO")


def test_a_changed_dump_is_read_anew(folder: Path, tmp_path: Path) -> None:
    """The staging file does not outlive a change of its source."""
    staging = dumps.Staging(tmp_path / "out" / ".staging.db", lambda _: None)
    staging.load(folder / "allCountries.txt", "place", dumps.place_row)
    staging.connection.close()
    (folder / "allCountries.txt").write_text(PLACES[1].replace("Yerevan", "Newtown") + "\n", encoding="utf-8")
    build_from_dumps(folder, tmp_path / "out", lambda _: None)
    built = Gazetteer.open(tmp_path / "out")
    assert built.get("gn:174895") is None
    assert built.lookup("Newtown")


def test_meta_records_checksums_and_the_date(folder: Path, tmp_path: Path) -> None:
    """`dateline gazetteer info` can tell what went in."""
    build_from_dumps(folder, tmp_path / "out", lambda _: None)
    meta = Gazetteer.open(tmp_path / "out").meta
    assert meta["data to"] == "2025-03-04"
    assert "sha256" in meta["source dump place"]


def test_a_folder_without_the_dump_is_named(tmp_path: Path) -> None:
    """The error says which file is missing and where to get it."""
    with pytest.raises(GazetteerFileError, match=r"allCountries\.txt.*geonames\.org"):
        build_from_dumps(tmp_path, tmp_path / "out", lambda _: None)


def test_bytes_that_are_no_utf8_are_named_by_place(folder: Path, tmp_path: Path) -> None:
    """A broken download is reported with the place of the break."""
    whole = PLACES[0].encode()
    (folder / "allCountries.txt").write_bytes(whole + b"\n\xff\xfe\n")
    with pytest.raises(GazetteerFileError, match=f"byte {len(whole) + 4}"):
        build_from_dumps(folder, tmp_path / "out", lambda _: None)
