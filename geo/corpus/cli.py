"""The command `dateline corpus`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.corpus.shards import Mark

DONE, NOTHING_DONE, SOME_FAILED = 0, 1, 3
ERRORS_SHOWN = 20


def corpus(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN…",
            help="Folders, globs and files: .txt .md .html .json .jsonl[.gz|.zst], RSS and Atom, WARC, Parquet.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="The table of incidents, .parquet; its shards lie beside it.")
    ],
    date: Annotated[str | None, typer.Option("--date", help="Day of publication of every article, YYYY-MM-DD.")] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 works in this one.")] = os.cpu_count() or 1,
    batch_size: Annotated[int, typer.Option(min=1, help="Articles a shard.")] = 32,
    seconds: Annotated[float, typer.Option(min=0.1, help="Most time for one article.")] = 20.0,
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
    """
    from geo.corpus.batch import Settings
    from geo.corpus.engines import runner
    from geo.corpus.run import read_corpus
    from geo.errors import OutputError

    if out.suffix.lower() != ".parquet":
        raise OutputError(f"{out}: the table of a corpus is a .parquet file; `dateline map` turns it into others")
    if to and to[0] != "postgis":
        raise OutputError(f"--to {to[0]}: the one kind of database is postgis: --to postgis postgresql://user@host/db")
    settings = Settings(gazetteer, places, model, seconds)
    with _progress() as progress:
        summary = read_corpus(
            sources, out, settings=settings, date=date, workers=workers, batch_size=batch_size,
            progress=progress, run=runner(engine, scheduler),
        )  # fmt: skip
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


@contextmanager
def _progress() -> Iterator[Callable[[Mark], None]]:
    """Count, rate and time on stderr: a live line where somebody looks, a line now and then in a log."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} articles"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failed]} failed"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, rate="", failed=0)
        failed = 0

        def advance(mark: Mark) -> None:
            nonlocal failed
            failed += mark.errors
            speed = bar.tasks[0].speed
            bar.update(task, advance=mark.articles, failed=failed, rate=f"{speed:,.1f}/s" if speed else "")

        yield advance


def _say(message: str) -> None:
    print(message, file=sys.stderr)
