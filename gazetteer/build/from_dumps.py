"""A gazetteer from GeoNames' full dumps, with what another gazetteer knows beyond them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gazetteer.build import borders, countries, dumps, inherit
from gazetteer.build.draft import Atlas, Draft
from gazetteer.build.recipe import Progress, along_the_curve, place_areas, to_stderr
from gazetteer.build.writer import Writer
from gazetteer.errors import GazetteerFileError
from gazetteer.store import Gazetteer

_REPORT = 500_000  # places between two lines of progress
_DUMPS = (
    ("allCountries.txt", "place", dumps.place_row),
    ("alternateNamesV2.txt", "alternate", dumps.alternate_row),
    ("hierarchy.txt", "parent", dumps.parent_row),
)


def build_from_dumps(
    folder: Path, out: Path, progress: Progress = to_stderr, base: Gazetteer | None = None
) -> list[Path]:
    """Build a gazetteer from GeoNames' dumps in `folder` into the folder `out`; returns the files' paths.

    allCountries.txt must be there; alternateNamesV2.txt, hierarchy.txt and Natural Earth's shapefiles are used where
    they are. What `base` (the gazetteer that comes with the package, say) knows beyond GeoNames is taken over:
    regions, disputed areas with their years and claims, lakes, seas, rivers, outlines, demonyms, seats, borders.
    Memory stays flat; an interrupted build goes on in the midst of the dump that it was reading (`out`/.staging.db).
    Raises GazetteerFileError when the main dump is missing.
    """
    if not (folder / "allCountries.txt").is_file():
        raise GazetteerFileError(
            f"{folder}: holds no allCountries.txt; get it from https://download.geonames.org/export/dump/"
        )
    staging = dumps.Staging(out / ".staging.db", progress)
    for name, table, convert in _DUMPS:
        if (folder / name).is_file():
            staging.load(folder / name, table, convert)
    outlined = _outlined(staging, folder)
    with Writer(out) as writer:
        for draft in _places(staging, outlined, base):
            writer.add(draft)
            if writer.places % _REPORT == 0:
                progress(f"{writer.places:,} places written")
        writer.add_borders(outlined.borders or inherit.borders(base))
        files = writer.finish({**inherit.provenance(base), **staging.inputs()})
    staging.close()
    progress(f"wrote {writer.places:,} places, {writer.names:,} names, {writer.keys:,} keys, {writer.shapes:,} shapes")
    return files


def _places(staging: dumps.Staging, outlined: Atlas, base: Gazetteer | None) -> Iterator[Draft]:
    """The dumps' places along the curve, what each gains added; then what Natural Earth and the base have besides."""
    wanted = inherit.beyond_geonames(base)
    for draft in staging.drafts():
        known = outlined.drafts.pop(draft.uid, None)
        if known is not None:
            draft.shapes.extend(known.shapes)
            draft.names.extend(known.names)
            draft.lon, draft.lat = known.lon, known.lat
        inherit.add_to(draft, base)
        wanted.discard(draft.uid)
        yield draft
    place_areas(outlined)
    yield from sorted(outlined, key=along_the_curve)
    yield from inherit.places(base, wanted - outlined.drafts.keys())


def _outlined(staging: dumps.Staging, folder: Path) -> Atlas:
    """Countries with their outlines and borders, where Natural Earth's files lie beside the dumps."""
    atlas = Atlas()
    fine, coarse = folder / "ne_10m_admin_0_countries.shp", folder / "ne_50m_admin_0_countries.shp"
    lines = folder / "ne_10m_admin_0_boundary_lines_land.shp"
    if not fine.is_file():
        return atlas
    for draft in staging.countries():
        atlas.countries.setdefault(draft.country, atlas.add(draft))
    countries.add_outlines(atlas, fine, coarse if coarse.is_file() else fine)
    if lines.is_file():
        borders.add_borders(atlas, lines, fine)
    return atlas
