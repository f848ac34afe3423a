"""Hostile articles through the whole path: nothing fetched, nothing written elsewhere, nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.article import article_from_text
from geo.corpus import Settings, process_batch

ROOT = str(Path(__file__).resolve().parents[2])
NEWS = "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said."
#: Reads a folder while Python tells of every connection, and of every file opened for writing, made or moved.
WATCHED = """
import os, sys
allowed, seen = os.path.realpath(sys.argv[2]), []
def hook(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        seen.append((event, str(given)))
    paths, folder = [], "."
    if event == "open" and isinstance(given[0], (str, bytes)) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        paths = [given[0]]
    elif event in ("os.remove", "os.rmdir") and given[1] != -1:
        paths, folder = [given[0]], os.readlink(f"/proc/self/fd/{given[1]}")
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.symlink", "os.link"):
        paths = [given[0]]
    elif event == "os.rename":
        paths = list(given[:2])
    for path in paths:
        if not os.path.realpath(os.path.join(folder, os.fsdecode(path))).startswith((allowed, "/dev/")):
            seen.append((event, os.fsdecode(path)))
from pathlib import Path
from geo.corpus.run import read_corpus
sys.addaudithook(hook)
summary = read_corpus([sys.argv[1]], Path(sys.argv[2]) / "out.parquet", workers=0)
print(summary.articles, summary.errors, summary.incidents, seen)
"""
PAGE = f"""<html><head><base href="http://a.example/"><meta http-equiv="refresh" content="0;url=http://a.example/">
<link rel="stylesheet" href="http://a.example/a.css"><script src="http://a.example/a.js"></script>
<title>Bomb</title></head><body><article><img src="http://a.example/a.png"><iframe src="http://a.example/"></iframe>
<p>{NEWS}</p><p>{NEWS}</p><a href="file:///etc/passwd">more</a></article></body></html>"""
FEED = f"""<?xml version="1.0"?><?xml-stylesheet href="http://a.example/a.xsl"?>
<rss version="2.0"><channel><title>W</title>
<item><title>Bomb</title><link>http://a.example/</link><enclosure url="http://a.example/a.mp3"/>
<description>{NEWS}</description></item></channel></rss>"""


def test_nothing_is_fetched_and_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """Pages, feeds and records full of addresses and of paths that lead out: all stays in the chosen folder."""
    source, out, home = tmp_path / "in", tmp_path / "out", tmp_path / "home"
    for folder in (source, out, home):
        folder.mkdir()
    (source / "a.html").write_text(PAGE, "utf-8")
    (source / "b.rss").write_text(FEED, "utf-8")
    records = [
        {"text": NEWS, "id": "../../evil", "url": "http://a.example/../../x", "source": "/etc/passwd"},
        {"text": "http://a.example/ " + NEWS, "id": "/tmp/evil", "title": "file:///etc/passwd"},
    ]
    (source / "c.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, records)).encode()))
    environment = {
        **os.environ, "PYTHONPATH": ROOT, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(out),
    }  # fmt: skip
    command = [sys.executable, "-c", WATCHED, str(source), str(out)]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    articles, errors, incidents, seen = done.stdout.split(maxsplit=3)
    assert (articles, errors, seen.strip()) == ("4", "0", "[]")
    assert int(incidents) >= 4
    assert not list(home.iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out", "home"}


@pytest.mark.parametrize(
    "run",
    [
        ", ", "-", "1,000,", "1 ", "“", "(", ". ", "Ab-", "A. ", "Lagos, ", "between ", "and ", "20 km north of ",
        "on 3 May ", "the border of ", "two or three ", "\u00a0", "\n", "😀", "<p>", "a\u0301", "Ⅷ", "١٢", "İ", "ﬁ",
        "\u200d",
    ],
)  # fmt: skip
def test_a_run_of_one_thing_is_read_to_its_end(run: str) -> None:
    """Thousands of commas, digits, quotes or words of one kind: no error, and the news round them is found."""
    text = f"{NEWS}\n\n{(run * 3000)[:3000]}\n\n{NEWS.replace('Lagos', 'Abuja')}"
    rows = process_batch([article_from_text(text, date="2020-05-04")], Settings())
    assert not rows.errors
    assert {"Lagos", "Abuja"} <= {row["text"] for row in rows.places}


def test_text_that_hides_is_read_as_it_looks() -> None:
    """NULs, surrogates and bidirectional controls inside a name and a number do not hide them, nor reach a table."""
    text = "A bomb exploded in La\x00gos, Nigeria, on 3 May 2020, kil\u202eling tw\ud800o people; po\u2066lice said."
    rows = process_batch([article_from_text(text)], Settings())
    assert not rows.errors
    assert "Lagos" in {row["text"] for row in rows.places}
    assert not set("\x00\ud800\u202e\u2066") & set(repr(rows.incidents) + str(rows.places))


def test_a_line_of_ten_megabytes_is_named() -> None:
    """Beyond the limit on a text it is an error with the limit, not a reader out of memory."""
    from geo.errors import ArticleTooLarge

    with pytest.raises(ArticleTooLarge, match="10,485,760 characters"):
        article_from_text("word " * (2 * 2**20))
