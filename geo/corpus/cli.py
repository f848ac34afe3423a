"""The command `dateline corpus`."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

DONE, NOTHING_DONE, SOME_FAILED, STOPPED = 0, 1, 3, 130
ERRORS_SHOWN = 20


def corpus(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN…",
            help="Folders, globs, files: .txt .md .html .json .jsonl .rss .atom .warc (also .gz, .zst) and .parquet.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="The table of incidents, .parquet; its shards lie beside it.")
    ],
    date: Annotated[str | None, typer.Option("--date", help="Day of publication of every article, YYYY-MM-DD.")] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 works in this one.")] = os.cpu_count() or 1,
    batch_size: Annotated[int, typer.Option(min=1, help="Articles a shard: what is read again after a kill.")] = 32,
    seconds: Annotated[
        float, typer.Option(min=0.1, help="Most processor time for one article; then it is an error.")
    ] = 20.0,
    gazetteer: Annotated[str, typer.Option(help="Another gazetteer than the one shipped.")] = "",
    places: Annotated[str, typer.Option(help="Your own places on top; they win.")] = "",
    model: Annotated[str, typer.Option(help="Another spaCy model: a package or a folder.")] = "",
    engine: Annotated[
        str, typer.Option(help="pool, dask (pip install dateline[dask]) or spark (dateline[spark]).")
    ] = "pool",
    scheduler: Annotated[str, typer.Option(help="Dask: address of a running scheduler; default a local cluster.")] = "",
    to: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="postgis URL", help="Also into a database's table: postgis postgresql://user@host/db."),
    ] = None,
) -> None:
    """Read many articles into one table of incidents; stopped at any moment, the same command goes on.

    dateline corpus articles/ -o incidents.parquet && dateline map incidents.parquet -o map.html

    **What is read**: records of JSON and Parquet have a text (`text`, `maintext`, `content`, `body`, …) and, where they
    have them, `title`, `date`, `source`, `url`, `author` and `id`. The date is the day of publication: without it
    "today" stays open. Web pages are cut down to their article. Nothing is fetched.

    **What comes out**: `incidents.parquet`, GeoParquet, one row an incident, the reports of one incident merged
    (`reports` lists their articles): geopandas and DuckDB read it. Beside it the folder `incidents.parts`: `places`
    (every place that a text names), `errors` (file, line and reason of everything that could not be read; also printed)
    and `_manifest.json` (settings and versions). Keep the folder to go on; remove it to begin again.

    **How long**: about 7 articles a second and core, and 0.7 GB of memory a worker. For over a million articles
    `--batch-size 512` keeps the number of files small; geo/corpus/README.md does the sums, also for clusters.
    """
    from geo.article.counting import count_articles
    from geo.corpus.batch import Settings
    from geo.corpus.engines import runner
    from geo.corpus.progress import progress
    from geo.corpus.run import read_corpus
    from geo.errors import OutputError

    if out.suffix.lower() != ".parquet":
        raise OutputError(f"{out}: the table of a corpus is a .parquet file; `dateline map` turns it into others")
    if to and to[0] != "postgis":
        raise OutputError(f"--to {to[0]}: the one kind of database is postgis: --to postgis postgresql://user@host/db")
    if to:
        from geo.corpus.postgis import check_postgis

        check_postgis(to[1])
    settings = Settings(gazetteer, places, model, seconds)
    try:
        with progress(partial(count_articles, sources)) as tell:
            summary = read_corpus(
                sources, out, settings=settings, date=date, workers=workers, batch_size=batch_size,
                progress=tell, run=runner(engine, scheduler),
            )  # fmt: skip
    except KeyboardInterrupt:
        _say("stopped; the same command goes on from here")
        raise typer.Exit(STOPPED) from None
    for row in summary.failures(ERRORS_SHOWN):
        line = f":{row['line']}" if row["line"] else ""
        _say(f"{row['source']}{line}: {row['reason']}")
    if summary.errors > ERRORS_SHOWN:
        _say(f"… and {summary.errors - ERRORS_SHOWN} more; all are in {summary.folder / 'errors'}")
    _say(
        f"{summary.articles - summary.errors} articles read, {summary.errors} failed; "
        f"{summary.incidents} incidents, {summary.merged} after merging: {out}"
    )
    if to:
        from geo.corpus.postgis import write_postgis

        write_postgis(out, to[1])
    read = summary.articles - summary.errors
    raise typer.Exit(NOTHING_DONE if not read else SOME_FAILED if summary.errors else DONE)


def _say(message: str) -> None:
    print(message, file=sys.stderr)
