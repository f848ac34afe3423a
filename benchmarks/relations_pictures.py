"""Draws the pictures of the documentation: what each function of geo.relations makes.

    python -m benchmarks.relations_pictures [-o notebooks/pictures/relations.svg]

One SVG with a panel a function, written by hand from shapely's geometry: small, and the same everywhere.
"""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

import shapely

from gazetteer import open_default
from geo import relations
from geo.records import Footprint
from geo.relations.plane import Plane, centre_of

#: The function, its arguments, its options, and the places shown faintly behind what it draws.
PANELS: tuple[tuple[str, tuple[object, ...], dict[str, object], tuple[str, ...]], ...] = (
    ("border", ("Kenya", "Somalia"), {}, ("Kenya", "Somalia")),
    ("border", ("Armenia",), {"side": "E"}, ("Armenia", "Azerbaijan")),
    ("border_area", ("Turkey", "Syria"), {"inside": True}, ("Turkey", "Syria")),
    ("sector", ("Italy", "NE"), {}, ("Italy",)),
    ("sector", ("Mali", "N"), {"share": 1 / 6}, ("Mali",)),
    ("outskirts", ("Mosul",), {"side": "S"}, ("Mosul",)),
    ("wedge", ("Goris", 30, "N"), {}, ("Goris",)),
    ("ring", ("Goris", 30), {}, ("Goris",)),
    ("near", ("Goris",), {}, ("Goris",)),
    ("direction", ("Lebanon", "E"), {}, ("Lebanon",)),
    ("between", ("Goris", "Yerevan"), {}, ("Goris", "Yerevan")),
    ("corridor", (("Goris", "Stepanakert"), 5), {}, ("Goris", "Stepanakert")),
    ("towards", ("Bria", "Ippy", 30), {}, ("Bria", "Ippy")),
    ("coast", ("Turkey",), {"side": "S"}, ("Turkey",)),
    ("off_coast", ("Somalia",), {}, ("Somalia",)),
    ("shore", ("Lake Victoria",), {"side": "W"}, ("Lake Victoria",)),
    ("along", ("Euphrates", 10), {}, ("Euphrates",)),
    ("course", ("Volga", "upper"), {}, ("Volga",)),
    ("stream", ("Manaus", "Amazon", "down"), {}, ("Manaus",)),
    ("confluence", ("Tigris", "Euphrates"), {}, ("Tigris", "Euphrates")),
    ("sector", ("Chukotka Autonomous Okrug", "E"), {}, ("Chukotka Autonomous Okrug",)),
)
SIZE, MARGIN, TITLE, COLUMNS = 260, 10, 22, 3


def main() -> None:
    """Write the picture."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-o", "--output", type=Path, default=Path("notebooks/pictures/relations.svg"))
    output: Path = arguments.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(picture(), encoding="utf-8")


def picture() -> str:
    """All panels in a grid, as SVG."""
    cells = []
    for index, (function, values, options, shown) in enumerate(PANELS):
        row, column = divmod(index, COLUMNS)
        footprint = getattr(relations, function)(*values, **options)
        title = call(function, values, options)
        inner = _panel(title, footprint, shown)
        cells.append(f'<g transform="translate({column * SIZE},{row * (SIZE + TITLE)})">{inner}</g>')
    wide, high = COLUMNS * SIZE, -(-len(PANELS) // COLUMNS) * (SIZE + TITLE)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{"".join(cells)}</svg>\n'


def call(function: str, values: tuple[object, ...], options: dict[str, object]) -> str:
    """The call as one would type it."""
    said = [str(list(value)).replace("'", '"') if isinstance(value, tuple) else _typed(value) for value in values]
    return f"{function}({', '.join([*said, *(f'{name}={_typed(value)}' for name, value in options.items())])})"


def _typed(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value:.2g}" if isinstance(value, float) else str(value)


def _panel(title: str, footprint: Footprint, shown: tuple[str, ...]) -> str:
    """One footprint in red over its anchors in grey, the radius of its doubt as a pale seam."""
    plane = Plane(*centre_of(footprint.geometry))
    main_shape = plane.flatten(footprint.geometry)
    anchors = [plane.flatten(_anchor(name)) for name in shown]
    west, south, east, north = shapely.union_all(
        [main_shape.buffer(footprint.radius_km), *(a.buffer(0.5) for a in anchors)]
    ).bounds
    scale = (SIZE - 2 * MARGIN) / max(east - west, north - south)

    def x_y(x: float, y: float) -> str:
        return f"{MARGIN + (x - west) * scale:.1f},{TITLE + MARGIN + (north - y) * scale:.1f}"

    def path(geometry: shapely.Geometry, style: str) -> str:
        lines = []
        for part in shapely.get_parts(geometry.simplify(0.7 / scale)):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            lines += ["M" + "L".join(x_y(x, y) for x, y in shapely.get_coordinates(ring)) for ring in rings]
        return f'<path d="{"".join(lines)}" fill-rule="evenodd" {style}/>'

    def faint(anchor: shapely.Geometry) -> str:
        if anchor.geom_type.endswith("LineString"):
            return path(anchor, 'fill="none" stroke="#999" stroke-width=".9"')
        area = anchor.buffer(3 / scale) if anchor.geom_type == "Point" else anchor
        return path(area, 'fill="#e4e4e0" stroke="#999" stroke-width=".7"')

    grey = "".join(faint(anchor) for anchor in anchors)
    seam = path(main_shape.buffer(footprint.radius_km), 'fill="#c0392b" fill-opacity=".12"')
    if main_shape.geom_type.endswith("LineString"):
        red = path(main_shape, 'fill="none" stroke="#c0392b" stroke-width="2"')
    else:
        area = main_shape.buffer(4 / scale) if main_shape.geom_type == "Point" else main_shape
        red = path(area, 'fill="#c0392b" fill-opacity=".45"')
    label = f'<text x="{MARGIN}" y="16" font-family="monospace" font-size="9">{escape(title)}</text>'
    return f"{label}{grey}{seam}{red}"


def _anchor(name: str) -> shapely.Geometry:
    place = open_default().lookup(name)[0].place
    shape = open_default().shape(place, detail="coarse") if place.has_shape else None
    return shape if shape is not None else shapely.Point(place.lon, place.lat)


if __name__ == "__main__":
    main()
