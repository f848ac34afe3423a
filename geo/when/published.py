"""The day an article was published: as given, from its metadata, its URL, its dateline or the head of its text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from geo.errors import DateError

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}}|\d{{2}}\b(?!:))", re.I)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_IN_URL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[/_-](?P<month>\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/_-](?P<day>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y8>(?:19|20)\d\d)(?P<m8>[01]\d)(?P<d8>[0-3]\d)(?!\d)",
    re.I,
)
#: "Published: 16 November 2021", "Date: …", "Updated …": the line says itself what its date is.
_LABEL = re.compile(
    r"^\W{0,3}(?:published|posted|date|updated|last updated|publication date)\b[^\n]{0,20}?(?=\d|[A-Z][a-z]{2})", re.I
)
_HEAD_CHARS = 1500
_WEEKDAY_OR_CITY_LINE = re.compile(r"^[^\n]{0,80}?(?:--|[—–]|\s-\s|\(\w[^)\n]{1,30}\))")


def publication_date(
    text: str,
    *,
    given: str | date | datetime | None = None,
    metadata: str | date | datetime | None = None,
    url: str = "",
) -> tuple[date | datetime | None, str]:
    """The publication date and where it came from: "given", "metadata", "url", "dateline", "text" or "" (unknown).

    Raises:
        DateError: `given` is no date. An unreadable date of the metadata is passed over: nobody here wrote it.
    """
    if given is not None and given != "":
        return as_date(given), "given"
    if metadata:
        try:
            return as_date(metadata), "metadata"
        except DateError:
            pass
    if url and (found := date_in_url(url)):
        return found, "url"
    return _in_head(text)


def as_date(value: str | date | datetime) -> date | datetime:
    """A date from ISO 8601, RFC 2822 or a written-out date with day, month and year.

    >>> as_date("16 November 2021")
    datetime.date(2021, 11, 16)

    Raises:
        DateError: the value is none of these. All-number dates other than ISO are refused: 3/4 is two days.
    """
    if isinstance(value, date):
        return value
    words = " ".join(str(value)[:100].split())
    for reader in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime, _written_out, _free):
        try:
            found = reader(words)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found is not None and 1000 <= found.year <= 2200:
            return found
    raise DateError(f"{value!r} is no date that can be read; cure: write it as YYYY-MM-DD, for instance 2021-11-16")


def date_in_url(url: str) -> date | None:
    """The day that a news URL's path says (…/2021/11/16/…, …/2021-11-16-…, …/20211116…), or None."""
    for found in _IN_URL.finditer(url[:2000]):
        parts = found.groupdict()
        day = _date(parts["year"] or parts["y8"], parts["month"] or parts["m8"], parts["day"] or parts["d8"])
        if day and date(1980, 1, 1) <= day:
            return day
    return None


def _written_out(words: str) -> date | None:
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY):
        if found := pattern.search(words):
            return _from_match(found)
    return None


def _free(words: str) -> datetime | None:
    """Forms such as "Mon Feb 09 00:00 UTC 2009", by dateutil, when no part has to be guessed."""
    from dateutil import parser  # type: ignore[import-untyped]

    if re.fullmatch(r"[\d/. -]+", words) or not re.search(r"\d{4}", words):
        return None
    try:
        first = parser.parse(words, default=datetime(2000, 1, 1, tzinfo=UTC))
        second = parser.parse(words, default=datetime(1999, 2, 2, tzinfo=UTC))
    except (parser.ParserError, OverflowError):
        return None
    return first if first.date() == second.date() else None


def _in_head(text: str) -> tuple[date | None, str]:
    """The date of the dateline ("SAN SALVADOR, 3 JAN 90 -- …") or of a line of its own near the top."""
    for line in text[:_HEAD_CHARS].split("\n")[:15]:
        line = line.strip()
        opening = line[:100]
        for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY):
            found = pattern.search(opening)
            if not found or not (day := _from_match(found)):
                continue
            before, after = opening[: found.start()], line[found.end() : found.end() + 40]
            if (
                re.match(r"\s*(?:\([^)]{1,40}\)\s*)?(?:--|[—–]|-\s|\[)", after)
                and len(before) < 60
                and before[:1].isupper()
            ):
                return day, "dateline"
            alone = len(line) < 80 and len(before.split()) <= 6
            if _LABEL.match(line) or (alone and not re.search(r"[.!?]$", line)):
                return day, "text"
    return None, ""


def _from_match(found: re.Match[str]) -> date | None:
    return _date(found["year"], found["month"], found["day"])


def _date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else 1 + [name[:3] for name in MONTHS].index(month[:3].lower())
    full = int(year)
    if full < 100:  # POSIX's pivot: 69–99 are 1969–1999
        full += 1900 if full >= 69 else 2000
    try:
        return date(full, number, int(day))
    except ValueError:
        return None
