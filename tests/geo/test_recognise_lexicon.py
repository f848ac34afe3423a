"""What the recogniser asks of a gazetteer."""

from __future__ import annotations

import pytest

from gazetteer.place import Match, Place, PlaceName
from geo.recognise.features import ADM1, CITY, COUNTRY, DEMONYM, NATURE, TOWN
from geo.recognise.lexicon import CAPITAL, CITY_SIZE, GOVERNMENT, GazetteerLexicon, bits_of


def match(
    kind: str, name: str = "Norland", name_kind: str = "official", own: str = "Norland", people: int = 0
) -> Match:
    """A match with a place of a kind by a name of a kind."""
    place = Place("x:1", own, kind, "NL", 0.0, 0.0, population=people)
    return Match(place, PlaceName(name, name_kind), "exact")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "bits"),
    [
        ([], 0),
        ([match("PCLI")], COUNTRY),
        ([match("PPLC")], CAPITAL | CITY),
        ([match("PPL", people=CITY_SIZE)], CITY),
        ([match("PPL", people=CITY_SIZE - 1), match("ADM1")], TOWN | ADM1),
        ([match("LK")], NATURE),
        ([match("GOVL")], GOVERNMENT | NATURE),
        ([match("PCLI", "Norlish", "adjective")], DEMONYM),
    ],
)
def test_the_bits_tell_the_kinds_of_place(found: list[Match], bits: int) -> None:
    """Feature codes and kinds of name become bits."""
    assert bits_of(found) == bits


def test_a_peoples_name_that_is_a_country_elsewhere_is_the_people() -> None:
    """An exonym in some language doesn't make "Norlish" a country; a country's own name stays one."""
    assert bits_of([match("PCLI", "Norlish", "exonym"), match("PCLI", "Norlish", "demonym")]) == DEMONYM
    assert bits_of([match("PCLI"), match("PCLI", "Norland", "adjective")]) == COUNTRY


def test_names_are_asked_for_once() -> None:
    """What was answered is remembered."""

    class Counting:
        asked: list[str]

        def __init__(self) -> None:
            self.asked = []

        def lookup_many(self, names: list[str]) -> dict[str, list[Match]]:
            self.asked += names
            return {name: [match("PCLI")] for name in names}

    gazetteer = Counting()
    lexicon = GazetteerLexicon(gazetteer)  # type: ignore[arg-type]
    assert lexicon.kinds(["Norland", "Norland"]) == [COUNTRY, COUNTRY]
    assert lexicon.kinds(["Norland"]) == [COUNTRY]
    assert gazetteer.asked == ["Norland"]
