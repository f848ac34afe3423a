"""What a mention's own words and those beside it say."""

from __future__ import annotations

import pytest

from geo.records import Article
from geo.resolve import outlet
from geo.resolve.kinds import KINDS, coarse, where_precision
from geo.resolve.surface import SINGULAR, WITH_KIND_WORD, inner_spans, read_surface


def surface_of(text: str, name: str):
    """The surface of the first occurrence of the name."""
    start = text.index(name)
    return read_surface(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("the city of Lebanon said", "Lebanon", "town"),
        ("in Laurel county courts", "Laurel", "adm2"),
        ("by Lake Geneva in spring", "Geneva", "water"),
        ("the province of Herat", "Herat", "adm1"),
    ],
)
def test_a_word_beside_the_name_says_its_kind(text: str, name: str, kind: str) -> None:
    """Kind words before ("city of") and after ("county") the name are understood."""
    assert KINDS[surface_of(text, name).beside] == kind


def test_a_word_beside_that_says_nothing_is_not_taken_for_a_kind() -> None:
    """An ordinary neighbour leaves the kind open."""
    assert surface_of("officials in Lebanon spoke", "Lebanon").beside == -1


def test_the_following_kind_word_is_tried_as_part_of_the_name() -> None:
    """ "Laurel County" is looked up too where only "Laurel" is the mention."""
    assert ("Laurel County", WITH_KIND_WORD) in surface_of("the Laurel County jail", "Laurel").keys


@pytest.mark.parametrize(
    ("name", "singular"), [("Norwegians", "Norwegian"), ("Frenchwomen", "French"), ("Irishman", "Irish")]
)
def test_words_for_people_lead_to_their_adjective(name: str, singular: str) -> None:
    """Plurals and -man forms are tried without their ending."""
    assert (singular, SINGULAR) in surface_of(f"two {name} left", name).keys


@pytest.mark.parametrize(("name", "key"), [("the Gambia", "Gambia"), ("Oslo’s", "Oslo"), ("St. Ives", "Saint Ives")])
def test_spellings_are_brought_to_the_plain_name(name: str, key: str) -> None:
    """Articles and possessives fall away, abbreviations are written out."""
    assert key in [text for text, _ in surface_of(f"from {name} came", name).keys]


def test_names_nested_in_a_name_are_offered_but_never_the_whole_or_bare_kind_words() -> None:
    """ "Bergen" is offered from "Bergen Street Hospital", "Street Hospital" is not."""
    text = "at Bergen Street Hospital today"
    inner = [text[left:right] for left, right in inner_spans(text, 3, 25)]
    assert "Bergen" in inner
    assert "Bergen Street Hospital" not in inner
    assert "Street Hospital" not in inner


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.norfolkdailynews.com/a/b", "norfolk"),
        ("http://thebergentimes.no/x", "bergen"),
        ("kansascity.com", "kansas city"),
        ("https://oslo-herald.co.uk", "oslo"),
    ],
)
def test_the_outlets_home_is_what_press_words_leave(address: str, name: str) -> None:
    """The place in a host name is found whatever stands round it."""
    assert name in outlet.names(Article("text", url=address))


def test_a_host_of_press_words_alone_names_no_home() -> None:
    """ "dailynews.com" could be anywhere."""
    assert outlet.names(Article("text", url="https://dailynews.com/1")) == ()


@pytest.mark.parametrize("address", ["http://[herald.example/1", "https://[::1.herald.example", "//a.b]"])
def test_an_address_that_is_none_names_no_outlet(address: str) -> None:
    """Found by fuzzing: Python refuses brackets that hold no address, and the whole article was lost."""
    assert outlet.names(Article("text", url=address)) == ()


@pytest.mark.parametrize(
    ("url", "code"), [("https://x.co.uk/1", "GB"), ("https://x.ge", "GE"), ("https://x.com", ""), ("https://x.tv", "")]
)
def test_the_domain_says_the_country_unless_it_is_generic(url: str, code: str) -> None:
    """Country-code domains count, generic ones and those sold worldwide do not."""
    assert outlet.country_of(Article("text", url=url)) == code


@pytest.mark.parametrize(
    ("code", "kind", "precision"),
    [("PCLI", "country", 6), ("ADM1", "adm1", 4), ("ADM2", "adm2", 3), ("PPLC", "town", 1), ("SEA", "water", 7)],
)
def test_feature_codes_have_a_kind_and_a_precision(code: str, kind: str, precision: int) -> None:
    """The UCDP precision follows from the GeoNames code."""
    assert (coarse(code), where_precision(code)) == (kind, precision)
