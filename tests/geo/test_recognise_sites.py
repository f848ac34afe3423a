"""Sites that no list of places has."""

from __future__ import annotations

import pytest

from geo.recognise.recogniser import SURE_OF_GROUND, SURE_OF_UNKNOWN, mended
from geo.recognise.sites import sites
from geo.recognise.spans import Found


class Silent:
    """A lexicon that knows no name."""

    def kinds(self, names: list[str]) -> list[int]:
        return [0 for _ in names]


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("Doctors at the Good Hope Children's Hospital said", "Good Hope Children's Hospital"),
        ("A blast near Nile View Hotel killed two", "Nile View Hotel"),
        ("outside the Church of the Holy Well Cathedral today", "Church of the Holy Well Cathedral"),
        ("Outside Red Hill Mosque Friday", "Red Hill Mosque"),
    ],
)
def test_a_preposition_of_place_and_a_word_for_a_site_make_one(text: str, site: str) -> None:
    """The whole name is given, up to its last word for a site."""
    assert [text[s.start : s.end] for s in sites(text, [])] == [site]


@pytest.mark.parametrize(
    "text",
    [
        "at the Hospital today",
        "the Good Hope Hospital said",
        "at Tom Barker today",
        "at noon",
        "looked at Jane Street's",
    ],
)
def test_nothing_else_is_a_site(text: str) -> None:
    """A common noun, a subject, a person: no preposition of place before a name that ends in a word for a site."""
    assert sites(text, []) == []


def test_a_place_that_is_found_inside_the_name_stands() -> None:
    """ "Vellin" in "Vellin General Hospital" is where it is, and what the gazetteer has."""
    text = "at Vellin General Hospital today"
    inside = [Found(3, 9, 0.9)]
    assert sites(text, inside) == inside


def test_a_streets_name_needs_less() -> None:
    """The last word says that "Shamrock Street" is a place, nothing says it of "Shamrock Bowie"."""
    between = (SURE_OF_GROUND + SURE_OF_UNKNOWN) / 2
    street, other = "on Shamrock Street today", "on Shamrock Bowie today"
    assert mended(street, [Found(3, 18, between)], Silent())
    assert not mended(other, [Found(3, 17, between)], Silent())
