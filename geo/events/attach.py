"""Which incident a count speaks of: that of its own clause or sentence, else the main one of its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.events.account import Account
from geo.events.grouping import Group
from geo.events.lexicon import lexicon
from geo.records import Claim
from geo.spans import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def share_out(doc: Doc, accounts: Sequence[Account], claims: Sequence[Claim]) -> tuple[list[Account], list[Claim]]:
    """The accounts with the claims of their own sentences, and the claims that no account there takes."""
    taken: dict[int, list[Claim]] = defaultdict(list)
    left: list[Claim] = []
    for claim in claims:
        best = _nearest(doc, accounts, claim)
        if best is None:
            left.append(claim)
        else:
            taken[best].append(claim)
    given = [
        replace(account, claims=tuple(taken[index])) if index in taken else account
        for index, account in enumerate(accounts)
    ]
    return given, left


def hand_to_main(doc: Doc, groups: Sequence[Group], claims: Sequence[Claim]) -> None:
    """Give each claim to the fitting incident that was last spoken of nearby, else to the main one."""
    for claim in claims:
        fitting = [one for one in groups if fits(claim.measure, one.kind) and one.status == "reported"]
        if not fitting:
            continue
        order = sum(1 for sentence in doc.sents if sentence.end_char <= claim.quote.start)
        before = [one for one in fitting if any(0 <= order - account.order <= 2 for account in one.accounts)]
        pool = before or fitting
        max(pool, key=lambda one: (len(one.accounts), -one.accounts[0].order)).claims.append(claim)


def fits(measure: str, kind: str) -> bool:
    """Whether a count of `measure` can belong to an incident of `kind`; unknown measures fit what is violent."""
    words = lexicon()
    kinds = words.measures.get(measure)
    return kind in (kinds if kinds is not None else words.violent)


def _nearest(doc: Doc, accounts: Sequence[Account], claim: Claim) -> int | None:
    span = span_of(doc, claim.quote.start, claim.quote.end)
    if span is None or not len(span):
        return None
    first, last = span[0].sent.start, span[-1].sent.start
    ranked = []
    for index, account in enumerate(accounts):
        if not first <= account.sentence <= last or not fits(claim.measure, account.kind):
            continue
        inside = span.start <= account.trigger.token < span.end
        gap = abs(account.trigger.token - span.root.i)
        ranked.append((not inside, account.trigger.sense.effect is False, gap, index))
    return min(ranked)[-1] if ranked else None
