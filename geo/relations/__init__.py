"""Relative places as geometry: borders, sectors, wedges, rings, corridors, coasts, with or without a text.

The functions take a name, a gazetteer Place, a shape (EPSG:4326) or a point (lon, lat), measure by geodesy in
kilometres, and return a Footprint: its geometry, or None with the reason in `how`. Nothing is made up.
`RelationReader` finds such places in a text. Each function is drawn in notebooks/pictures/relations.svg and shown in
notebooks/04-relative-places.ipynb (the pictures: `python -m benchmarks.relations_pictures`).
"""

from __future__ import annotations

from geo.relations.borders import border, border_area
from geo.relations.distance import direction, near, ring, wedge
from geo.relations.lines import along, between, corridor, road, towards
from geo.relations.reader import RelationReader
from geo.relations.rivers import course, stream
from geo.relations.sectors import outskirts, sector
from geo.relations.water import coast, confluence, off_coast, shore

__all__ = [
    "RelationReader",
    "along",
    "between",
    "border",
    "border_area",
    "coast",
    "confluence",
    "course",
    "corridor",
    "direction",
    "near",
    "off_coast",
    "outskirts",
    "ring",
    "road",
    "sector",
    "shore",
    "stream",
    "towards",
    "wedge",
]
