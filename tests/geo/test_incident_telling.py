"""How an article tells of incidents: in several words of a sentence, of a day, of a wider place and a narrower one."""

from __future__ import annotations

from datetime import date

import pytest

from geo.reading import Reader
from geo.records import Article, Incident


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all texts."""
    return Reader()


def read(reader: Reader, text: str) -> list[Incident]:
    """The incidents of a text published on Wednesday, 14 June 2023."""
    return list(reader.read(Article(text, published=date(2023, 6, 14))).found)


def only(incidents: list[Incident], kind: str) -> Incident:
    """The one incident of a kind."""
    (found,) = [one for one in incidents if one.kind == kind]
    return found


def place(incident: Incident) -> str:
    """The words that say where, or ""."""
    return incident.where.mention.text if incident.where else ""


def killed(incident: Incident) -> set[int | None]:
    """The numbers of dead that the claims give."""
    return {claim.value for claim in incident.claims if claim.measure == "killed"}


def test_a_blow_and_what_came_of_it_are_one(reader: Reader) -> None:
    """Killing, abducting and the attack in which both happened make no three incidents."""
    text = "Gunmen killed 14 people and abducted dozens of women in an attack on the village of Gwoza late on Monday."
    (one,) = [incident for incident in read(reader, text) if incident.kind != "diplomacy"]
    assert killed(one) == {14}


def test_what_happened_hours_after_is_another_incident(reader: Reader) -> None:
    """The strike and the rockets before it have their own places and their own dead."""
    text = (
        "An Israeli airstrike on the Lebanese town of Tyre killed seven people on Tuesday, hours after Hezbollah fired "
        "rockets at Safed in Israel. A soldier was killed by the rocket fire."
    )
    incidents = read(reader, text)
    assert (place(only(incidents, "airstrike")), killed(only(incidents, "airstrike"))) == ("Tyre", {7})
    assert place(only(incidents, "shelling")) == "Safed"


def test_the_toll_of_months_is_not_that_of_the_day(reader: Reader) -> None:
    """Those killed since January are no victims of Tuesday's blast."""
    text = (
        "A bomb exploded at a market in Quetta on Tuesday and killed four people.\n\n"
        "Since January, more than 200 people have been killed in Pakistan."
    )
    assert killed(only(read(reader, text), "explosion")) == {4}


def test_what_names_no_time_happened_on_the_day_of_the_news(reader: Reader) -> None:
    """The lead's Tuesday, not the Wednesday of publication, nor the day on which the police spoke."""
    text = (
        "Police fired on demonstrators in Nairobi on Tuesday and wounded 30, doctors said.\n\n"
        "Protesters also marched in Mombasa, police said on Wednesday."
    )
    assert only(read(reader, text), "protest").when.start == date(2023, 6, 13)


def test_when_something_was_said_is_not_when_it_happened(reader: Reader) -> None:
    """ "Said Wednesday" of a raid on Friday."""
    text = "An attack on a village near Kano killed eight, officials said Wednesday. Gunmen attacked it on Friday."
    assert only(read(reader, text), "attack").when.start == date(2023, 6, 9)


def test_a_place_within_the_lead_s_is_better_and_one_outside_is_not(reader: Reader) -> None:
    """A town within "southwestern Pakistan" says more; the town to which the wounded were brought does not."""
    text = (
        "A bomb killed nine people in southwestern Pakistan on Tuesday.\n\nThe bomb exploded in the town of Mastung. "
        "The explosion was heard by travellers on the road to Karachi."
    )
    assert "Mastung" in place(only(read(reader, text), "explosion"))


def test_a_speaker_s_seat_is_not_the_scene(reader: Reader) -> None:
    """Neither "according to a group in X" nor "a spokesman in X said" says where it happened."""
    text = "Eleven soldiers were killed in an ambush on Tuesday, according to the armed forces in Bamako."
    assert all(place(one) != "Bamako" for one in read(reader, text))


def test_all_towns_of_a_list_are_scenes(reader: Reader) -> None:
    """Three towns, three protests."""
    text = "Protests were held in Mombasa, Kisumu and Eldoret on Tuesday, where hundreds of people blocked roads."
    places = {place(one) for one in read(reader, text) if one.kind == "protest"}
    assert places == {"Mombasa", "Kisumu", "Eldoret"}


def test_the_age_of_a_victim_is_no_toll(reader: Reader) -> None:
    """One demonstrator died; he was 23."""
    text = "One demonstrator, 23, died of a head wound during a protest in Juliaca on Tuesday."
    assert 23 not in {claim.value for one in read(reader, text) for claim in one.claims}


def test_a_condemnation_is_not_where_the_speaker_is_on_a_visit(reader: Reader) -> None:
    """Who is in Paris on a visit and condemns does nothing in Paris."""
    text = "President Bola Tinubu, who is in Paris on a visit, condemned the attack of Tuesday."
    assert all(place(one) != "Paris" for one in read(reader, text))


def test_the_worst_since_is_the_same_incident(reader: Reader) -> None:
    """ "The worst violence there since March" is Tuesday's fight, not another one since March."""
    text = (
        "Soldiers of Ethiopia and Eritrea exchanged fire on Tuesday along the northern border of Ethiopia, killing "
        "three people, officials said, in the worst violence there since March."
    )
    violent = [one for one in read(reader, text) if one.kind in ("clash", "attack")]
    assert [(one.kind, one.when.start) for one in violent] == [("clash", date(2023, 6, 13))]
