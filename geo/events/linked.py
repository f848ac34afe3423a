"""Event words of one sentence that tell of one happening: a blow and what came of it, tied by the sentence's structure.

"An attack on the market killed ten", "ten were wounded by the rocket fire", "opened fire, killing two": the words are
several, the incident is one. "Hours after the rebels fired rockets" ties nothing: that happened before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import compare
from geo.events.account import Account
from geo.events.lexicon import lexicon
from geo.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Steps of the dependency tree that stay within one happening.
_STEPS = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "agent",
        "prep",
        "pobj",
        "dobj",
        "advcl",
        "acl",
        "conj",
        "xcomp",
        "relcl",
        "pcomp",
        "amod",
        "compound",
        "oprd",
        "attr",
        "dep",
        "nmod",
    ]
)
_MOST_STEPS = 6

Told = tuple[Account, Status]


def linked(doc: Doc, told: Sequence[Told]) -> list[list[Told]]:
    """The accounts in their order, those of one sentence that its structure ties to one happening together."""
    bundles: list[list[Told]] = []
    for account, status in told:
        bundle = next((one for one in reversed(bundles) if _belongs(doc, one, account, status)), None)
        if bundle is None:
            bundles.append([(account, status)])
        else:
            bundle.append((account, status))
    return bundles


def _belongs(doc: Doc, bundle: Sequence[Told], account: Account, status: Status) -> bool:
    if bundle[0][0].sentence != account.sentence or any(other != status for _, other in bundle):
        return False
    if any(_exclude(one, account) for one, _ in bundle):
        return False
    return any(_tied(doc, one, account) for one, _ in bundle)


def _exclude(one: Account, other: Account) -> bool:
    """Two places, or two kinds that are never one, told by words of which neither only says what came of the other."""
    if one.trigger.token == other.trigger.token or compare.places(one.located, other.located) < 0:
        return True
    return not (_fits(one, other) or _fits(other, one))


def _fits(one: Account, other: Account) -> bool:
    sense = other.trigger.sense
    return compare.kinds(one.kind, other.kind, effect=sense.effect, generic=sense.loose) > 0


def _tied(doc: Doc, one: Account, other: Account) -> bool:
    """Whether the way from one word to the other through the tree leads over no other time and no clause of its own.

    Who "died after a shell hit the house" died of it, unless the text says how long after.
    """
    first, second = doc[one.trigger.token], doc[other.trigger.token]
    above = [first, *first.ancestors]
    rank = {token.i: position for position, token in enumerate(above)}
    way: list[Token] = []
    token = second
    while token.i not in rank:
        way.append(token)
        if token.head == token:
            return False
        token = token.head
    back = above[: rank[token.i]]
    one_came_of_it, other_came_of_it = one.trigger.sense.effect, other.trigger.sense.effect
    return (
        len(way) + len(back) <= _MOST_STEPS
        and all(_is_within(step, after=one_came_of_it and not other_came_of_it) for step in way)
        and all(_is_within(step, after=other_came_of_it and not one_came_of_it) for step in back)
    )


def _is_within(step: Token, *, after: bool) -> bool:
    """Whether a step stays within the happening; `after`: "after" leads to what came of it."""
    if step.dep_ not in _STEPS:
        return False
    apart = lexicon().apart - ({"after"} if after and not _is_long_after(step) else set())
    if step.lower_ in apart:
        return False
    return not any(child.dep_ == "mark" and child.lower_ in apart for child in step.children)


def _is_long_after(step: Token) -> bool:
    return any(child.dep_ == "npadvmod" for child in step.children)
