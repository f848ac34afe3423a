"""Coarse kinds of places, from GeoNames feature codes (https://www.geonames.org/export/codes.html)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Kind = Literal["country", "adm1", "adm2", "town", "water", "terrain", "area", "facility"]
KINDS: tuple[Kind, ...] = ("country", "adm1", "adm2", "town", "water", "terrain", "area", "facility")

_AREA_CODES = frozenset(
    {"ZN", "ZNB", "LTER", "PRSH", "PRK", "CONT", "RGN", "RGNE", "RGNH", "RGNL", "AREA", "FRST", "COLF"}
)
_SEA_CODES = frozenset({"OCN", "SEA", "GULF", "STRT", "SEAS"})
_WATER_CODES = frozenset(
    {"OCN", "SEA", "SEAS", "GULF", "STRT", "BAY", "BAYS", "BGHT", "CHN", "CNL", "CNLA", "COVE", "ESTY", "FJD", "FLLS",
     "GLCR", "HBR", "INLT", "LGN", "LK", "LKS", "MRSH", "RSV", "SD", "SPNG", "STM", "STMS", "SWMP", "WAD", "WTRC"}
)  # fmt: skip
_TERRAIN_CODES = frozenset(
    {"ATOL", "CAPE", "CLF", "CNYN", "DSRT", "GRGE", "HDLD", "HLL", "HLLS", "ISL", "ISLS", "ISTH", "MESA", "MT", "MTS",
     "PASS", "PEN", "PK", "PKS", "PLAT", "PLN", "PT", "RDGE", "UPLD", "VAL", "VALS", "VLC"}
)  # fmt: skip


@lru_cache(maxsize=1024)
def coarse(code: str) -> Kind:
    """The coarse kind of a feature code; what is none of the known ones is a facility (it stands in a town)."""
    if code.startswith("PCL") or code == "TERR":
        return "country"
    if code.startswith("ADM1"):
        return "adm1"
    if code.startswith("ADM"):
        return "adm2"
    if code.startswith("PPL") or code == "STLMT":
        return "town"
    if code in _WATER_CODES:
        return "water"
    if code in _TERRAIN_CODES:
        return "terrain"
    return "area" if code in _AREA_CODES else "facility"


@lru_cache(maxsize=1024)
def where_precision(code: str) -> int:
    """UCDP GED's precision of a mention that means a place of this kind (Högbladh 2023, UCDP GED Codebook 23.1).

    1 an exact place, 3 a second-level area, 4 a first-level area, 5 a part of a country or a line, 6 a country,
    7 a sea or several countries.
    """
    if code in _SEA_CODES or code == "CONT":
        return 7
    kind = coarse(code)
    if kind in ("water", "terrain", "area"):
        return 1 if code in ("MT", "PK", "PRK", "CAPE", "PASS", "HLL", "PT", "FLLS", "SPNG", "HBR") else 5
    return {"country": 6, "adm1": 4, "adm2": 3}.get(kind, 1)
