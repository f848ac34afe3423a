"""What can go wrong in the gazetteer.

GazetteerError
├── GazetteerFileError (also OSError): a file that is missing, corrupt, foreign or of a newer version
└── OverlayError (also ValueError): a user's own places with rows that cannot be used; `problems` lists them all
"""

from __future__ import annotations

from collections.abc import Sequence


class GazetteerError(Exception):
    """Root of everything the gazetteer raises on purpose."""


class GazetteerFileError(GazetteerError, OSError):
    """A gazetteer file that cannot be used; the message names the file and the cure."""


class OverlayError(GazetteerError, ValueError):
    """A user's own places that cannot be used. `problems` holds one line a fault, with row and field."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        shown = "\n  ".join(self.problems[:20])
        more = f"\n  … and {len(self.problems) - 20} more" if len(self.problems) > 20 else ""
        super().__init__(f"{source}: {len(self.problems)} problem(s):\n  {shown}{more}")
