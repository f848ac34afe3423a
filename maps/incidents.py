"""`incident_map`: a folium map of reports or of a table, saved as one file that needs no network."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import folium
from branca.element import Figure

from gazetteer.errors import GazetteerError
from geo.errors import OutputError
from geo.export.columns import ReportLike
from geo.whole_file import whole_file
from maps.basemap import Basemap, basemap
from maps.contents import Contents, of_reports, of_table
from maps.page import Shell, assemble, framed
from maps.payload import block, packed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer import Gazetteer

FRAME_HEIGHT = 640  # CSS pixels of the frame in a notebook
_HOST = re.compile(r"^(https?)://([^/]+)")


def incident_map(
    what: ReportLike | Iterable[ReportLike] | GeoDataFrame,
    *,
    title: str = "",
    worldview: str = "",
    tiles: str | folium.TileLayer | None = None,
    gazetteer: Gazetteer | None = None,
) -> IncidentMap:
    """Draw a report, several reports, or a table of incidents (ours, or `geo.export.from_acled` / `from_ucdp`).

    The result is a `folium.Map`: add layers of your own with `.add_to(map)`; they are in the saved page, which is
    one file without any address in it. Text that goes into layers of your own is compiled by folium as a template
    and shown as HTML: escape what you did not write. Text of reports and tables never goes that way.

    Args:
        what: a report, reports, or a GeoDataFrame with at least the column `kind`.
        title: heading of the page; by default the article's title.
        worldview: whose view of disputed borders to draw, an alpha-2 code (`maps.basemap.worldviews()`), "" for
            the borders as they stand on the ground.
        tiles: online tiles under the incidents, as folium takes them. The page then asks their server for pictures.
        gazetteer: where labels and first-level areas come from; by default the one that is installed.

    Raises:
        ValueError: for an unknown worldview.
        OutputError: for a table without the column `kind`.
    """
    contents = _contents(what, title)
    ground = basemap(contents.bounds, worldview=worldview, gazetteer=gazetteer or _default_gazetteer())
    return IncidentMap(contents, ground, tiles=tiles)


class IncidentMap(folium.Map):
    """A folium map whose page carries incidents, their articles and a base map. Made by `incident_map`."""

    def __init__(self, contents: Contents, ground: Basemap, *, tiles: str | folium.TileLayer | None = None) -> None:
        super().__init__(tiles=tiles, prefer_canvas=True, zoom_control=False)
        # tiles=None drops max_zoom, without which Leaflet's clusters throw (folium 0.20).
        self.options.update(max_zoom=18, min_zoom=1, zoom=2, zoom_snap=0.25, world_copy_jump=True)
        self.contents = contents
        self.ground = ground
        _Document(self).add_child(self)

    def save(self, outfile: str | Path | Any, close_file: bool = True, **kwargs: Any) -> None:
        """Write the page to a path, whole or not at all, or to an open binary file.

        Raises:
            OutputError: for a path that cannot be written, or a layer that needs an address.
        """
        page = self.get_root().render(**kwargs).encode("utf-8")
        if not isinstance(outfile, (str, os.PathLike)):
            outfile.write(page)
            if close_file:
                outfile.close()
            return
        try:
            with whole_file(Path(outfile)) as part:
                part.write_bytes(page)
        except OSError as error:
            raise OutputError(f"cannot write {outfile}: {error.strerror or error}") from error

    def _repr_html_(self, **kwargs: Any) -> str:
        return framed(self.get_root().render(**kwargs), FRAME_HEIGHT)


class _Document(Figure):
    """The root of folium's tree; rendering it gives our page instead of folium's."""

    def __init__(self, drawn: IncidentMap) -> None:
        super().__init__()
        self._map = drawn

    def render(self, **kwargs: Any) -> str:
        """The whole page as text."""
        for child in self._children.values():
            child.render(**kwargs)
        drawn = self._map
        layers = list(drawn._children.values())
        tiles = [layer for layer in layers if isinstance(layer, folium.TileLayer)]
        extra = len(self.html._children) > 1
        shell = Shell(
            self.header.render(**kwargs),
            self.html.render(**kwargs),
            self.script.render(**kwargs),
            drawn.get_name(),
            has_layers=extra or len(layers) > len(tiles),
            image_hosts=tuple(dict.fromkeys(_host(layer.tiles) for layer in tiles)),
        )
        head = {"map": drawn.get_name(), "note": drawn.ground.note}
        contents = drawn.contents
        return assemble(
            shell,
            contents.title,
            [
                block("dateline-page", head),
                block("dateline-data", contents.as_json()),
                packed("dateline-basemap", drawn.ground.data),
            ],
        )

    def _repr_html_(self, **kwargs: Any) -> str:
        return framed(self.render(**kwargs), FRAME_HEIGHT)


def _contents(what: Any, title: str) -> Contents:
    if hasattr(what, "geometry") and hasattr(what, "columns"):
        if "kind" not in what.columns:
            raise OutputError(
                "this table has no column 'kind': bring an ACLED or UCDP export into our columns with "
                "geo.export.from_acled or geo.export.from_ucdp"
            )
        return of_table(what, title)
    if hasattr(what, "article"):
        return of_reports([what], title)
    return of_reports(list(cast("Iterable[ReportLike]", what)), title)


def _default_gazetteer() -> Gazetteer | None:
    """The installed gazetteer, or None: a map without labels is better than none."""
    from gazetteer import open_default

    try:
        return open_default()
    except GazetteerError:
        return None


def _host(tiles: str) -> str:
    """The tiles' server as a source for the content security policy."""
    found = _HOST.match(tiles)
    if found is None:
        raise OutputError(f"cannot tell the server of these tiles: {tiles}")
    return f"{found[1]}://{re.sub(r'{[^}]*}', '*', found[2])}"
