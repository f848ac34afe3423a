"""Event words: which are taken, in which sense, and with which status."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from geo.events.lexicon import lexicon
from geo.events.triggers import Trigger, find_triggers
from geo.language import parse

QUIET = sorted((Path(__file__).parent / "quiet_articles").glob("*.txt"))


def read(text: str) -> list[Trigger]:
    """The triggers of a text."""
    return find_triggers(parse(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warplanes carried out an air strike on a village.", "airstrike"),
        ("Nurses went on strike over pay on Monday.", "strike"),
        ("Troops clashed with rebels near the dam.", "clash"),
        ("A car bomb exploded outside the police station.", "explosion"),
        ("Artillery shelled the town for three hours.", "shelling"),
        ("The two sides agreed to end the exchange of fire.", "ceasefire"),
        ("Thousands of people demonstrated in the square.", "protest"),
        ("Gunmen kidnapped two aid workers.", "kidnapping"),
        ("Rebels seized the town on Friday.", "capture"),
        ("The army lost control of two positions.", "territory"),
        ("An earthquake destroyed hundreds of houses.", "disaster"),
        ("A bus crashed on the highway, killing nine.", "accident"),
        ("Police arrested three suspects.", "arrest"),
        ("About 4,000 residents fled their homes.", "displacement"),
        ("The foreign minister held talks with his counterpart.", "diplomacy"),
    ],
)
def test_reads_the_sense_that_the_words_about_it_decide(text: str, kind: str) -> None:
    """Each sentence has a trigger of the kind."""
    assert kind in {trigger.sense.kind for trigger in read(text)}


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Air force jets bombed the hills above the valley.", "bombed", "airstrike"),
        ("A bomb exploded at the cultural institute on Monday.", "bomb exploded", "explosion"),
        ("The group claimed responsibility for detonating a bomb at company offices.", "detonating", "explosion"),
        ("Three men hurled dynamite sticks at the embassy.", "hurled", "explosion"),
        ("The mayor died of a charge of dynamite placed under his desk.", "placed", "explosion"),
        ("The rebels are holding senator Juan Rojas in the mountains.", "holding", "kidnapping"),
        ("The guerrillas held about 20 foreign diplomats hostages.", "held", "kidnapping"),
    ],
)
def test_who_acts_with_what_on_whom_decides_the_sense(text: str, word: str, kind: str) -> None:
    """Planes bomb from the air, what bombs do at a company's offices is meant so, and rebels hold captives."""
    assert (word, kind) in {
        (parse(text)[trigger.start : trigger.end].text, trigger.sense.kind) for trigger in read(text)
    }


@pytest.mark.parametrize(
    "text",
    [
        "The company was under fire for its pricing.",
        "They struck a deal on fish quotas.",
        "The striker attacked from the left and shot wide.",
        "He died of a heart attack metaphor, critics of the clash of civilizations said.",
        "The province lived through World War I.",
        "Her novel is set in the Cold War.",
        "She won by a landslide.",
        "The party placed an advertisement and threw a party.",
        "The minister held the ambassador in high esteem.",
    ],
)
def test_passes_over_idioms_names_and_games(text: str) -> None:
    """No violence is read into figures of speech."""
    violent = lexicon().violent | {"disaster"}
    assert [t for t in read(text) if t.sense.kind in violent and not t.sense.effect] == []


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Rebels attacked the village.", "attacked", "reported"),
        ("Rebels did not attack the village.", "attack", "denied"),
        ("The army denied attacking the village.", "attacking", "denied"),
        ("The rebels denied any involvement in the attack on the village.", "attack", "reported"),
        ("The rebels denied news of an attack on the village.", "attack", "denied"),
        ("The rebels threatened to attack the village.", "attack", "planned"),
        ("Troops will attack the village.", "attack", "planned"),
        ("Troops could attack the village.", "attack", "hypothetical"),
        ("If rebels attack the village, people will flee.", "attack", "hypothetical"),
        ("He warned of the threat of an attack on the village by rebels.", "attack", "hypothetical"),
        ("Police prevented an attack on the embassy by gunmen.", "attack", "hypothetical"),
    ],
)
def test_reads_status_off_the_sentence(text: str, word: str, status: str) -> None:
    """Negation, mood and the governing verb decide."""
    found = {parse(text)[trigger.token].text: trigger.standing for trigger in read(text)}
    assert found[word] == status


def test_an_opinion_tells_for_a_fact_what_happened_to_somebody_by_name() -> None:
    """A writer who speaks of himself uses words of violence as figures, unless a name stands beside them."""
    opinion = "I think we deserve better. My view is that we must speak. We live with murder in our books. "
    assert not [trigger for trigger in read(opinion) if trigger.sense.kind == "attack"]
    named = read(f"{opinion}The murder of Orlando Peres shook us.")
    assert [trigger.sense.kind for trigger in named] == ["attack"]


def test_triggers_stand_where_they_say() -> None:
    """Token offsets lie in the text, in order, without overlap."""
    doc = parse("Troops exchanged fire with rebels, and a bomb exploded in the market, killing two soldiers.")
    found = find_triggers(doc)
    assert found
    assert all(0 <= one.start <= one.token < one.end <= len(doc) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_place_that_speaks_makes_a_call_diplomacy() -> None:
    """ "Bishkek called on Moscow" is a government's call only because the place stands for its government."""
    doc = parse("Bishkek called on Moscow to help.")
    assert [t.sense.kind for t in find_triggers(doc, {0: {"diplomat"}})] == ["diplomacy"]
    assert find_triggers(doc) == []


@pytest.mark.parametrize("path", QUIET, ids=lambda path: path.stem)
def test_quiet_articles_have_few_violent_words(path: Path) -> None:
    """Sport, business and opinion: at most two violent event words survive in each."""
    found = [t for t in read(path.read_text(encoding="utf-8")) if t.sense.kind in lexicon().violent]
    assert len([t for t in found if t.standing == "reported"]) <= 2


def test_a_gathering_that_something_befell_is_no_event_beside_it() -> None:
    """The rally at which a bomb went off is where it happened."""
    assert [
        trigger.sense.kind
        for trigger in read("A suicide bombing at an election rally near the town killed 150 people.")
    ] == ["explosion", "attack"]


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("The unions have called a strike of teachers for Friday.", "planned"),
        ("The opposition called for a strike of teachers.", "hypothetical"),
        ("Three people are dead after the plane crashed.", "reported"),
    ],
)
def test_what_is_called_is_planned_and_what_is_left_is_reported(text: str, standing: str) -> None:
    """A strike that is called lies ahead, one that is called for may never be, and the dead are dead now."""
    assert standing in {trigger.standing for trigger in read(text)}
