"""Drafts written into the gazetteer's files: keys sorted on disk, the same bytes for the same input."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from types import TracebackType

import shapely

from gazetteer import fuzzy
from gazetteer.build.draft import BorderDraft, Draft, ShapeDraft
from gazetteer.build.geometry import clean, inner_point, pack, rounded
from gazetteer.errors import GazetteerFileError
from gazetteer.files import FORMAT, FORMAT_VERSION
from gazetteer.names import fold
from gazetteer.place import PlaceName

FILES: Mapping[str, tuple[str, ...]] = {
    "places.db": ("place", "trait"),
    "index.db": ("name", "place_point"),
    "shapes.db": ("place_names", "name_kind", "language", "shape", "shape_box", "border", "fuzzy"),
}
NAME_KINDS = (
    "alternate", "official", "exonym", "historic", "demonym", "adjective", "code", "abbreviation", "transliterated",
)  # fmt: skip
RUN = 32  # places under one box of place_point
_PAGE = 4096


class Writer:
    """Writes one gazetteer into `folder`; the finished files replace older ones only in `finish`.

    Memory stays flat whatever the number of places: name keys are staged in a scratch file and sorted by SQLite.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = {name: folder / f".{name}.part" for name in FILES}
        self._scratch = folder / ".keys.part"
        for path in (*self._paths.values(), self._scratch):
            path.unlink(missing_ok=True)
        self._files = {name: _create(path, FILES[name]) for name, path in self._paths.items()}
        self._keys = _fast(self._scratch)
        self._keys.execute("create table staged (key text not null, place integer not null, nth integer not null)")
        self._languages: dict[str, int] = {"": 0}
        self._kinds = {kind: number for number, kind in enumerate(NAME_KINDS)}
        self._traits: dict[tuple[str, int | None, int | None, int, str, str], int] = {}
        self._next_shape = 1
        self._box: tuple[int, int, int, int, int] | None = None
        self.places = 0
        self.names = 0
        self.keys = 0
        self.shapes = 0
        self.borders = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (*self._files.values(), self._keys):
            connection.close()
        for path in (*self._paths.values(), self._scratch):
            path.unlink(missing_ok=True)

    def add(self, draft: Draft) -> bool:
        """Store one place with its names and shapes; a place without a point cannot be stored (False)."""
        shapes = [(shape, rounded(clean(shape.geometry))) for shape in draft.shapes]
        if draft.lon is None or draft.lat is None:
            if not shapes:
                return False
            draft.lon, draft.lat = inner_point(shapes[0][1])
            draft.point_from = "shape"
        self.places += 1
        number = self.places
        named = self._add_names(number, draft)
        self._files["places.db"].execute(
            "insert into place values (?,?,?,?,?,?,?,?,?,?,?)",
            (
                number, draft.uid, draft.name, draft.kind, draft.country, draft.admin1, draft.admin2, draft.population,
                round(draft.lon, 5), round(draft.lat, 5), self._trait(draft, named),
            ),
        )  # fmt: skip
        self._add_point(number, round(draft.lon * 1e5), round(draft.lat * 1e5))
        for shape, geometry in shapes:
            self._add_shape(number, shape, geometry)
        return True

    def _trait(self, draft: Draft, named: str) -> int:
        """The number of what few places differ in, the display name's line among it."""
        trait = (
            " ".join(draft.claimed_by), draft.valid_from, draft.valid_to, int(bool(draft.shapes)), draft.point_from,
            named.removeprefix("\t"),
        )  # fmt: skip
        return self._traits.setdefault(trait, len(self._traits) + 1)

    def _add_point(self, number: int, x: int, y: int) -> None:
        """Widen the box of the run of places that the number falls into; a full box is stored."""
        run = number // RUN
        if self._box is not None and self._box[0] != run:
            self._store_box()
        if self._box is None:
            self._box = (run, x, x, y, y)
        else:
            _, min_x, max_x, min_y, max_y = self._box
            self._box = (run, min(x, min_x), max(x, max_x), min(y, min_y), max(y, max_y))

    def _store_box(self) -> None:
        if self._box is not None:
            self._files["index.db"].execute("insert into place_point values (?,?,?,?,?)", self._box)
            self._box = None

    def _add_names(self, number: int, draft: Draft) -> str:
        """Store the names of a place and stage their keys; returns the line of the display name."""
        lines = [""]
        keys: dict[tuple[str, str, int | None, int | None], int] = {}
        seen: set[tuple[str, str, int | None, int | None]] = set()
        # A people or a code may be spelt like the place; the display name itself is always a name.
        main = next((each for each in draft.names if each.text == draft.name and _family(each.kind) == "name"), None)
        main = main or PlaceName(draft.name, "official")
        for each in (main, *draft.names):
            key = fold(each.text)
            # One spelling in many languages is one name: the first source's language stays.
            spelling = (each.text, _family(each.kind), each.valid_from, each.valid_to)
            if spelling in seen or not key:
                continue
            seen.add(spelling)
            if each is main:
                lines[0] = self._line(each, draft.name)
                nth = 0
            else:
                nth = len(lines)
                lines.append(self._line(each, draft.name))
            keys.setdefault((key, _family(each.kind), each.valid_from, each.valid_to), nth)
        self._files["shapes.db"].execute("insert into place_names values (?,?)", (number, "\n".join(lines)))
        self._keys.executemany(
            "insert into staged values (?,?,?)", [(key[0], number, nth) for key, nth in keys.items()]
        )
        self.names += len(lines)
        self.keys += len(keys)
        return lines[0]

    def _line(self, name: PlaceName, display: str) -> str:
        kind = self._kinds[name.kind]
        language = self._languages.setdefault(name.language, len(self._languages))
        fields = (
            "" if name.text == display else name.text,
            str(kind or ""),
            str(language or ""),
            "" if name.valid_from is None else str(name.valid_from),
            "" if name.valid_to is None else str(name.valid_to),
        )
        return "\t".join(fields).rstrip("\t")

    def _add_shape(self, number: int, shape: ShapeDraft, geometry: shapely.Geometry) -> None:
        connection = self._files["shapes.db"]
        connection.execute(
            "insert into shape values (?,?,?,?,?,?,?)",
            (
                self._next_shape, number, shape.detail, shape.worldview, shape.valid_from, shape.valid_to,
                pack(geometry),
            ),
        )  # fmt: skip
        min_x, min_y, max_x, max_y = geometry.bounds
        connection.execute("insert into shape_box values (?,?,?,?,?)", (self._next_shape, min_x, max_x, min_y, max_y))
        self._next_shape += 1
        self.shapes += 1

    def add_borders(self, borders: Iterable[BorderDraft]) -> None:
        """Store border lines in the order given."""
        for border in borders:
            self.borders += 1
            self._files["shapes.db"].execute(
                "insert into border values (?,?,?,?,?,?)",
                (
                    self.borders, border.left, border.right, border.status, border.part,
                    pack(rounded(clean(border.geometry))),
                ),
            )  # fmt: skip

    def finish(self, meta: Mapping[str, str]) -> list[Path]:
        """Sort the keys, write `meta` into every file and put the files in place of older ones; returns their paths."""
        traits = ((number, *trait) for trait, number in self._traits.items())
        self._files["places.db"].executemany("insert into trait values (?,?,?,?,?,?,?)", traits)
        details = self._files["shapes.db"]
        details.executemany("insert into name_kind values (?,?)", enumerate(NAME_KINDS))
        details.executemany("insert into language values (?,?)", ((n, tag) for tag, n in self._languages.items()))
        self._store_box()
        self._sort_keys()
        counts = {
            "format": FORMAT, "format_version": str(FORMAT_VERSION),
            "places": str(self.places), "names": str(self.names), "keys": str(self.keys),
            "shapes": str(self.shapes), "borders": str(self.borders),
        }  # fmt: skip
        finished = []
        for name, connection in self._files.items():
            rows = sorted({**meta, **counts, "file": name}.items())
            connection.executemany("insert into meta values (?,?)", rows)
            connection.commit()
            connection.execute("vacuum")
            connection.close()
            finished.append(self.folder / name)
        for name, path in self._paths.items():
            path.replace(self.folder / name)
        return finished

    def _sort_keys(self) -> None:
        self._keys.commit()
        index = self._files["index.db"]
        index.commit()
        index.execute("attach ? as scratch", (str(self._scratch),))
        index.execute("insert into name select distinct key, place, nth from scratch.staged order by 1, 2, 3")
        index.commit()
        index.execute("detach scratch")
        fuzzy.write(index, self._files["shapes.db"])


def _family(kind: str) -> str:
    """Name kinds that a reader must be able to tell apart under one key."""
    return kind if kind in ("demonym", "adjective", "abbreviation", "code", "historic") else "name"


def _fast(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(f"pragma page_size={_PAGE}")
    connection.execute("pragma journal_mode=off")
    connection.execute("pragma synchronous=off")
    return connection


def _create(path: Path, tables: tuple[str, ...]) -> sqlite3.Connection:
    """An empty file with `meta` and the tables named, as schema.sql has them."""
    connection = _fast(path)
    for statement in schema_statements():
        if _table_of(statement) in (*tables, "meta"):
            connection.execute(statement)
    return connection


def schema_statements() -> list[str]:
    """The statements of schema.sql, comments left out."""
    text = resources.files("gazetteer").joinpath("schema.sql").read_text(encoding="utf-8")
    bare = "\n".join(line.split("--")[0].rstrip() for line in text.splitlines())
    return [statement.strip() for statement in bare.split(";") if statement.strip()]


def _table_of(statement: str) -> str:
    words = statement.replace("(", " ").split()
    if words[1] == "index":
        return words[words.index("on") + 1]
    if "table" not in words:
        raise GazetteerFileError(f"schema.sql: cannot tell the table of {statement!r}")
    return words[words.index("table") + 1]
