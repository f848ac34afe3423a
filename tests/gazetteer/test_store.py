"""Look-ups, areas, shapes, borders and points, on the tiny world."""

from __future__ import annotations

import multiprocessing
import pickle
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import shapely

import gazetteer
from gazetteer import Gazetteer
from gazetteer.place import Match


def ids(matches: list[Match]) -> list[str]:
    """The places of some matches."""
    return [match.place.id for match in matches]


def test_a_name_is_found_without_its_accents_and_the_larger_place_comes_first(tiny: Gazetteer) -> None:
    """Folding finds both towns; the capital leads though the twin is spelled exactly so."""
    found = tiny.lookup("Evreville")
    assert ids(found) == ["t:cap", "t:twin"]
    assert [match.tier for match in found] == ["folded", "exact"]


def test_tiers_narrow_the_answer(tiny: Gazetteer) -> None:
    """Only the tiers asked for answer, and an unknown one is refused."""
    assert ids(tiny.lookup("Evreville", tiers=("exact",))) == ["t:twin"]
    assert ids(tiny.lookup("Evreville", tiers=("folded",))) == ["t:cap"]
    with pytest.raises(ValueError, match="soundex"):
        tiny.lookup("Evreville", tiers=("soundex",))  # type: ignore[arg-type]


def test_guessing_tiers_answer_only_where_nothing_else_does(tiny: Gazetteer) -> None:
    """A misspelt name is found by the fuzzy tier; a known one never reaches it."""
    tiers = ("exact", "folded", "transliterated", "fuzzy")
    assert {match.tier for match in tiny.lookup("Evreville", tiers=tiers)} == {"exact", "folded"}
    (near,) = tiny.lookup("Suothport", tiers=tiers)
    assert (near.place.id, near.tier, near.distance) == ("t:south", "fuzzy", 1)


def test_a_place_inside_a_longer_name_is_found_by_its_part(tiny: Gazetteer) -> None:
    """The longest part that names a place answers; small words begin no part, and a known name is never parted."""
    tiers = ("exact", "part")
    assert ids(tiny.lookup("North Province Council", tiers=tiers)) == ["t:prov"]
    (match,) = tiny.lookup("Bank of Eastland", tiers=tiers)
    assert (match.place.id, match.name.text, match.tier) == ("t:east", "Eastland", "part")
    assert ids(tiny.lookup("bank of westlandish", tiers=tiers)) == []
    assert {match.tier for match in tiny.lookup("North Province", tiers=tiers)} == {"exact"}
    assert tiny.lookup("Bank of Eastland") == []


def test_another_script_is_found_by_its_own_name_and_by_transliteration(tiny: Gazetteer) -> None:
    """A stored Cyrillic name matches as such, one that is not stored through Latin letters."""
    assert tiny.lookup("Еврвиль")[0].name.language == "ru"
    (match,) = tiny.lookup("Еастланд", tiers=("exact", "folded", "transliterated"))
    assert (match.place.id, match.tier) == ("t:east", "transliterated")


def test_a_match_says_which_name_of_what_kind(tiny: Gazetteer) -> None:
    """The adjective of a country leads to it and is named as one."""
    (match,) = tiny.lookup("westlandish")
    assert (match.place.id, match.name.text, match.name.kind, match.name.language) == (
        "t:west", "Westlandish", "adjective", "en",
    )  # fmt: skip


def test_a_historic_name_holds_in_its_years_only(tiny: Gazetteer) -> None:
    """The capital was Oldtown until 1950; today's hamlet of that name is all that is left of it later."""
    assert ids(tiny.lookup("Oldtown", on=1940)) == ["t:cap", "t:oldtown"]
    assert ids(tiny.lookup("Oldtown", on=date(2021, 11, 16))) == ["t:oldtown"]
    assert ids(tiny.lookup("Old Union", on=1950)) == ["t:gone"]
    assert tiny.lookup("Old Union", on=2000) == []


def test_a_claimed_place_lies_where_the_worldview_puts_it(tiny: Gazetteer) -> None:
    """The claimant's view moves the strip, a third country's does not."""
    assert [tiny.lookup("The Strip", worldview=view)[0].place.country for view in ("", "XW", "XQ")] == [
        "XE", "XW", "XE",
    ]  # fmt: skip


def test_kinds_filter_by_code_or_by_beginning(tiny: Gazetteer) -> None:
    """PPLC is one code, PPL* all that begin so."""
    assert ids(tiny.lookup("Evreville", kinds={"PPLC"})) == ["t:cap"]
    assert ids(tiny.lookup("Evreville", kinds=["PPL*"])) == ["t:cap", "t:twin"]
    assert tiny.lookup("Evreville", kinds=["ADM1"]) == []


def test_many_names_at_once_keep_those_without_an_answer(tiny: Gazetteer) -> None:
    """Each name asked for is a key, in the order asked."""
    found = tiny.lookup_many(["nowhere", "Westland", "nowhere", ""])
    assert list(found) == ["nowhere", "Westland", ""]
    assert [len(matches) for matches in found.values()] == [0, 1, 0]


def test_an_answer_may_be_changed_without_changing_the_next(tiny: Gazetteer) -> None:
    """Cached answers are not handed out for writing."""
    tiny.lookup("Westland").clear()
    assert len(tiny.lookup("Westland")) == 1


def test_prefix_completes_by_display_name_first(tiny: Gazetteer) -> None:
    """The hamlet called Oldtown comes before the capital that once was."""
    assert ids(tiny.prefix("old")) == ["t:gone", "t:oldtown", "t:cap"]
    assert ids(tiny.prefix("o")) == ["t:gone", "t:oldtown"]
    assert len(tiny.prefix("e", limit=1)) == 1
    assert tiny.prefix("") == []


def test_ids_lead_to_places_and_places_to_names(tiny: Gazetteer) -> None:
    """The display name stands first; an unknown id is None."""
    capital = tiny.get("t:cap")
    assert capital is not None
    assert [name.text for name in tiny.names(capital)] == ["Évreville", "Еврвиль", "Oldtown"]
    assert tiny.get("t:none") is None


def test_countries_and_their_parts_are_found_by_code(tiny: Gazetteer) -> None:
    """A state that is gone is no country of today."""
    assert [country.country for country in tiny.countries()] == ["XE", "XW"]
    assert tiny.country("XU") is None
    found = tiny.country("XW"), tiny.capital("XW"), tiny.admin1("XW", "01")
    assert [place and place.id for place in found] == ["t:west", "t:cap", "t:prov"]
    assert (tiny.capital("XE"), tiny.admin1("XW", "99"), tiny.admin2("XW", "01", "001")) == (None, None, None)


def test_the_shape_is_the_one_of_the_year(tiny: Gazetteer) -> None:
    """Inside a span its shape; between and after, the last one; before all, the first."""
    strip = tiny.get("t:strip")
    assert strip is not None
    areas = {year: tiny.shape(strip, on=year) for year in (1980, 1990, 1991, 2020, 2024, None)}
    assert [shape and shape.area for shape in areas.values()] == [4, 4, 9, 9, 9, 9]


def test_the_shape_follows_the_worldview(tiny: Gazetteer) -> None:
    """Westland's own view of itself is larger; another country's view of it is the common one."""
    west = tiny.country("XW")
    assert west is not None
    areas = [tiny.shape(west, worldview=view) for view in ("", "XW", "XE")]
    assert [shape and shape.area for shape in areas] == [100, 120, 100]
    capital = tiny.capital("XW")
    assert capital is not None
    assert tiny.shape(capital) is None


def test_borders_have_sides_and_parts(tiny: Gazetteer) -> None:
    """Both lines are found whichever country is named first, with their own left and right."""
    both = tiny.borders("XE", "XW"), tiny.borders("XW", "XE")
    assert both[0] == both[1]
    assert [(line.left, line.right, line.part) for line in both[0]] == [("XW", "XE", "main"), ("XE", "XW", "enclave")]
    assert tiny.neighbours("XW") == ["XE"]
    assert tiny.borders("XW", "XQ") == []


def test_a_point_tells_country_area_and_nearest_town(tiny: Gazetteer) -> None:
    """The geodesic distance is given; 0.1° of longitude at 6° N is 11.07 km."""
    here = tiny.reverse(5.1, 6)
    assert here.country and here.admin1 and here.nearest
    assert (here.country.id, here.admin1.id, here.nearest.id) == ("t:west", "t:prov", "t:cap")
    assert here.nearest_km == pytest.approx(11.07, abs=0.01)


def test_a_harbour_off_the_generalised_coast_keeps_its_country(tiny: Gazetteer) -> None:
    """0.03° off the coast is Westland's, 0.3° is the sea."""
    near, far = tiny.reverse(5, -0.03), tiny.reverse(5, -0.3)
    assert near.country is not None and near.country.id == "t:west"
    assert far.country is None


def test_the_worldview_decides_whose_a_disputed_point_is(tiny: Gazetteer) -> None:
    """11° E is Eastland's, but Westland's in Westland's view."""
    assert [tiny.reverse(11, 5, worldview=view).country.id for view in ("", "XW")] == ["t:east", "t:west"]  # type: ignore[union-attr]


def test_the_nearest_town_may_lie_across_180_degrees(tiny: Gazetteer) -> None:
    """From 179.99° W the harbour at 179.99° E is 2.2 km away."""
    here = tiny.reverse(-179.99, 3)
    assert here.nearest is not None and here.nearest.id == "t:dateline"
    assert here.nearest_km == pytest.approx(2.22, abs=0.01)


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_a_point_off_the_earth_is_refused(tiny: Gazetteer, lon: float, lat: float) -> None:
    """The message says which number is which."""
    with pytest.raises(ValueError, match="longitude"):
        tiny.reverse(lon, lat)


def test_places_within_an_area_come_by_standing(tiny: Gazetteer) -> None:
    """Of what lies in the north of Westland the province leads, the capital follows; limit cuts."""
    north = shapely.box(0, 5.5, 10, 10)
    assert [place.id for place in tiny.within(north)] == ["t:cap", "t:prov"]
    assert [place.id for place in tiny.within(north, limit=1)] == ["t:cap"]
    assert tiny.within(shapely.Polygon()) == []


def test_a_gazetteer_travels_to_other_threads_and_processes(tiny: Gazetteer) -> None:
    """Threads share it; a pickle and a forked child open their own connections."""
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: tiny.lookup("Oldtown")[0].place.id, range(40))) == {"t:cap"}
    assert ids(pickle.loads(pickle.dumps(tiny)).lookup("Oldtown")) == ids(tiny.lookup("Oldtown"))
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(_first_id, (tiny, "Southport")) == "t:south"


def test_a_fork_amid_reading_threads_does_not_hang(tiny: Gazetteer) -> None:
    """A child that is forked while other threads read starts with no lock held."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            tiny.lookup("Oldtown", on=random.randrange(2000))
            tiny.reverse(5, 6)

    tiny.reverse(5, 6)  # what is imported lazily is imported before the fork
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(5):
            child = multiprocessing.get_context("fork").Process(target=_first_id, args=(tiny, "Southport"))
            child.start()
            child.join(timeout=20)
            hung = child.is_alive()
            child.kill()
            assert not hung and child.exitcode == 0
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def _first_id(world: Gazetteer, name: str) -> str:
    return world.lookup(name)[0].place.id


def test_looking_up_names_imports_nothing_heavy(tiny_folder: Path) -> None:
    """Opening and exact look-ups stay free of numpy, shapely, pandas and geopandas."""
    code = (
        "import sys, gazetteer; g = gazetteer.Gazetteer.open(sys.argv[1]); g.lookup('Westland'); "
        "print(sorted({'numpy', 'shapely', 'pandas', 'geopandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tiny_folder)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_sorted_and_there() -> None:
    """__all__ is what a user sees."""
    assert gazetteer.__all__ == sorted(gazetteer.__all__)
    assert all(hasattr(gazetteer, name) for name in gazetteer.__all__)
