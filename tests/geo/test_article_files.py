"""Which files a path means, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.article import ArticleFailure, iter_articles
from geo.article.files import files_of


def names(folder: Path, path: Path) -> list[str]:
    """The files found below a folder, relative to it; a failure as its reason's first words."""
    found = []
    for one in files_of(path):
        if isinstance(one, ArticleFailure):
            found.append(f"{Path(one.source).name}: {one.reason.split(';')[0]}")
        else:
            found.append(str(one.relative_to(folder)))
    return found


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"Text of {path}.", "utf-8")


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    """Folders and files are one sequence, sorted part by part; what is hidden is left out."""
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", ".git/x.txt", "c/.hidden.txt", "ab/a.txt")
    expected = sorted(Path(p) for p in ("b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "ab/a.txt"))
    assert names(tmp_path, tmp_path) == [*map(str, expected)]


def test_a_link_out_of_the_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    """An unpacked archive must not say which other files of this machine are read, nor go round in a circle."""
    put(tmp_path, "private/secret.txt", "in/a.txt", "in/sub/b.txt")
    inside = tmp_path / "in"
    (inside / "evil.txt").symlink_to(tmp_path / "private" / "secret.txt")
    (inside / "folder").symlink_to(tmp_path / "private")
    (inside / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (inside / "round").symlink_to(inside)
    (inside / "same.txt").symlink_to(inside / "a.txt")
    out = "is a link that leads out of the folder, or to nothing"
    assert names(inside, inside) == [
        "a.txt", f"evil.txt: {out}", f"folder: {out}", f"gone.txt: {out}", "same.txt", "sub/b.txt",
    ]  # fmt: skip
    texts = " ".join(str(item) for item in iter_articles([inside]))
    assert "secret.txt." not in texts


def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    """Who names a link means the file."""
    put(tmp_path, "a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert names(tmp_path, tmp_path / "link.txt") == ["link.txt"]


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    """Nothing to read is said, not passed over."""
    (tmp_path / "empty" / "below").mkdir(parents=True)
    assert names(tmp_path, tmp_path / "empty") == ["empty: holds no file"]


def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    """A named pipe would keep the run waiting without end."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    expected = ["pipe.jsonl: is no file but a pipe or a device"]
    assert names(tmp_path, tmp_path / "pipe.jsonl") == names(tmp_path, tmp_path) == expected


def test_a_name_that_is_no_utf_8_can_be_printed_and_stored(tmp_path: Path) -> None:
    """File names on Linux are bytes; the failure's name for one is text that UTF-8 can hold."""
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.pdf")  # noqa: PTH118 - a pathlib path is no bytes
    with open(path, "wb"):  # noqa: PTH123
        pass
    (failure,) = iter_articles([tmp_path])
    assert isinstance(failure, ArticleFailure)
    assert failure.source.encode("utf-8").endswith(b"caf\\xe9.pdf")


@pytest.mark.parametrize("content", [b"\n\n \n", b"[]"])
def test_a_file_that_holds_nothing_is_named(tmp_path: Path, content: bytes) -> None:
    """A file of blank lines, or an empty list, is no article and no silence."""
    path = tmp_path / ("a.json" if content == b"[]" else "a.jsonl")
    path.write_bytes(content)
    (failure,) = iter_articles([path])
    assert isinstance(failure, ArticleFailure) and "holds no article" in failure.reason
