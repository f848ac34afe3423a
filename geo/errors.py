"""What can go wrong between a text and its report.

DatelineError
├── ArticleError (also ValueError): an input that cannot be read as an article; names the file, the line and the cure
│   └── ArticleTooLarge: one of the limits on untrusted input was reached
├── DateError (also ValueError): a publication date that is no date
└── OutputError (also OSError): a file that cannot be written, or a type of file that is not known
"""

from __future__ import annotations


class DatelineError(Exception):
    """Root of everything that geo and maps raise on purpose."""


class ArticleError(DatelineError, ValueError):
    """An input that cannot be read as an article."""


class ArticleTooLarge(ArticleError):
    """An input beyond a limit that guards against hostile files."""


class DateError(DatelineError, ValueError):
    """A publication date that is no date."""


class OutputError(DatelineError, OSError):
    """A file that cannot be written, or an output type that is not known."""
