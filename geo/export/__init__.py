"""Incidents as tables and files: GeoJSON, GeoParquet, GeoPackage, KML, CSV and JSON lines, written and read back.

>>> from geo.export import write, read_table                         # doctest: +SKIP
>>> write(report, "incidents.geojson")                           # doctest: +SKIP
>>> read_table("acled.csv")                                            # doctest: +SKIP
"""

from __future__ import annotations

from geo.export.coders import from_acled, from_ucdp
from geo.export.columns import COLUMNS
from geo.export.features import collection, features
from geo.export.figures import best_figure
from geo.export.reading import is_table, read_table
from geo.export.tables import frame, frame_of
from geo.export.writing import EXTENSIONS, write

__all__ = [
    "COLUMNS",
    "EXTENSIONS",
    "best_figure",
    "collection",
    "features",
    "frame",
    "frame_of",
    "from_acled",
    "from_ucdp",
    "is_table",
    "read_table",
    "write",
]
