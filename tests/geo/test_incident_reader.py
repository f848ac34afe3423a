"""The reader of incidents on articles of the project's own, through the whole path against the default gazetteer."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.events import IncidentReader
from geo.language import parse
from geo.reading import Reader
from geo.records import Actor, Article, Footprint, Incident, Located, Mention, When

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all articles."""
    return Reader()


def found(reader: Reader, name: str) -> tuple[dict[str, Any], Article, tuple[Incident, ...]]:
    """What is expected of a golden article, the article, and what is read."""
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    article = Article(text, id=name, published=date.fromisoformat(expected["published"]))
    return expected, article, reader.read(article).found


def fits(incident: Incident, wanted: dict[str, Any]) -> bool:
    """Whether an incident has every field that is asked for."""
    counts = {f"{claim.measure}={claim.value}" for claim in incident.claims}
    claimants = {claim.claimant for claim in incident.claims}
    geometry = incident.where.footprint.geometry if incident.where else None
    return (
        incident.kind == wanted["kind"]
        and incident.status == wanted.get("status", "reported")
        and str(incident.when.start).startswith(wanted.get("start", ""))
        and wanted.get("where", "") in (incident.where.mention.text if incident.where else "")
        and wanted.get("geometry", "") in (geometry.geom_type if geometry is not None else "")
        and set(wanted.get("counts", ())) <= counts
        and set(wanted.get("claimants", ())) <= claimants
        and ("unlocated" not in wanted or (incident.where is None and bool(incident.unlocated_because)))
    )


@pytest.mark.parametrize("name", CASES)
def test_golden_articles_give_what_is_expected(reader: Reader, name: str) -> None:
    """Every expected incident is there, each told once, and none of violence in the places named as quiet."""
    expected, _, incidents = found(reader, name)
    missing = [wanted for wanted in expected["incidents"] if not any(fits(one, wanted) for one in incidents)]
    assert missing == []
    kinds = Counter(one.kind for one in incidents)
    assert {kind: kinds[kind] for kind in expected["told"]} == expected["told"]
    for one in incidents:
        if one.kind in expected["violent"] and one.where is not None:
            assert one.where.mention.text not in expected["quiet_places"]


@pytest.mark.parametrize("name", CASES)
def test_quotes_are_the_text(reader: Reader, name: str) -> None:
    """Triggers, mentions, quotes and evidence stand where they say; ids are all different."""
    _, article, incidents = found(reader, name)
    spans = [span for one in incidents for span in (one.trigger, *one.evidence, *(claim.quote for claim in one.claims))]
    assert all(article.text[span.start : span.end] == span.text for span in spans)
    mentions = [one.where.mention for one in incidents if one.where is not None]
    assert all(article.text[mention.start : mention.end] == mention.text for mention in mentions)
    assert len({one.id for one in incidents}) == len(incidents)
    assert all(0 <= value <= 1 for one in incidents for value in (one.confidence, *one.field_confidence.values()))


def test_without_a_date_relative_days_stay_open(reader: Reader) -> None:
    """ "Last week" is no interval where nobody says when the text was written."""
    text = (GOLDEN / "border-clash.txt").read_text(encoding="utf-8")
    protest = next(one for one in reader.read(Article(text)).found if one.kind == "protest")
    assert (protest.when.start, protest.when.end) == (None, None)


def test_the_same_text_gives_the_same_incidents(reader: Reader) -> None:
    """Ids and fields repeat."""
    assert found(reader, "siege")[2] == found(reader, "siege")[2]


def place_of(text: str, name: str, precision: int = 1) -> Located:
    """A mention by hand, without a place of the gazetteer."""
    start = text.index(name)
    return Located(Mention(start, start + len(name), name, "place"), Footprint(None, precision, 0.0, "by hand"))


def read_by_hand(reader: Reader, text: str, *names: str) -> list[Incident]:
    """The incidents of a text with the places named, no claims and no expressions of time."""
    located = [place_of(text, name) for name in names]
    whens: list[When] = []
    return IncidentReader(reader.gazetteer).read(
        parse(text), Article(text, published=date(2024, 1, 2)), located, whens, []
    )


def test_two_towns_are_two_incidents(reader: Reader) -> None:
    """One sentence each, the same kind."""
    text = "Gunmen attacked a checkpoint in Aaville. Another attack by gunmen hit a convoy in Beetown."
    found = read_by_hand(reader, text, "Aaville", "Beetown")
    assert [one.where.mention.text for one in found if one.where] == ["Aaville", "Beetown"]


def test_headline_lead_and_later_words_are_one_incident(reader: Reader) -> None:
    """The attack is spoken of three times and told once."""
    text = (
        "Gunmen attack police station\n\nGunmen attacked a police station in Aaville, killing two officers.\n\n"
        "The attack in Aaville began before dawn. Three officers were wounded in the attack."
    )
    found = read_by_hand(reader, text, "Aaville")
    assert [(one.kind, one.where.mention.text if one.where else "") for one in found] == [("attack", "Aaville")]
    assert len(found[0].evidence) >= 3


def test_actors_have_roles(reader: Reader) -> None:
    """Who attacks whom is read off the clause."""
    found = read_by_hand(reader, "Rebels ambushed soldiers near Aaville.", "Aaville")
    assert Actor("Rebels", "attacker") in found[0].actors
    assert Actor("soldiers", "target") in found[0].actors


def test_a_month_is_no_march(reader: Reader) -> None:
    """A word that says when is no event, though its like is one."""
    text = "The motion was handed in on 21 March. The jet disappeared in March 2014 with 239 people on board."
    assert [one.trigger.text for one in reader.read(Article(text)).found if one.kind == "protest"] == []
    text = "Thousands of people marched through Dakar on 5 March."
    assert [one.trigger.text for one in reader.read(Article(text)).found] == ["marched through"]


def test_a_place_that_no_list_has_is_not_drawn_at_its_neighbour(reader: Reader) -> None:
    """An incident at an unknown village is unlocated, with the reason; not put into the town named before it."""
    text = "Buildings shook in New Delhi on 3 May 2020. Gunmen killed five people in Qwertzuvo, police said."
    (attack,) = [one for one in reader.read(Article(text)).found if one.kind == "attack"]
    assert attack.where is None
    assert "Qwertzuvo" in attack.unlocated_because
