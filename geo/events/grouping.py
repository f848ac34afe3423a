"""From accounts to incidents: headline, lead and tenth paragraph are one, two attacks in two towns are two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.events import compare
from geo.events.account import Account
from geo.events.where import country_of
from geo.records import Claim, Located, Status, When

_JOINS = 1.0
_SURE = 0.6  # confidence in two places' readings from which their lying apart counts
_DOUBTFUL = 0.5  # confidence in a place's reading below which a later, surer place is better
_WIDE_KM = 100.0  # an area of this radius gives way to a smaller one of the same precision
_HEADLINE_YIELDS = 2  # sentences: a headline is terse, and the lead below it says the same in full
_PRECISIONS = ("minute", "hour", "part of day", "day", "week", "month", "season", "year", "longer")


@dataclass(slots=True)
class Group:
    """The accounts of one incident as they gather, in the order of the text."""

    status: Status
    accounts: list[Account] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

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
        """The best of the places given: a relative one before a bare one, then the finest, then that of the first
        account that is sure of it: what is told first is told of the whole, what comes later of a part or a side."""
        best = self.best_scene
        return best.located if best else None

    @property
    def best_scene(self) -> Account | None:
        """The account whose place is taken."""
        given = [account for account in self.accounts if account.located is not None]
        if self.kind in _WIDE:  # its victims lie elsewhere, and are flown far
            given = [account for account in given if not account.trigger.sense.effect] or given
        return min(given, key=_coarseness, default=None)

    @property
    def when(self) -> When:
        """The finest of the times that the accounts name themselves, the first of those; else the narrative's day.

        In a disaster the day of the blow goes before those on which tolls were told.
        """
        own = [account for account in self.accounts if account.own_time]
        if self.kind in _WIDE:
            own = [account for account in own if not account.trigger.sense.effect] or own
        return min((account.when for account in own or self.accounts), key=_breadth)

    @property
    def sides(self) -> frozenset[str]:
        """Every side that an account names."""
        return frozenset().union(*(account.sides for account in self.accounts))

    @property
    def names(self) -> frozenset[str]:
        """Every name that an account gives among its arguments."""
        return frozenset().union(*(account.names for account in self.accounts))


_WIDE = frozenset({"disaster", "outbreak"})
_RARELY_DEADLY = frozenset({"sabotage", "crime"})  # the dead of another sentence are hardly theirs
_OUTCOMES = frozenset({"territory"})  # a war that ends with land ceded is told as the war
#: What says more of an incident than the kind before it; "clashes" turn out to be those of a crowd.
_FINER = {"attack": ("explosion", "shelling", "airstrike", "kidnapping"), "clash": ("riot",)}


def group(accounts: Iterable[tuple[Account, Status]]) -> list[Group]:
    """The accounts, in the order of the text with their statuses, as incidents."""
    groups: list[Group] = []
    for account, status in accounts:
        best = _best(groups, account, status)
        if best is None:
            best = Group(status)
            groups.append(best)
        best.accounts.append(account)
        best.claims.extend(account.claims)
    return _united(groups)


def _best(groups: list[Group], account: Account, status: Status) -> Group | None:
    scored = [(_score(one, account, status), -(account.order - one.accounts[-1].order), one) for one in groups]
    fitting = [item for item in scored if item[0] >= _JOINS]
    return max(fitting, key=lambda item: (item[0], item[1]), default=(0.0, 0, None))[2]


def _score(one: Group, account: Account, status: Status) -> float:
    """How well an account fits a group; from `_JOINS` on it joins."""
    if one.status != status and {one.status, status} != {"reported", "denied"}:
        return compare.APART
    sense = account.trigger.sense
    same_sentence = one.accounts[-1].sentence == account.sentence
    score = _kinds(one, account)
    score += _places(one, account)
    score += _dates(one, account)
    score += 0.75 * compare.sides(one.sides, account.sides)
    score += compare.tolls(one.claims, account.claims)
    score += 1.0 if one.names & account.names else 0.0
    if account.fresh and not sense.effect:
        score -= 2.0
    gap = account.order - one.accounts[-1].order
    score += 1.0 if same_sentence or account.definite else 0.5 if gap <= 2 else 0.0
    score += 0.5 if one.accounts[0].order <= 2 else 0.0
    if sense.effect or sense.generic:
        score += 0.5
    if account.kind == "diplomacy" and not same_sentence and not (one.sides & account.sides and gap <= 1):
        score -= 3.0
    return score


def _places(one: Group, account: Account) -> float:
    """A disaster has many scenes: for its victims, and for "the earthquake", another place is no other incident."""
    score = compare.places(one.located, account.located)
    if score < 0 and _is_of_the_disaster(one, account):
        mine, theirs = one.located, account.located
        if mine is None or theirs is None or min(mine.footprint.confidence, theirs.footprint.confidence) < _SURE:
            return 0.5
        return 0.5 if country_of(mine) == country_of(theirs) or not country_of(mine) else score
    return score


def _dates(one: Group, account: Account) -> float:
    """An account without a time of its own was only given the day of the narrative: that excludes nothing; nor does
    the day on which a disaster's toll was told."""
    score = compare.dates(one.when, account.when)
    if account.own_time and any(other.own_time for other in one.accounts):
        told_later = account.trigger.sense.effect and _is_of_the_disaster(one, account)
        known_by_toll = all(other.trigger.sense.effect for other in one.accounts if other.own_time)
        wide = one.kind in _WIDE and account.kind in _WIDE
        return max(0.0, score) if told_later or (wide and known_by_toll) else score
    return max(0.0, min(score, 1.0))


def _is_of_the_disaster(one: Group, account: Account) -> bool:
    """Whether an account is of the victims of a disaster, whom nobody attacked, or names it again ("the quake")."""
    if one.kind not in _WIDE:
        return False
    if account.trigger.sense.effect:
        return not any(actor.role == "attacker" for actor in account.actors)
    return account.kind == one.kind and account.definite and not account.fresh


def _kinds(one: Group, account: Account) -> float:
    sense = account.trigger.sense
    if sense.effect and one.kind in _RARELY_DEADLY and one.accounts[-1].sentence != account.sentence:
        return compare.APART
    if all(other.trigger.sense.effect or other.trigger.sense.generic for other in one.accounts):
        mirrored = compare.kinds(account.kind, one.kind, effect=one.leading.trigger.sense.effect, generic=True)
        return max(mirrored, compare.kinds(one.kind, account.kind, effect=sense.effect, generic=sense.generic))
    return compare.kinds(one.kind, account.kind, effect=sense.effect, generic=sense.generic)


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
    return 2 if sense.effect else 1 if sense.generic or account.kind in _OUTCOMES else 0


def _coarseness(account: Account) -> tuple[float, bool, bool, int, float]:
    located, scene = account.located, account.scene
    assert located is not None and scene is not None
    precision = located.footprint.where_precision
    relative = located.mention.role == "relative" and precision < 6
    missing = located.footprint.geometry is None
    level = 10.0 if missing else precision - (1.5 if relative else 0.0)
    rank = account.order + (_HEADLINE_YIELDS if account.headline else 0)
    footprint = located.footprint
    return (level, footprint.confidence < _DOUBTFUL, footprint.radius_km > _WIDE_KM, rank, -scene.score)


def _breadth(when: When) -> tuple[int, bool]:
    """The finer the sooner; of two as fine, one that names its year before one that is reckoned ("a year after")."""
    if when.start is None and when.end is None:
        return 10, True
    reckoned = when.span is None or not any(character.isdigit() for character in when.span.text)
    return _PRECISIONS.index(when.precision) if when.precision in _PRECISIONS else 9, reckoned
