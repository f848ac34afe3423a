"""The properties of an incident in every file that we write, in their order, and which of them need care."""

from __future__ import annotations

from typing import Protocol

from geo.records import Article, Incident, Located

COLUMNS = (
    "kind", "acled_event_type", "acled_sub_event_type", "title", "status", "start", "end", "date_precision",
    "place", "country", "admin1", "where_precision", "radius_km", "confidence", "how",
    "killed", "injured", "captured", "missing", "trigger", "mention", "actors", "claims", "evidence",
    "source", "url", "article",
)  # fmt: skip
FIGURES = ("killed", "injured", "captured", "missing")
NUMBERS = ("radius_km", "confidence")
WHOLE = ("where_precision", *FIGURES)
NESTED = ("trigger", "mention", "actors", "claims", "evidence")
LISTS = ("actors", "claims", "evidence")


class ReportLike(Protocol):
    """What is written and drawn of a report: `geo.report.Report` is one, and so is anything with these."""

    @property
    def article(self) -> Article:
        """The article that was read."""
        ...

    @property
    def located(self) -> tuple[Located, ...]:
        """Its mentions with their footprints."""
        ...

    @property
    def found(self) -> tuple[Incident, ...]:
        """Its incidents."""
        ...
