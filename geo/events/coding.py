"""Coding: the types of ACLED and UCDP that follow from what happened and who took part, each with its reason.

ACLED Codebook (2024), event and sub-event types; UCDP GED Codebook 24.1, "type of violence": 1 state-based conflict,
2 non-state conflict, 3 one-sided violence against civilians.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.events.actors import is_one_of
from geo.events.lexicon import Sense, lexicon
from geo.records import Actor

_STATE_FORCES = frozenset(
    [
        "army",
        "soldier",
        "troop",
        "navy",
        "police",
        "policeman",
        "policemen",
        "force",
        "military",
        "gendarme",
        "gendarmerie",
        "officer",
        "airforce",
        "marine",
        "government",
        "serviceman",
        "servicemen",
    ]
)
_IRREGULARS = frozenset(
    [
        "rebel",
        "militant",
        "insurgent",
        "guerrilla",
        "gunman",
        "gunmen",
        "militia",
        "militiaman",
        "terrorist",
        "fighter",
        "jihadist",
        "separatist",
        "cartel",
        "gang",
        "bandit",
        "vigilante",
        "extremist",
    ]
)


@dataclass(frozen=True, slots=True)
class Coded:
    """ACLED's event and sub-event type, and why they are not those of the event word's sense ("" if they are)."""

    event_type: str
    sub_event_type: str
    why: str = ""


def acled_types(sense: Sense, actors: Sequence[Actor]) -> Coded:
    """ACLED's types: those of the sense, but for those that ACLED makes depend on who acts and who is hit."""
    hitting = [actor for actor in actors if actor.role == "attacker"]
    hit = [actor for actor in actors if actor.role == "target"]
    gathered = lexicon().classes["gathered"]
    if sense.kind == "attack":
        if any(is_one_of(actor, gathered) for actor in hit) and any(_is_state(actor) for actor in hitting):
            return Coded("Protests", "Excessive force against protesters", "ACLED: state forces against a crowd")
        if any(is_one_of(actor, gathered) for actor in hitting) and not any(_is_armed(actor) for actor in hitting):
            return Coded("Riots", "Mob violence", "ACLED: a crowd attacks")
        armed = [actor for actor in hit if _is_armed(actor) or _is_a_post(actor)]
        if armed and (hitting or len(armed) == len(hit)):
            return Coded("Battles", "Armed clash", "ACLED: an armed group is attacked")
        if hit and sense.acled_event_type == "Battles":
            return Coded("Violence against civilians", "Attack", "ACLED: those who are attacked are not armed")
    if sense.kind == "riot" and actors and not any(_is_state(actor) for actor in actors):
        return Coded("Riots", "Mob violence", "ACLED: a crowd without state forces")
    if sense.kind == "capture":
        if any(_is_state(actor) for actor in hitting):
            return Coded("Battles", "Government regains territory", "ACLED: state forces take territory")
        if not hitting:
            return Coded("Battles", "", "ACLED: nobody says who took the territory")
    return Coded(sense.acled_event_type, sense.acled_sub_event_type)


def ucdp_type(kind: str, actors: Sequence[Actor]) -> tuple[int | None, str]:
    """UCDP's type of violence and why; None for what is no organised violence or tells too little of its sides."""
    if kind not in lexicon().violent or kind in ("crime", "riot"):
        return None, ""
    fighting = [actor for actor in actors if actor.role in ("attacker", "party")]
    state = any(_is_state(actor) for actor in fighting) or any(
        _is_state(actor) and is_one_of(actor, _STATE_FORCES) for actor in actors
    )
    irregular = [actor for actor in fighting if is_one_of(actor, _IRREGULARS)]
    hit = [actor for actor in actors if actor.role == "target"]
    if hit and not any(_is_armed(actor) or _is_a_post(actor) for actor in hit) and kind != "clash" and fighting:
        return 3, "UCDP: those who are hit are not armed"
    if state and len(actors) > 1:
        return 1, "UCDP: a state takes part"
    if len(irregular) > 1:
        return 2, "UCDP: armed groups without a state"
    return None, ""


def _is_armed(actor: Actor) -> bool:
    return is_one_of(actor, _STATE_FORCES) or is_one_of(actor, _IRREGULARS)


def _is_a_post(actor: Actor) -> bool:
    """Whether it is where armed men stand or how they move, and not that of others ("a convoy of traders")."""
    classes = lexicon().classes
    return is_one_of(actor, classes["garrison"]) and not is_one_of(actor, classes["person"] - classes["armed"])


def _is_state(actor: Actor) -> bool:
    return (len(actor.side) == 2 and actor.side.isupper() and not is_one_of(actor, _IRREGULARS)) or is_one_of(
        actor, _STATE_FORCES
    )
