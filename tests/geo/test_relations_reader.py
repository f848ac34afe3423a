"""How the reader of relative places treats names, appositions, pairs and what is no place."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest
import shapely

from gazetteer import open_default
from geo.language import parse
from geo.records import Article, Footprint, Located, Mention, Role
from geo.relations import RelationReader
from geo.relations.ground import precision_of

UNKNOWN = Footprint(None, 7, 0.0, "not in the gazetteer")


@lru_cache(maxsize=1)
def _reader() -> RelationReader:
    return RelationReader(open_default())


def _located(text: str, name: str, role: Role = "place", *, known: bool = True) -> Located:
    mention = Mention(text.index(name), text.index(name) + len(name), name, role)
    if not known:
        return Located(mention, UNKNOWN)
    place = open_default().lookup(name)[0].place
    shape = open_default().shape(place, detail="coarse") if place.has_shape else None
    geometry = shape if shape is not None else shapely.Point(place.lon, place.lat)
    return Located(mention, Footprint(geometry, precision_of(place.kind), 1.0, place.id, (place,), 0.8))


def _read(text: str, *located: Located) -> dict[str, Located]:
    found = _reader().read(parse(text), Article(text), located)
    assert all(text[each.mention.start : each.mention.end] == each.mention.text for each in found)
    return {each.mention.text: each for each in found}


def test_a_name_in_no_list_takes_the_place_that_the_text_gives_it() -> None:
    """The unknown village in "Zorbavan, 20 km north of Goris" is where the phrase says."""
    text = "Zorbavan, 20 km north of Goris, was shelled."
    found = _read(text, _located(text, "Zorbavan", known=False), _located(text, "Goris"))
    assert found["Zorbavan"].footprint.geometry == found["20 km north of Goris"].footprint.geometry
    assert "in no list" in found["Zorbavan"].footprint.how


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Zorbavan, on the western edge of Goris, was shelled.", "the western edge of Goris"),
        ("Rebels took Zorbavan on Tuesday, 20 km north of Goris.", "20 km north of Goris"),
    ],
)
def test_a_preposition_or_a_day_may_stand_before_where_a_name_is(text: str, phrase: str) -> None:
    """Journalists put the day between a name and where it lies, and say "on the edge of"."""
    found = _read(text, _located(text, "Zorbavan", known=False), _located(text, "Goris"))
    assert found["Zorbavan"].footprint.geometry == found[phrase].footprint.geometry


def test_a_known_name_makes_the_phrase_beside_it_exact() -> None:
    """In "Kapan, 35 km south of Goris" the phrase means Kapan; a town elsewhere would not count."""
    text = "Kapan, 35 km south of Goris, was shelled."
    near = _read(text, _located(text, "Kapan"), _located(text, "Goris"))["35 km south of Goris"]
    assert near.footprint.geometry is not None and near.footprint.geometry.geom_type == "Point"
    text = "Nairobi, 35 km south of Goris, was shelled."
    far = _read(text, _located(text, "Nairobi"), _located(text, "Goris"))["35 km south of Goris"]
    assert far.footprint.geometry is not None and far.footprint.geometry.geom_type == "Polygon"


def test_confidence_is_the_anchors_times_the_patterns() -> None:
    """A relative place is no surer than what it is built from, and lists its anchors and their places."""
    text = "It happened 20 km north of Goris."
    located = _located(text, "Goris")
    found = _read(text, located)["20 km north of Goris"]
    assert found.mention.role == "relative"
    assert found.mention.anchors == (located.mention,)
    assert found.footprint.places == located.footprint.places
    assert 0.0 < found.footprint.confidence < located.footprint.confidence


@pytest.mark.parametrize(
    "text",
    [
        "A ceasefire between Kenya and Somalia held.",
        "Talks between Kenya and Somalia went on.",
        "The difference between Kenya and Somalia is large.",
    ],
)
def test_between_two_countries_is_no_place(text: str) -> None:
    """What is between two states is talk or war, not a strip of land."""
    found = _read(text, _located(text, "Kenya"), _located(text, "Somalia"))
    assert set(found) == {"Kenya", "Somalia"}


def test_two_names_with_a_dash_taken_for_one_are_two_ends_of_a_road() -> None:
    """The "Kinshasa-Matadi" of "the Kinshasa-Matadi road", unknown as one name, is a pair."""
    text = "Trucks wait on the Kinshasa-Matadi road."
    found = _read(text, _located(text, "Kinshasa-Matadi", known=False))
    assert "the Kinshasa-Matadi road" in found
    geometry = found["the Kinshasa-Matadi road"].footprint.geometry
    assert geometry is not None and geometry.intersects(shapely.Point(14.4, -5.1))


def test_an_unknown_anchor_with_nothing_round_it_stays_unlocated() -> None:
    """Without any area in the text nothing is drawn, and the reason is given."""
    text = "Shots fell near Zorbavan."
    found = _read(text, _located(text, "Zorbavan", known=False))["near Zorbavan"]
    assert found.footprint.geometry is None
    assert "not located" in found.footprint.how


def test_the_side_of_a_border_holds_when_it_is_spoken_of_again() -> None:
    """After "the eastern border of Armenia" the border with Azerbaijan is the eastern one."""
    text = "Fire ceased on the eastern border of Armenia. Both sides left the border between them and Azerbaijan."
    text = text.replace("the border between them and", "its border with")
    found = _read(text, _located(text, "Armenia"), _located(text, "Azerbaijan"))
    again = found["its border with Azerbaijan"].footprint
    assert "sector E" in again.how and again.geometry is not None
    assert again.geometry.distance(shapely.Point(45.5, 39.4)) > 0.3


def test_text_without_places_gives_nothing() -> None:
    """Directions and distances alone are no places, however long the sentence."""
    assert _read("They walked 20 km north of nothing, near no one, between two stools.") == {}
    assert _read("north of the border " * 300) == {}


def test_a_distance_may_be_the_last_words() -> None:
    """ "20 km" with nothing behind it ends the text; there is no unit of two words to look for."""
    text = "From Goris it is about 20 km"
    assert set(_read(text, _located(text, "Goris"))) >= {"Goris"}


def test_an_unsure_namesake_in_a_country_never_spoken_of_is_no_anchor() -> None:
    """A name that is doubtfully given to the other end of the world carries nothing there; a sure one does."""
    text = "Armenia sent help after shots were fired near Nairobi."
    sure = _located(text, "Nairobi")
    assert _read(text, _located(text, "Armenia"), sure)["near Nairobi"].footprint.places[-1].country == "KE"
    doubtful = Located(sure.mention, replace(sure.footprint, confidence=0.3))
    found = _read(text, _located(text, "Armenia"), doubtful)["near Nairobi"].footprint
    assert found.tie == "contained" and found.places == _located("Armenia", "Armenia").footprint.places


def test_an_anchor_spelled_otherwise_is_found_in_the_country_of_the_text() -> None:
    """ "Dilijann" of no list, doubtfully given elsewhere, is Armenia's Dilijan where the text is about Armenia."""
    text = "Armenia sent help after shots were fired near Dilijann."
    mention = Mention(text.index("Dilijann"), text.index("Dilijann") + 8, "Dilijann", "place")
    elsewhere = replace(_located("Nairobi", "Nairobi").footprint, confidence=0.2)
    found = _read(text, _located(text, "Armenia"), Located(mention, elsewhere))["near Dilijann"].footprint
    assert found.geometry is not None and not found.tie
    assert found.geometry.distance(shapely.Point(44.86, 40.74)) < 0.1


@pytest.mark.parametrize("text", ["Gunmen fled the northern city of Mosul.", "Ships left the southern port of Mosul."])
def test_a_direction_before_the_noun_of_a_town_is_no_part_of_the_town(text: str) -> None:
    """ "The northern city of Mosul" is Mosul, in the north of its country."""
    assert set(_read(text, _located(text, "Mosul"))) == {"Mosul"}


def test_taking_off_is_not_off_a_coast() -> None:
    """Jets that "took off west of Kaliningrad" are over no sea for that."""
    text = "Jets took off west of Kaliningrad."
    assert set(_read(text, _located(text, "Kaliningrad"))) == {"Kaliningrad", "west of Kaliningrad"}


def test_an_unsure_place_in_a_neighbour_of_the_country_spoken_of_stays_an_anchor() -> None:
    """News of one country is news of its neighbours: "near Goris" stands where only Azerbaijan is spoken of."""
    text = "Azerbaijan fired near Goris."
    goris = _located(text, "Goris")
    doubtful = Located(goris.mention, replace(goris.footprint, confidence=0.5))
    assert not _read(text, _located(text, "Azerbaijan"), doubtful)["near Goris"].footprint.tie


def test_a_place_that_has_only_the_point_of_the_area_above_is_no_anchor() -> None:
    """Nothing is made up 25 km from a point that stands for a whole province: the province is drawn."""
    text = "Shots fell 25 km south of Goris."
    goris = _located(text, "Goris")
    assert goris.place is not None
    vague = replace(goris.place, point_from="parent")
    found = _read(text, Located(goris.mention, replace(goris.footprint, places=(vague,))))["25 km south of Goris"]
    assert found.footprint.tie == "contained" and found.footprint.where_precision >= 4


def test_a_name_passed_over_is_an_anchor_where_only_a_place_can_stand() -> None:
    """ "Quistavel" 70 km south of which shots fell is a place in no list; found in the text's country, it is that."""
    text = "Armenia said shots fell 70 km south of Quistavel."
    unknown = _read(text, _located(text, "Armenia"))["70 km south of Quistavel"]
    assert unknown.footprint.tie == "contained" and unknown.mention.anchors[0].text == "Quistavel"
    text = "Armenia said shots fell 20 km south of Goris."
    found = _read(text, _located(text, "Armenia"))["20 km south of Goris"].footprint
    assert not found.tie and found.how.startswith("20 km S of")


@pytest.mark.parametrize("text", ["Armenia spoke of Quistavel.", "Armenia waited near Quistavel for long."])
def test_a_name_that_may_be_a_persons_is_no_anchor(text: str) -> None:
    """Whom or what one is "near" need not be a place."""
    assert set(_read(text, _located(text, "Armenia"))) == {"Armenia"}
