"""The day of an incident that names none: that of the news, which the lead names, not the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.events import compare
from geo.events.account import Account
from geo.events.grouping import Group
from geo.records import When

#: Further back than this from the publication the lead tells no news of the day.
_NEWS_DAYS = 10
_TO_THE_DAY = ("minute", "hour", "part of day", "day")
_HOW = "the day of the news: the text says no other time"


def without_future(account: Account, reference: date | None) -> Account:
    """The account; what the text dates to a day after the publication is planned, and where only a vague time beside it
    would put it there ("days after the truce") that time is not its own."""
    first, _ = compare.interval(account.when)
    if account.trigger.standing != "reported" or reference is None or first is None or first <= reference:
        return account
    if account.own_time and account.when.precision in _TO_THE_DAY:
        return replace(account, trigger=replace(account.trigger, standing="planned"))
    when = When(reference, reference, "day", None, "the publication date: the time beside it is of something to come")
    return replace(account, when=when, own_time=False)


def tell_the_day(groups: Sequence[Group], reference: date | None) -> None:
    """Give those reported incidents that name no time the day of the first that does; words follow when they follow."""
    news = next((one for one in groups if _is_news(one, reference)), None)
    if news is None:
        return
    first, last = compare.interval(news.when)
    for one in groups:
        if one.status == "reported" and one.kind != "diplomacy" and one.when.span is None:
            one.day = When(first, last, "day", None, _HOW)


def _is_news(one: Group, reference: date | None) -> bool:
    if one.status != "reported" or not one.own_time or one.kind == "diplomacy" or reference is None:
        return False
    if any(account.earlier for account in one.accounts):
        return False
    first, last = compare.interval(one.when)
    if first is None or last is None:
        return False
    return timedelta(0) <= reference - first <= timedelta(days=_NEWS_DAYS) and last - first <= timedelta(days=2)
