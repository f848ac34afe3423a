"""The gazetteer as the tagger asks it: of which kinds of place is this string a name?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.recognise.features import ADM1, ADM2, CITY, COUNTRY, DEMONYM, NATURE, TOWN

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.place import Match

#: Bits beyond the tagger's columns: what the roles are read from.
CAPITAL, GOVERNMENT = 1 << 7, 1 << 8

#: Inhabitants from which a town counts as a city.
CITY_SIZE = 100_000
_KEPT = 100_000

_OF_PEOPLE = frozenset({"demonym", "adjective"})
_BLOCS = frozenset({"CONT", "RGNE"})  # continents and unions of states are spoken of as countries are
_SECOND_LEVEL = ("ADM2", "ADM3", "ADM4", "ADM5", "ADMD")


class GazetteerLexicon:
    """Answers from a gazetteer, remembered while there is room."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, int] = {}

    def kinds(self, names: Sequence[str]) -> list[int]:
        """For each name the bits of its kinds of place (see `features`, `CAPITAL`, `GOVERNMENT`); 0 for none."""
        fresh = [name for name in dict.fromkeys(names) if name not in self._known]
        if len(self._known) + len(fresh) > _KEPT:
            self._known.clear()
            fresh = list(dict.fromkeys(names))
        for name, matches in self._gazetteer.lookup_many(fresh).items():
            self._known[name] = bits_of(matches)
        return [self._known[name] for name in names]


def bits_of(matches: Iterable[Match]) -> int:
    """The kinds of place among the matches of one name."""
    bits = 0
    is_own_name = False
    for match in matches:
        bits |= _bits(match)
        is_own_name = is_own_name or (match.name.text == match.place.name and match.place.kind.startswith("PCL"))
    # "Azerbaijani" is the country's name in Malay; in English text it is the people, as "Luxembourg" is the country.
    if bits & DEMONYM:
        bits &= ~DEMONYM if is_own_name else ~(COUNTRY | CAPITAL)
    return bits


def _bits(match: Match) -> int:
    kind, place = match.place.kind, match.place
    if match.name.kind in _OF_PEOPLE and match.name.text != place.name:
        return DEMONYM
    if kind.startswith("PCL") or kind in _BLOCS:
        return COUNTRY
    if kind == "PPLC":
        return CAPITAL | CITY
    if kind.startswith("PPL"):
        return CITY if place.population >= CITY_SIZE else TOWN
    if kind == "ADM1":
        return ADM1
    if kind in _SECOND_LEVEL:
        return ADM2
    return GOVERNMENT | NATURE if kind == "GOVL" else NATURE
