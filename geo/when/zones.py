"""Times at a place: its clock's offset from UTC, and its hemisphere's seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geo.records import When
from geo.when.calendar import month, plain

#: Between the tropics seasons are wet and dry ones: nothing is turned round there.
TROPIC = 23.44


def at_place(when: When, lon: float, lat: float) -> When:
    """The same time as the clocks and seasons of a place (degrees, EPSG:4326) have it.

    A clock time without an offset gets the local one of its day; the summer of a named year is December to February
    south of the tropics. (`WhenReader(southern=True)` turns "last summer" too: that needs the publication date.)
    """
    if when.precision == "season" and "northern hemisphere, as written" in when.how and lat < -TROPIC:
        return _turned(when)
    zone = zone_at(round(lon, 2), round(lat, 2))
    if zone is None:
        return when
    return replace(when, start=_local(when.start, zone), end=_local(when.end, zone))


@lru_cache(maxsize=4096)
def zone_at(lon: float, lat: float) -> tzinfo | None:
    """The time zone of a place by tzfpy's map (timezone-boundary-builder), or None."""
    import tzfpy

    name = tzfpy.get_tz(lon, lat)
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _local(moment: date | datetime | None, zone: tzinfo) -> date | datetime | None:
    if isinstance(moment, datetime) and moment.tzinfo is None:
        offset = moment.replace(tzinfo=zone).utcoffset() or timedelta()
        return moment.replace(tzinfo=timezone(offset))
    return moment


def _turned(when: When) -> When:
    """The season of the same name on the other hemisphere, beginning in the same year."""
    if when.start is None or when.end is None:
        return when
    start, end = plain(when.start), plain(when.end)
    how = when.how.replace("northern", "southern")
    back = -6 if "winter" in how or "autumn" in how or "fall" in how else 6
    first = month(start.year, start.month + back).start
    last = month(end.year, end.month + back).end
    return replace(when, start=first, end=last, how=how)
