"""The libraries that lie inside the package, by the addresses under which folium links them.

Each folder of `data/vendor` is `name@version` from the npm registry with its licence, untouched unless its README
says otherwise. Nothing else can be embedded: an unknown address is an error, not a request.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from geo.errors import OutputError


@dataclass(frozen=True, slots=True)
class Vendored:
    """A file under `data/vendor`; `needed_by` are words of a page's scripts or markup without which it is left out."""

    path: str
    needed_by: tuple[str, ...] = ()


_ICONS = ("AwesomeMarkers",)
_NOTHING = Vendored("")  # linked by folium on every map, used by none of its layers

#: What an address ends with or has in it → the file that stands for it, first match wins.
_STANDS_FOR: Final[tuple[tuple[str, Vendored], ...]] = (
    (r"/leaflet@[\d.]+/dist/leaflet\.js$", Vendored("leaflet@1.9.4/leaflet.js")),
    (r"/leaflet@[\d.]+/dist/leaflet\.css$", Vendored("leaflet@1.9.4/leaflet.css")),
    (r"/jquery-[\d.]+(\.min)?\.js$|/jquery/[\d.]+/jquery\.min\.js$", Vendored("jquery@3.7.1/jquery.min.js", ("$(",))),
    (r"/bootstrap@[\d.]+/dist/", _NOTHING),
    (r"/bootstrap-glyphicons\.css$", Vendored("bootstrap-glyphicons@3.4.1/glyphicons.css", _ICONS)),
    (
        r"/fontawesome-free@[\d.]+/css/all\.min\.css$",
        Vendored("@fortawesome-fontawesome-free@6.2.0/css/all.min.css", ('"prefix": "fa', "fa-solid", "fa-regular")),
    ),
    (r"/leaflet\.awesome-markers\.js$", Vendored("leaflet.awesome-markers@2.0.5/leaflet.awesome-markers.js", _ICONS)),
    (r"/leaflet\.awesome-markers\.css$", Vendored("leaflet.awesome-markers@2.0.5/leaflet.awesome-markers.css", _ICONS)),
    (r"/leaflet\.awesome\.rotate\.min\.css$", _NOTHING),
    (r"/leaflet\.markercluster\.js$", Vendored("leaflet.markercluster@1.5.3/leaflet.markercluster.js")),
    (r"/MarkerCluster\.css$", Vendored("leaflet.markercluster@1.5.3/MarkerCluster.css")),
    (r"/MarkerCluster\.Default\.css$", Vendored("leaflet.markercluster@1.5.3/MarkerCluster.Default.css")),
    (r"/leaflet_heat\.min\.js$", Vendored("leaflet.heat@0.2.0/leaflet-heat.js")),
    (r"/Control\.MiniMap(\.min)?\.js$", Vendored("leaflet-minimap@3.6.1/Control.MiniMap.min.js")),
    (r"/Control\.MiniMap(\.min)?\.css$", Vendored("leaflet-minimap@3.6.1/Control.MiniMap.min.css")),
)
_URL = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)""")


def text_for(address: str, page: str) -> str | None:
    """The text to embed for a linked address; None where `page` (its scripts and markup) does not need it.

    Raises:
        OutputError: for an address that no vendored file stands for.
    """
    for pattern, vendored in _STANDS_FOR:
        if re.search(pattern, address.split("?")[0]):
            if not vendored.path or (vendored.needed_by and not any(word in page for word in vendored.needed_by)):
                return None
            return read(vendored.path)
    raise OutputError(
        f"a layer of this map links {address}, which is not among the files in maps/data/vendor; "
        "the map must work without a network, so take that layer off or embed its script yourself"
    )


@cache
def read(path: str) -> str:
    """The text of a vendored script or style sheet; images and fonts of a style sheet are data URIs in it."""
    text = (files("maps") / "data" / "vendor" / path).read_text(encoding="utf-8")
    return _URL.sub(lambda m: _embedded(path, m[2]), text) if path.endswith(".css") else text


def data_uri(path: str) -> str:
    """A vendored binary file as a data URI."""
    content = (files("maps") / "data" / "vendor" / path).read_bytes()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _embedded(sheet: str, target: str) -> str:
    if target.startswith(("data:", "#")):
        return f"url({target})"
    parts = sheet.split("/")[:-1]
    for step in target.split("?")[0].split("#")[0].split("/"):
        parts = parts[:-1] if step == ".." else [*parts, step]
    path = "/".join(parts)
    if not (files("maps") / "data" / "vendor" / path).is_file():
        return "url(data:,)"  # an older format of the same font or icon
    return f"url({data_uri(path)})"
