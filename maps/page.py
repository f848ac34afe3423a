"""The one place where HTML is made: folium's shell, our page round it and the data, in a single file without addresses.

folium compiles what it is given as a template (see CONTRIBUTING), so it is given no text: it draws an empty map with
the layers that a user added, and articles and incidents go in afterwards as inert JSON that the page's script shows
with `textContent`. A content security policy lets run only the scripts whose hashes stand in it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

from geo.errors import OutputError
from maps import vendored

#: The page's own modules in the order in which they run; each sees `D`, the page's one namespace.
SCRIPTS = (
    "unpack", "linework", "dates", "kinds", "dom", "model", "state", "canvas", "basemap", "footprints", "clusters",
    "marks", "labels", "svg", "articles", "reader", "lists", "card", "legend", "filters", "bins", "timeline", "table",
    "pictures", "moves", "pointer", "printing", "controls", "start",
)  # fmt: skip
STYLES = ("page", "panels", "print")
_ICON = re.compile(r"L\.marker\(")


@dataclass(frozen=True, slots=True)
class Shell:
    """What folium rendered, in its three parts, and the id of the map's element."""

    head: str
    body: str
    script: str
    map_id: str
    has_layers: bool = False
    image_hosts: tuple[str, ...] = ()


def assemble(shell: Shell, title: str, blocks: Sequence[str], *, language: str = "en") -> str:
    """The whole page.

    Args:
        shell: folium's parts.
        title: the title of the window; any text.
        blocks: script elements made by `maps.payload`.
        language: BCP 47 tag of the page's own words.

    Raises:
        OutputError: where a layer links an address that no vendored file stands for.
    """
    everything = shell.head + shell.body + shell.script
    head, body = _Embedder(everything), _Embedder(everything)
    head.feed(shell.head)
    body.feed(shell.body)
    place = f'<div class="folium-map" id="{shell.map_id}" ></div>'
    if place not in body.markup:
        raise OutputError("folium drew no element for the map; was it removed from its figure?")
    own = _read("page.html").replace("<!--map-->", place)
    linked = [
        *head.scripts,
        _before(everything),
        *body.scripts,
        shell.script,
        vendored.read("supercluster@8.0.1/supercluster.min.js"),
        _program(),
    ]
    # Parsers turn CR LF into LF before they hash.
    scripts = [_one_script(script).replace("\r\n", "\n").replace("\r", "\n") for script in linked]
    styles = [*head.styles, *body.styles, *(_read(f"{name}.css") for name in STYLES)]
    styles = [style.replace("\r\n", "\n") for style in styles]
    policy = _policy(scripts, styles, shell)
    writable = title.encode("utf-8", "replace").decode()  # lone surrogates cannot be written
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
            f'<title>{html.escape(writable)}</title>\n<link rel="icon" href="data:,">\n',
            *(f"<style>{style}</style>\n" for style in styles),
            "</head>\n<body>\n",
            own,
            f'<div id="added">{body.markup.replace(place, "").strip()}</div>\n',
            *blocks,
            *(f"<script>{script}</script>\n" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def framed(page: str, height: int) -> str:
    """The page in a frame for notebooks, without the notebook's origin: its scripts reach nothing outside.

    `height` is in CSS pixels.
    """
    allowed = "allow-scripts allow-downloads allow-popups"
    return (
        f'<iframe srcdoc="{html.escape(page)}" sandbox="{allowed}" title="Map of incidents"'
        f' style="width:100%;height:{height:d}px;border:0" allowfullscreen loading="lazy"></iframe>'
    )


@dataclass
class _Embedder(HTMLParser):
    """Takes scripts and style sheets out of folium's markup, each linked one as its vendored text."""

    page: str
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._inside = ""
        self._text: list[str] = []

    @property
    def markup(self) -> str:
        """What is neither script nor style."""
        return "".join(self.kept)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self._embed(given["src"] or "", self.scripts)
            self._inside = "linked"
        elif tag in ("script", "style"):
            self._inside, self._text = tag, []
        elif tag == "link":
            if "stylesheet" in (given.get("rel") or ""):
                self._embed(given.get("href") or "", self.styles)
        elif tag not in ("meta", "title", "base"):
            self.kept.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            if self._inside == tag:
                (self.scripts if tag == "script" else self.styles).append("".join(self._text))
            self._inside = ""
        elif tag not in ("link", "meta", "title", "base"):
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self._text.append(data)
        elif not self._inside:
            self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.kept.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.kept.append(f"&#{name};")

    def _embed(self, address: str, where: list[str]) -> None:
        text = vendored.text_for(address, self.page)
        if text is not None:
            where.append(text)


def _one_script(script: str) -> str:
    """folium's script, still one script where a layer's text would close it."""
    return re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE).replace("<!--", r"\x3C!--")


def _before(page: str) -> str:
    """Runs between Leaflet and folium's script: no flag in the attribution, the default pin from inside the page."""
    lines = ["L.Control.Attribution.prototype.options.prefix=false;"]
    if _ICON.search(page):
        images = "leaflet@1.9.4/images/"
        urls = {
            "iconUrl": vendored.data_uri(images + "marker-icon.png"),
            "iconRetinaUrl": vendored.data_uri(images + "marker-icon-2x.png"),
            "shadowUrl": vendored.data_uri(images + "marker-shadow.png"),
        }
        options = ",".join(f'{name}:"{uri}"' for name, uri in urls.items())
        lines.append(f'L.Icon.Default.imagePath="";L.Icon.Default.mergeOptions({{{options}}});')
    return "".join(lines)


@cache
def _program() -> str:
    parts = [f"/* {name}.js */ {{\n{_read(f'{name}.js')}}}\n" for name in SCRIPTS]
    return '(function () {\n"use strict";\nconst D = {};\n' + "".join(parts) + "})();\n"


@cache
def _read(name: str) -> str:
    return (files("maps") / "data" / "page" / name).read_text(encoding="utf-8")


def _policy(scripts: Iterable[str], styles: Iterable[str], shell: Shell) -> str:
    """Nothing but these scripts and styles; pictures only from the page itself and from tiles that were asked for.

    Popups of layers that a user added carry style attributes; the page itself has none.
    """
    attributes = "'unsafe-inline'" if shell.has_layers else "'none'"
    images = " ".join(["data:", "blob:", *shell.image_hosts])
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src-elem {_hashes(styles)}; "
        f"style-src-attr {attributes}; img-src {images}; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
