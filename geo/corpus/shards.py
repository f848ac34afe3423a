"""The folder of shards: three files a batch and a mark that says that they are whole. Kill it whenever you like."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path

from geo.article.raw import Page, Raw
from geo.corpus import tables
from geo.corpus.batch import Item, Rows, Settings
from geo.corpus.manifest import manifest
from geo.corpus.writing import unfinished, writing
from geo.errors import OutputError
from geo.whole_file import whole_file

MANIFEST, INPUT, LOCK = "_manifest.json", "_input.json", "_lock"
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
            OutputError: it holds the shards of a run with other settings or versions, or cannot be written.
        """
        with writing(folder):
            for name in (MARKS, *tables.TABLES):
                (folder / name).mkdir(parents=True, exist_ok=True)
            for leftover in folder.glob("*/.*.unfinished"):
                leftover.unlink()
            _refuse_another(folder / MANIFEST, manifest(settings, batch_size))
        return cls(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder against other runs; the system lets go of it when this process ends, however it ends.

        Raises:
            OutputError: another run writes here.
        """
        with writing(self.folder):
            held = (self.folder / LOCK).open("w")
        with held as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"{self.folder}: another run writes here; cure: wait, or another output") from error
            yield

    def finish(self, batches: int, keys: Iterable[str]) -> None:
        """Remove what an earlier run on more articles left behind these batches, and tell what went in."""
        with writing(self.folder):
            for path in self.folder.glob("*/*[0-9].*"):
                if int(path.stem.removeprefix("part-")) >= batches:
                    path.unlink()
            content = {"batches": batches, "input": sha256("".join(keys).encode()).hexdigest()}
            _write_whole(self.folder / INPUT, content)

    def mark(self, batch: int) -> Mark | None:
        """The mark of a batch, or None while it is not done."""
        path = self.folder / MARKS / f"{batch:08d}.json"
        if not all(one.exists() for one in (path, *(self.path(table, batch) for table in tables.TABLES))):
            return None
        return Mark(**json.loads(path.read_text("utf-8")))

    def write(self, batch: int, items: Sequence[Item], rows: Rows) -> Mark:
        """Write a batch's rows, then its mark: without the mark the files are made again, under the same names."""
        with writing(self.folder):
            counts = {
                table: tables.write(getattr(rows, table), table, self.path(table, batch)) for table in tables.TABLES
            }  # fmt: skip
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
    with whole_file(path, unfinished(path)) as part:
        part.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")


def _refuse_another(path: Path, wanted: dict[str, object]) -> None:
    if not path.exists():
        _write_whole(path, wanted)
        return
    found = json.loads(path.read_text("utf-8"))
    differing = ", ".join(_differing(wanted, found))
    if differing:
        raise OutputError(
            f"{path.parent}: was begun with other settings or versions ({differing}); "
            "cure: the same ones, or another output"
        )


def _differing(wanted: dict[str, object], found: dict[str, object]) -> Iterator[str]:
    for name in sorted(wanted.keys() | found.keys()):
        mine, theirs = wanted.get(name), found.get(name)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            yield from _differing(mine, theirs)
        elif mine != theirs:
            yield name
