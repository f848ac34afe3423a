"""The files that a path, a folder or a glob means, in one order everywhere; what is no file to read is named."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from geo.article.making import ArticleFailure


def files_of(path: str | Path) -> Iterator[Path | ArticleFailure]:
    """The files that a path, a folder (all the way down) or a glob means, sorted, hidden ones left out.

    A link inside a folder is followed to a file of that folder and to nothing else: folders are unpacked from archives,
    and one of those must not say which other files of this machine are read.
    """
    here = Path(path)
    if here.is_dir():
        yield from _files_in(here)
    elif here.is_file():
        yield here
    elif here.exists():
        yield _no_file(here)
    elif glob.has_magic(str(path)) and (matches := sorted(Path(here.anchor).glob(str(here.relative_to(here.anchor))))):
        for match in matches:
            if not match.name.startswith("."):
                yield from files_of(match)
    else:
        yield ArticleFailure(printable(path), 0, "no such file; cure: check the path")


def printable(path: str | Path) -> str:
    """A path as text that any file and any screen can hold: names on Linux are bytes, and need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files_in(folder: Path) -> Iterator[Path | ArticleFailure]:
    """The files below a folder, depth first, so that never more than the names along one path are held."""
    root, held = folder.resolve(), [str(folder)]
    found = False
    while held:
        here = Path(held.pop())
        if here.is_symlink() and here != folder:
            if here.is_dir() and _is_within(here, root):
                continue  # its files are met where they are
            if not (here.is_file() and _is_within(here, root)):
                found = True
                yield ArticleFailure(printable(here), 0, "is a link that leads out of the folder, or to nothing; "
                                     "cure: name the file itself")  # fmt: skip
                continue
        if here.is_dir():
            try:
                held += sorted(
                    (entry.path for entry in os.scandir(here) if not entry.name.startswith(".")), reverse=True
                )
            except OSError as error:
                found = True
                yield ArticleFailure(
                    printable(here), 0, f"cannot be read ({error.strerror}); cure: check its permissions"
                )
        else:
            found = True
            yield here if here.is_file() or not here.exists() else _no_file(here)
    if not found:
        yield ArticleFailure(printable(folder), 0, "holds no file; cure: check the path")


def _no_file(path: Path) -> ArticleFailure:
    return ArticleFailure(printable(path), 0, "is no file but a pipe or a device; cure: write it to a file first")


def _is_within(link: Path, root: Path) -> bool:
    return link.resolve().is_relative_to(root)
