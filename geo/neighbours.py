"""Says clearly when another distribution's `gazetteer`, `geo` or `maps` hides or overwrites one of ours.

The three names are generic: PyPI has other packages so called, and a `geo.py` beside a notebook shadows this one.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

#: A file that only our package of that name has.
LANDMARKS = {"gazetteer": "schema.sql", "geo": "records.py", "maps": "incidents.py"}


class ShadowedPackage(ImportError):
    """Another package stands where one of Dateline's should; the message names the intruding file."""


def check(*packages: str) -> None:
    """Raise `ShadowedPackage` unless each of `packages` is Dateline's own."""
    for package in packages:
        spec = find_spec(package)
        origin = Path(spec.origin) if spec and spec.origin else None
        if origin is None or not (origin.parent / LANDMARKS[package]).is_file():
            intruder = origin or (next(iter(spec.submodule_search_locations or ()), None) if spec else None)
            raise ShadowedPackage(
                f"Dateline's package {package!r} is hidden by {intruder or 'nothing that can be found'}; "
                "rename or uninstall that one, then: pip install --force-reinstall dateline"
            )
