"""Opening gazetteer files: checked, read-only, one SQLite connection per process and thread.

A layer is one gazetteer in the format of schema.sql: a folder of three files, a single file, or the bytes of such files
(an overlay, which lives in memory). The reading modules take a tuple of layers, the topmost first.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from gazetteer import statements
from gazetteer.errors import GazetteerFileError
from gazetteer.place import NameKind, PointSource

FORMAT = "dateline-gazetteer"
FORMAT_VERSION = 2
FILES = ("places.db", "index.db", "shapes.db")

_MAGIC = b"SQLite format 3\0"
_TABLES = frozenset((
    "meta", "place", "trait", "place_names", "name_kind", "language", "name", "place_point", "shape", "shape_box",
    "border",
))  # fmt: skip
# Mapped, a page costs no call of the system (a sixth of a first look-up for each of the two files); but all that is
# ever read stays resident, which for the shapes would be too much. A mapped file may be replaced (renamed over, as the
# build and pip do) while it is read, but not written into: that ends the process.
_MAPPED = ("places.db", "index.db")
_CACHE_KIB = 2048  # of a file that is not mapped
_KEPT_FIELDS = 4_096
_REBUILD = "install dateline again, or build the files with `dateline gazetteer build`"

# Taken for every read and every touch of a shared cache, and around every fork: a child must not inherit SQLite's own
# mutexes, or a cache, in the hands of a thread that it does not have. (Reads hold the interpreter's lock most of the
# time anyway, so threads lose little.)
GATE = threading.Lock()

_forks = [0]  # how many forks lie between this process and the first: to ask that is cheaper than to ask for its id


def _after_in_child() -> None:
    _forks[0] += 1
    GATE.release()


if sys.platform != "win32":
    os.register_at_fork(before=GATE.acquire, after_in_parent=GATE.release, after_in_child=_after_in_child)

Row = tuple[Any, ...]
NameFields = tuple[NameKind, str, int | None, int | None]  # those of a PlaceName after its text
PlaceFields = tuple[tuple[str, ...], int | None, int | None, bool, PointSource]  # those of a Place after its population
Source = tuple[Path, ...] | tuple[bytes, ...]


class Layer:
    """One gazetteer's tables. Safe to share between threads, across forks, and to pickle (by path or bytes).

    `hidden` are the uids that a layer above replaces: readers skip them.
    """

    def __init__(self, source: Source, hidden: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.hidden = hidden
        self._local = threading.local()
        self._stamp: tuple[tuple[int, int, int], ...] | None = None

    @classmethod
    def open(cls, path: Path) -> Layer:
        """The layer in a folder of three files or in one file, checked; raises GazetteerFileError."""
        files = tuple(path / name for name in FILES) if path.is_dir() else (path,)
        for file in files:
            _check_bytes(file)
        layer = cls(files)
        for file, database in zip(files, layer.databases, strict=True):
            _check_meta(file, layer._meta(database))
        missing = _TABLES - {name for database in layer.databases for name in layer._tables(database)}
        if missing:
            raise GazetteerFileError(f"{path}: lacks the tables {', '.join(sorted(missing))}; {_REBUILD}")
        return layer

    def __reduce__(self) -> tuple[type[Layer], tuple[Source, frozenset[str]]]:
        return Layer, (self.source, self.hidden)

    @property
    def databases(self) -> tuple[str, ...]:
        """SQLite's names of the files, in their order."""
        return ("main", *(f"file{number}" for number in range(1, len(self.source))))

    @property
    def label(self) -> str:
        """What to call the layer in messages."""
        first = self.source[0]
        return "the overlay" if isinstance(first, bytes) else str(first.parent if len(self.source) > 1 else first)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a statement; a damaged file raises GazetteerFileError."""
        try:
            with GATE:
                return self._cursor().execute(statement, values).fetchall()
        except UnicodeEncodeError:  # half a surrogate pair, as in a mangled command line, stands in no file
            return []
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self.damaged(error) from error

    def row(self, statement: str, values: Sequence[object]) -> Row:
        """The first row of a statement that must have one; where it has none, raises GazetteerFileError."""
        rows = self.rows(statement, values)
        if not rows:
            raise self.damaged(f"nothing found by {statement!r} for {values}")
        return rows[0]

    def unpacked(self, packed: bytes) -> bytes:
        """A blob's bytes; a damaged one raises GazetteerFileError."""
        try:
            return zlib.decompress(packed)
        except (zlib.error, TypeError) as error:
            raise self.damaged(error) from error

    def damaged(self, what: object) -> GazetteerFileError:
        """The error for content that no build can have written."""
        return GazetteerFileError(f"{self.label}: cannot be read ({what}); {_REBUILD}")

    def has_table(self, table: str) -> bool:
        """Whether one of the files has an optional table."""
        return any(table in self._tables(database) for database in self.databases)

    @cached_property
    def meta(self) -> dict[str, str]:
        """The meta tables of all files; where two give the same key, the first file's value holds."""
        merged: dict[str, str] = {}
        for database in self.databases:
            merged = {**self._meta(database), **merged}
        return merged

    @cached_property
    def traits(self) -> dict[int, tuple[PlaceFields, NameFields]]:
        """What a row of the table trait says of a place and of its display name, by number."""
        rows = self.rows(statements.TRAITS)
        try:
            traits = {
                number: (
                    (tuple(claimed_by.split()), valid_from, valid_to, bool(has_shape), point_from),
                    self.name_fields(named),
                )
                for number, claimed_by, valid_from, valid_to, has_shape, point_from, named in rows
            }
        except (AttributeError, TypeError) as error:
            raise self.damaged(error) from error
        return _Known(self, "trait", traits)

    @cached_property
    def name_fields(self) -> Callable[[str], NameFields]:
        """What a line of place_names says after its text: the fields of a PlaceName (few differ, so they are kept)."""
        kinds: dict[str, NameKind] = self._numbered("kind of name", statements.NAME_KINDS)
        languages: dict[str, str] = self._numbered("language", statements.LANGUAGES)
        if unknown := set(kinds.values()) - set(get_args(NameKind)):
            raise self.damaged(f"no kinds of names are {unknown}")

        @lru_cache(maxsize=_KEPT_FIELDS)
        def parsed(rest: str) -> NameFields:
            kind, language, *years = rest.split("\t") if "\t" in rest else (rest, "")
            try:
                valid_from, valid_to = (*(int(year) if year else None for year in years), None, None)[:2]
            except ValueError as error:
                raise self.damaged(error) from error
            return kinds[kind], languages[language], valid_from, valid_to

        return parsed

    def _numbered(self, what: str, statement: str) -> dict[str, Any]:
        """The values of a table by their number as written in place_names; "" is number 0."""
        by_number = _Known(self, what, {str(number): value for number, value in self.rows(statement)})
        by_number[""] = by_number["0"]
        return by_number

    def _meta(self, database: str) -> dict[str, str]:
        if "meta" not in self._tables(database):
            return {}
        return dict(self.rows(statements.META.format(database=database)))

    def _tables(self, database: str) -> set[str]:
        return {row[0] for row in self.rows(f"select name from {database}.sqlite_schema where type = 'table'")}

    def _cursor(self) -> sqlite3.Cursor:
        # A connection carried over a fork shares the parent's file offsets and locks: each process opens its own.
        held: tuple[int, sqlite3.Cursor] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == _forks[0]:
            return held[1]
        self._check_stamp()
        cursor = _connect(self.source, self.databases).cursor()
        self._local.held = (_forks[0], cursor)
        return cursor

    def _check_stamp(self) -> None:
        """That the files are those of the first connection: row numbers of one build mean nothing in another."""
        try:
            stamp = tuple(_stamp(file) for file in self.source if isinstance(file, Path))
        except OSError as error:
            raise GazetteerFileError(f"{self.label}: is gone ({error.strerror}); {_REBUILD}") from error
        if self._stamp is not None and stamp != self._stamp:
            raise GazetteerFileError(f"{self.label}: was replaced while in use; open the gazetteer again")
        self._stamp = stamp


def _stamp(file: Path) -> tuple[int, int, int]:
    status = file.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _connect(source: Source, databases: tuple[str, ...]) -> sqlite3.Connection:
    files: tuple[Path | bytes, ...] = source
    connection = sqlite3.connect(_address(files[0]), uri=True, isolation_level=None, cached_statements=64)
    for file, database in zip(files[1:], databases[1:], strict=True):
        connection.execute(f"attach ? as {database}", (_address(file),))
    for file, database in zip(files, databases, strict=True):
        if isinstance(file, bytes):
            connection.deserialize(file, name=database)
        else:
            connection.execute(f"pragma {database}.cache_size = -{_CACHE_KIB}")
            connection.execute(f"pragma {database}.mmap_size = {file.stat().st_size if file.name in _MAPPED else 0}")
    connection.execute("begin")  # one read transaction for good: to open and close one costs as much as a look-up
    return connection


def _address(file: Path | bytes) -> str:
    if isinstance(file, bytes):
        return ":memory:"
    return f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"


class _Known(dict[Any, Any]):
    """What a layer knows by number; a number that it does not know is damage."""

    def __init__(self, layer: Layer, what: str, known: Mapping[Any, Any]) -> None:
        super().__init__(known)
        self._layer, self._what = layer, what

    def __missing__(self, key: object) -> None:
        raise self._layer.damaged(f"there is no {self._what} {key!r}")


def _check_bytes(file: Path) -> None:
    """That the file is there, is SQLite, and has the length that its own header says."""
    try:
        with file.open("rb") as stream:
            header = stream.read(100)
            size = stream.seek(0, os.SEEK_END)
    except OSError as error:
        raise GazetteerFileError(f"{file}: cannot be opened ({error.strerror}); {_REBUILD}") from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise GazetteerFileError(f"{file}: is no gazetteer file (not SQLite); give a file or folder that "
                                 "`dateline gazetteer build` wrote")  # fmt: skip
    page_size = int.from_bytes(header[16:18]) or 1
    expected = (65_536 if page_size == 1 else page_size) * int.from_bytes(header[28:32])
    if size < expected:
        raise GazetteerFileError(f"{file}: is cut off ({size:,} of {expected:,} bytes); {_REBUILD}")


def _check_meta(file: Path, meta: dict[str, str]) -> None:
    """That the file says it is a gazetteer, of a version that this code reads."""
    if meta.get("format") != FORMAT:
        raise GazetteerFileError(f"{file}: is a database of something else (meta.format is not '{FORMAT}'); give a "
                                 "file or folder that `dateline gazetteer build` wrote")  # fmt: skip
    version = meta.get("format_version", "")
    if not version.isdecimal():
        raise GazetteerFileError(f"{file}: has no readable format_version ({version!r}); {_REBUILD}")
    if int(version) < FORMAT_VERSION:
        raise GazetteerFileError(f"{file}: has format version {version}, older than the {FORMAT_VERSION} that this "
                                 f"dateline reads; {_REBUILD}")  # fmt: skip
    if int(version) > FORMAT_VERSION:
        raise GazetteerFileError(f"{file}: has format version {version}, newer than the {FORMAT_VERSION} that this "
                                 "dateline reads; upgrade dateline")  # fmt: skip
