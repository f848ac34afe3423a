"""What does this text say happened, and where on the ground is that.

>>> from geo import read                                        # doctest: +SKIP
>>> report = read("article.txt", date="2021-11-16")             # doctest: +SKIP
>>> report.incidents, report.places                             # doctest: +SKIP

Everything heavy (spaCy, geopandas, ONNX) is imported by the first call that needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.neighbours import check

check("gazetteer")

if TYPE_CHECKING:
    from geo.errors import ArticleError, ArticleTooLarge, DateError, DatelineError, OutputError
    from geo.reading import Reader, read, read_many
    from geo.records import (
        Actor,
        Article,
        Candidate,
        Claim,
        Footprint,
        Incident,
        Located,
        Mention,
        Span,
        When,
    )
    from geo.report import Report

_HOMES = {
    "geo.errors": ("ArticleError", "ArticleTooLarge", "DateError", "DatelineError", "OutputError"),
    "geo.reading": ("Reader", "read", "read_many"),
    "geo.records": (
        "Actor", "Article", "Candidate", "Claim", "Footprint", "Incident", "Located", "Mention", "Span", "When",
    ),
    "geo.report": ("Report",),
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Actor",
    "Article",
    "ArticleError",
    "ArticleTooLarge",
    "Candidate",
    "Claim",
    "DateError",
    "DatelineError",
    "Footprint",
    "Incident",
    "Located",
    "Mention",
    "OutputError",
    "Reader",
    "Report",
    "Span",
    "When",
    "read",
    "read_many",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
