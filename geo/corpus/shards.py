"""The folder of shards: three files a batch and a mark that says that they are whole. Kill it whenever you like."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from geo.article.raw import Page, Raw
from geo.corpus import tables
from geo.corpus.batch import Item, Rows, Settings
from geo.errors import OutputError

MANIFEST = "_manifest.json"
MARKS = "_done"


@dataclass(frozen=True, slots=True)
class Mark:
    """That a batch is done: the hash of what went in, and how much came out."""

    batch: int
    key: str
    articles: int
    incidents: int
    places: int
    errors: int


class Shards:
    """The shards of one corpus in one folder, which `prepare` has made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def prepare(cls, folder: Path, settings: Settings, batch_size: int) -> Shards:
        """Make the folder, or take up the one that an unfinished run left.

        Raises:
            OutputError: it holds the shards of a run with other settings, or cannot be written.
        """
        wanted = {"dateline": _version(), "batch_size": batch_size, **asdict(settings)}
        try:
            for name in (MARKS, tables.INCIDENTS, tables.PLACES, tables.ERRORS):
                (folder / name).mkdir(parents=True, exist_ok=True)
            for leftover in folder.glob("*/.*.unfinished"):
                leftover.unlink()
        except OSError as error:
            raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
        manifest = folder / MANIFEST
        if not manifest.exists():
            _write_whole(manifest, wanted)
        elif (found := json.loads(manifest.read_text("utf-8"))) != wanted:
            differing = ", ".join(sorted(k for k in wanted.keys() | found.keys() if wanted.get(k) != found.get(k)))
            raise OutputError(
                f"{folder}: was begun with other settings ({differing}); cure: the same settings, or another output"
            )
        return cls(folder)

    def mark(self, batch: int) -> Mark | None:
        """The mark of a batch, or None while it is not done."""
        path = self.folder / MARKS / f"{batch:08d}.json"
        return Mark(**json.loads(path.read_text("utf-8"))) if path.exists() else None

    def write(self, batch: int, items: Sequence[Item], rows: Rows) -> Mark:
        """Write a batch's rows, then its mark: without the mark the files are made again, under the same names."""
        counts = {
            table: tables.write(getattr(rows, table), table, self.path(table, batch))
            for table in (tables.INCIDENTS, tables.PLACES, tables.ERRORS)
        }
        mark = Mark(batch, key_of(items), len(items), **counts)
        _write_whole(self.folder / MARKS / f"{batch:08d}.json", asdict(mark))
        return mark

    def path(self, table: str, batch: int) -> Path:
        """The file of one table of one batch."""
        return self.folder / table / f"part-{batch:08d}.parquet"

    def files(self, table: str, batches: int) -> Iterator[Path]:
        """The files of one table, in the order of the batches."""
        return (self.path(table, batch) for batch in range(batches))


def key_of(items: Sequence[Item]) -> str:
    """A hash of all that goes into a batch."""
    digest = sha256()
    for item in items:
        for part in _parts(item):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        digest.update(b"\xff")  # no length begins with it
    return digest.hexdigest()


def weight_of(item: Item) -> int:
    """The bytes that an item holds, about."""
    return sum(map(len, _parts(item)))


def _parts(item: Item | Raw | Page) -> Iterator[bytes]:
    """All fields of an item as bytes: what was read of an article is known by what it was read from."""
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, Raw | Page):
            yield from _parts(value)
        else:
            yield value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def _write_whole(path: Path, content: object) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
    unfinished.replace(path)


def _version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:
        return "unknown"
