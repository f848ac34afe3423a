"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.whole_file import whole_file


def test_the_older_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """Within the block the target is what it was; after it, what was written; nothing else is left."""
    target = tmp_path / ("a" * 240 + ".gpkg")
    target.write_text("older")
    with whole_file(target) as part:
        part.write_text("newer")
        assert (target.read_text(), part.suffix, part.parent) == ("older", ".gpkg", tmp_path)
    assert target.read_text() == "newer"
    with pytest.raises(RuntimeError), whole_file(target) as part:
        part.write_text("half")
        raise RuntimeError
    assert target.read_text() == "newer" and list(tmp_path.iterdir()) == [target]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    """The one that ends last wins, with all of its own."""
    target = tmp_path / "a.txt"
    with whole_file(target) as one, whole_file(target) as other:
        one.write_text("one")
        other.write_text("other")
    assert target.read_text() == "one"


def test_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    """As the user's umask has them: neither closed to the group nor open to all."""
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "a.txt"):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_known_name_is_written_over(tmp_path: Path) -> None:
    """What a killed run left stands in nobody's way."""
    left = tmp_path / ".a.unfinished"
    left.write_text("half of a longer text")
    with whole_file(tmp_path / "a.txt", left) as part:
        part.write_text("whole")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "whole")]
