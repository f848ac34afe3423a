"""A gazetteer from GeoNames' full dumps: staged and sorted on disk, so that memory stays flat for 12 million places.

Files and columns as https://download.geonames.org/export/dump/readme.txt describes them: allCountries.txt (needed),
alternateNamesV2.txt, hierarchy.txt, and beside them Natural Earth's shapefiles under their published names
(ne_10m_admin_0_countries, ne_50m_admin_0_countries, ne_10m_admin_0_boundary_lines_land).
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from gazetteer.build.cities import alternates
from gazetteer.build.draft import Draft
from gazetteer.build.geometry import hilbert
from gazetteer.errors import GazetteerFileError
from gazetteer.place import NameKind

Progress = Callable[[str], None]

_BATCH = 20_000
_KEEP = 10  # batches after which an interrupted build goes on
_BLOCK = 1 << 20
_REPORT = 500_000
# "Languages" of alternateNamesV2 that are identifiers, not names.
_NO_NAMES = frozenset(("link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "phon", "piny"))
_TABLES = """
create table if not exists kept (
    step text primary key, stamp text not null, sha256 text not null, rows integer, offset integer);
create table if not exists place (
    number integer primary key, curve integer, name text, kind text, country text, admin1 text, admin2 text,
    population integer, lon real, lat real, changed text, alternates text);
create table if not exists alternate (number integer, text text, kind text, language text, since text, until text);
create table if not exists parent (child integer primary key, parent integer);
"""


class Staging:
    """The dumps on their way: one SQLite file, a table a dump. A step that was finished is not done again."""

    def __init__(self, path: Path, progress: Progress) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path)
        self.connection.executescript(_TABLES)
        self._progress = progress

    def load(self, path: Path, table: str, convert: Callable[[list[str]], tuple[Any, ...] | None]) -> None:
        """Read a tab-separated dump into `table`, a batch at a time; rows that `convert` refuses are left out.

        What was read of the same file before, whole or in part, is not read again.
        """
        stamp = f"{path.stat().st_size} {path.stat().st_mtime_ns}"
        offset, count = self._begun(table, stamp)
        if offset == path.stat().st_size:
            self._progress(f"{path.name}: was read before")
            return
        if count:
            self._progress(f"{path.name}: goes on after {count:,} rows")
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while ahead := offset - stream.tell():
                digest.update(stream.read(min(ahead, _BLOCK)))
            lines = _Lines(stream, digest, path, offset)
            rows = (convert(fields) for fields in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
            for number, batch in enumerate(_batches(found for found in rows if found is not None), 1):
                marks = ",".join("?" * len(batch[0]))
                self.connection.executemany(f"insert or replace into {table} values ({marks})", batch)
                if (count + len(batch)) // _REPORT > count // _REPORT:
                    self._progress(f"{path.name}: {count + len(batch):,} rows")
                count += len(batch)
                if number % _KEEP == 0:
                    self._keep(table, stamp, lines.offset, count)
        self._keep(table, stamp, path.stat().st_size, count, digest.hexdigest())
        self._progress(f"{path.name}: {count:,} rows read")

    def _begun(self, table: str, stamp: str) -> tuple[int, int]:
        """How many bytes and rows of a dump are in its table already; what was read of another file goes."""
        row = self.connection.execute("select offset, rows from kept where step = ? and stamp = ?", (table, stamp))
        begun: tuple[int, int] | None = row.fetchone()
        if begun is None:
            self.connection.execute(f"delete from {table}")
        return begun or (0, 0)

    def _keep(self, table: str, stamp: str, offset: int, rows: int, sha256: str = "") -> None:
        values = (table, stamp, sha256, rows, offset)
        self.connection.execute("insert or replace into kept values (?,?,?,?,?)", values)
        self.connection.commit()

    def inputs(self) -> dict[str, str]:
        """What meta records: rows and checksum of each dump, and the newest change in the data."""
        rows = self.connection.execute("select step, rows, sha256 from kept order by step")
        found = {
            f"source dump {step}": f"{count} rows; CC BY 4.0 (GeoNames); sha256 {sum_}" for step, count, sum_ in rows
        }
        newest = self.connection.execute("select max(changed) from place").fetchone()[0]
        return {**found, "data to": newest or ""}

    def countries(self) -> Iterator[Draft]:
        """The states and territories among the places, the larger first where two share a code."""
        rows = self.connection.execute(
            "select curve, number, name, kind, country, admin1, admin2, population, lon, lat, '' from place"
            " where kind glob 'PCL*' and kind <> 'PCLH' and country <> '' order by population desc, number"
        )
        return (_draft(row) for row in rows)

    def close(self) -> None:
        """Throw the staging file away: the build is done."""
        path = self.connection.execute("pragma database_list").fetchone()[2]
        self.connection.close()
        Path(path).unlink()

    def drafts(self) -> Iterator[Draft]:
        """All places along the curve, each with its names; what has no first-level code takes its parent's."""
        places = self.connection.execute(
            "select p.curve, p.number, p.name, p.kind, p.country, coalesce(nullif(p.admin1, ''), q.admin1, ''),"
            " p.admin2, p.population, p.lon, p.lat, p.alternates from place p"
            " left join parent on parent.child = p.number"
            " left join place q on q.number = parent.parent and q.country = p.country"
            " order by p.curve, p.number"
        )
        names = self.connection.execute(
            "select p.curve, p.number, a.text, a.kind, a.language, a.since, a.until from alternate a"
            " join place p on p.number = a.number order by 1, 2, a.rowid"
        )
        groups = groupby(names, key=lambda row: (row[0], row[1]))
        waiting = next(groups, None)
        for row in places:
            draft = _draft(row)
            if waiting is not None and waiting[0] == (row[0], row[1]):
                for _, _, text, kind, language, since, until in waiting[1]:
                    draft.call(text, kind, language, _year(since), _year(until))
                waiting = next(groups, None)
            for text in alternates(row[10].split(","), draft.name):
                draft.call(text)
            yield draft


class _Lines:
    """The lines of a dump as text, and where they end; raises GazetteerFileError where one is not UTF-8."""

    def __init__(self, stream: Iterable[bytes], digest: Any, path: Path, offset: int) -> None:
        self.offset = offset
        self._stream, self._digest, self._path = iter(stream), digest, path

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._stream)
        self._digest.update(line)
        self.offset += len(line)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            place = f"the line that ends at byte {self.offset:,}"
            raise GazetteerFileError(f"{self._path}, {place}: is not UTF-8 ({error.reason})") from error


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def place_row(fields: list[str]) -> tuple[Any, ...] | None:
    """A row of allCountries.txt for the staging table; None for one with too few columns or no position."""
    if len(fields) < 19 or not fields[0].isdecimal():
        return None
    lat, lon = float(fields[4]), float(fields[5])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return (
        int(fields[0]), hilbert(lon, lat), fields[1], fields[7] or "PPL", fields[8], fields[10], fields[11],
        int(fields[14] or 0), lon, lat, fields[18], ",".join((fields[2], fields[3])),
    )  # fmt: skip


def alternate_row(fields: list[str]) -> tuple[Any, ...] | None:
    """A row of alternateNamesV2.txt for the staging table; None for links, codes and the like."""
    fields = [*fields, *[""] * (10 - len(fields))]
    _, number, language, text, preferred, _, colloquial, historic, since, until = fields[:10]
    if language in _NO_NAMES or not number.isdecimal() or not text:
        return None
    kind: NameKind = "alternate"
    if language == "abbr":
        kind, language = "abbreviation", ""
    elif historic == "1":
        kind = "historic"
    elif preferred == "1" and colloquial != "1":
        kind = "official"
    return int(number), text, kind, language, since, until


def parent_row(fields: list[str]) -> tuple[Any, ...] | None:
    """A row of hierarchy.txt (parent, child, type) for the staging table."""
    if len(fields) < 2 or not (fields[0].isdecimal() and fields[1].isdecimal()):
        return None
    return int(fields[1]), int(fields[0])


def _draft(row: tuple[Any, ...]) -> Draft:
    _, number, name, kind, country, admin1, admin2, population, lon, lat, _ = row
    return Draft(f"gn:{number}", name, kind, country, lon, lat, admin1, admin2, population)


def _year(text: str) -> int | None:
    """The year that a date of alternateNamesV2 begins with ("1991", "19910625", "1991-06-25"), or None."""
    return int(text[:4]) if text[:4].isdecimal() and len(text) >= 4 else None
