"""Which of several places with one name is meant without any context: the one most written about.

One number a match, in powers of ten of people: a country counts as 10⁴ times its population, a capital as 10 times,
what has no population of its own (seas, mountains) stands at a level by its kind. Historic names and codes lead to a
place too, but late. The levels follow the order of GeoNames' feature classes, not a corpus.
"""

from __future__ import annotations

from math import log10

from gazetteer.place import Match, Place, PlaceName, Tier

# Of a kind: what is added to log10 of the population, and where it stands if that is not known.
_OF_KIND: dict[str, tuple[float, float]] = {
    "CONT": (4.0, 12.0), "OCN": (0.0, 9.0),
    "PCLI": (4.0, 8.0), "PCLIX": (4.0, 8.0), "PCLS": (4.0, 8.0), "PCLF": (4.0, 8.0), "PCLD": (3.0, 7.5),
    "PCL": (3.0, 7.5), "PCLH": (0.0, 6.0), "TERR": (3.0, 7.5),
    "ADM1": (-0.2, 6.0), "ADM2": (-0.5, 3.7), "ADM3": (-0.7, 3.0), "ADM4": (-0.9, 2.5), "ADMD": (-0.3, 4.0),
    "PPLC": (1.0, 5.0), "PPLA": (0.5, 3.0), "PPLA2": (0.2, 2.5), "PPLA3": (0.1, 2.0), "PPLX": (-0.7, 1.0),
    "PPLH": (-1.0, 0.5), "PPLQ": (-1.0, 0.5), "PPLW": (-1.0, 0.5),
    "SEA": (0.0, 7.5), "GULF": (0.0, 6.5), "STRT": (0.0, 6.0), "CHN": (0.0, 5.5), "BAY": (0.0, 5.0),
    "RGN": (0.0, 6.3), "RGNE": (0.0, 6.0), "AREA": (0.0, 5.5), "ISLS": (0.0, 5.5), "ISL": (0.0, 5.0),
    "PEN": (0.0, 5.5), "MTS": (0.0, 5.5), "DSRT": (0.0, 5.5), "STM": (0.0, 5.0), "LK": (0.0, 4.5),
}  # fmt: skip
_OTHER_KIND = (0.0, 1.0)

_OF_NAME = {
    "official": 0.3, "alternate": -0.6, "exonym": 0.0, "adjective": -0.2, "demonym": -0.2, "transliterated": -0.5,
    "abbreviation": -1.0, "historic": -3.5, "code": -5.5,
}  # fmt: skip
_DISPLAY_NAME = 1.0
# What a country is called in Malay or Danish is another place's own name often enough ("Male", "Granada").
_FOREIGN_EXONYM = -4.5
_OF_TIER: dict[Tier, float] = {"exact": 0.3, "folded": 0.0, "transliterated": 0.0, "fuzzy": 0.0, "part": 0.0}
_CODE_IN_OTHER_CASE = -6.0  # "in" is hardly ever India
_BARE_ABBREVIATION = -4.0  # "Van" is hardly ever "Van.", though "US" is "U.S."


def of_place(place: Place) -> float:
    """How much is written about a place, roughly, in powers of ten."""
    bonus, unpeopled = _OF_KIND.get(place.kind, _OTHER_KIND)
    return log10(place.population + 1) + bonus if place.population else unpeopled


def of_match(match: Match, year: int | None = None) -> float:
    """The standing of a place under the name that led to it; a historic name counts fully in its own years."""
    name, tier = match.name, match.tier
    standing = of_place(match.place) + _OF_TIER[tier]
    if name.text == match.place.name and name.kind in ("official", "alternate", "exonym"):
        return standing + _DISPLAY_NAME
    if name.kind == "historic" and year is not None and _dated_around(name, year):
        return standing
    if name.kind == "exonym" and name.language and not name.language.startswith("en"):
        return standing + _FOREIGN_EXONYM
    if name.kind == "code" and tier != "exact":
        return standing + _OF_NAME["code"] + _CODE_IN_OTHER_CASE
    if name.kind == "abbreviation" and tier != "exact" and not name.text.isupper():
        return standing + _OF_NAME["abbreviation"] + _BARE_ABBREVIATION
    return standing + _OF_NAME[name.kind]


def _dated_around(name: PlaceName, year: int) -> bool:
    return (name.valid_from, name.valid_to) != (None, None) and holds(name, year)


def holds(record: Place | PlaceName, year: int | None) -> bool:
    """Whether a place or a name is valid in a year (both ends inclusive, None open); all are where none is asked."""
    if year is None:
        return True
    return (record.valid_from is None or record.valid_from <= year) and (
        record.valid_to is None or year <= record.valid_to
    )
