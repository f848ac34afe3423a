"""The types of ACLED and UCDP by what happened and who took part, through the whole path, each with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from geo.events.merge import merge
from geo.reading import Reader
from geo.records import Article, Incident


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all texts."""
    return Reader()


def first(reader: Reader, text: str) -> Incident:
    """The first incident of a text."""
    return reader.read(Article(text, published=date(2023, 6, 14))).found[0]


@pytest.mark.parametrize(
    ("text", "event", "sub_event"),
    [
        (
            "Police opened fire on protesters in Lagos on Tuesday, killing three.",
            "Protests",
            "Excessive force against protesters",
        ),
        ("Police clashed with demonstrators in Nashik on Monday.", "Riots", "Violent demonstration"),
        ("Supporters of two candidates clashed in Kisumu on Monday.", "Riots", "Mob violence"),
        ("Rebels ambushed soldiers near Goma on Monday.", "Battles", "Armed clash"),
        ("Insurgents raided an army post at Geidam on Monday.", "Battles", "Armed clash"),
        ("Gunmen attacked a patrol near Ansongo on Monday.", "Battles", "Armed clash"),
        ("Two soldiers and eight militants were killed in a raid near Bannu.", "Battles", "Armed clash"),
        ("Gunmen ambushed a convoy of traders near Gashua.", "Violence against civilians", "Attack"),
        ("Gunmen ambushed a bus near Owo on Monday.", "Violence against civilians", "Attack"),
        ("Militants attacked a hospital in Bamako on Monday.", "Violence against civilians", "Attack"),
        (
            "A roadside bomb killed two soldiers near Boni.",
            "Explosions/Remote violence",
            "Remote explosive/landmine/IED",
        ),
        ("The army recaptured the town of Sake on Monday.", "Battles", "Government regains territory"),
        ("Rebels captured the town of Sake on Monday.", "Battles", "Non-state actor overtakes territory"),
        ("Gunmen shot dead four farmers near Jos on Monday.", "Violence against civilians", "Attack"),
        (
            "Insurgents seized more than 200 displaced women in Borno on Monday.",
            "Violence against civilians",
            "Abduction/forced disappearance",
        ),
        ("Soldiers seized power in Libreville on Monday.", "Strategic developments", "Other"),
        ("The rebels freed 40 prisoners in Aden on Monday.", "Strategic developments", "Other"),
    ],
)
def test_acled_types_follow_from_the_actors(reader: Reader, text: str, event: str, sub_event: str) -> None:
    """The same word is another type by who acts and who is hit; where the actors decide, `how` says so."""
    incident = first(reader, text)
    assert (incident.acled_event_type, incident.acled_sub_event_type) == (event, sub_event)


@pytest.mark.parametrize(
    ("text", "violence"),
    [
        ("Soldiers clashed with rebels near Goma on Monday.", 1),
        ("Militants of two factions fought rebel fighters near Goma on Monday.", 2),
        ("Gunmen shot dead four farmers near Jos on Monday.", 3),
        ("Police clashed with demonstrators in Nashik on Monday.", None),
        ("Eleven people died on Monday in Meron when a railing collapsed.", None),
    ],
)
def test_ucdp_types_follow_from_the_sides(reader: Reader, text: str, violence: int | None) -> None:
    """A riot is no organised violence; the reason stands in `how`."""
    incident = first(reader, text)
    assert incident.ucdp_type == violence
    assert ("UCDP" in incident.how) == (violence is not None)


def test_a_mishap_is_no_attack(reader: Reader) -> None:
    """Nobody attacks those who die of heat or are crushed."""
    for text in (
        "A farmer died of heatstroke in Amravati on Friday, doctors said.",
        "At least 44 people were crushed to death at a festival in Meron on Friday, medics said.",
    ):
        assert first(reader, text).kind == "accident"


def test_figures_that_demonstrate_are_no_protest(reader: Reader) -> None:
    """To demonstrate something is to show it."""
    text = "The figures demonstrate that people trust the city of Portland. A campaign targeted to young voters begins."
    assert reader.read(Article(text)).found == ()


@pytest.mark.parametrize(
    "text",
    [
        "Kyrgyzstan and Tajikistan agreed on a ceasefire through the mediation of Uzbekistan on Monday.",
        "A ceasefire between Kyrgyzstan and Tajikistan, brokered by Uzbekistan, began on Monday.",
    ],
)
def test_who_mediates_is_no_party(reader: Reader, text: str) -> None:
    """A mediator has its own role."""
    (truce,) = [one for one in reader.read(Article(text, published=date(2023, 6, 14))).found if one.kind == "ceasefire"]
    assert [(actor.name, actor.side) for actor in truce.actors if actor.role == "mediator"] == [("Uzbekistan", "UZ")]
    assert "UZ" not in {actor.side for actor in truce.actors if actor.role == "party"}


def test_the_forces_of_two_countries_are_two_sides(reader: Reader) -> None:
    """One phrase names both."""
    (clash,) = reader.read(Article("Kyrgyz and Tajik forces clashed near Batken.", published=date(2023, 6, 14))).found
    assert {actor.side for actor in clash.actors} == {"KG", "TJ"}


def test_two_reports_of_one_bombing_are_one_and_show_what_they_differ_in(reader: Reader) -> None:
    """Another day's toll of the same town is another incident; the ids don't depend on who is read first."""
    first_report = Article(
        "KANO, June 12 - A bomb exploded at a market in Kano on Monday, killing at least 12 people, police said.",
        id="first",
        published=date(2023, 6, 12),
    )
    second_report = Article(
        "At least 14 people died when a bomb went off in a market in the city of Kano on Monday, doctors said.",
        id="second",
        published=date(2023, 6, 13),
    )
    other = Article(
        "Gunmen killed three people in Kano on Friday, police said.", id="third", published=date(2023, 6, 17)
    )
    told = [(article, one) for article in (first_report, second_report, other) for one in reader.read(article).found]
    merged = merge(told)
    assert sorted(len(one.sources) for one in merged) == [1, 2]
    both = next(one for one in merged if len(one.sources) == 2)
    assert {difference.field: set(difference.values) for difference in both.differences}["killed"] == {"12", "14"}
    assert {one.id for one in merge(reversed(told))} == {one.id for one in merged}
