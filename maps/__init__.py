"""How a person sees what the text says: one offline page, in a file or in a notebook.

>>> from maps import incident_map                               # doctest: +SKIP
>>> incident_map(report).save("map.html")                       # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

try:
    from geo.neighbours import check
except ModuleNotFoundError as error:
    if error.name != "geo.neighbours":
        raise
    import geo

    raise ImportError(f"Dateline's package 'geo' is hidden by {geo.__file__}; rename or uninstall that one") from error

check("gazetteer", "geo")

if TYPE_CHECKING:
    from maps.incidents import incident_map

__all__ = ["incident_map"]


def __getattr__(name: str) -> Any:
    if name == "incident_map":
        from maps.incidents import incident_map

        return incident_map
    raise AttributeError(f"module 'maps' has no attribute {name!r}")
