"""When it happened: expressions of time found, tied to days, and given to the events that they govern."""

from geo.when.anchor import of_event
from geo.when.published import as_date, date_in_url, publication_date
from geo.when.reader import WhenReader
from geo.when.zones import at_place

__all__ = ["WhenReader", "as_date", "at_place", "date_in_url", "of_event", "publication_date"]
