"""The reader of incidents: one article's parse, places, times and counts in, coded incidents out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.events.account import Account, accounts_of
from geo.events.actors import named, unite
from geo.events.attach import hand_to_main, share_out
from geo.events.background import reference_day, with_status
from geo.events.beside import fight_ended, place_beside
from geo.events.coding import acled_types, ucdp_type
from geo.events.confidence import BESIDE, with_confidence
from geo.events.grouping import Group, group
from geo.events.home import home_of, without_strays
from geo.events.identity import incident_id
from geo.events.items import item_at, item_starts
from geo.events.lexicon import lexicon
from geo.events.linked import linked
from geo.events.narrative import tell_the_day, without_future
from geo.events.triggers import find_triggers
from geo.events.where import PlaceIndex
from geo.records import Article, Claim, Incident, Located, Span, When
from geo.spans import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from gazetteer import Gazetteer

_MAX_EVIDENCE = 12
_MAX_INCIDENTS = 200


class IncidentReader:
    """Reads what happened, where, when, to whom and who says so."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def read(
        self,
        doc: Doc,
        article: Article,
        located: Sequence[Located],
        whens: Sequence[When],
        claims: Sequence[Claim],
    ) -> list[Incident]:
        """The incidents of the article in the order in which the text first speaks of them.

        Args:
            doc: the parse of `article.text`.
            article: the text and its publication date.
            located: every mention of a place with its footprint, relative ones too.
            whens: the expressions of time.
            claims: the counts.
        """
        home = home_of(located)
        index = PlaceIndex.of(doc, without_strays(located, home))
        items = item_starts(doc.text)
        accounts = self._accounts(doc, article, index, whens, items)
        accounts, left = share_out(doc, accounts, claims)
        reference = reference_day(article, whens)
        accounts = [without_future(account, reference) for account in accounts]
        groups = group(linked(doc, with_status(accounts, doc, reference)))
        tell_the_day(groups, reference)
        hand_to_main(doc, groups, left)
        found = [_incident(doc, article, one, index, home, groups, items) for one in groups if _is_worth_telling(one)]
        return _numbered(found[:_MAX_INCIDENTS])

    def _accounts(
        self, doc: Doc, article: Article, index: PlaceIndex, whens: Sequence[When], items: list[int]
    ) -> list[Account]:
        from geo.when import of_event

        orders = {sentence.start: number for number, sentence in enumerate(doc.sents)}
        timed = _timed(doc, whens)
        accounts: list[Account] = []
        for trigger in find_triggers(doc, _roles(index)):
            if trigger.token in timed:  # "on 21 March" is no march
                continue
            when = of_event(doc, trigger.token, whens, article)
            order = orders[doc[trigger.token].sent.start]
            item = item_at(items, doc[trigger.token].idx)
            accounts.extend(accounts_of(doc, trigger, order, index, when, timed, item))
        return _without_summaries(accounts)


def _without_summaries(accounts: Sequence[Account]) -> list[Account]:
    """Without a count of events ("two clashes") where a sentence tells of one by itself: they are those."""
    told = {account.kind for account in accounts if not account.counted}
    fits = lexicon().fits

    def is_summary(account: Account) -> bool:
        same = account.kind in told or any(account.kind in fits.get(kind, ()) for kind in told)
        return account.counted and account.headline and same

    return [account for account in accounts if not is_summary(account)]


def _timed(doc: Doc, whens: Iterable[When]) -> frozenset[int]:
    """The tokens of the expressions of time."""
    spans = (span_of(doc, when.span.start, when.span.end) for when in whens if when.span is not None)
    return frozenset(token.i for span in spans if span is not None for token in span)


def _roles(index: PlaceIndex) -> dict[int, set[str]]:
    """Word classes that places lend their tokens: a country acts, a government's seat speaks, a town is taken."""
    found: dict[int, set[str]] = {}
    for token, one in index.by_token.items():
        classes: set[str] = set()
        if one.mention.role == "institution":
            classes |= {"diplomat", "state"}
        elif one.mention.role == "demonym" or one.footprint.where_precision == 6:
            classes.add("state")
        elif one.mention.role in ("place", "relative", "description"):
            classes |= {"territory", "placed"}
        found[token] = classes
    return found


def _is_worth_telling(one: Group) -> bool:
    """Violence of which nobody says where, when, how many or who, tells of no incident, nor does a general word or an
    effect; nor does a bare plural of violence ("kidnappings and attacks") with neither place nor count."""
    sense = one.leading.trigger.sense
    if sense.support:
        return False
    violent = one.kind in lexicon().violent
    if violent and all(account.summary for account in one.accounts):
        return bool(one.located or one.claims)
    if not (violent or sense.effect or sense.generic) and one.status == "reported":
        return True
    has_day = any(account.own_time for account in one.accounts)
    return bool(one.located or one.claims or has_day or one.sides or one.names)


def _place(
    doc: Doc, one: Group, index: PlaceIndex, groups: Sequence[Group], items: list[int]
) -> tuple[Located | None, str]:
    """Where it happened, and from where that is known if its own sentences do not say."""
    if one.located is not None:
        return one.located, ""
    fight = fight_ended(one, groups)
    if fight is not None and fight.located is not None:
        return fight.located, "place of the fight that it ends"
    beside = place_beside(doc, one, index, groups, items)
    return beside, BESIDE if beside is not None else ""


def _incident(
    doc: Doc, article: Article, one: Group, index: PlaceIndex, home: str, groups: Sequence[Group], items: list[int]
) -> Incident:
    leading = one.leading
    trigger = _span(doc, leading.trigger.start, leading.trigger.end)
    said, borrowed = _place(doc, one, index, groups, items)
    where = said if said is None or said.footprint.tie != "nearby" else None
    when = _local(one.when, where)
    actors = unite(actor for account in one.accounts for actor in account.actors)
    sense = leading.trigger.sense
    coded = acled_types(sense, actors)
    violence, why_violence = ucdp_type(one.kind, actors)
    read = Incident(
        id=incident_id(article, one.kind, trigger, leading.ordinal),
        kind=one.kind,
        title=_title(doc[leading.trigger.token], sense.name, where),
        status=one.status,
        when=when,
        where=where,
        trigger=trigger,
        actors=named(actors),
        claims=_claims(one),
        evidence=_evidence(doc, one),
        acled_event_type=coded.event_type,
        acled_sub_event_type=coded.sub_event_type,
        ucdp_type=violence,
        unlocated_because="" if where is not None else _why_unlocated(one, said),
        country=_country(where, one, home),
        how="; ".join(part for part in (_how(one), borrowed, coded.why, why_violence) if part),
    )
    return with_confidence(read)


def _local(when: When, where: Located | None) -> When:
    """The time as the clocks of the place have it."""
    from geo.when import at_place

    geometry = where.footprint.geometry if where is not None else None
    if geometry is None or geometry.is_empty:
        return when
    middle = geometry.representative_point()
    return at_place(when, middle.x, middle.y)


def _claims(group: Group) -> tuple[Claim, ...]:
    """The group's claims in the order of the text, each once."""
    unique = {(one.quote.start, one.measure, one.value, one.low, one.side): one for one in group.claims}
    return tuple(sorted(unique.values(), key=lambda claim: claim.quote.start))


def _evidence(doc: Doc, one: Group) -> tuple[Span, ...]:
    starts = dict.fromkeys(account.sentence for account in one.accounts)
    found = []
    for start in list(starts)[:_MAX_EVIDENCE]:
        sentence = doc[start].sent
        first, last = sentence.start, sentence.end
        while first < last and doc[first].is_space:
            first += 1
        while last > first and doc[last - 1].is_space:
            last -= 1
        found.append(_span(doc, first, last))
    return tuple(found)


def _span(doc: Doc, start: int, end: int) -> Span:
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    return Span(first, last, doc[start:end].text)


def _title(trigger: Token, sense: str, where: Located | None) -> str:
    """What happened and where, in a few words; the article's own word where it says more than the kind."""
    word = trigger.text.strip()
    said = "" if trigger.lemma_.casefold() == sense.casefold() else f" ({word})"
    place = f", {' '.join(where.mention.text.split())}" if where is not None else ""
    return f"{sense.capitalize()}{said}{place}"


def _country(where: Located | None, one: Group, home: str) -> str:
    """The place's country; else the article's: the sides may fight or be hit abroad, so they only stand in for it."""
    if where is not None and where.footprint.places:
        codes = {place.country for place in where.footprint.places if place.country}
        return codes.pop() if len(codes) == 1 else ""
    if one.kind == "diplomacy":
        return ""
    sides = {side for side in one.sides if len(side) == 2 and side.isupper()}
    if len(sides) > 1 and home in sides:
        return ""
    return home or (sides.pop() if len(sides) == 1 else "")


def _why_unlocated(one: Group, said: Located | None) -> str:
    if said is not None:
        return (
            f"{said.mention.text!r}, where the text puts it, is not in the gazetteer, "
            "or only in a country that nothing else in the text speaks of"
        )
    if one.kind == "diplomacy":
        return "words between governments: the seat of one is no place of action"
    return "no sentence about it names the place where it happened"


def _how(one: Group) -> str:
    kinds = Counter(account.trigger.sense.name for account in one.accounts)
    return "; ".join(f"{name} ×{count}" if count > 1 else name for name, count in kinds.most_common())


def _numbered(incidents: list[Incident]) -> list[Incident]:
    """The incidents by their first evidence."""
    return sorted(incidents, key=lambda incident: incident.trigger.start)
