"""What happened: event words read, coded, placed, dated and grouped; those of many articles merged."""

from geo.events.incidents import IncidentReader
from geo.events.merge import Difference, Merged, merge
from geo.events.sweep import Sourced, Sweep, ranked

__all__ = ["Difference", "IncidentReader", "Merged", "Sourced", "Sweep", "merge", "ranked"]
