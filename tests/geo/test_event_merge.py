"""Sameness and merging: two reports of one incident are one, those of two are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from gazetteer.place import Place
from geo.events import compare, merge
from geo.events.identity import incident_id
from geo.records import Actor, Article, Claim, Footprint, Incident, Located, Mention, Span, When

DAY = date(2024, 3, 5)


def town(name: str, lon: float, lat: float, country: str = "XX", admin1: str = "01") -> Located:
    """A located town."""
    place = Place(f"t:{name}", name, "PPL", country, lon, lat, admin1=admin1)
    return Located(Mention(0, len(name), name, "place"), Footprint(Point(lon, lat), 1, 3.0, "given", (place,), 0.9))


def incident(
    where: Located | None, day: date | None = DAY, kind: str = "attack", killed: int | None = None, by: str = "gunmen"
) -> Incident:
    """An incident with the fields that are compared."""
    quote = Span(0, 3, "six")
    claims = () if killed is None else (Claim("killed", killed, killed, killed, "", "police", quote),)
    name = where.mention.text if where else ""
    return Incident(
        id=f"{kind}-{name}-{day}-{killed}",
        kind=kind,
        title="",
        status="reported",
        when=When(day, day, "day" if day else "none"),
        where=where,
        trigger=quote,
        actors=(Actor(by, "attacker"),) if by else (),
        claims=claims,
        confidence=0.5,
    )


A, B = town("Aa", 10.0, 10.0), town("Bb", 12.0, 10.0)
ONE, TWO = Article("first", id="1", published=DAY), Article("second", id="2", published=DAY + timedelta(days=1))


def test_two_reports_of_one_attack_are_one_with_their_difference() -> None:
    """Same town, day and kind; the tolls differ and both are kept."""
    merged = merge([(ONE, incident(A, killed=5)), (TWO, incident(A, killed=7))])
    assert len(merged) == 1
    assert {one.article.id for one in merged[0].sources} == {"1", "2"}
    assert {one.field: set(one.values) for one in merged[0].differences} == {"killed": {"5", "7"}}
    assert merged[0].id == incident(A, killed=5).id


def test_other_town_other_day_or_other_kind_stay_apart() -> None:
    """Each differs from the first in one thing."""
    found = [incident(A), incident(B), incident(A, DAY + timedelta(days=4)), incident(A, kind="protest")]
    assert len(merge([(ONE, one) for one in found])) == 4


def test_other_tolls_are_other_incidents_where_nothing_else_agrees() -> None:
    """Two bombs in one city on one day; "at least five" can be seven, the same toll a day later a late report."""
    five, seven = (incident(A, kind="explosion", killed=count, by="") for count in (5, 7))
    assert len(merge([(ONE, five), (TWO, seven)])) == 2
    least = replace(five, claims=(replace(five.claims[0], high=None),))
    assert len(merge([(ONE, least), (TWO, seven)])) == 1
    late = replace(seven, when=When(DAY + timedelta(days=1), None, "day"))
    assert len(merge([(ONE, seven), (TWO, late)])) == 1
    assert len(merge([(ONE, five), (TWO, late)])) == 2


def test_a_chain_of_days_is_no_single_incident() -> None:
    """A month of shelling, a day a report, in one town: each day shares its neighbours' kind and place."""
    found = [incident(A, DAY + timedelta(days=day), "shelling", by="") for day in range(28)]
    assert len(merge((Article(str(day), id=str(day)), one) for day, one in enumerate(found))) == 28


def test_many_towns_days_and_tolls_stay_apart() -> None:
    """Ten towns and 28 days: reports with the same toll merge, those with other tolls do not."""
    towns = [town(f"T{number}", 10.0 + number, 10.0) for number in range(10)]
    found = [
        (
            Article(str(number), id=f"{number:03}"),
            incident(towns[number % 10], DAY + timedelta(days=number % 28), "explosion", 2 + number % 97, by=""),
        )
        for number in range(600)
    ]
    merged = merge(found)
    assert len(merged) == len({(one.where, one.when.start, one.claims[0].value) for _, one in found})


def test_what_has_no_place_or_day_is_not_merged() -> None:
    """Silence is no agreement."""
    assert len(merge([(ONE, incident(None)), (TWO, incident(None))])) == 2
    assert len(merge([(ONE, incident(A, None)), (TWO, incident(A, None))])) == 2


def test_a_clash_takes_in_what_is_said_more_generally() -> None:
    """ "Attack" fits an explosion in the same town on the same day."""
    assert len(merge([(ONE, incident(A, kind="explosion")), (TWO, incident(A, kind="attack"))])) == 1


@given(st.permutations(range(5)))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    """Ids and sources are the same however the input comes."""
    found = [
        (ONE, incident(A, killed=5)),
        (TWO, incident(A, killed=7)),
        (ONE, incident(B)),
        (TWO, incident(B, DAY + timedelta(days=1))),
        (TWO, incident(A, DAY + timedelta(days=9))),
    ]
    expected = merge(found)
    assert merge([found[index] for index in order]) == expected


def test_places_are_compared_by_what_holds_what() -> None:
    """A town lies in its region and country, not in another's."""
    region = replace(A, footprint=Footprint(None, 4, 50.0, "", (Place("r", "R", "ADM1", "XX", 10, 10, "01"),)))
    country = replace(A, footprint=Footprint(None, 6, 500.0, "", (Place("c", "C", "PCLI", "XX", 10, 10),)))
    foreign = replace(A, footprint=Footprint(None, 6, 500.0, "", (Place("d", "D", "PCLI", "YY", 40, 10),)))
    assert compare.places(A, A) == 2.0
    assert compare.places(A, region) == compare.places(country, A) == 1.0
    assert compare.places(A, foreign) == compare.places(A, B) == compare.APART
    assert compare.places(A, None) == 0.0


def test_ids_depend_on_text_kind_and_words_only() -> None:
    """The same article gives the same id; another kind or place in the text another."""
    span = Span(4, 9, "clash")
    first = incident_id(ONE, "clash", span)
    assert first == incident_id(replace(ONE, published=None), "clash", span)
    assert len({first, incident_id(TWO, "clash", span), incident_id(ONE, "attack", span)}) == 3
    assert len({first, incident_id(ONE, "clash", replace(span, start=5)), incident_id(ONE, "clash", span, 1)}) == 3
