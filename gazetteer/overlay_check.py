"""The rows of a user's own places, checked: every fault of every row is found before anything is refused.

Columns (only `name` and the geometry are needed; names of columns follow OpenStreetMap's where it has one):

| column | what |
|---|---|
| name | the display name |
| id | unique; "gn:616052" replaces that place of the gazetteer; one without a colon becomes "user:…" |
| alt_name, official_name, old_name, short_name, demonym, adjective, code | more names, parted by ";" |
| name:hy, name:ru … | names in a language (BCP 47) |
| kind | GeoNames feature code; else PPL for points, AREA for areas, AREA for lines |
| country, admin1, admin2 | alpha-2 code, GeoNames' codes |
| claimed_by | alpha-2 codes of the countries that claim it, parted by spaces |
| population | a whole number |
| valid_from, valid_to | years, inclusive |
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from math import hypot
from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer.build.draft import Draft, ShapeDraft
from gazetteer.errors import OverlayError
from gazetteer.names import fold
from gazetteer.place import NameKind, PlaceName

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

KnownPoints = Callable[[str], list[tuple[float, float]]]

NAME_COLUMNS: Mapping[str, NameKind] = {
    "alt_name": "alternate",
    "official_name": "official",
    "old_name": "historic",
    "short_name": "abbreviation",
    "demonym": "demonym",
    "adjective": "adjective",
    "code": "code",
}

_LANGUAGE_COLUMN = re.compile(r"name:([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})")
_KIND = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MAX_NAME = 400
_LON_LAT_CODES = (("EPSG", "4326"), ("OGC", "CRS84"))
# Swapped: a place of the name lies by the point with its coordinates exchanged, and none by the point itself.
_NEAR_DEGREES, _FAR_DEGREES = 0.5, 5.0


def drafts(places: GeoDataFrame, *, source: str, known_points: KnownPoints | None = None) -> list[Draft]:
    """The rows as places to be written. Raises OverlayError with a line for every fault: row (from 1), field, why.

    `known_points` gives the points (lon, lat) that the gazetteer below knows for a name: with it, rows whose
    latitude and longitude are exchanged are told even where both are possible.
    """
    problems = list(_faults_of_frame(places))
    found: list[Draft] = []
    if "name" in places.columns:
        row_of: dict[str, int] = {}
        for number, (row, geometry) in enumerate(_rows(places), 1):
            check = _Row(number, row, geometry, known_points)
            draft = check.draft()
            problems += check.problems
            first = row_of.setdefault(draft.uid, number)
            if first != number:
                problems.append(f"row {number}, id: {draft.uid!r} is already the id of row {first}")
            found.append(draft)
    if problems:
        raise OverlayError(source, problems)
    return found


def _faults_of_frame(places: GeoDataFrame) -> Iterator[str]:
    if "name" not in places.columns:
        yield f"no column 'name' (there are: {', '.join(map(str, places.columns))})"
    if places.crs is None:
        yield "no CRS: say which one the coordinates are in, as with .set_crs(4326)"
    elif places.crs.to_authority() not in _LON_LAT_CODES:
        yield f"CRS is {places.crs.name}, not WGS 84 longitude and latitude: convert with .to_crs(4326)"


def _rows(places: GeoDataFrame) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
    geometry_column = places.geometry.name
    columns = [column for column in places.columns if column != geometry_column]
    values = zip(*(places[column].tolist() for column in columns), strict=True)
    for row, geometry in zip(values, places.geometry.tolist(), strict=True):
        plain = {str(column): listed(value) for column, value in zip(columns, row, strict=True)}
        yield {column: value for column, value in plain.items() if not _missing(value)}, geometry


def listed(value: Any) -> Any:
    """A value as it is, but an array or tuple (what readers make of lists) as a list."""
    return list(value) if isinstance(value, (tuple, np.ndarray)) else value


def _missing(value: Any) -> bool:
    import pandas as pd

    if isinstance(value, list):
        return not value
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


class _Row:
    """One row on its way to a draft; what is wrong with it gathers in `problems`."""

    def __init__(
        self, number: int, row: Mapping[str, Any], geometry: BaseGeometry | None, known_points: KnownPoints | None
    ) -> None:
        self.number = number
        self.row = row
        self.geometry = geometry
        self.known_points = known_points
        self.problems: list[str] = []

    def draft(self) -> Draft:
        name = self._name()
        point = self._point(name)
        draft = Draft("", name, self._kind(), self._matching("country", _COUNTRY, "an alpha-2 code"), *point)
        draft.admin1, draft.admin2 = self._text("admin1"), self._text("admin2")
        draft.population = self._whole("population") or 0
        if draft.population < 0:
            self._fault("population", f"{draft.population} is less than nothing")
        draft.claimed_by = self._claimants()
        draft.valid_from, draft.valid_to = self._whole("valid_from"), self._whole("valid_to")
        if draft.valid_from is not None and draft.valid_to is not None and draft.valid_from > draft.valid_to:
            self._fault("valid_to", f"{draft.valid_to} is before valid_from, {draft.valid_from}")
        draft.names = list(self._more_names())
        draft.shapes = list(self._shapes())
        draft.uid = self._uid(draft)
        return draft

    def _fault(self, field: str, why: str) -> None:
        self.problems.append(f"row {self.number}, {field}: {why}")

    def _text(self, field: str) -> str:
        value = self.row.get(field, "")
        # A column of whole numbers with gaps is one of floats to pandas: "5.0" was 5.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()

    def _name(self) -> str:
        name = " ".join(self._text("name").split())
        if not name:
            self._fault("name", "is empty")
        elif not fold(name):
            self._fault("name", f"{name!r} has no letter and no digit, so nobody could look it up")
        elif len(name) > _MAX_NAME:
            self._fault("name", f"is {len(name)} characters long; {_MAX_NAME} are allowed")
        return name[:_MAX_NAME]

    def _uid(self, draft: Draft) -> str:
        given = self._text("id")
        if given:
            return given if ":" in given else f"user:{given}"
        what = f"{draft.name}\t{draft.kind}\t{draft.lon}\t{draft.lat}".encode()
        return f"user:{hashlib.blake2b(what, digest_size=6).hexdigest()}"

    def _kind(self) -> str:
        if not self._text("kind"):
            return "PPL" if self.geometry is not None and self.geometry.geom_type == "Point" else "AREA"
        return self._matching("kind", _KIND, "a GeoNames feature code such as PPL, ADM2 or RGN")

    def _matching(self, field: str, pattern: re.Pattern[str], what: str) -> str:
        text = self._text(field)
        if text and not pattern.fullmatch(text):
            self._fault(field, f"{text!r} is not {what}")
        return text

    def _claimants(self) -> tuple[str, ...]:
        codes = tuple(self._text("claimed_by").split())
        for code in codes:
            if not _COUNTRY.fullmatch(code):
                self._fault("claimed_by", f"{code!r} is not an alpha-2 code")
        return codes

    def _whole(self, field: str) -> int | None:
        text = self._text(field)
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            self._fault(field, f"{text!r} is not a whole number")
            return None

    def _more_names(self) -> Iterator[PlaceName]:
        for column, value in self.row.items():
            in_language = _LANGUAGE_COLUMN.fullmatch(column)
            kind = "alternate" if in_language else NAME_COLUMNS.get(column)
            if kind is None:
                continue
            for text in value if isinstance(value, list) else str(value).split(";"):
                cleaned = " ".join(str(text).split())
                if len(cleaned) > _MAX_NAME:
                    self._fault(column, f"a name is {len(cleaned)} characters long; {_MAX_NAME} are allowed")
                elif cleaned:
                    yield PlaceName(cleaned, kind, in_language[1] if in_language else "")

    def _point(self, name: str) -> tuple[float | None, float | None]:
        if self.geometry is None or self.geometry.is_empty:
            self._fault("geometry", "is empty")
            return None, None
        west, south, east, north = self.geometry.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            self._fault("geometry", f"reaches from {west:g}, {south:g} to {east:g}, {north:g}, off the Earth "
                        "(longitude comes first): are latitude and longitude exchanged?")  # fmt: skip
            return None, None
        inner = self.geometry.representative_point()
        lon, lat = float(inner.x), float(inner.y)
        if self.known_points is not None and _swapped(lon, lat, self.known_points(name)):
            self._fault("geometry", f"latitude and longitude look exchanged: {name} is known at {lat:g}, {lon:g}")
        return lon, lat

    def _shapes(self) -> Iterator[ShapeDraft]:
        import shapely

        geometry = self.geometry
        if geometry is None or geometry.is_empty:
            return
        if not geometry.is_valid:
            self._fault("geometry", f"is not valid: {shapely.is_valid_reason(geometry)}; mend with .make_valid()")
        elif geometry.geom_type != "Point":
            yield ShapeDraft(geometry)


def _swapped(lon: float, lat: float, known: list[tuple[float, float]]) -> bool:
    def gap(x: float, y: float) -> float:
        return min((hypot(x - known_x, y - known_y) for known_x, known_y in known), default=_FAR_DEGREES)

    return gap(lat, lon) < _NEAR_DEGREES and gap(lon, lat) > _FAR_DEGREES
