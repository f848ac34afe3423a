"""What a finished gazetteer knows beyond GeoNames, as drafts for a build from GeoNames' dumps.

Places of other sources are taken over whole; to GeoNames' own places go the names, outlines, claims and years. Left
behind are the places that stand in for GeoNames' own where the packages lack those (natural features, airports, post
towns).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import shapely

from gazetteer import statements
from gazetteer.build.draft import BorderDraft, Draft, ShapeDraft
from gazetteer.build.geometry import hilbert
from gazetteer.store import Gazetteer

_BEYOND = (
    "select uid from place where (uid not glob 'gn:*' and uid not glob 'feature:*' and uid not glob 'river:*'"
    " and uid not glob 'iata:*' and uid not glob 'post:*') or kind glob 'PCL*' or kind glob 'RGN*'"
    " or kind in ('CONT', 'OCN', 'SEA')"
)
_OUTLINES = "select detail, worldview, valid_from, valid_to, wkb from shape where place = ? order by id"
_LINES = "select left_side, right_side, status, part, wkb from border order by id"


def beyond_geonames(base: Gazetteer | None) -> set[str]:
    """The ids of the places that a dump may not hold: those of other sources, and countries, regions, continents."""
    return set() if base is None else {row[0] for row in base._layers[-1].rows(_BEYOND)}


def add_to(draft: Draft, base: Gazetteer | None) -> None:
    """Give a place of the dumps what the base knows of the same place; where it has outlines, other views only."""
    known = None if base is None else _draft(base, draft.uid)
    if known is None:
        return
    draft.names.extend(known.names)
    draft.shapes += [shape for shape in known.shapes if shape.worldview or not draft.shapes]
    draft.claimed_by, draft.valid_from, draft.valid_to = known.claimed_by, known.valid_from, known.valid_to


def places(base: Gazetteer | None, uids: set[str]) -> Iterator[Draft]:
    """The places with some ids, along the curve."""
    if base is None:
        return
    found = [place for uid in uids if (place := base.get(uid)) is not None]
    for place in sorted(found, key=lambda place: (hilbert(place.lon, place.lat), place.id)):
        if (draft := _draft(base, place.id)) is not None:
            yield draft


def borders(base: Gazetteer | None) -> Iterator[BorderDraft]:
    """The border lines of the base, in their order."""
    for left, right, status, part, packed in [] if base is None else base._layers[-1].rows(_LINES):
        yield BorderDraft(_unpacked(packed), left, right, status, part)


def provenance(base: Gazetteer | None) -> dict[str, str]:
    """The sources that the base was made of, for the meta of what takes them over."""
    return {} if base is None else {key: value for key, value in base.meta.items() if key.startswith("source ")}


def _draft(base: Gazetteer, uid: str) -> Draft | None:
    place = base.get(uid)
    if place is None:
        return None
    layer = base._layers[-1]
    ((_, *_, number),) = layer.rows(statements.PLACE_BY_UID, (uid,))
    outlines = layer.rows(_OUTLINES, (number,)) if place.has_shape else []
    return Draft(
        place.id, place.name, place.kind, place.country, place.lon, place.lat, place.admin1, place.admin2,
        place.population, place.point_from, place.claimed_by, place.valid_from, place.valid_to,
        names=base.names(place),
        shapes=[ShapeDraft(_unpacked(packed), *fields) for *fields, packed in outlines],
    )  # fmt: skip


def _unpacked(packed: bytes) -> Any:
    return shapely.from_wkb(zlib.decompress(packed))
