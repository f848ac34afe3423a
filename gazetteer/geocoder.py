"""The gazetteer as a geocoder of geopy: no network, no key, no limit of calls.

    >>> from gazetteer.geocoder import LocalGazetteer
    >>> LocalGazetteer().geocode("Goris, Armenia").point
    Point(39.51111, 46.33833, 0.0)

It works wherever geopy's do: `geopandas.tools.geocode(names, provider=LocalGazetteer)`, RateLimiter. One of geopy's
online geocoders may be passed as a fallback for what is not found here; its answers are kept for the session.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import GazetteerError
from gazetteer.lookup import ALL_TIERS, SURE_TIERS
from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer, open_default

_LIMIT = 10
_KEPT_ANSWERS = 10_000


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's way to the network, closed: any request raises GeocoderServiceError."""

    def get_json(self, url: str, **_: object) -> NoReturn:
        """Refuse."""
        raise GeocoderServiceError(f"the local gazetteer makes no requests (asked for {url})")

    get_text = get_json


class LocalGazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocodes names and points from a local gazetteer, the default one where none is given.

    `fallback` is a geocoder of geopy that is asked, once a query, for what is not found here (None: nobody is).
    `raw` of a Location holds the place's id, kind, country, population, the name that matched and its tier.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        fallback: Geocoder | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent, adapter_factory=NoNetwork)
        self.gazetteer = gazetteer if gazetteer is not None else _opened()
        self.fallback = fallback
        self._kept: OrderedDict[tuple[str, Any, bool], Any] = OrderedDict()
        self._lock = threading.Lock()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int = _LIMIT,
        country_codes: str | Iterable[str] = (),
    ) -> Location | list[Location] | None:
        """The best place of a name, or up to `limit` of them; None where nothing has the name.

        "Goris, Syunik, Armenia" keeps the places called Goris that lie in what the later parts name.
        `country_codes` (alpha-2, one or several) keeps those of some countries. `timeout` is the fallback's.
        """
        text = str(query).strip()
        wanted = {code.upper() for code in ([country_codes] if isinstance(country_codes, str) else country_codes)}
        found = [match for match in self._matches(text) if not wanted or match.place.country in wanted]
        if not found and self.fallback is not None and text:
            return self._ask("geocode", text, exactly_one, timeout)
        return _answer([self._location(match) for match in found[:limit]], exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The populated place nearest to a point (geopy's order: latitude, longitude), or None far from any.

        With `exactly_one` False also the first-level area and the country that the point lies in.
        """
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"{query!r} is no point: {error}") from error
        try:
            here = self.gazetteer.reverse(point.longitude, point.latitude)
        except GazetteerError as error:
            raise GeocoderServiceError(str(error)) from error
        found = [
            Location(self._address(place), (place.lat, place.lon), {**_raw(place), "distance_km": km})
            for place, km in ((here.nearest, here.nearest_km), (here.admin1, 0.0), (here.country, 0.0))
            if place is not None
        ]
        if not found and self.fallback is not None:
            return self._ask("reverse", (point.latitude, point.longitude), exactly_one, timeout)
        return _answer(found, exactly_one)

    def _matches(self, text: str) -> list[Match]:
        try:
            whole = self.gazetteer.lookup(text, tiers=SURE_TIERS)
            name, *parts = [part.strip() for part in text.split(",")]
            if whole or not parts:
                return whole or self.gazetteer.lookup(text, tiers=ALL_TIERS)
            found = self.gazetteer.lookup(name, tiers=ALL_TIERS)
            for part in parts:
                found = self._inside(found, part)
            return found
        except GazetteerError as error:
            raise GeocoderServiceError(str(error)) from error

    def _inside(self, matches: list[Match], part: str) -> list[Match]:
        """Those of the matches whose country or first- or second-level area bears a name."""
        areas = [match.place for match in self.gazetteer.lookup(part, kinds=("PCL*", "TERR", "ADM1", "ADM2"))]
        keys = {_area_key(area) for area in areas}
        return [match for match in matches if keys & set(_keys_above(match.place))]

    def _location(self, match: Match) -> Location:
        place = match.place
        raw = {**_raw(place), "name": match.name.text, "name_kind": match.name.kind, "tier": match.tier}
        return Location(self._address(place), (place.lat, place.lon), raw)

    def _address(self, place: Place) -> str:
        area = self.gazetteer.admin1(place.country, place.admin1) if place.admin1 else None
        country = self.gazetteer.country(place.country)
        parts = [place.name, *(above.name for above in (area, country) if above is not None and above.id != place.id)]
        return ", ".join(parts)

    def _ask(self, method: str, query: Any, exactly_one: bool, timeout: Any) -> Any:
        """The fallback's answer, from memory where it was asked before; its geopy errors pass through."""
        key = (method, query, exactly_one)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = getattr(self.fallback, method)(query, exactly_one=exactly_one, timeout=timeout)
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > _KEPT_ANSWERS:
                self._kept.popitem(last=False)
        return answer


def _opened() -> Gazetteer:
    try:
        return open_default()
    except GazetteerError as error:
        raise GeocoderServiceError(str(error)) from error


def _answer(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _area_key(area: Place) -> tuple[str, ...]:
    if area.kind == "ADM1":
        return area.country, area.admin1
    return (area.country, area.admin1, area.admin2) if area.kind == "ADM2" else (area.country,)


def _keys_above(place: Place) -> tuple[tuple[str, ...], ...]:
    return (place.country,), (place.country, place.admin1), (place.country, place.admin1, place.admin2)


def _raw(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "claimed_by": list(place.claimed_by),
    }
