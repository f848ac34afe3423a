"""Two names with a dash that were taken for one: "Bangassou-Rafai" on the "Bangassou-Rafai road"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import shapely

from gazetteer.place import Place
from geo.records import Footprint, Located, Mention
from geo.relations.ground import precision_of
from geo.relations.plane import distance_km

if TYPE_CHECKING:
    from gazetteer import Gazetteer

_PAIR = re.compile(r"(\w[\w'’ ]{1,40}\w)( ?[-–—/] ?)(\w[\w'’ ]{1,40}\w)")
#: Roads and axes that news names by their ends are no longer than this, in km.
FARTHEST_KM = 400.0
MOST_CANDIDATES = 6
#: What a place is worth that was found by its partner alone.
CONFIDENCE = 0.6


def split_pairs(located: Sequence[Located], gazetteer: Gazetteer, unknown: Sequence[Located]) -> list[Located]:
    """The mentions with each unknown pair in two, where both halves have places near each other."""
    parts = {id(each): _halves(each, gazetteer) for each in unknown}
    return [part for each in located for part in parts.get(id(each), ()) or (each,)]


def _halves(located: Located, gazetteer: Gazetteer) -> tuple[Located, ...]:
    mention = located.mention
    found = _PAIR.fullmatch(mention.text)
    if found is None:
        return ()
    choices = [[m.place for m in gazetteer.lookup(found[part])[:MOST_CANDIDATES]] for part in (1, 3)]
    pairs = [(_apart(a, b), a, b) for a in choices[0] for b in choices[1] if a.country == b.country and a.id != b.id]
    if not pairs:
        return ()
    apart, first, second = min(pairs, key=lambda pair: pair[0])
    if apart > FARTHEST_KM:
        return ()
    return tuple(_half(mention, *found.span(part), place) for part, place in ((1, first), (3, second)))


def _half(mention: Mention, start: int, end: int, place: Place) -> Located:
    part = Mention(mention.start + start, mention.start + end, mention.text[start:end], mention.role, mention.score)
    footprint = Footprint(
        shapely.Point(place.lon, place.lat),
        precision_of(place.kind),
        5.0,
        f"{place.id}, the place of that name nearest to the other end of {mention.text!r}",
        (place,),
        CONFIDENCE,
    )
    return Located(part, footprint)


def _apart(a: Place, b: Place) -> float:
    return distance_km((a.lon, a.lat), (b.lon, b.lat))
