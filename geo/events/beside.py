"""The place of an incident whose own sentences name none: that of the fight that it ends, or of the sentence beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import compare
from geo.events.grouping import Group, sums_up
from geo.events.items import item_at
from geo.events.where import PlaceIndex
from geo.records import Located
from geo.spans import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LOCATIVE = frozenset({"in", "at", "near", "outside", "on", "of"})
_FIGHTS = ("clash", "shelling", "airstrike", "attack", "explosion", "capture")
_FINE = 4  # no coarser than a first-level area: a country named nearby is no scene


def fight_ended(one: Group, groups: Sequence[Group]) -> Group | None:
    """The located fight that a ceasefire ends: the one of the same standing that was last spoken of before it, a clash
    rather than an attack; None for what is no ceasefire."""
    if one.kind != "ceasefire" or one.status != "reported":
        return None
    order = one.accounts[0].order
    fights = [
        other
        for other in groups
        if other.kind in _FIGHTS and other.status == one.status and other.located and other.accounts[0].order <= order
    ]
    return min(fights, key=lambda other: (_FIGHTS.index(other.kind), -other.accounts[0].order), default=None)


def place_beside(doc: Doc, one: Group, index: PlaceIndex, groups: Sequence[Group], items: list[int]) -> Located | None:
    """The likeliest town or area of the incident's own sentences; else the only one behind a preposition of place in
    the sentence before its first account, or in the one after it if that tells of no other event; else the place of
    the incident that the paragraph told of before. None for words between governments, for what is long past
    and for what sums up months. `items`: where the items of the text's list start; those of another are not asked.
    """
    if one.kind == "diplomacy" or one.status != "reported" or sums_up(one.when):
        return None
    for account in sorted(one.accounts, key=lambda account: account.headline):
        if account.guess is not None:
            return account.guess.located
    first = doc[one.accounts[0].sentence].sent
    for token in (first.start - 1, first.end):
        if not 0 <= token < len(doc):
            continue
        sentence = doc[token].sent.start
        if item_at(items, doc[sentence].idx) != item_at(items, first.start_char):
            continue
        told = _told_in(sentence, groups)
        if any(other.kind == "diplomacy" for other in told):  # its places are seats of governments
            continue
        if token >= first.end and any(other is not one for other in told):
            continue
        places = [located for _, located in index.by_sentence.get(sentence, ()) if _stands(doc, located)]
        if len({located.mention.text for located in places}) == 1:
            return places[0]
    return _told_before(doc, one, groups) or _only_scene(one, groups)


def _told_before(doc: Doc, one: Group, groups: Sequence[Group]) -> Located | None:
    """The place of the account that the same paragraph told last before the incident's first."""
    start = one.accounts[0].sentence
    before = [
        account
        for other in groups
        if other is not one and other.status == one.status
        for account in other.accounts
        if account.sentence < start
        and account.located is not None
        and _in_one_paragraph(doc, account.sentence, start)
        and account.located.footprint.tie != "nearby"
    ]
    best = max(before, key=lambda account: account.sentence, default=None)
    return best.located if best is not None else None


def _only_scene(one: Group, groups: Sequence[Group]) -> Located | None:
    """The place of all other incidents of that standing, where the article tells of a single one, no whole country, and
    has told of it before."""
    others = [other for other in groups if other.status == one.status and other.kind != "diplomacy"]
    if not others or others[0].order >= one.order:
        return None
    scenes = [other.located for other in others]
    known = [scene for scene in scenes if scene is not None and scene.footprint.geometry is not None]
    if not known or any(compare.places(known[0], scene) <= 0 for scene in known[1:]):
        return None
    best = min(known, key=lambda scene: scene.footprint.where_precision)
    return best if best.footprint.where_precision <= _FINE else None


def _in_one_paragraph(doc: Doc, first: int, second: int) -> bool:
    return not any(token.is_space and token.text.count("\n") > 1 for token in doc[first:second])


def _told_in(sentence: int, groups: Sequence[Group]) -> list[Group]:
    """The incidents that a sentence tells of."""
    return [one for one in groups if any(account.sentence == sentence for account in one.accounts)]


def _stands(doc: Doc, located: Located) -> bool:
    span = span_of(doc, located.mention.start, located.mention.end)
    known = bool(located.footprint.places) and located.footprint.tie != "nearby"
    if span is None or located.footprint.where_precision > _FINE or not known:
        return False
    return span.root.dep_ == "pobj" and span.root.head.lower_ in _LOCATIVE
