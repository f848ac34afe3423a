"""From accounts to incidents: headline, lead and tenth paragraph are one, two attacks in two towns are two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from geo.events import compare
from geo.events.account import Account
from geo.events.where import country_of, holds
from geo.records import Claim, Located, Status, When

_JOINS = 1.0
_SURE = 0.6  # confidence in two places' readings from which their lying apart counts
_DOUBTFUL = 0.5  # confidence in a place's reading below which a later, surer place is better
_ANOTHER = 4.0  # from the score of what the text calls another ("a second", "also")
_BESIDE = 2.0  # the same, for a kind that is rather the outcome of a fight
_OTHER_VICTIMS = 4.0  # from the score: who names others than those before tells of another kidnapping
_SUMMED_DAYS = 10
_COUNTRY = 6  # where_precision
_LEAD = 2  # sentences: headline, date line and lead
_HEADLINE_YIELDS = 2  # sentences: a headline is terse, and the lead below it says the same in full
_PRECISIONS = ("minute", "hour", "part of day", "day", "week", "month", "season", "year", "longer")


@dataclass(slots=True)
class Group:
    """The accounts of one incident as they gather, in the order of the text."""

    status: Status
    accounts: list[Account] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    day: When | None = None  # where no account names a time

    @property
    def kind(self) -> str:
        """The kind of the most telling account: not of an effect or a general word where there is better."""
        return self.leading.kind

    @property
    def leading(self) -> Account:
        """The account that names the incident."""
        ranked = sorted(self.accounts, key=lambda account: (_vagueness(account), account.order))
        first = ranked[0]
        finer = [
            one for one in ranked if one.kind in _FINER.get(first.kind, ()) and _vagueness(one) == _vagueness(first)
        ]
        return finer[0] if finer else first

    @property
    def located(self) -> Located | None:
        """The place of the account that says it best."""
        best = self.best_scene
        return best.located if best else None

    @property
    def best_scene(self) -> Account | None:
        """The account whose place is taken: the first that is sure of one, then each later one that lies within it.

        What is told first is told of the whole; a later place is that of a part or a side unless the first holds it. A
        headline yields to the lead below it, and the scenes of a disaster's victims to those of the blow.
        """
        given = [account for account in self.accounts if account.located is not None]
        if self.kind in _WIDE:  # its victims lie elsewhere, and are flown far
            given = [account for account in given if not account.trigger.sense.effect] or given
            given = [account for account in given if account.order <= self.order + _LEAD] or given
        best: Account | None = None
        for account in sorted(given, key=_rank):
            if best is None or _says_better(account, best):
                best = account
        return best

    @property
    def when(self) -> When:
        """The finest of the times that the accounts name themselves, the first of those; else the narrative's day.

        The time of the blow goes before those at which its toll was told.
        """
        if self.day is not None:
            return self.day
        own = [account for account in self.accounts if account.own_time]
        own = [account for account in own if not account.trigger.sense.effect] or own
        if not own:  # it was told of on the first of the days at the latest
            return min((account.when for account in self.accounts), key=_first_told)
        return min((account.when for account in own), key=_breadth)

    @property
    def own_time(self) -> bool:
        """Whether an account names a time."""
        return any(account.own_time for account in self.accounts)

    @property
    def order(self) -> int:
        """The number of the sentence that speaks of it first."""
        return self.accounts[0].order

    @property
    def sides(self) -> frozenset[str]:
        """Every side that an account names."""
        return frozenset().union(*(account.sides for account in self.accounts))

    @property
    def names(self) -> frozenset[str]:
        """Every name that an account gives among its arguments."""
        return frozenset().union(*(account.names for account in self.accounts))

    @property
    def victims(self) -> frozenset[str]:
        """The names of those to whom it was done, by the words for the deed, not for what came of it."""
        deeds = (account for account in self.accounts if not account.trigger.sense.effect)
        return frozenset().union(*(account.victims for account in deeds))


_WIDE = frozenset({"disaster", "outbreak"})
_TWO_SIDED = frozenset({"clash", "shelling"})
_RARELY_DEADLY = frozenset({"sabotage", "crime"})  # the dead of another sentence are hardly theirs
_OUTCOMES = frozenset({"territory"})  # a war that ends with land ceded is told as the war
#: What says more of an incident than the kind before it; "clashes" turn out to be those of a crowd.
_FINER = {"attack": ("explosion", "shelling", "airstrike", "kidnapping"), "clash": ("riot",)}


def group(bundles: Iterable[Sequence[tuple[Account, Status]]]) -> list[Group]:
    """The accounts, in the order of the text and bundled by happening within each sentence, as incidents."""
    groups: list[Group] = []
    for bundle in bundles:
        new = Group(bundle[0][1], [account for account, _ in bundle])
        new.claims.extend(claim for account in new.accounts for claim in account.claims)
        best = _best(groups, new)
        if best is None:
            groups.append(new)
        else:
            best.accounts.extend(new.accounts)
            best.claims.extend(new.claims)
    return _united(groups)


def _best(groups: list[Group], new: Group) -> Group | None:
    scored = [(_score(one, new), one.accounts[-1].order - new.order, one) for one in groups]
    fitting = [item for item in scored if item[0] >= _JOINS]
    return max(fitting, key=lambda item: (item[0], item[1]), default=(0.0, 0, None))[2]


def _score(one: Group, new: Group) -> float:
    """How well a sentence's bundle of accounts fits a group; from `_JOINS` on it joins."""
    if one.status != new.status and {one.status, new.status} != {"reported", "denied"}:
        return compare.APART
    if _came_before(one, new) or _is_told_apart(new) or _is_of_another_item(one, new):
        return compare.APART
    leading = new.leading
    vague = _vagueness(leading) > 0
    same_sentence = one.accounts[-1].sentence == leading.sentence
    gap = new.order - one.accounts[-1].order
    score = _kinds(one, new) + _places(one, new) + _dates(one, new)
    score += 0.75 * compare.sides(one.sides, new.sides)
    score += compare.tolls(one.claims, new.claims)
    score += 1.0 if one.names & new.names else 0.0
    score -= _OTHER_VICTIMS if not leading.definite and _have_other_victims(one, new) else 0.0
    if leading.fresh and not leading.trigger.sense.effect:
        score -= _BESIDE if new.kind in _OUTCOMES else _ANOTHER
    score += 1.0 if same_sentence or leading.definite else 0.5 if gap <= 2 else 0.0
    score += 0.5 if one.order <= _LEAD else 0.0
    score += 0.5 if vague else 0.0
    if new.kind == "diplomacy" and not same_sentence and not (one.sides & new.sides and gap <= 1):
        score -= 3.0
    return score


def _came_before(one: Group, new: Group) -> bool:
    """Whether a sentence tells how long one came after the other: "two days after they shelled it"."""
    here = [account for account in one.accounts if account.sentence == new.leading.sentence]
    if here:
        return any(account.earlier != new.leading.earlier for account in here)
    aside = all(account.earlier for account in one.accounts)
    taken_up = new.own_time or any(account.definite for account in new.accounts)
    return aside and not taken_up and compare.places(one.located, new.located) <= 0


def _is_told_apart(new: Group) -> bool:
    """Whether the sentence begins another story: "in a separate incident, gunmen killed …"."""
    return any(account.fresh and account.trigger.sense.support for account in new.accounts)


def _is_of_another_item(one: Group, new: Group) -> bool:
    """Whether they stand in two items of a list, and neither a place nor a name ties them. The toll of a disaster is
    often told item by item."""
    if one.kind in _WIDE and _is_effect(new):
        return False
    item = new.leading.item
    others = {account.item for account in one.accounts} - {0}
    if not item or not others or item in others:
        return False
    return compare.places(one.located, new.located) < 1.0 and one.names.isdisjoint(new.names)


def _have_other_victims(one: Group, new: Group) -> bool:
    """Whether both name those who were kidnapped, and none of them in common. The dead of one attack are told one by
    one, so that other names alone make no other attack."""
    named = new.kind == "kidnapping" and one.victims and new.victims
    return bool(named) and one.victims.isdisjoint(new.victims)


def _places(one: Group, new: Group) -> float:
    """A disaster has many scenes: for its victims, and for "the earthquake", another place is no other incident. Nor is
    it for those whom the next sentence counts on the other side of a fight.
    """
    score = compare.places(one.located, new.located)
    if score < 0 and one.kind in _TWO_SIDED and _is_effect(new) and new.order - one.accounts[-1].order <= 1:
        return 0.5
    if score < 0 and _is_of_the_disaster(one, new):
        mine, theirs = one.located, new.located
        if mine is None or theirs is None or min(mine.footprint.confidence, theirs.footprint.confidence) < _SURE:
            return 0.5
        return 0.5 if country_of(mine) == country_of(theirs) or not country_of(mine) else score
    return score


def _dates(one: Group, new: Group) -> float:
    """Accounts without a time of their own were only given the day of the narrative: that excludes nothing; nor does
    the day on which a disaster's toll was told."""
    score = compare.dates(one.when, new.when)
    if new.own_time and one.own_time and sums_up(new.when) != sums_up(one.when):
        return compare.APART
    if new.own_time and sums_up(new.when) and not sums_up(one.when):
        return compare.APART
    if new.own_time and one.own_time:
        told_later = _is_effect(new) and _is_of_the_disaster(one, new)
        known_by_toll = all(other.trigger.sense.effect for other in one.accounts if other.own_time)
        wide = one.kind in _WIDE and new.kind in _WIDE
        return max(0.0, score) if told_later or (wide and known_by_toll) else score
    return max(0.0, min(score, 1.0))


def sums_up(when: When) -> bool:
    """Whether a time is so long that what is counted in it ("since October", "this year") is no single incident."""
    first, last = compare.interval(when)
    return first is not None and last is not None and (last - first).days > _SUMMED_DAYS


def _is_of_the_disaster(one: Group, new: Group) -> bool:
    """Whether a bundle is of the victims of a disaster, whom nobody attacked, or names it again ("the quake")."""
    if one.kind not in _WIDE:
        return False
    if _is_effect(new):
        return not any(actor.role == "attacker" for account in new.accounts for actor in account.actors)
    return new.kind == one.kind and new.leading.definite and not new.leading.fresh


def _is_effect(one: Group) -> bool:
    """Whether its words only say what came of something."""
    return all(account.trigger.sense.effect for account in one.accounts)


def _kinds(one: Group, new: Group) -> float:
    sense = new.leading.trigger.sense
    if sense.effect and one.kind in _RARELY_DEADLY and one.accounts[-1].sentence != new.leading.sentence:
        return compare.APART
    score = compare.kinds(one.kind, new.kind, effect=sense.effect, generic=sense.loose)
    if all(_vagueness(other) for other in one.accounts):
        mirrored = compare.kinds(new.kind, one.kind, effect=one.leading.trigger.sense.effect, generic=True)
        return max(mirrored, score)
    return score


def _united(groups: list[Group]) -> list[Group]:
    """Groups that proved to be one as more became known of them: same kind, status, place and time."""
    kept: list[Group] = []
    for one in groups:
        for other in kept:
            if (
                one.status == other.status
                and one.kind == other.kind != "diplomacy"
                and one.located is not None
                and compare.places(one.located, other.located) >= 1.0
                and compare.dates(one.when, other.when) > 0
                and compare.sides(one.sides, other.sides) >= 0
                and compare.tolls(one.claims, other.claims) >= 0
                and not any(account.fresh for account in one.accounts)
            ):
                other.accounts.extend(one.accounts)
                other.claims.extend(one.claims)
                break
        else:
            kept.append(one)
    return kept


def _vagueness(account: Account) -> int:
    sense = account.trigger.sense
    return 3 if sense.support else 2 if sense.effect else 1 if sense.generic or account.kind in _OUTCOMES else 0


def _rank(account: Account) -> tuple[int, float]:
    scene = account.scene
    return account.order + (_HEADLINE_YIELDS if account.headline else 0), -(scene.score if scene else 0.0)


def _says_better(account: Account, best: Account) -> bool:
    """Whether the place of a later account goes before what is known: it lies within, is no mere country, or is
    surer than a guess."""
    here, there = account.located, best.located
    assert here is not None and there is not None
    countrywide = there.footprint.where_precision >= _COUNTRY > here.footprint.where_precision
    if countrywide or holds(there, here):
        return here.footprint.confidence >= _DOUBTFUL and here.footprint.tie != "nearby"
    if there.footprint.geometry is None or there.footprint.confidence < _DOUBTFUL:
        return here.footprint.geometry is not None and here.footprint.confidence >= _DOUBTFUL
    return False


def _breadth(when: When) -> tuple[int, bool]:
    """The finer the sooner; of two as fine, one that names its year before one that is reckoned ("a year after")."""
    if when.start is None and when.end is None:
        return 10, True
    reckoned = when.span is None or not any(character.isdigit() for character in when.span.text)
    return _PRECISIONS.index(when.precision) if when.precision in _PRECISIONS else 9, reckoned


def _first_told(when: When) -> tuple[tuple[int, bool], date]:
    return _breadth(when), compare.interval(when)[0] or date.max
