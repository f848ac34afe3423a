"""Land borders: Natural Earth's lines with the country on either side, told apart by the pieces of land they part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import shapely

from gazetteer.build.countries import read_features
from gazetteer.build.draft import Atlas, BorderDraft
from gazetteer.build.geometry import clean

_STATUS = {
    "International boundary (verify)": "international",
    "Disputed (please verify)": "disputed",
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
    "Line of control (please verify)": "line of control",
    "Lease limit": "lease limit",
    "Overlay limit": "overlay limit",
    "Unrecognized": "disputed",
}
_TOUCH = 0.02  # degrees: lines and simplified outlines of one scale lie closer than this


def add_borders(atlas: Atlas, lines: Path, outlines: Path) -> None:
    """Add the border lines, each with its status and the part of the border that it belongs to.

    Which part is read off the land, not off names: a line between the largest pieces of both countries is "main"; one
    round a piece that lies wholly within the neighbour is "enclave"; along any other detached piece "exclave".
    """
    countries = read_features(outlines)
    codes = {row["ADM0_A3"]: _code(row) for _, row in countries.iterrows()}
    land = {row["ADM0_A3"]: shapely.get_parts(clean(row["geometry"])) for _, row in countries.iterrows()}
    for _, row in read_features(lines).iterrows():
        left, right = row["ADM0_A3_L"], row["ADM0_A3_R"]
        if not left or not right:
            continue
        atlas.borders.append(
            BorderDraft(
                clean(row["geometry"]),
                codes.get(left, left),
                codes.get(right, right),
                _STATUS.get(row["FEATURECLA"], "indefinite"),
                part_of_border(row["geometry"], land.get(left, []), land.get(right, [])),
            )
        )


def _code(row: Mapping[str, str]) -> str:
    """Alpha-2 where there is one; areas without (Northern Cyprus) keep Natural Earth's three letters."""
    return row["ISO_A2_EH"] if row["ISO_A2_EH"] != "-99" else row["ADM0_A3"]


def part_of_border(line: shapely.Geometry, left: list[shapely.Geometry], right: list[shapely.Geometry]) -> str:
    """ "main", "enclave" or "exclave", by the pieces of land (polygons) of either side that the line touches."""
    middle = shapely.line_interpolate_point(shapely.get_parts(line)[0], 0.5, normalized=True)
    parts = [_piece_at(middle, pieces) for pieces in (left, right)]
    detached = [piece for piece, is_largest in parts if piece is not None and not is_largest]
    if not detached:
        return "main"
    for piece, _ in parts:
        others = [other for other, _ in parts if other is not None and other is not piece]
        if piece is not None and any(_lies_within(piece, other) for other in others):
            return "enclave"
    return "exclave"


def _piece_at(point: shapely.Geometry, pieces: list[shapely.Geometry]) -> tuple[shapely.Geometry | None, bool]:
    if len(pieces) == 0:
        return None, True
    largest = max(pieces, key=lambda piece: piece.area)
    near = [piece for piece in pieces if shapely.dwithin(piece.boundary, point, _TOUCH)]
    if not near or largest in near:
        return largest, True
    return near[0], False


def _lies_within(piece: shapely.Geometry, other: shapely.Geometry) -> bool:
    return any(shapely.Polygon(ring).buffer(_TOUCH).contains(piece) for ring in other.interiors)
