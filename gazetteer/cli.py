"""The commands of `dateline gazetteer`: search, show, add, build, info."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from gazetteer.errors import GazetteerError, GazetteerFileError
from gazetteer.lookup import ALL_TIERS
from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer, open_default, own_places_file

DONE, NOTHING_FOUND = 0, 1
_NAMES_SHOWN = 40

# Blank lines, since the help is set in paragraphs.
_HELP = """Search, show, extend and build the gazetteer.

search Stepanakert --on 1985: the places of a name in a year, best first.

search Crimea --worldview UA: as a country that claims a place sees it.

show gn:616052: all that is known of one place.

add mine.csv: your own places, on top from now on.

build OUT --dumps FOLDER: 12 million places from GeoNames' dumps.
"""
_HELP_ADD = """Check your own places and keep them in one GeoPackage, which QGIS opens; theirs win over the gazetteer's.

Only the column name and a geometry (in CSV: lon and lat, WGS 84) are needed.

id: unique; gn:616052 replaces that place of the gazetteer.

alt_name, official_name, old_name, short_name, demonym, adjective, code: more names, parted by semicolons; name:hy and
the like: names in a language.

kind: a GeoNames feature code (PPL, ADM2, RGN …); country, admin1, admin2, population, claimed_by, valid_from, valid_to.

Faults are listed by row and field, and then nothing is changed.
"""

app = typer.Typer(
    name="gazetteer",
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Other = Annotated[Path | None, typer.Option("--gazetteer", help="Another gazetteer than the one shipped.")]


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A name in any script; near spellings are found too.")],
    on: Annotated[int | None, typer.Option(help="Only names and places of this year.")] = None,
    worldview: Annotated[str, typer.Option(help="Whose view of disputed places: an alpha-2 code.")] = "",
    kind: Annotated[list[str] | None, typer.Option(help="Only feature codes such as ADM1 or PPL*.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 10,
    as_json: AsJson = False,
    gazetteer: Other = None,
) -> None:
    """List the places that a name may mean, best first."""
    world = _open(gazetteer)
    found = world.lookup(name, on=on, worldview=worldview, kinds=kind, tiers=ALL_TIERS)[:limit]
    if not found:
        typer.echo(f"no place is called {name!r}", err=True)
        raise typer.Exit(NOTHING_FOUND)
    if as_json:
        _lines(_as_record(match) for match in found)
    else:
        heads = ("id", "place", "kind", "country", "people", "lat, lon", "matched by")
        _table(heads, [_as_row(world, match) for match in found])


@app.command()
def show(
    uid: Annotated[str, typer.Argument(metavar="ID", help="The id of a place, as `search` lists it: gn:616052.")],
    as_json: AsJson = False,
    gazetteer: Other = None,
) -> None:
    """Show all that is known of one place: names with years, areas, who claims it, the extent of its shape."""
    world = _open(gazetteer)
    place = world.get(uid)
    if place is None:
        typer.echo(f"no place has the id {uid!r}; `dateline gazetteer search NAME` lists ids", err=True)
        raise typer.Exit(NOTHING_FOUND)
    names = world.names(place)
    shape = world.shape(place)
    bounds = [round(edge, 5) for edge in shape.bounds] if shape is not None else None
    if as_json:
        _lines([{**asdict(place), "names": [asdict(name) for name in names], "bounds": bounds}])
        return
    facts = {**_facts(world, place), "extent (W S E N)": " ".join(map(str, bounds or ())) or "no shape"}
    _table(("", place.name), [(key, value) for key, value in facts.items() if value])
    rows = [(name.text, name.kind, name.language, _years(name.valid_from, name.valid_to)) for name in names]
    _table(("name", "kind", "language", "years"), rows[:_NAMES_SHOWN])
    if len(rows) > _NAMES_SHOWN:
        typer.echo(f"… and {len(rows) - _NAMES_SHOWN} more names (--json gives all)", err=True)


@app.command(help=_HELP_ADD)
def add(
    source: Annotated[Path, typer.Argument(metavar="PLACES", help=".geojson, .gpkg or .csv (columns lon and lat).")],
    to: Annotated[
        Path | None,
        typer.Option(help="The GeoPackage to add to; default: your own places, which every command then uses."),
    ] = None,
    gazetteer: Other = None,
) -> None:
    """Check a user's places and merge them into their GeoPackage."""
    from gazetteer import overlay

    target = to or own_places_file()
    if target is None:
        raise GazetteerFileError("there is no place for own places (DATELINE_PLACES is empty); give one with --to")
    world = Gazetteer.open(gazetteer) if gazetteer else open_default(own_places=False)
    places = overlay.load(source)
    world.with_overlay(places, source=str(source))
    count = overlay.save(overlay.merged(overlay.load(target), places) if target.exists() else places, target)
    typer.echo(f"{len(places)} places added; {target} now holds {count}", err=True)


@app.command()
def build(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files are written.")],
    dumps: Annotated[
        Path | None,
        typer.Option(
            help="Folder with GeoNames' allCountries.txt and, where you have them, alternateNamesV2.txt, "
            "hierarchy.txt and Natural Earth's shapefiles."
        ),
    ] = None,
    packages: Annotated[
        Path | None,
        typer.Option(help="The default gazetteer instead, from the unpacked packages that gazetteer.build.fetch left."),
    ] = None,
) -> None:
    """Build a gazetteer from the full published dumps (12 million places); resumable, in bounded memory.

    What the gazetteer in use knows beyond GeoNames (regions, disputed areas, outlines, demonyms) is taken over.
    """
    from gazetteer.build import from_dumps, recipe

    if (dumps is None) == (packages is None):
        raise typer.BadParameter("give either --dumps or --packages")
    if dumps is not None:
        files = from_dumps.build_from_dumps(dumps, out, base=open_default(own_places=False))
    else:
        files = recipe.build(Path(packages or ""), out)
    typer.echo("\n".join(str(file) for file in files))
    typer.echo(f"use it with --gazetteer {out}, or set DATELINE_GAZETTEER={out}", err=True)


@app.command()
def info(as_json: AsJson = False, gazetteer: Other = None) -> None:
    """Tell the gazetteer's sources, dates, licences and counts."""
    meta = dict(_open(gazetteer).meta)
    if as_json:
        _lines([meta])
    else:
        _table(("what", "value"), sorted(meta.items()))


def main() -> None:
    """Run the commands alone; what went wrong is one message on stderr."""
    try:
        app()
    except GazetteerError as error:
        typer.echo(f"dateline: {error}", err=True)
        sys.exit(NOTHING_FOUND)


def _open(path: Path | None) -> Gazetteer:
    return Gazetteer.open(path) if path else open_default()


def _as_record(match: Match) -> dict[str, Any]:
    return {**asdict(match.place), "matched": {**asdict(match.name), "tier": match.tier, "distance": match.distance}}


def _as_row(world: Gazetteer, match: Match) -> tuple[str, ...]:
    place, name = match.place, match.name
    tier = f"{match.tier} {match.distance}" if match.distance else match.tier
    by = ", ".join(part for part in (name.text, name.kind, name.language, tier) if part)
    people = f"{place.population:,}" if place.population else ""
    return place.id, place.name, place.kind, _country(world, place), people, f"{place.lat:.4f}, {place.lon:.4f}", by


def _country(world: Gazetteer, place: Place) -> str:
    country = world.country(place.country)
    claims = f" (claimed by {', '.join(place.claimed_by)})" if place.claimed_by else ""
    return (country.name if country else place.country) + claims


def _facts(world: Gazetteer, place: Place) -> Mapping[str, str]:
    area = world.admin1(place.country, place.admin1) if place.admin1 else None
    return {
        "id": place.id,
        "kind": place.kind,
        "country": _country(world, place),
        "first-level area": area.name if area else place.admin1,
        "people": f"{place.population:,}" if place.population else "",
        "latitude, longitude": f"{place.lat}, {place.lon}"
        + (f" (from {place.point_from})" if place.point_from else ""),
        "years": _years(place.valid_from, place.valid_to),
    }


def _years(valid_from: int | None, valid_to: int | None) -> str:
    if valid_from is None and valid_to is None:
        return ""
    return f"{'' if valid_from is None else valid_from}–{'' if valid_to is None else valid_to}"


def _lines(records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        typer.echo(json.dumps(record, ensure_ascii=False))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table for people; tab-separated lines where nobody is looking, so that pipes and tests see plain text."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
