"""After the shards: the same incident in several reports becomes one row, and all rows become one file.

`geo.events.merge` decides what is the same, as it does for any articles; it compares only what shares a country and a
day, so that the work grows with the corpus and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gazetteer import Place
from geo.corpus import tables
from geo.corpus.shards import Shards
from geo.events import merge
from geo.records import Article, Claim, Footprint, Incident, Located, Mention, Span, When

Row = dict[str, Any]

#: What the comparison needs; texts and quotes stay on disk.
COMPARED = (
    "id", "kind", "status", "start", "end", "date_precision", "place", "country", "admin1", "where_precision",
    "radius_km", "confidence", "trigger", "mention", "claims", "article", "geometry",
)  # fmt: skip


def write_merged(shards: Shards, batches: int, out: Path) -> int:
    """Merge the incidents of all batches and write them to `out` (GeoParquet), in their order; returns the rows.

    The shards are read twice: once to decide which rows are one incident, once to write, batch by batch. The row that
    stays is that of the surest account; its `reports` lists the articles of all.
    """
    import pyarrow.parquet as pq

    reports_of = _decided(_rows(shards.files(tables.INCIDENTS, batches), COMPARED))
    unfinished = out.with_name(f".{out.name}.unfinished")
    written: set[str] = set()
    with pq.ParquetWriter(unfinished, tables.schema(tables.INCIDENTS), compression="zstd") as writer:
        for path in shards.files(tables.INCIDENTS, batches):
            kept = [row for row in _rows([path]) if row["id"] in reports_of and row["id"] not in written]
            kept = list({row["id"]: row | {"reports": reports_of[row["id"]]} for row in kept}.values())
            written.update(row["id"] for row in kept)
            writer.write_table(_table(kept))
    unfinished.replace(out)
    return len(written)


def _decided(rows: Iterable[Row]) -> dict[str, list[str]]:
    """For each incident that stays, by its id, the articles that tell it. The same text twice is one article."""
    once = {row["id"]: row for row in rows}
    merged = merge((Article("", id=row["article"]), _incident(row)) for row in once.values())
    return {one.incident.id: list(dict.fromkeys(told.article.id for told in one.sources)) for one in merged}


def _incident(row: Row) -> Incident:
    """As much of an incident as its comparison needs."""
    trigger = row["trigger"]
    return Incident(
        id=row["id"],
        kind=row["kind"],
        title="",
        status=row["status"],
        when=When(_moment(row["start"]), _moment(row["end"]), row["date_precision"]),
        where=_located(row),
        trigger=Span(trigger["start"], trigger["end"], trigger["text"]),
        claims=tuple(_claim(claim) for claim in row["claims"] or ()),
        confidence=row["confidence"],
        country=row["country"] or "",
    )


def _located(row: Row) -> Located | None:
    import shapely

    if row["geometry"] is None or row["mention"] is None:
        return None
    geometry = shapely.from_wkb(row["geometry"])
    middle = geometry.centroid
    name, country = row["place"] or "", row["country"] or ""
    place = Place(f"{country}:{name}", name, "", country, middle.x, middle.y, admin1=row["admin1"] or name)
    footprint = Footprint(geometry, row["where_precision"], row["radius_km"], "", (place,))
    mention = row["mention"]
    return Located(Mention(mention["start"], mention["end"], mention["text"], "place"), footprint)


def _claim(claim: Row) -> Claim:
    quote = Span(claim["start"], claim["end"], "")
    counts = (claim["value"], claim["low"], claim["high"])
    return Claim(claim["measure"], *counts, claim["side"] or "", claim["claimant"] or "", quote)


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _rows(paths: Iterable[Path], columns: Iterable[str] | None = None) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for path in paths:
        yield from pq.read_table(path, columns=list(columns) if columns else None).to_pylist()


def _table(rows: list[Row]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=tables.schema(tables.INCIDENTS))
