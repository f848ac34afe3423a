"""What each pattern of when.toml means: from the words found and the day they are read on, to an interval."""

from __future__ import annotations

from collections.abc import Callable

from geo.when.calendar import Interval
from geo.when.context import Context, Fields
from geo.when.fixed import FIXED
from geo.when.relative_days import RELATIVE_DAYS
from geo.when.relative_units import RELATIVE_UNITS

#: By the name of the pattern.
MEANINGS: dict[str, Callable[[Fields, Context], Interval]] = FIXED | RELATIVE_DAYS | RELATIVE_UNITS
