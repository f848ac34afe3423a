"""The gazetteer as a geocoder of geopy, without a network."""

from __future__ import annotations

from typing import Any

import geopandas
import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from gazetteer import Gazetteer
from gazetteer.geocoder import LocalGazetteer, NoNetwork


@pytest.fixture
def local(tiny: Gazetteer) -> LocalGazetteer:
    """The geocoder of the tiny world."""
    return LocalGazetteer(tiny)


class Elsewhere(Geocoder):  # type: ignore[misc]
    """An online geocoder, played: it answers Atlantis and counts its calls."""

    def __init__(self) -> None:
        super().__init__(adapter_factory=NoNetwork)
        self.calls: list[Any] = []

    def geocode(self, query: str, **_: Any) -> Location | None:
        self.calls.append(query)
        return Location("Atlantis", (31, -24), {}) if query == "Atlantis" else None


def test_it_is_a_geocoder_of_geopy_and_answers_in_its_forms(local: LocalGazetteer) -> None:
    """One Location, a list, or None; the point in geopy's order."""
    assert isinstance(local, Geocoder)
    one = local.geocode("Evreville")
    assert (one.latitude, one.longitude, one.raw["id"], one.raw["tier"]) == (6, 5, "t:cap", "folded")
    assert one.address == "Évreville, North Province, Westland"
    assert [each.raw["id"] for each in local.geocode("Evreville", exactly_one=False)] == ["t:cap", "t:twin"]
    assert len(local.geocode("Evreville", exactly_one=False, limit=1)) == 1
    assert local.geocode("Atlantis") is None and local.geocode("", exactly_one=False) is None


def test_later_parts_of_an_address_say_where(local: LocalGazetteer) -> None:
    """The country after a comma chooses among places of one name, and an unknown part leaves none."""
    assert local.geocode("Evreville, Eastland").raw["id"] == "t:twin"
    assert local.geocode("Evreville, North Province, Westland").raw["id"] == "t:cap"
    assert local.geocode("Evreville, Atlantis") is None
    assert local.geocode("Evreville", country_codes="xe").raw["id"] == "t:twin"


def test_reverse_gives_the_nearest_town_then_the_areas(local: LocalGazetteer) -> None:
    """geopy's latitude comes first; text and pairs are points."""
    assert local.reverse((6, 5.1)).raw["id"] == local.reverse("6, 5.1").raw["id"] == "t:cap"
    assert local.reverse((6, 5.1)).raw["distance_km"] == pytest.approx(11.07, abs=0.01)
    found = local.reverse((6, 5.1), exactly_one=False)
    assert [each.raw["id"] for each in found] == ["t:cap", "t:prov", "t:west"]
    with pytest.raises(GeocoderQueryError):
        local.reverse("here")


def test_geopandas_and_the_rate_limiter_take_it(
    tiny_folder: Any, local: LocalGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """geopandas makes its own from the class; names that are not found are empty points there."""
    monkeypatch.setenv("DATELINE_GAZETTEER", str(tiny_folder))
    monkeypatch.setenv("DATELINE_PLACES", "")
    frame = geopandas.tools.geocode(["Southport", "Atlantis"], provider=LocalGazetteer)
    assert frame.geometry.iloc[0].x == 5 and frame.geometry.iloc[1].is_empty
    limited = RateLimiter(local.geocode, min_delay_seconds=0)
    assert limited("Southport").raw["id"] == "t:south"


def test_the_fallback_is_asked_once_and_only_for_what_is_missing(tiny: Gazetteer) -> None:
    """Known names never leave the machine; an answer is kept, also that there is none."""
    online = Elsewhere()
    both = LocalGazetteer(tiny, fallback=online)
    assert both.geocode("Southport").raw["id"] == "t:south"
    assert online.calls == []
    assert [both.geocode("Atlantis").latitude for _ in range(3)] == [31, 31, 31]
    assert [both.geocode("Lemuria") for _ in range(2)] == [None, None]
    assert online.calls == ["Atlantis", "Lemuria"]


def test_its_own_way_to_the_network_is_closed(local: LocalGazetteer) -> None:
    """Whatever geopy asks of the adapter is refused."""
    with pytest.raises(GeocoderServiceError, match="no requests"):
        local.adapter.get_json("https://example.org", timeout=1, headers={})
    with pytest.raises(GeocoderServiceError, match="no requests"):
        local.adapter.get_text("https://example.org", timeout=1, headers={})
