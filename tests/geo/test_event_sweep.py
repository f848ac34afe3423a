"""The sweep over days and cells gives the clusters that comparing everything with everything gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from gazetteer.place import Place
from geo.events import compare, merge
from geo.events.sweep import Sourced, Sweep, by_day, first_day
from geo.records import Article, Claim, Footprint, Incident, Located, Mention, Span, When

DAY = date(2024, 3, 5)
QUOTE = Span(0, 3, "six")


@st.composite
def places(draw: st.DrawFn) -> Located:
    """A town on a small grid over a cell's edge, or the province or country round it."""
    lon, lat = draw(st.sampled_from([9.85, 9.95, 10.02, 13.0])), draw(st.sampled_from([49.9, 50.05, 50.4]))
    kind = draw(st.sampled_from(["town", "town", "town", "district", "province", "country"]))
    precision = {"town": 1, "district": 3, "province": 4, "country": 6}[kind]
    shape = Point(lon, lat) if kind == "town" else box(lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2)
    name = f"{kind} {lon} {lat}" if precision < 6 else kind
    place = Place(name, name, "", "XX", lon, lat, admin1="" if precision == 6 else "01", admin2=f"{lon}{lat}")
    return Located(Mention(0, len(name), name, "place"), Footprint(shape, precision, 3.0, "given", (place,), 0.9))


@st.composite
def accounts(draw: st.DrawFn) -> Incident:
    """An explosion or attack of a day, or of some days, with a toll or without."""
    first = DAY + timedelta(days=draw(st.integers(0, 5)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 0, 3, 25])))
    killed = draw(st.sampled_from([None, 2, 9]))
    claims = () if killed is None else (Claim("killed", killed, killed, killed, "", "police", QUOTE),)
    when = When(first, last, "day" if first == last else "range")
    kind = draw(st.sampled_from(["explosion", "attack"]))
    return Incident("", kind, "", "reported", when, draw(places()), QUOTE, claims=claims, confidence=0.5)


def by_brute_force(found: list[Sourced]) -> list[list[str]]:
    """The same rule of joining, with every cluster tried."""
    clusters: list[list[Sourced]] = []
    for one in sorted(found, key=by_day):
        scored = [(agreement(cluster, one), -number) for number, cluster in enumerate(clusters)]
        best = max(scored, default=(compare.APART, 0))
        if best[0] >= compare.SAME:
            clusters[-best[1]].append(one)
        else:
            clusters.append([one])
    return sorted(sorted(one.incident.id for one in cluster) for cluster in clusters)


def agreement(cluster: list[Sourced], one: Sourced) -> float:
    if compare.dates(cluster[0].incident.when, one.incident.when, slack_days=1) <= 0:
        return compare.APART
    scores = [compare.same(other.incident, one.incident) for other in cluster]
    return compare.APART if min(scores) <= compare.APART / 2 else max(scores)


@settings(max_examples=60, deadline=None)
@given(st.lists(accounts(), min_size=2, max_size=12))
def test_blocks_lose_no_pair(found: list[Incident]) -> None:
    """Days, cells and areas leave out only what cannot be one."""
    numbered = [
        Sourced(Article("", id=f"{number:02}"), replace(incident, id=f"{number:02}"))
        for number, incident in enumerate(found)
    ]
    merged = merge((one.article, one.incident) for one in numbered)
    swept = sorted(sorted(one.incident.id for one in each.sources) for each in merged)
    assert swept == by_brute_force(numbered)


def incident(number: int, day: date | None, last: date | None = None) -> Sourced:
    """An explosion in a town of its own."""
    name = f"Town {number}"
    place = Place(name, name, "", "XX", number / 10, 0.0, admin1="01")
    where = Located(Mention(0, 4, name, "place"), Footprint(Point(number / 10, 0), 1, 3.0, "given", (place,), 0.9))
    when = When(day, last or day, "day" if day else "none")
    return Sourced(Article("", id=str(number)), Incident(str(number), "explosion", "", "reported", when, where, QUOTE))


def test_clusters_are_given_out_as_the_days_pass() -> None:
    """A year of days holds two or three in memory, not all."""
    sweep = Sweep()
    held = most = 0
    for settled in sweep.over([incident(number, DAY + timedelta(days=number)) for number in range(365)]):
        held += 1 - len(settled)
        most = max(most, held)
    assert most <= 5


def test_the_first_and_the_last_day_of_the_calendar() -> None:
    """A date that no slack can be added to stops nothing."""
    found = [incident(0, date.min), incident(1, date.max), incident(2, date.min, date.max), incident(3, None)]
    assert len(merge((one.article, one.incident) for one in found)) == 4
    assert first_day(found[3].incident) == 0


def test_towns_on_both_sides_of_the_date_line_are_near() -> None:
    """179.95° and -179.95° are eleven kilometres apart, and in neighbouring cells."""
    from geo.events.sweep import _cells

    def at(lon: float) -> set[tuple[int, int]]:
        one = incident(0, DAY).incident
        assert one.where is not None
        moved = replace(one.where, footprint=replace(one.where.footprint, geometry=Point(lon, 0.0)))
        return set(_cells(replace(one, where=moved)) or ())

    assert at(179.95) & at(-179.95)
    assert not at(179.95) & at(170.0)
