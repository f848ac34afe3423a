"""The map under the incidents: the world at 1:50m, the surroundings of the incidents at 1:10m, all of it in the page.

Lines come from `data/basemap` (Natural Earth, see `maps.build_basemap`), first-level areas and place labels from the
gazetteer. A border is drawn as what it is to the chosen worldview: by default as it stands on the ground, with
disputed stretches dashed; the page says which in one line.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from maps.linework import Line, decode, encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gazetteer import Gazetteer
    from gazetteer.place import Place

Box = tuple[float, float, float, float]

COARSE, FINE = 100, 1000
MARGIN = 1.2  # degrees round the incidents
WIDEST = 22.0  # degrees: a footprint wider than this asks for no fine surroundings
BOXES = 8
POINTS = 60_000  # of the fine part, about 150 kB packed
CUT = 0.05  # degrees beyond a box
LABELS = 160  # a box
AREAS = 90  # first-level areas a box


@dataclass(frozen=True, slots=True)
class Basemap:
    """The packed base map and the sentence that says whose borders it draws."""

    data: bytes
    note: str


def worldviews() -> list[str]:
    """The country codes whose view of disputed borders Natural Earth records."""
    return sorted(_borders()["10m"]["views"])


def basemap(bounds: Iterable[Box], *, worldview: str = "", gazetteer: Gazetteer | None = None) -> Basemap:
    """The base map for incidents with these bounds (west, south, east, north; degrees).

    Raises:
        ValueError: for a worldview that is not one of `worldviews()`.
    """
    import shapely

    view = worldview.upper()
    if view and view not in worldviews():
        raise ValueError(f"no worldview {worldview!r}; known are '' (de facto) and {', '.join(worldviews())}")
    layers: list[tuple[dict[str, Any], bytes]] = [
        ({"name": name, "scale": COARSE}, block) for name, block in _blocks("world.bin").items()
    ]
    boxes = _boxes(bounds)
    labels = [*_countries(), *_capitals(gazetteer)]
    left = POINTS
    drawn: list[Box] = []
    for box in boxes:
        places = gazetteer.within(shapely.box(*box)) if gazetteer else []
        detail, used = _surroundings(box, places, gazetteer)
        if used > left:
            break
        left -= used
        layers += [({"name": name, "scale": FINE, "box": len(drawn)}, block) for name, block in detail]
        labels += _towns(places)
        drawn.append(box)
    status = {name: _status(name, view) for name in ("50m", "10m")}
    header = {
        "layers": [{**description, "length": len(block)} for description, block in layers],
        "boxes": drawn,
        "labels": labels,
        "status": status,
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return Basemap(text + b"\n" + b"".join(block for _, block in layers), _note(view, gazetteer))


def _note(view: str, gazetteer: Gazetteer | None) -> str:
    country = gazetteer.country(view) if gazetteer and view else None
    whose = f"as seen from {country.name if country else view}" if view else "as they stand on the ground"
    return f"Borders are drawn {whose}; disputed ones are dashed. This map decides no claim."


def _boxes(bounds: Iterable[Box]) -> list[Box]:
    """Where to draw finely: the incidents' bounds with a margin, joined where they meet, the fullest first."""
    joined: list[list[float]] = []
    cells = {
        (round(w - MARGIN, 1), round(max(s - MARGIN, -85), 1), round(e + MARGIN, 1), round(min(n + MARGIN, 85), 1))
        for w, s, e, n in bounds
        if e - w < WIDEST and n - s < WIDEST
    }
    counts: list[int] = []
    for cell in sorted(cells):
        box, count = list(cell), 1
        while (i := next((i for i, other in enumerate(joined) if _meet(box, other)), None)) is not None:
            other = joined[i]
            both = [min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])]
            if both[2] - both[0] > 2 * WIDEST or both[3] - both[1] > WIDEST:
                break
            box, count = both, count + counts.pop(i)
            joined.pop(i)
        joined.append(box)
        counts.append(count)
        if len(joined) > 400:
            break
    order = sorted(range(len(joined)), key=lambda i: -counts[i])
    return [(b[0], b[1], b[2], b[3]) for b in (joined[i] for i in order[:BOXES])]


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _surroundings(
    box: Box, places: Sequence[Place], gazetteer: Gazetteer | None
) -> tuple[list[tuple[str, bytes]], int]:
    lines = {
        "land": [*_cut("land-west.bin", "land", box), *_cut("land-east.bin", "land", box)],
        "lakes": _cut("lines.bin", "lakes", box),
        "rivers": _cut("rivers.bin", "rivers", box),
        "areas": _areas(box, places, gazetteer),
        "borders": _cut("lines.bin", "borders", box),
    }
    points = sum(len(xy) for layer in lines.values() for _, xy in layer)
    return [(name, encode(layer, FINE)) for name, layer in lines.items()], points


def _cut(file: str, layer: str, box: Box) -> list[Line]:
    """What of a layer lies in the box, cut a little beyond its edge so that the cut is not seen."""
    import numpy as np
    import shapely

    west, south, east, north = box
    lines, bounds = _fine(file, layer)
    meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    filled = layer in ("land", "lakes")
    found: list[Line] = []
    for tag, xy in (lines[i] for i in np.flatnonzero(meets)):
        if filled and len(xy) < 4:
            continue
        whole = shapely.Polygon(xy) if filled else shapely.LineString(xy)
        found += [(tag, shapely.get_coordinates(outline)) for outline in _clipped(whole, box)]
    return found


def _clipped(geometry: Any, box: Box) -> list[Any]:
    import shapely

    west, south, east, north = box
    cut = shapely.clip_by_rect(geometry, west - CUT, south - CUT, east + CUT, north + CUT)
    parts = [part for part in shapely.get_parts(cut) if not part.is_empty]
    return [ring for p in parts for ring in ((p.exterior, *p.interiors) if p.geom_type == "Polygon" else (p,))]


def _areas(box: Box, places: Sequence[Place], gazetteer: Gazetteer | None) -> list[Line]:
    """The outlines of first-level areas whose middle lies in the box, thinned."""
    if gazetteer is None:
        return []
    import shapely

    lines: list[Line] = []
    for place in [p for p in places if p.kind == "ADM1" and p.has_shape][:AREAS]:
        shape = gazetteer.shape(place, detail="coarse")
        if shape is not None:
            for part in shapely.get_parts(shape.simplify(0.008).boundary):
                lines += [(0, shapely.get_coordinates(piece)) for piece in _clipped(part, box)]
    return lines


def _towns(places: Sequence[Place]) -> list[list[Any]]:
    towns = [p for p in places if p.kind.startswith("PPL") and not p.valid_to]
    towns.sort(key=lambda p: -p.population)
    return [["town", p.name, round(p.lon, 3), round(p.lat, 3), p.population] for p in towns[:LABELS]]


def _capitals(gazetteer: Gazetteer | None) -> list[list[Any]]:
    if gazetteer is None:
        return []
    found = [gazetteer.capital(country.country) for country in gazetteer.countries() if country.country]
    return [["capital", p.name, round(p.lon, 3), round(p.lat, 3), p.population] for p in found if p]


@cache
def _countries() -> list[list[Any]]:
    rows = json.loads((files("maps") / "data" / "basemap" / "countries.json").read_text(encoding="utf-8"))
    return [["country", row["name"], row["lon"], row["lat"], row["zoom"]] for row in rows]


@cache
def _borders() -> dict[str, Any]:
    text = (files("maps") / "data" / "basemap" / "borders.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _status(scale: str, view: str) -> list[int]:
    """What each border line is: 0 a border, 1 disputed, 2 line of control, 3 indefinite, 4 none in this view."""
    rows = list(_borders()[scale]["default"])
    for row, status in _borders()[scale]["views"].get(view, {}).items():
        rows[int(row)] = status
    return rows


@cache
def _blocks(name: str) -> dict[str, bytes]:
    data = zlib.decompress((files("maps") / "data" / "basemap" / name).read_bytes())
    header, rest = data.split(b"\n", 1)
    blocks: dict[str, bytes] = {}
    for layer, length in json.loads(header):
        blocks[layer], rest = rest[:length], rest[length:]
    return blocks


@cache
def _fine(name: str, layer: str) -> tuple[list[Line], NDArray[np.float64]]:
    """The lines of a layer and their bounds, of shape (n, 4): west, south, east, north."""
    import numpy as np

    lines = decode(_blocks(name)[layer], FINE)
    return lines, np.array([[*xy.min(axis=0), *xy.max(axis=0)] for _, xy in lines])
