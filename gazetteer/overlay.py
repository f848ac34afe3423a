"""A user's own places: read from GeoJSON, GeoPackage or CSV, kept as one GeoPackage, laid over a gazetteer.

The columns are described in gazetteer.overlay_check. The GeoPackage has one layer, `places`, and opens in QGIS.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.errors import GazetteerFileError, OverlayError
from gazetteer.overlay_check import NAME_COLUMNS, KnownPoints, drafts, listed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYER = "places"
SPATIAL = (".geojson", ".json", ".gpkg")
_LON = ("lon", "longitude", "lng", "long", "x")
_LAT = ("lat", "latitude", "y")
_MAX_BYTES = 500_000_000


def load(path: str | os.PathLike[str]) -> GeoDataFrame:
    """A user's places from a file: .geojson, .gpkg, or .csv with columns lon and lat.

    Raises GazetteerFileError where the file cannot be read, OverlayError where a CSV's coordinates are no numbers.
    The rows themselves are checked when they are laid over a gazetteer or saved.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in (*SPATIAL, ".csv"):
        raise GazetteerFileError(f"{file}: {suffix or 'no extension'} is not read; give .geojson, .gpkg or .csv")
    try:
        size = file.stat().st_size
    except OSError as error:
        raise GazetteerFileError(f"{file}: cannot be opened ({error.strerror})") from error
    if size > _MAX_BYTES:
        raise GazetteerFileError(f"{file}: is larger than {_MAX_BYTES:,} bytes; build a gazetteer from it instead")
    return _read_csv(file) if suffix == ".csv" else _read_spatial(file)


def save(places: GeoDataFrame, path: str | os.PathLike[str], *, known_points: KnownPoints | None = None) -> int:
    """Check a user's places and write them as a GeoPackage; returns how many. The older file stays until all is well.

    Raises OverlayError with every fault, GazetteerFileError where the file cannot be written.
    """
    from pyogrio.errors import DataSourceError

    file = Path(path)
    if file.suffix.lower() != ".gpkg":
        raise GazetteerFileError(f"{file}: own places are kept as a GeoPackage; give a name that ends in .gpkg")
    checked = drafts(places, source=str(file), known_points=known_points)
    flat = places.copy()
    flat["id"] = [draft.uid for draft in checked]
    for column in flat.columns:
        if column in NAME_COLUMNS or str(column).startswith("name:"):
            flat[column] = [_joined(value) for value in flat[column].tolist()]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            fresh = Path(folder) / file.name
            flat.to_file(fresh, driver="GPKG", layer=LAYER, engine="pyogrio")
            fresh.replace(file)
    except (OSError, DataSourceError) as error:
        raise GazetteerFileError(f"{file}: cannot be written ({error})") from error
    return len(checked)


def merged(older: GeoDataFrame, newer: GeoDataFrame) -> GeoDataFrame:
    """Two sets of places in one: the newer ones replace older ones with the same id. Both must pass the checks."""
    import geopandas
    import pandas as pd

    parts = []
    for places, source in ((older, "older places"), (newer, "newer places")):
        parts.append(places.assign(id=[draft.uid for draft in drafts(places, source=source)]))
    both = pd.concat(parts, ignore_index=True).drop_duplicates("id", keep="last")
    return geopandas.GeoDataFrame(both.reset_index(drop=True), geometry="geometry", crs=4326)


def compiled(
    places: GeoDataFrame, *, source: str = "overlay", known_points: KnownPoints | None = None
) -> tuple[bytes, ...]:
    """A user's places as the bytes of gazetteer files. Raises OverlayError with every fault."""
    from gazetteer.build.writer import Writer

    checked = drafts(places, source=source, known_points=known_points)
    with tempfile.TemporaryDirectory() as folder, Writer(Path(folder)) as writer:
        for draft in checked:
            writer.add(draft)
        return tuple(file.read_bytes() for file in writer.finish({"title": source}))


def _joined(value: Any) -> Any:
    plain = listed(value)
    return ";".join(map(str, plain)) if isinstance(plain, list) else plain


def _read_spatial(file: Path) -> GeoDataFrame:
    import geopandas
    from pyogrio.errors import DataLayerError, DataSourceError

    options: dict[str, Any] = {"engine": "pyogrio"}
    try:
        places = geopandas.read_file(file, **options)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise GazetteerFileError(f"{file}: cannot be read as {file.suffix} ({error})") from error
    if not isinstance(places, geopandas.GeoDataFrame):
        raise GazetteerFileError(f"{file}: holds no geometry")
    return places.rename_geometry("geometry") if places.geometry.name != "geometry" else places


def _read_csv(file: Path) -> GeoDataFrame:
    import geopandas
    import pandas as pd

    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise GazetteerFileError(f"{file}: cannot be read as CSV in UTF-8 ({error})") from error
    lower = {str(column).strip().lower(): column for column in table.columns}
    axes = [next((lower[name] for name in names if name in lower), None) for names in (_LON, _LAT)]
    if None in axes:
        raise OverlayError(str(file), [f"no columns lon and lat (there are: {', '.join(map(str, table.columns))})"])
    coordinates = [pd.to_numeric(table[axis], errors="coerce") for axis in axes]
    problems = [
        f"row {number}, {axis}: {text!r} is not a number"
        for axis, values in zip(axes, coordinates, strict=True)
        for number, (text, value) in enumerate(zip(table[axis], values, strict=True), 1)
        if pd.isna(value)
    ]
    if problems:
        raise OverlayError(str(file), problems)
    points = geopandas.points_from_xy(*coordinates)
    return geopandas.GeoDataFrame(table.drop(columns=axes), geometry=points, crs=4326)
