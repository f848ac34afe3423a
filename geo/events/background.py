"""What of an article is news, what background, and what is only planned or denied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from geo.events import compare
from geo.events.account import Account
from geo.events.lexicon import lexicon
from geo.records import Article, Status, When

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: What lies further back than this from the publication is background, not news.
NEWS_DAYS = 45


def reference_day(article: Article, whens: Iterable[When]) -> date | None:
    """The day that "now" is: that of publication, else the latest day that the text names."""
    if article.published is not None:
        return article.published.date() if isinstance(article.published, datetime) else article.published
    days = [day for when in whens for day in compare.interval(when) if day is not None]
    return max(days, default=None)


def with_status(accounts: Iterable[Account], doc: Doc, reference: date | None) -> list[tuple[Account, Status]]:
    """The accounts of what is told for a fact, a plan or a denial, each with its status; the hypothetical left out."""
    found: list[tuple[Account, Status]] = []
    for account in accounts:
        standing = account.trigger.standing
        if standing == "hypothetical" or (standing == "denied" and account.trigger.sense.effect):
            continue
        status: Status = standing
        if standing == "reported" and _is_past(account, doc, reference):
            status = "historic"
        found.append((account, status))
    return _carried(found)


def _carried(found: list[tuple[Account, Status]]) -> list[tuple[Account, Status]]:
    """What a sentence about the past adds without a date of its own is of the past too, and so is "the war" that the
    sentence before placed there: both have the time of what they add to."""
    carried: list[tuple[Account, Status]] = []
    for account, status in found:
        if status == "reported" and not account.own_time:
            earlier = [past for past in carried if past[0].sentence == account.sentence]
            earlier = earlier or _taken_up(carried, account)
            if earlier and all(past[1] == "historic" for past in earlier):
                status = "historic"
                account = replace(account, when=earlier[-1][0].when)
        carried.append((account, status))
    return carried


def _taken_up(carried: Sequence[tuple[Account, Status]], account: Account) -> list[tuple[Account, Status]]:
    """The accounts of the sentence before that a definite noun of their kind takes up again."""
    if not account.definite:
        return []
    before = [past for past in carried if past[0].order == account.order - 1]
    return [past for past in before if past[0].kind == account.kind]


def _is_past(account: Account, doc: Doc, reference: date | None) -> bool:
    token = doc[account.trigger.token]
    if any(child.dep_ == "amod" and child.lemma_.lower() in lexicon().status.past for child in token.children):
        return True
    _, last = compare.interval(account.when)
    return reference is not None and last is not None and last < reference - timedelta(days=NEWS_DAYS)
