"""What holds for any text and any point."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, Place
from gazetteer.names import fold
from gazetteer.reverse import distance_km
from gazetteer.shapes import ShapeCache, of_place

NAMES = ["Évreville", "Westland", "OLDTOWN", "old-town", "xw", "Еврвиль", "The Strip", "north province"]


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=30), st.sampled_from(NAMES), st.text("\ud800\x00'\"%_*", max_size=8)))
def test_every_answer_bears_the_name_that_was_asked(tiny: Gazetteer, text: str) -> None:
    """Whatever the text, also half characters and SQL's own signs; the tier says whether it is spelled so."""
    for match in tiny.lookup(text):
        assert fold(match.name.text) == fold(text)
        assert (match.tier == "exact") == (match.name.text == text)
    assert tiny.get(text) is None
    assert all(fold(text) for _ in tiny.prefix(text))


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.one_of(st.characters(max_codepoint=0x2FF), st.characters()), max_size=30))
def test_a_latin_name_folds_as_it_would_beside_another_script(text: str) -> None:
    """The short way for names that fold to ASCII gives what the general rule gives."""
    assert fold(f"{text} ա") == f"{fold(text)} ա".lstrip()
    assert fold(fold(text)) == fold(text)


@settings(max_examples=150, deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_the_nearest_town_is_the_nearest_of_all(tiny: Gazetteer, lon: float, lat: float) -> None:
    """As by measuring each of them."""
    towns = [place for uid in ("t:cap", "t:twin", "t:oldtown", "t:south", "t:dateline") if (place := tiny.get(uid))]

    def km(place: Place) -> float:
        return distance_km(lon, lat, place.lon, place.lat)

    here = tiny.reverse(lon, lat)
    closest = min(map(km, towns))
    if here.nearest_km is None:
        assert closest > 2_500
    else:
        assert here.nearest_km == pytest.approx(closest)


def test_the_cache_of_shapes_is_bounded_by_bytes(tiny: Gazetteer) -> None:
    """A small one drops the older shapes and reads them again, the same."""
    (layer,) = tiny._layers
    cache = ShapeCache(max_bytes=1_500)
    for _ in range(2):
        for row_id in range(1, 11):
            shape = of_place(layer, row_id, cache, detail="fine", year=None, worldview="")
            assert shape is None or (shape.is_valid and shapely.is_prepared(shape))
            assert 0 <= cache.held_bytes <= 1_500
    assert cache.held_bytes > 0
