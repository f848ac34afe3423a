"""The joint decision, on texts written for these tests and with the shipped gazetteer and model."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, open_default
from geo.records import Article, Footprint, Located, Mention
from geo.resolve import Resolver, focus, ranker
from geo.resolve.reasons import Reasons


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return open_default()


@pytest.fixture(scope="module")
def resolver(gazetteer: Gazetteer) -> Resolver:
    """A resolver with the shipped model."""
    return Resolver(gazetteer)


def mentions_in(text: str, *names: str) -> list[Mention]:
    """A mention for each occurrence of each name."""
    return [
        Mention(found.start(), found.end(), name, "place")
        for name in names
        for found in re.finditer(re.escape(name), text)
    ]


def resolve(resolver: Resolver, text: str, *names: str, url: str = "") -> dict[str, Footprint]:
    """The footprint of each name's first mention."""
    mentions = mentions_in(text, *names)
    footprints = resolver.resolve(Article(text, url=url), mentions)
    found: dict[str, Footprint] = {}
    for mention, footprint in zip(mentions, footprints, strict=True):
        found.setdefault(mention.text, footprint)
    return found


def test_the_famous_sense_is_taken_where_nothing_speaks_against_it(resolver: Resolver) -> None:
    """A bare Paris among French places is the capital of France."""
    found = resolve(
        resolver, "Trains between Paris, Lyon and Marseille stood still in France.", "Paris", "Lyon", "France"
    )
    assert found["Paris"].places[0].country == "FR"
    assert found["France"].places[0].kind == "PCLI"


def test_the_state_after_the_comma_decides(resolver: Resolver) -> None:
    """ "Paris, Texas" is no capital."""
    found = resolve(resolver, "A storm hit Paris, Texas, on Monday night.", "Paris", "Texas")
    assert (found["Paris"].places[0].country, found["Paris"].places[0].admin1) == ("US", "TX")


def test_one_sense_holds_for_the_whole_document(resolver: Resolver) -> None:
    """A later bare mention means what the first one was said to mean."""
    text = "Fire broke out in Athens, Georgia. The mayor of Athens thanked Atlanta for its help."
    mentions = mentions_in(text, "Athens", "Georgia", "Atlanta")
    footprints = resolver.resolve(Article(text), mentions)
    assert footprints[0].places == footprints[1].places
    assert footprints[0].places[0].country == "US"


def test_the_kind_word_tells_the_county_from_the_town(resolver: Resolver) -> None:
    """ "Madison County" is an area, not the capital of Wisconsin."""
    found = resolve(resolver, "The sheriff of Madison County, Alabama, resigned.", "Madison County", "Alabama")
    assert found["Madison County"].places[0].kind == "ADM2"
    assert found["Madison County"].places[0].admin1 == "AL"
    assert found["Madison County"].where_precision == 3


def test_the_answer_explains_itself_and_keeps_alternatives(resolver: Resolver) -> None:
    """`how` names the id and the name that led there; the runners-up stay with their confidence."""
    footprint = resolve(resolver, "The mayor of Springfield, Illinois, spoke.", "Springfield", "Illinois")[
        "Springfield"
    ]
    assert footprint.how.startswith(f'{footprint.places[0].id} by name "')
    assert all(one.confidence <= footprint.confidence for one in footprint.alternatives)


def test_a_rejected_place_says_why(resolver: Resolver) -> None:
    """Each runner-up has the reason that parts it from the answer, in words that are true of it."""
    found = resolve(resolver, "Trains between Perth, Dundee and Scotland stood still.", "Perth", "Dundee", "Scotland")
    abroad = next(one for one in found["Perth"].alternatives if one.place.country == "AU")
    assert "farther from the other places of the text" in abroad.because
    assert abroad.because in found["Perth"].how


def test_the_area_round_a_town_is_rejected_for_what_it_is(resolver: Resolver) -> None:
    """Where the rule about bare names decides and not the ranker, the reason is that rule."""
    found = resolve(resolver, "Shells fell on Kherson in Ukraine.", "Kherson", "Ukraine")
    area = next(one for one in found["Kherson"].alternatives if one.place.kind == "ADM1")
    assert "the area round the town" in area.because


def test_reasons_are_true_and_weigh() -> None:
    """A reason is given only where the chosen place has more of what it names and the ranker asks for that."""
    model = ranker.load()
    reasons = Reasons(model)
    population = model.columns.index("population")
    chosen = np.zeros(len(model.columns), dtype=np.float32)
    smaller, larger = chosen.copy(), chosen.copy()
    chosen[population], smaller[population], larger[population] = 6.0, 2.0, 7.0
    assert reasons.against(chosen, np.stack([smaller, larger, chosen])) == ["less populous", "", ""]


def test_what_the_gazetteer_lacks_is_tied_to_the_town_of_the_text(resolver: Resolver) -> None:
    """An unknown hospital stands where the text says, and the footprint says how sure that is."""
    text = "Doctors at Quillfeather Memorial Hospital in Bergen, Norway, went on strike."
    footprint = resolve(resolver, text, "Quillfeather Memorial Hospital", "Bergen", "Norway")[
        "Quillfeather Memorial Hospital"
    ]
    assert footprint.places[0].name == "Bergen"
    assert footprint.where_precision >= 2
    assert "tied to" in footprint.how


def test_what_nothing_places_is_left_without_a_place_and_says_why(resolver: Resolver) -> None:
    """No answer is no geometry at all, never a point at zero."""
    footprint = resolve(resolver, "They met at Quxzyvplk Wexqorth.", "Quxzyvplk Wexqorth")["Quxzyvplk Wexqorth"]
    assert footprint.places == ()
    assert footprint.geometry is None
    assert footprint.how


def test_a_country_has_its_area_and_a_town_its_point(resolver: Resolver) -> None:
    """The geometry never says more than the text."""
    found = resolve(resolver, "The army of Norway left Oslo.", "Norway", "Oslo")
    assert found["Norway"].geometry is not None and found["Norway"].geometry.area > 1
    assert found["Oslo"].geometry is not None and found["Oslo"].geometry.geom_type == "Point"
    assert found["Norway"].radius_km > found["Oslo"].radius_km > 0


def test_leaving_geometry_out_changes_nothing_else(resolver: Resolver) -> None:
    """`with_geometry=False` is only cheaper."""
    text = "The army of Norway left Oslo."
    mentions = mentions_in(text, "Norway", "Oslo")
    full = resolver.resolve(Article(text), mentions)
    bare = resolver.resolve(Article(text), mentions, with_geometry=False)
    assert [one.places for one in full] == [one.places for one in bare]
    assert all(one.geometry is None for one in bare)


def test_no_mentions_and_an_empty_text_give_nothing(resolver: Resolver) -> None:
    """Nothing in, nothing out."""
    assert resolver.resolve(Article(""), []) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80), data=st.data())
def test_any_spans_of_any_text_get_a_footprint_each(resolver: Resolver, text: str, data: st.DataObject) -> None:
    """Mixed scripts, emoji, empty and overlapping spans: as many footprints as mentions, confidences within 0 and 1."""
    bounds = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(bounds, bounds).map(sorted), max_size=6))
    mentions = [Mention(start, end, text[start:end], "place") for start, end in spans]
    footprints = resolver.resolve(Article(text), mentions, with_geometry=False)
    assert len(footprints) == len(mentions)
    assert all(0 <= one.confidence <= 1 and 1 <= one.where_precision <= 7 for one in footprints)


def test_the_focus_is_the_country_and_the_place_that_the_article_is_about(resolver: Resolver) -> None:
    """The most said place and its country win, with their shares."""
    text = "Bergen closed its harbour. Bergen is in Norway. Ferries from Bergen to Denmark stopped."
    mentions = mentions_in(text, "Bergen", "Norway", "Denmark")
    footprints = resolver.resolve(Article(text), mentions)
    found = focus([Located(m, f) for m, f in zip(mentions, footprints, strict=True)])
    assert found["country"] == "NO"
    assert found["place"] is not None and found["place"].name == "Bergen"
    assert 0.5 < found["country_confidence"] <= 1


def test_the_focus_is_as_sure_as_it_comes_before_the_next(resolver: Resolver) -> None:
    """Two countries that are spoken of alike leave it open; many others besides do not."""
    text = "Norway and Denmark agreed."
    mentions = mentions_in(text, "Norway", "Denmark")
    footprints = resolver.resolve(Article(text), mentions)
    pair = focus([Located(m, f) for m, f in zip(mentions, footprints, strict=True)])
    single = focus([Located(mentions[0], footprints[0])])
    assert 0.5 <= pair["country_confidence"] < 0.6
    assert single["country_confidence"] == 1.0


def test_no_place_is_no_focus() -> None:
    """An article without a place has none."""
    assert focus([]) == {"country": "", "country_confidence": 0.0, "place": None, "place_confidence": 0.0}


def test_a_government_is_named_in_how(resolver: Resolver) -> None:
    """A capital speaks for its country, a province for itself; the place stays the one that was named."""
    text = "Yerevan rejected the offer. Texas sued."
    mentions = [Mention(0, 7, "Yerevan", "institution"), Mention(28, 33, "Texas", "institution")]
    capital, province = resolver.resolve(Article(text), mentions)
    assert capital.places[0].name == "Yerevan"
    assert capital.how.endswith("stands for the government of Armenia (gn:174982)")
    assert province.how.endswith(f"stands for the government of Texas ({province.places[0].id})")


def test_a_bare_name_is_the_town_rather_than_the_area_round_it() -> None:
    """ "Kharkiv" is the city; "Kharkiv region" is not."""
    resolver = Resolver(open_default())
    text = "Police in Kharkiv said that shelling went on in Kharkiv region overnight."
    spans = [(text.index("Kharkiv"), 7), (text.rindex("Kharkiv"), len("Kharkiv region"))]
    mentions = [Mention(start, start + size, text[start : start + size], "place") for start, size in spans]
    city, region = resolver.resolve(Article(text), mentions)
    assert city.places[0].kind.startswith("PPL")
    assert region.places[0].kind == "ADM1"


def test_a_great_citys_name_is_the_city_unless_a_town_is_said_to_be_in_its_area() -> None:
    """Banks of "New York" are the city's; "Albany, New York" shows that the state is meant."""
    resolver = Resolver(open_default())
    for text, kind in (("Banks in New York lent less.", "PPL"), ("He lives in Albany, New York.", "ADM1")):
        names = [name for name in ("Albany", "New York") if name in text]
        mentions = [Mention(text.index(name), text.index(name) + len(name), name, "place") for name in names]
        assert resolver.resolve(Article(text), mentions)[-1].places[0].kind.startswith(kind)


def test_a_doubtful_namesake_abroad_is_no_answer(resolver: Resolver) -> None:
    """A village that no list has in the country of the text is not given to a town at the other end of the world."""
    text = "The army of El Salvador shelled Escalon. The rebels left for San Salvador."
    found = resolve(resolver, text, "El Salvador", "Escalon", "San Salvador")["Escalon"]
    assert all(place.country == "SV" for place in found.places)
    assert any("says nothing else of" in other.because or "tie" in other.because for other in found.alternatives)


def test_the_area_after_the_comma_outweighs_the_rest_of_the_text(resolver: Resolver) -> None:
    """Among English towns "Birmingham, Alabama" still lies in Alabama; in a list the comma says nothing."""
    text = "The mayor of Birmingham, Alabama, greeted guests from Liverpool and Leeds in England."
    found = resolve(resolver, text, "Birmingham", "Alabama", "Liverpool", "Leeds", "England")
    assert (found["Birmingham"].places[0].country, found["Birmingham"].places[0].admin1) == ("US", "AL")
    listed = resolve(resolver, "It flies to Washington, New York and Boston.", "Washington", "New York", "Boston")
    assert listed["Washington"].places[0].kind == "PPLC"


def test_letters_with_points_are_no_village(resolver: Resolver) -> None:
    """ "U.N." is written as no village called Un is."""
    found = resolve(resolver, "A U.N. convoy left Kampala.", "U.N.", "Kampala")["U.N."]
    assert not any(place.kind.startswith("PPL") for place in found.places)


def test_the_rejected_namesake_is_told_of_however_unlikely(resolver: Resolver) -> None:
    """Who reads of Paris in Texas wants to know why it is not the other one."""
    found = resolve(resolver, "A storm hit Paris, Texas, on Monday night.", "Paris", "Texas")["Paris"]
    assert [(other.place.country, bool(other.because)) for other in found.alternatives] == [("FR", True)]


def test_a_town_and_its_area_of_one_name_make_one_sure_answer(resolver: Resolver) -> None:
    """Whether the town or the county is meant does not make the place doubtful."""
    found = resolve(resolver, "Rain fell on Goma and Bukavu in Congo.", "Goma", "Bukavu", "Congo")["Goma"]
    assert found.confidence > 0.8


def test_a_tie_to_a_country_does_not_hide_the_place_in_it(resolver: Resolver) -> None:
    """A misspelt port of Somalia is that port: that the text speaks of Somalia speaks for it."""
    text = "A bomb went off near the port of Mogadishou, a Somali officer said."
    mentions = [
        *mentions_in(text, "Mogadishou"),
        Mention(text.index("Somali"), text.index("Somali") + 6, "Somali", "demonym"),
    ]
    port = resolver.resolve(Article(text), mentions)[0]
    assert port.places[0].kind == "PPLC"
