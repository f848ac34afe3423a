"""The gazetteer as its users hold it: open files, ask for names, ids, points, shapes and borders."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gazetteer import areas, borders, lookup, reverse, shapes, statements
from gazetteer.files import Layer
from gazetteer.fuzzy import KeyIndex
from gazetteer.lookup import OWN_KEY_TIERS
from gazetteer.place import Match, Place, PlaceName, Tier, Whereabouts
from gazetteer.records import place_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

DATA_VARIABLE = "DATELINE_GAZETTEER"
PLACES_VARIABLE = "DATELINE_PLACES"
_OWN_PLACES = "~/.dateline/places.gpkg"
_SHIPPED = Path(__file__).parent / "data"
_KEPT_NAMES = 8_192
_KEPT_PLACES = 4_096


class Gazetteer:
    """Places by name, id, point and area. Read-only; safe to share between threads, across forks, and to pickle.

    Longitude comes before latitude everywhere; all geometry is EPSG:4326. A damaged file raises GazetteerFileError,
    from `open` where the damage shows there, else from the call that meets it.
    """

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._layers = layers
        self._shapes = shapes.ShapeCache()
        self._keys = KeyIndex(layers)
        self._by_name = lru_cache(maxsize=_KEPT_NAMES)(partial(lookup.by_name, layers, self._keys))
        self._at = lru_cache(maxsize=_KEPT_PLACES)(self._find)
        self._countries = lru_cache(maxsize=1)(partial(areas.countries, layers))

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """The gazetteer in a folder (places.db, index.db, shapes.db) or in one file, as `gazetteer build` writes it.

        Raises GazetteerFileError, naming file and cure, where one is missing, cut off, of another program or newer.
        """
        return cls((Layer.open(Path(path)),))

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[tuple[Layer, ...]]]:
        return Gazetteer, (self._layers,)

    def __repr__(self) -> str:
        return f"<Gazetteer {' over '.join(layer.label for layer in self._layers)}>"

    @property
    def meta(self) -> Mapping[str, str]:
        """What the files say of themselves: sources, licences, dates, counts."""
        return MappingProxyType(self._layers[-1].meta)

    def __len__(self) -> int:
        return sum(layer.rows(statements.COUNT.format(table="place"))[0][0] for layer in self._layers)

    def lookup(
        self,
        name: str,
        *,
        on: date | int | None = None,
        worldview: str = "",
        kinds: Collection[str] | None = None,
        tiers: Sequence[Tier] = OWN_KEY_TIERS,
    ) -> list[Match]:
        """The places that a name may mean, one match a place, best first.

        Countries, capitals and big cities come first, places found by a historic name or a code late. `on` (a date
        or a year) keeps names and places of that time; `worldview` (alpha-2) puts disputed places that this country
        claims into it; `kinds` are feature codes ("ADM1") or beginnings of some ("PPL*"). `tiers` are "exact" and
        "folded" (case, accents and punctuation aside), and "transliterated", "fuzzy" (two edits at most) and "part"
        (a place named inside the name: "Bank of Japan"), which answer only where the ones before them find nothing.
        Raises ValueError on an unknown tier.
        """
        matches = self._by_name(name, tuple(tiers), _year(on))
        if not worldview and kinds is None:
            return list(matches)
        return lookup.narrowed(matches, worldview=worldview, kinds=kinds)

    def lookup_many(
        self,
        names: Iterable[str],
        *,
        on: date | int | None = None,
        worldview: str = "",
        kinds: Collection[str] | None = None,
        tiers: Sequence[Tier] = OWN_KEY_TIERS,
    ) -> dict[str, list[Match]]:
        """What `lookup` finds for each of many names, in their order; those that name no place have an empty list."""
        return {
            name: self.lookup(name, on=on, worldview=worldview, kinds=kinds, tiers=tiers)
            for name in dict.fromkeys(names)
        }

    def prefix(self, text: str, limit: int = 10) -> list[Match]:
        """Places with a name that begins so (folded), the most populous first: for completion while one types."""
        return lookup.by_prefix(self._layers, text, limit)

    def fuzzy(self, name: str, max_distance: int = 2, limit: int = 10) -> list[Match]:
        """Places whose folded name is within some edits of the name's, nearest first.

        At most one edit for each three letters counts, but always one: two in "Iran" would leave no name at all.
        """
        return lookup.fuzzy(self._layers, self._keys, name, max_distance, limit)

    def get(self, uid: str) -> Place | None:
        """The place with an id ("gn:616052", "region:sahel"), or None."""
        found = self._at(uid)
        return found[0] if found else None

    def names(self, place: Place) -> list[PlaceName]:
        """All names of a place, the display name first; empty where the place is not of this gazetteer."""
        found = self._at(place.id)
        return lookup.names_of(found[1], found[2], place.name) if found else []

    def shape(
        self, place: Place, *, detail: shapes.Detail = "fine", on: date | int | None = None, worldview: str = ""
    ) -> BaseGeometry | None:
        """The shape of a place, or None where it has none. Shared and prepared: do not change it.

        `detail` is "fine" (to reckon with) or "coarse" (to draw). Where shapes have years, the one that holds `on`
        (a date or a year; None: today), else the last before, else the first after. Where the place is drawn
        otherwise in a `worldview` (alpha-2), that; "" is the de facto view.
        """
        found = self._at(place.id)
        if not found or not found[0].has_shape:
            return None
        _, layer, row_id = found
        return shapes.of_place(layer, row_id, self._shapes, detail=detail, year=_year(on), worldview=worldview)

    def reverse(self, lon: float, lat: float, *, on: date | int | None = None, worldview: str = "") -> Whereabouts:
        """The country and first-level area at a point and the nearest populated place with its geodesic distance.

        A point up to 0.05 degrees off a generalised coast counts to the land. Raises ValueError off the Earth.
        """
        return reverse.whereabouts(self._layers, self._shapes, lon, lat, year=_year(on), worldview=worldview)

    def within(self, shape: BaseGeometry, limit: int | None = None) -> list[Place]:
        """The places whose point lies in a shape, those most written about first."""
        return reverse.within(self._layers, shape, limit)

    def borders(self, a: str | Place, b: str | Place) -> list[borders.Border]:
        """All lines between two countries (alpha-2 codes or places), enclaves included."""
        return borders.borders(self._layers, _code(a), _code(b))

    def neighbours(self, code: str) -> list[str]:
        """The countries (alpha-2, sorted) with a land border to one."""
        return borders.neighbours(self._layers, code)

    def country(self, code: str) -> Place | None:
        """The country with an alpha-2 code, or None."""
        return self._countries().get(code)

    def countries(self) -> list[Place]:
        """All countries and dependencies of today, sorted by code."""
        return list(self._countries().values())

    def capital(self, code: str) -> Place | None:
        """The capital of a country (alpha-2), or None."""
        return areas.capital(self._layers, code)

    def admin1(self, country: str, code: str) -> Place | None:
        """The first-level area of a country with GeoNames' code ("05"), or None."""
        return areas.admin1(self._layers, country, code)

    def admin2(self, country: str, admin1: str, code: str) -> Place | None:
        """The second-level area with GeoNames' codes, or None."""
        return areas.admin2(self._layers, country, admin1, code)

    def with_overlay(self, places: GeoDataFrame, *, source: str = "overlay") -> Gazetteer:
        """This gazetteer with a user's own places on top: theirs win, and replace those with the same id.

        The columns are described in gazetteer.overlay_check. Raises OverlayError, which lists every fault with row and
        field; the frame is not changed.
        """
        from gazetteer import overlay

        top = Layer(overlay.compiled(places, source=source, known_points=self._known_points))
        uids = frozenset(row[0] for row in top.rows(statements.UIDS))
        return Gazetteer((top, *(Layer(layer.source, layer.hidden | uids) for layer in self._layers)))

    def _known_points(self, name: str) -> list[tuple[float, float]]:
        return [(match.place.lon, match.place.lat) for match in self.lookup(name)]

    def _find(self, uid: str) -> tuple[Place, Layer, int] | None:
        for layer in self._layers:
            rows = layer.rows(statements.PLACE_BY_UID, (uid,)) if uid not in layer.hidden else []
            if rows:
                return place_of(rows[0], layer), layer, rows[0][-1]
        return None


def open_default(*, own_places: bool = True) -> Gazetteer:
    """The gazetteer that comes with the package, or the one that the variable DATELINE_GAZETTEER names.

    The user's own places (`dateline gazetteer add`) lie on top, from ~/.dateline/places.gpkg or the file that
    DATELINE_PLACES names; set that empty, or `own_places` False, to leave them out. Raises GazetteerFileError
    where a file is missing or damaged.
    """
    world = Gazetteer.open(os.environ.get(DATA_VARIABLE) or _SHIPPED)
    own = own_places_file()
    if not own_places or own is None or not own.exists():
        return world
    from gazetteer.overlay import load

    return world.with_overlay(load(own), source=str(own))


def own_places_file() -> Path | None:
    """Where the user's own places are kept; None where DATELINE_PLACES is empty or there is no home."""
    named = os.environ.get(PLACES_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    try:
        return Path(_OWN_PLACES).expanduser()
    except RuntimeError:  # an account without a home, as in some containers
        return None


def _year(on: date | int | None) -> int | None:
    return on.year if isinstance(on, date) else on


def _code(country: str | Place) -> str:
    return country if isinstance(country, str) else country.country
