"""Single rules of the incident reader, each on a short text of the project's own, through the whole path."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer.place import Place
from geo.events.home import home_of, without_strays
from geo.reading import Reader
from geo.records import Article, Footprint, Incident, Located, Mention


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all texts."""
    return Reader()


def read(reader: Reader, text: str, day: date | None = date(2023, 6, 14)) -> list[Incident]:
    """The incidents of a text published on `day`, a Wednesday unless said otherwise."""
    return list(reader.read(Article(text, published=day)).found)


def only(incidents: list[Incident], kind: str) -> Incident:
    """The one incident of a kind."""
    (found,) = [one for one in incidents if one.kind == kind]
    return found


def place(incident: Incident) -> str:
    """The words that say where, or ""."""
    return incident.where.mention.text if incident.where else ""


def counts(incident: Incident) -> set[tuple[str, int | None]]:
    """What is counted and how many."""
    return {(claim.measure, claim.value) for claim in incident.claims}


def test_a_ceasefire_is_where_the_fight_is_that_it_ends(reader: Reader) -> None:
    """Not in the town of the sentence behind, which tells of something else."""
    text = (
        "Soldiers of Ethiopia and Eritrea exchanged fire on Tuesday along the northern border of Ethiopia, "
        "killing three people.\n\nThe two sides agreed on a truce from 17:00. "
        "Villagers in Adigrat heard gunfire in the evening."
    )
    truce = only(read(reader, text), "ceasefire")
    assert "northern border of Ethiopia" in place(truce)
    assert "fight" in truce.how


def test_the_next_sentence_lends_no_place_if_it_tells_of_another_event(reader: Reader) -> None:
    """The arrests are not in the town where others marched."""
    text = "Police arrested 12 smugglers on Monday, the ministry said. Thousands of students marched through Arequipa."
    assert place(only(read(reader, text), "arrest")) == ""


def test_the_lead_says_where_before_a_side_account_does(reader: Reader) -> None:
    """What is told later, of villages near the border, is not where the fight was."""
    text = (
        "Troops of Ethiopia and Eritrea clashed on Tuesday along the northern border of Ethiopia, killing three.\n\n"
        "Authorities said that 80 families had been evacuated from villages near the border."
    )
    found = read(reader, text)
    clash = only(found, "clash")
    assert "northern border" in place(clash)
    assert "displaced" not in {claim.measure for claim in clash.claims}
    assert counts(only(found, "displacement")) == {("displaced", 80)}


def test_days_and_counted_people_are_no_actors(reader: Reader) -> None:
    """ "On Tuesday" takes no part, "at least four people" is a toll, and who is named twice is one actor."""
    text = (
        "Rebels attacked soldiers on Tuesday in Maiduguri, killing at least four people. "
        "The rebels attacked the soldiers at dawn."
    )
    actors = [(actor.name.casefold(), actor.role) for actor in only(read(reader, text), "attack").actors]
    assert sorted(actors) == [("rebels", "attacker"), ("soldiers", "target")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A bomb exploded at a market in Kano on Monday, killing five people, police said.", "explosion"),
        ("On Monday, shells hit a market in Donetsk and killed six people, doctors said.", "shelling"),
    ],
)
def test_the_means_name_the_incident_and_deaths_hang_on_it(reader: Reader, text: str, kind: str) -> None:
    """A market that is blown up is a building."""
    (incident,) = read(reader, text)
    assert incident.kind == kind
    assert any(claim.measure == "killed" for claim in incident.claims)


def test_a_market_of_shares_is_no_building(reader: Reader) -> None:
    """Prices explode in figures."""
    assert read(reader, "Demand for shares exploded in the stock market on Monday, traders said.") == []


def test_deaths_in_a_disaster_are_its_toll(reader: Reader) -> None:
    """Wherever the victims lie and whenever the toll was told; the blow's day and place are the disaster's."""
    text = (
        "Toll from Peru quake rises to 61\n\nLIMA, June 14 - A strong earthquake struck southern Peru late on Monday. "
        "The number of dead rose to 61, police said on Wednesday.\n\n"
        "The quake hit at 10:15 p.m. At least 40 people died in Arequipa and 21 in Moquegua, officials said. "
        "More than 300 people were injured."
    )
    (quake,) = [one for one in read(reader, text) if one.kind != "diplomacy"]
    assert quake.kind == "disaster"
    assert "Peru" in place(quake)
    assert str(quake.when.start).startswith("2023-06-12")
    assert {("killed", 61), ("killed", 40), ("injured", 300)} <= counts(quake)


def test_an_aftershock_of_another_day_is_another_disaster(reader: Reader) -> None:
    """Only the victims and "the earthquake" join it across days and places."""
    text = "An earthquake struck southern Peru on Monday. An aftershock shook Arequipa on Wednesday morning."
    assert [one.kind for one in read(reader, text)] == ["disaster", "disaster"]


def test_a_headline_that_counts_events_adds_none(reader: Reader) -> None:
    """ "After two clashes" are those told below, not two more in the headline's town."""
    text = (
        "March reaches Pune after two clashes\n\nFarmers marched into Pune on Wednesday.\n\n"
        "On Monday, police clashed with demonstrators in Nashik. Nine people were injured."
    )
    clash = only(read(reader, text), "riot")
    assert place(clash) == "Nashik"
    assert ("injured", 9) in counts(clash)


def test_a_time_governs_its_own_clause(reader: Reader) -> None:
    """How long a land was claimed dates no ceasefire; "the conflict" is the war of the sentence before."""
    text = (
        "In the autumn of 2016, Abkhazia was the scene of a war in which more than 300 people were killed.\n\n"
        "The conflict ended with the signing of a Turkish-mediated ceasefire, and the concession to Georgia "
        "of valleys it claimed from World War I until the early 1990s."
    )
    found = read(reader, text)
    assert {one.status for one in found} == {"historic"}
    assert str(only(found, "ceasefire").when.start).startswith("2016-09")
    assert ("killed", 300) in counts(only(found, "clash"))


def test_without_a_publication_date_today_is_no_day_that_the_text_names(reader: Reader) -> None:
    """The clash of today stays undated and apart from the war of 2020, whose year the text gives."""
    text = (
        "Two soldiers were killed in clashes near Batken in Kyrgyzstan today.\n\n"
        "In the autumn of 2020 more than 50 people were killed in clashes in Batken Region."
    )
    days = {one.when.start and one.when.start.year for one in reader.read(Article(text)).found if one.kind == "clash"}
    assert days == {None, 2020}


def test_a_doubtful_place_in_a_country_of_its_own_is_no_location() -> None:
    """An unknown San Carlos of one country is none of another's: it keeps its words and loses its claim to a place."""
    honduras = Place(id="gn:1", name="Honduras", kind="PCLI", country="HN", lon=-86.5, lat=15.0)
    elsewhere = Place(id="gn:2", name="San Carlos", kind="PPL", country="VE", lon=-68.6, lat=9.7)

    def said(words: str, start: int, place: Place, sure: float) -> Located:
        mention = Mention(start, start + len(words), words, "place")
        return Located(mention, Footprint(None, 1, 0.0, "by hand", places=(place,), confidence=sure))

    country, doubtful = said("Honduras", 0, honduras, 0.9), said("San Carlos", 30, elsewhere, 0.3)
    sure, company = said("San Carlos", 30, elsewhere, 0.95), said("Cojedes", 60, elsewhere, 0.9)
    assert home_of([country, doubtful]) == "HN"
    assert [one.footprint.tie for one in without_strays([country, doubtful], "HN")] == ["", "nearby"]
    assert [one.footprint.tie for one in without_strays([country, sure], "HN")] == ["", ""]
    assert [one.footprint.tie for one in without_strays([country, doubtful, company], "HN")] == ["", "", ""]


def test_a_power_named_elsewhere_in_the_text_is_no_company_for_a_doubtful_place() -> None:
    """Governments are named everywhere; the country's name makes a namesake likely only in its own sentence."""
    power = Place(id="gn:3", name="United States", kind="PCLI", country="US", lon=-98.0, lat=39.8)
    namesake = Place(id="gn:4", name="San Carlos", kind="PPL", country="US", lon=-122.3, lat=37.5)

    def said(words: str, start: int, precision: int, place: Place, sure: float) -> Located:
        mention = Mention(start, start + len(words), words, "place")
        return Located(mention, Footprint(None, precision, 0.0, "by hand", places=(place,), confidence=sure))

    doubtful = said("San Carlos", 30, 2, namesake, 0.7)
    near, far = said("United States", 50, 6, power, 0.95), said("United States", 900, 6, power, 0.95)
    assert [one.footprint.tie for one in without_strays([doubtful, near], "HN")] == ["", ""]
    assert [one.footprint.tie for one in without_strays([doubtful, far], "HN")] == ["nearby", ""]


def test_violence_without_place_day_count_or_name_is_no_incident(reader: Reader) -> None:
    """ "Torture" as such is no incident; that of somebody, somewhere or some day is."""
    lead = "The committee published its report on Monday. "
    assert not [one for one in read(reader, f"{lead}It speaks of torture by the guards.") if one.kind == "attack"]
    assert only(read(reader, f"{lead}It speaks of the torture of guards in Maiduguri."), "attack")
    assert only(read(reader, f"{lead}It speaks of the murder of Ana Suarez by guards."), "attack")


def test_a_deed_that_names_other_victims_is_another(reader: Reader) -> None:
    """Two named people taken by the same men are two kidnappings; the same one named again is the one."""
    first = "Rebels kidnapped deputy Dario Abramowitz on Monday, police said. "
    other = read(reader, f"{first}Rebels kidnapped rancher Pavel Kowalczyk on Monday.")
    assert len([one for one in other if one.kind == "kidnapping"]) == 2
    again = read(reader, f"{first}Abramowitz was kidnapped on Monday at his home.")
    assert only(again, "kidnapping")


def test_what_also_happened_on_that_day_is_another(reader: Reader) -> None:
    """The same kind on the same day, told with "also", is no second telling; "the attack" is one."""
    first = "Gunmen attacked a village on Monday, police said. "
    also = read(reader, f"{first}Gunmen also attacked a clinic on Monday.")
    assert len([one for one in also if one.kind == "attack"]) == 2
    assert only(read(reader, f"{first}The attack on Monday was the worst in months."), "attack")


def test_capitals_that_act_lend_no_place(reader: Reader) -> None:
    """What "Kyiv and Moscow exchanged" is in neither: they stand for their governments."""
    swap = "Kyiv and Moscow on Thursday exchanged 75 prisoners of war each, in the first swap for seven weeks."
    assert place(only(read(reader, swap), "other")) == ""


def test_places_of_other_names_are_others_though_nobody_knows_where_they_are(reader: Reader) -> None:
    """Two villages that no gazetteer lists are two, and the same one told again is one."""
    text = (
        "Gunmen killed two farmers in Kardutalpur on Monday.\n\nGunmen killed a teacher in Velmoshabad on Monday. "
        "The attack in Kardutalpur began at dawn."
    )
    attacks = sorted((place(one), counts(one)) for one in read(reader, text))
    assert attacks == [("Kardutalpur", {("killed", 2)}), ("Velmoshabad", {("killed", 1)})]


def test_what_an_event_came_so_long_after_is_another_of_its_own_day_and_place(reader: Reader) -> None:
    """ "The blast came a day after": neither its day nor its place is that of what was before."""
    text = (
        "A bomb killed six people in Kano on Monday. The blast came two days after gunmen killed three priests in Owo."
    )
    found = {one.kind: (place(one), str(one.when.start), counts(one)) for one in read(reader, text)}
    assert found == {
        "explosion": ("Kano", "2023-06-12", {("killed", 6)}),
        "attack": ("Owo", "2023-06-10", {("killed", 3)}),
    }


def test_the_day_before_the_news_is_not_the_day_of_the_news(reader: Reader) -> None:
    """An event without a time has that of the news, not that of what the news came after."""
    blast = only(
        read(reader, "The blast in Kabul came two days after a shooting in Herat that killed three."), "explosion"
    )
    assert (place(blast), str(blast.when.start)) == ("Kabul", "2023-06-14")


@pytest.mark.parametrize(
    "text",
    [
        "Road accidents are frequent near Cusco.",
        "The village of Kutum is regularly shelled by the army.",
        "The film tells how rebels kidnapped a teacher in Cali.",
        "In the novel, soldiers burned a village near Da Nang.",
    ],
)
def test_habits_and_fiction_are_no_incidents(reader: Reader, text: str) -> None:
    """What often happens has no day, and what a film tells did not happen."""
    assert read(reader, text) == []


def test_an_attempt_that_was_foiled_was_made(reader: Reader) -> None:
    """A foiled coup attempt is told of, a foiled attack never came about; a film may be where it happened."""
    assert [one.kind for one in read(reader, "The army foiled a coup attempt in Kinshasa on Sunday.")] == ["other"]
    assert read(reader, "Police foiled a bomb attack in Kano on Sunday.") == []
    assert [one.kind for one in read(reader, "The play ended when gunmen killed four people in Moscow.")] == ["attack"]


def test_each_clause_has_its_own_place(reader: Reader) -> None:
    """Two blows in one sentence, two places: what stands below a clause's own verb is its place."""
    found = read(reader, "A drone hit a depot in Klintsy on Monday, and a missile killed two people in Sumy.")
    assert sorted((one.kind, place(one), counts(one)) for one in found) == [
        ("airstrike", "Klintsy", set()),
        ("shelling", "Sumy", {("killed", 2)}),
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Fighters clashed around Fatakuli, 85 km north of Bunia, on Monday.", "85 km north of Bunia"),
        ("Gunmen stormed Kardutal, a village in Kaduna state, on Monday.", "Kaduna"),
    ],
)
def test_a_place_in_no_list_gives_way_to_what_the_text_says_of_it(reader: Reader, text: str, where: str) -> None:
    """How far from a town, or in which state it lies."""
    (found,) = read(reader, text)
    assert where in place(found)
    assert found.where is not None
    assert found.where.footprint.geometry is not None


def test_those_in_hospital_were_hurt_elsewhere(reader: Reader) -> None:
    """The town of the hospital is no scene, and the town of the shelling is."""
    text = "Shells hit Kostiantynivka on Monday. Two wounded men were taken to a hospital in Dnipro."
    assert {place(one) for one in read(reader, text)} == {"Kostiantynivka"}


def test_what_the_text_calls_a_separate_incident_is_one(reader: Reader) -> None:
    """In the same town on the same day; "the tragedy occurred in" adds the place to what was told."""
    text = (
        "A man was shot dead in Nairobi on Monday. "
        "In a separate incident, gunmen killed two women in Nairobi on Monday."
    )
    assert [counts(one) for one in read(reader, text)] == [{("killed", 1)}, {("killed", 2)}]
    (fall,) = read(reader, "Five people were killed when a wall fell. The tragedy occurred in Mumbai on Monday.")
    assert (place(fall), str(fall.when.start)) == ("Mumbai", "2023-06-12")


def test_a_relative_clause_is_about_what_it_hangs_on(reader: Reader) -> None:
    """Nobody attacked those whom "a storm that" killed."""
    assert [one.kind for one in read(reader, "Manila mourns after a twister that killed four people on Monday.")] == [
        "disaster"
    ]


@pytest.mark.parametrize(
    "text", ["The violence-plagued town of Jos is home to many artists.", "They moved to a war-torn village near Goma."]
)
def test_a_word_for_violence_in_a_quality_tells_of_none(reader: Reader, text: str) -> None:
    """What a place is like is no event."""
    assert [one for one in read(reader, text) if one.kind != "displacement"] == []


def test_the_city_government_is_no_scene(reader: Reader) -> None:
    """Before a body's name a description says whose that is, before a building's where it stands."""
    visit = "The president visited Lima. The secretary of the city government was shot dead"
    assert place(only(read(reader, f"{visit}."), "attack")) != "the city"
    assert place(only(read(reader, f"{visit} at the town hall."), "attack")) == "the town"


def test_who_died_after_a_blow_died_of_it(reader: Reader) -> None:
    """ "After" leads from the dead to the blow, and "hours after" to something else."""
    (shelling,) = read(reader, "Two people died and four were hurt after a shell hit a house in Kupiansk on Monday.")
    assert shelling.kind == "shelling"
    assert {("killed", 2), ("injured", 4)} <= counts(shelling)


def test_verbs_whose_present_looks_like_their_past_tell_what_was(reader: Reader) -> None:
    """ "When shells hit" is no habit, "shells fall there" is one."""
    text = "Four people were killed when shells hit a school in Goma."
    assert [(one.kind, counts(one) >= {("killed", 4)}) for one in read(reader, text)] == [("shelling", True)]
