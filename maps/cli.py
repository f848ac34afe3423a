"""The command `dateline`: articles in; maps, tables and resolved places out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gazetteer.cli import app as gazetteer_app
from gazetteer.errors import GazetteerError
from geo.corpus.cli import corpus
from geo.errors import DateError, DatelineError, OutputError
from maps.streams import STREAM, lines_in, lines_out, watched

if TYPE_CHECKING:
    from geo.article import ArticleFailure
    from geo.reading import Reader
    from geo.records import Article
    from geo.report import Report

DONE, NOTHING_DONE, WRONG_USE, SOME_FAILED = 0, 1, 2, 3
MAP_TYPES = (".html", ".htm")
TABLE_TYPES = (".geojson", ".parquet", ".gpkg", ".kml", ".csv", ".jsonl")
ARTICLES_NAMED = 3  # with a note that is not of all

app = typer.Typer(
    name="dateline",
    help="Reads the news and draws what happened where. Works without a network.",
    epilog="Exit codes: 0 all done, 1 nothing done, 2 wrong use, 3 some articles failed (each is named).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.add_typer(gazetteer_app, name="gazetteer")
app.command("corpus")(corpus)


class Usage(DatelineError):
    """The command was called in a way that cannot work."""


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"dateline {version('dateline')}")
        except PackageNotFoundError:
            print("dateline, not installed but run from its folder")
        raise typer.Exit(DONE)


@app.callback()
def dateline(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What stands before the commands."""


@app.command("map")
def map_(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN…",
            help="Articles, or folders of them (.txt .md .html .json .jsonl .parquet .warc, RSS or Atom; - is stdin), "
            "or one table of incidents (.parquet .gpkg .geojson .kml .csv; .csv also ACLED's or UCDP GED's).",
        ),
    ],
    out: Annotated[
        list[Path],
        typer.Option(
            "-o",
            "--out",
            help="Where to write; the extension decides: .html .geojson .parquet .gpkg .kml .csv .jsonl; "
            "- is GeoJSON on stdout.",
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option("--date", help="Day of publication, YYYY-MM-DD: what “today” in the text means."),
    ] = None,
    worldview: Annotated[
        str,
        typer.Option(
            help="Whose view of disputed borders the base map draws: a country code such as IN; default de facto."
        ),
    ] = "",
    gazetteer: Annotated[Path | None, typer.Option(help="Another gazetteer than the one shipped.")] = None,
    places: Annotated[Path | None, typer.Option(help="Your own places on top (.gpkg .geojson .csv); they win.")] = None,
    model: Annotated[str | None, typer.Option(help="Another spaCy model: a package or a folder.")] = None,
    acled: Annotated[bool, typer.Option("--acled", help="Write .csv in the column order of ACLED's export.")] = False,
    tiles: Annotated[
        str | None, typer.Option(help="Also an online tile layer, as folium names it; the page then makes requests.")
    ] = None,
) -> None:
    """Read articles and write a map (one HTML file that works offline), GeoJSON or a table of the incidents.

    dateline map article.txt --date 2021-11-16 -o map.html -o incidents.geojson

    **What cannot be read** is named with its file, its line and a cure, and the rest is mapped (exit code 3). For more
    than a few hundred articles: `dateline corpus`, which can be stopped and goes on.
    """
    _check_outputs(out)
    _check_worldview(worldview)
    if table := _table(sources):
        _write_all(out, _read_table(table), worldview, tiles, acled)
        return
    reader = _reader(gazetteer, places, model)
    failures: list[str] = []
    reports = list(watched(_reports(reader, sources, date, failures), "articles"))
    for note in _notes(reports):
        _say(f"note: {note}")
    if not reports:
        raise typer.Exit(NOTHING_DONE)
    _write_all(out, reports if len(reports) > 1 else reports[0], worldview, tiles, acled)
    raise typer.Exit(SOME_FAILED if failures else DONE)


@app.command("places")
def places_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN.jsonl",
            help="Documents, one JSON object a line: {text, id?, title?, date?, toponyms?}; - is stdin.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Where to write, a document a line; - is stdout.")] = Path(
        "-"
    ),
    given_spans: Annotated[
        bool, typer.Option("--given-spans", help="Resolve exactly the spans in `toponyms`, in their order.")
    ] = False,
    geometry: Annotated[
        bool, typer.Option("--geometry", help="Give each mention its footprint as a GeoJSON geometry.")
    ] = False,
    gazetteer: Annotated[Path | None, typer.Option(help="Another gazetteer than the one shipped.")] = None,
    places: Annotated[Path | None, typer.Option(help="Your own places on top (.gpkg .geojson .csv); they win.")] = None,
    model: Annotated[str | None, typer.Option(help="Another spaCy model: a package or a folder.")] = None,
) -> None:
    """Find and resolve the places of many documents.

    dateline places articles.jsonl -o places.jsonl

    **What comes out**: for each document `{id, mentions}`, a mention being `start`, `end` (code points of the text),
    `text`, `role` (place, demonym, institution, description, relative, dateline), `lat`, `lon`, `geonameid`, `place`,
    `kind` (GeoNames feature code), `country`, `where_precision` (UCDP GED's 1 to 7), `radius_km`, `confidence`, `how`
    and `alternatives`. What could not be resolved has no `lat` and `lon`, and `how` says why.
    """
    from geo.places import BadLine, resolve_lines

    failures = done = 0
    with lines_in(source) as lines, lines_out(out) as write_line:
        results = resolve_lines(_reader(gazetteer, places, model), lines, given_spans=given_spans, geometry=geometry)
        for result in watched(results, "documents"):
            if isinstance(result, BadLine):
                failures += 1
                _say(f"{source}: {result}")
            else:
                done += 1
                write_line(result)
    raise typer.Exit(NOTHING_DONE if not done else SOME_FAILED if failures else DONE)


def main() -> None:
    """Run the command; what went wrong is one line on stderr."""
    try:
        app()
    except (OutputError, DateError, Usage) as error:
        _fail(error, WRONG_USE)
    except (DatelineError, GazetteerError) as error:
        _fail(error, NOTHING_DONE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        _fail("interrupted", 130)


def _reports(reader: Reader, sources: Iterable[Path], date: str | None, failures: list[str]) -> Iterator[Report]:
    """The reports of all that can be read; what cannot is named on stderr and added to `failures`."""
    from geo.article import ArticleFailure

    for item in _articles(sources, date):
        if isinstance(item, ArticleFailure):
            failures.append(str(item))
            _say(str(item))
        else:
            yield reader.read(item)


def _notes(reports: Sequence[Report]) -> Iterator[str]:
    """What is to be known of the reports, once each, with the first articles that it is true of where not of all."""
    concerned: dict[str, list[Article]] = {}
    for report in reports:
        for note in report.notes:
            concerned.setdefault(note, []).append(report.article)
    for note, articles in concerned.items():
        named = ", ".join(article.title or article.id for article in articles[:ARTICLES_NAMED])
        more = ", …" if len(articles) > ARTICLES_NAMED else ""
        of = f" ({len(articles)} of {len(reports)} articles: {named}{more})" if len(articles) < len(reports) else ""
        yield note + of


def _articles(sources: Iterable[Path], date: str | None) -> Iterator[Article | ArticleFailure]:
    from geo.article import MAX_FILE, article_from_bytes, iter_articles

    for source in sources:
        if source == STREAM:
            yield article_from_bytes(sys.stdin.buffer.read(MAX_FILE + 1), "standard input", date=date)
        else:
            yield from iter_articles([source], date=date)


def _write_all(outputs: Iterable[Path], data: Any, worldview: str, tiles: str | None, acled: bool) -> None:
    from geo.export import write

    for path in outputs:
        if path == STREAM:
            _write_stdout(data)
        elif path.suffix.lower() in MAP_TYPES:
            from maps import incident_map

            incident_map(data, worldview=worldview, tiles=tiles).save(path)
        else:
            write(data, path, acled=acled and path.suffix.lower() == ".csv")
        _say(f"wrote {path}")


def _write_stdout(data: Any) -> None:
    """The incidents as GeoJSON on standard output."""
    from tempfile import TemporaryDirectory

    from geo.export import write

    with TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.geojson"
        write(data, path)
        sys.stdout.buffer.write(path.read_bytes())


def _check_outputs(outputs: Iterable[Path]) -> None:
    """Refuse before the work begins what could not be written after it."""
    outputs = [path for path in outputs if path != STREAM]
    for path in outputs:
        known = MAP_TYPES + TABLE_TYPES
        if path.suffix.lower() not in known:
            raise OutputError(f"{path}: unknown output type {path.suffix or '(none)'!r}; known are {' '.join(known)}")
        folder = path.absolute().parent
        if path.is_dir():
            raise OutputError(f"{path}: is a folder")
        while not folder.exists():
            folder = folder.parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise OutputError(f"{path}: cannot be written: {folder} is not a writable folder")
    for path in outputs:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)


def _check_worldview(worldview: str) -> None:
    if worldview:
        from maps.basemap import worldviews

        if worldview.upper() not in worldviews():
            raise Usage(f"no worldview {worldview!r}; known are {' '.join(sorted(worldviews()))}")


def _reader(gazetteer: Path | None, places: Path | None, model: str | None) -> Reader:
    from geo.reading import open_reader

    return open_reader(gazetteer, places, model)


def _table(sources: Sequence[Path]) -> Path | None:
    """The table of incidents among the inputs, where it is one and the only input."""
    from geo.export import is_table

    table = next((source for source in sources if is_table(source)), None)
    if table and len(sources) > 1:
        raise Usage(f"{table}: is a table of incidents, which stands alone; cure: one table, or articles only")
    return table


def _read_table(path: Path) -> Any:
    from geo.export import read_table

    return read_table(path)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _fail(error: object, code: int) -> None:
    _say(f"dateline: {' '.join(str(error).split())}")
    sys.exit(code)
