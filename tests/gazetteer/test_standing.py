"""Which of several places with one name comes first."""

from __future__ import annotations

import pytest

from gazetteer.place import Match, NameKind, Place, PlaceName, Tier
from gazetteer.standing import of_match, of_place


def match(
    kind: str, population: int, name_kind: NameKind = "alternate", text: str = "X", tier: Tier = "exact"
) -> Match:
    """A match of a made-up place."""
    return Match(Place("t:1", "Y", kind, "XW", 0, 0, population=population), PlaceName(text, name_kind), tier)


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [
        (("PCLI", 500_000), ("PPLC", 9_000_000)),
        (("PPLC", 500_000), ("PPL", 900_000)),
        (("PPL", 900_000), ("ADM2", 900_000)),
        (("PPLA", 50_000), ("ADM1", 55_000)),
        (("PPL", 5_000), ("PPL", 0)),
        (("SEA", 0), ("PPL", 100_000)),
    ],
)
def test_countries_capitals_and_large_towns_stand_high(larger: tuple[str, int], smaller: tuple[str, int]) -> None:
    """By kind and population."""
    assert of_place(match(*larger).place) > of_place(match(*smaller).place)


def test_codes_and_historic_names_come_late() -> None:
    """A town of its own name comes before a larger one that once had it, or has it as a code."""
    town = of_match(match("PPL", 5_000))
    assert town > of_match(match("PPL", 900_000, "historic"))
    assert town > of_match(match("PPL", 900_000, "code"))
    assert of_match(match("PCLI", 9_000_000, "code", "IN", "folded")) < of_match(match("PPL", 500, text="In"))


def test_an_abbreviation_without_its_stop_is_hardly_meant() -> None:
    """ "Van" is the town, "US" is still the country."""
    assert of_match(match("PCLI", 300_000, "abbreviation", "Van.", "folded")) < of_match(match("PPLA", 300_000))
    assert of_match(match("PCLI", 300_000_000, "abbreviation", "U.S.", "folded")) > of_match(match("PPL", 1_200))


def test_a_historic_name_counts_fully_in_its_years() -> None:
    """Asked for a year inside, it is as good as an official one of then; one without years never is."""
    dated = Match(match("PPL", 900_000).place, PlaceName("X", "historic", valid_from=1924, valid_to=1991), "exact")
    assert of_match(dated, 1950) > of_match(match("PPL", 5_000)) > of_match(dated)
    assert of_match(match("PPL", 900_000, "historic"), 1950) == of_match(match("PPL", 900_000, "historic"))
