"""What happened: event words read, coded, placed, dated and grouped into incidents."""

from geo.events.incidents import IncidentReader

__all__ = ["IncidentReader"]
