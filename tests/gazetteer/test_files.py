"""Files that cannot be used: each is named with a cure, and none is changed."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gazetteer import Gazetteer, GazetteerFileError, open_default
from gazetteer.files import FORMAT_VERSION


@pytest.fixture
def copy(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny world that a test may damage."""
    for file in tiny_folder.glob("*.db"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def _refused(path: Path, *words: str) -> None:
    with pytest.raises(GazetteerFileError) as caught:
        Gazetteer.open(path)
    assert isinstance(caught.value, OSError)
    assert all(word in str(caught.value) for word in words), caught.value


def test_a_missing_file_is_named(copy: Path) -> None:
    """The message names the file and tells how to get it."""
    (copy / "index.db").unlink()
    _refused(copy, "index.db", "gazetteer build")


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """Text, another program's database and an empty file are told apart from a gazetteer."""
    (tmp_path / "notes.txt").write_text("no database " * 20)
    _refused(tmp_path / "notes.txt", "notes.txt", "not SQLite")
    (tmp_path / "empty.db").touch()
    _refused(tmp_path / "empty.db", "not SQLite")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("create table meta (key text, value text)")
    other.commit()
    other.close()
    _refused(tmp_path / "other.db", "something else")


def test_a_newer_version_asks_for_an_upgrade(copy: Path) -> None:
    """A file of a later format is left alone."""
    _set_meta(copy / "places.db", "format_version", str(FORMAT_VERSION + 1))
    _refused(copy, "places.db", f"version {FORMAT_VERSION + 1}", "upgrade")
    _set_meta(copy / "places.db", "format_version", "two")
    _refused(copy, "format_version")


def test_an_older_version_asks_for_a_new_build(copy: Path) -> None:
    """Files of the first format lack a table; the message says how to get new ones."""
    _set_meta(copy / "index.db", "format_version", "1")
    _refused(copy, "index.db", "version 1", "older", "gazetteer build")


def test_a_file_cut_off_is_found_at_once(copy: Path) -> None:
    """Half a download does not open."""
    whole = (copy / "shapes.db").read_bytes()
    (copy / "shapes.db").write_bytes(whole[: len(whole) // 2])
    _refused(copy, "shapes.db", "cut off")


def test_damage_inside_a_file_shows_as_our_error(copy: Path) -> None:
    """A page of noise raises from the call that meets it, and the file keeps its bytes."""
    file = copy / "places.db"
    damaged = bytearray(file.read_bytes())
    damaged[4096:] = b"\xa5" * (len(damaged) - 4096)
    file.write_bytes(damaged)
    with pytest.raises(GazetteerFileError, match=r"cannot be read"):
        Gazetteer.open(copy).lookup("Westland")
    assert file.read_bytes() == damaged


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("places.db", "delete from trait"),
        ("places.db", "update place set name = cast(x'ff41' as text)"),
        ("index.db", "update name set nth = nth + 90"),
        ("shapes.db", "update name_kind set kind = 'oddity'"),
        ("shapes.db", "delete from language"),
        ("shapes.db", "delete from place_names"),
        ("shapes.db", "update place_names set names = 'x' || char(9) || char(9) || char(9) || 'y'"),
        ("shapes.db", "update shape set wkb = substr(wkb, 1, 9)"),
        ("shapes.db", "update border set wkb = x'00'"),
        ("shapes.db", "update fuzzy set keys = x'00'"),
    ],
)
def test_content_that_no_build_writes_shows_as_our_error(copy: Path, file: str, damage: str) -> None:
    """Whatever is damaged, the caller meets GazetteerFileError and nothing else."""
    connection = sqlite3.connect(copy / file)
    connection.execute(damage)
    connection.commit()
    connection.close()
    with pytest.raises(GazetteerFileError, match="cannot be read"):
        _ask_all(Gazetteer.open(copy))


def test_a_schema_of_noise_shows_as_our_error(copy: Path) -> None:
    """SQLite quotes a broken schema in its message, which then is no UTF-8."""
    whole = (copy / "shapes.db").read_bytes()
    damaged = whole.replace(b"CREATE TABLE border (", b"CREATE TABLE bord\xb8r \xb8")
    assert damaged != whole
    (copy / "shapes.db").write_bytes(damaged)
    with pytest.raises(GazetteerFileError):
        _ask_all(Gazetteer.open(copy))


def _ask_all(world: Gazetteer) -> None:
    for name in ("Westland", "Oldtown", "Еврвиль", "westlandish"):
        world.lookup(name)
    world.fuzzy("Suothport")
    world.reverse(5, 6)
    world.borders("XW", "XE")


def test_files_replaced_in_use_are_not_mixed(copy: Path) -> None:
    """A thread that comes later does not read another build with this one's row numbers."""
    world = Gazetteer.open(copy)
    assert world.get("t:west") is not None
    fresh = copy / "fresh.db"
    fresh.write_bytes((copy / "places.db").read_bytes())
    fresh.replace(copy / "places.db")
    assert world.get("t:east") is not None
    with ThreadPoolExecutor(1) as pool, pytest.raises(GazetteerFileError, match="replaced while in use"):
        pool.submit(world.get, "t:cap").result()
    assert Gazetteer.open(copy).get("t:cap") is not None


def test_one_file_may_hold_all_tables(copy: Path) -> None:
    """A user's build in a single file opens like the three."""
    single = sqlite3.connect(copy / "places.db")
    for name in ("index.db", "shapes.db"):
        single.execute("attach ? as more", (str(copy / name),))
        statements = single.execute(
            "select sql, name from more.sqlite_schema where name <> 'meta' and name not glob '*_node'"
            " and name not glob '*_rowid' and name not glob '*_parent' and sql not null order by type desc"
        ).fetchall()
        for sql, table in statements:
            single.execute(sql)
            if sql.lower().startswith("create index"):
                continue
            single.execute(f"insert into main.{table} select * from more.{table}")
        single.commit()
        single.execute("detach more")
    single.close()
    world = Gazetteer.open(copy / "places.db")
    assert world.lookup("Westland")[0].place.id == "t:west"
    assert world.neighbours("XW") == ["XE"]


def test_the_variable_names_another_gazetteer(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DATELINE_GAZETTEER replaces the shipped one."""
    monkeypatch.setenv("DATELINE_GAZETTEER", str(tiny_folder))
    monkeypatch.setenv("DATELINE_PLACES", "")
    assert open_default().country("XW") is not None


def _set_meta(file: Path, key: str, value: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute("update meta set value = ? where key = ?", (value, key))
    connection.commit()
    connection.close()
