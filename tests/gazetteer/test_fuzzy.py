"""Near spellings: nothing within the distance is missed, nothing beyond it is given."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from gazetteer import Gazetteer
from gazetteer.files import Layer
from gazetteer.fuzzy import KeyIndex


class _Keys(Layer):
    """A layer that has keys and nothing else."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__((b"",))
        self.keys = keys

    def has_table(self, _: str) -> bool:
        return False

    def rows(self, _: str, values: object = ()) -> list[tuple[int, str]]:  # type: ignore[override]
        least, most = values  # type: ignore[misc]
        lengths = sorted({len(key) for key in self.keys if least <= len(key) <= most})
        return [(n, "\n".join(sorted({key for key in self.keys if len(key) == n}))) for n in lengths]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdé жя", min_size=1, max_size=9), min_size=1), st.text("abcdé жя", min_size=2, max_size=9))
def test_the_filter_misses_nothing(keys: list[str], query: str) -> None:
    """The same keys as by measuring each one, whatever the letters."""
    allowed = min(2, max(1, len(query) // 3))
    expected = sorted({(key, OSA.distance(key, query)) for key in keys if OSA.distance(key, query) <= allowed})
    assert sorted(KeyIndex((_Keys(keys),)).near(query, 2)) == expected


def test_short_names_allow_fewer_edits() -> None:
    """Two letters of three may not be guessed, and one letter has no neighbours."""
    index = KeyIndex((_Keys(["ab", "abc", "axy", "b"]),))
    assert index.near("abc", 2) == [("abc", 0), ("ab", 1)]
    assert index.near("a", 2) == []
    assert index.near("abc", 0) == []


def test_the_stored_keys_and_those_made_in_memory_agree(tiny: Gazetteer, tiny_folder: Path, tmp_path: Path) -> None:
    """Without the optional table fuzzy the answers are the same."""
    for file in tiny_folder.glob("*.db"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    shapes = sqlite3.connect(tmp_path / "shapes.db")
    shapes.execute("drop table fuzzy")
    shapes.commit()
    shapes.close()
    bare = Gazetteer.open(tmp_path)
    assert bare.fuzzy("Evrevlile") == tiny.fuzzy("Evrevlile") != []
    assert bare.shape(bare.countries()[0]) is not None and shapely.is_valid(bare.shape(bare.countries()[0]))
