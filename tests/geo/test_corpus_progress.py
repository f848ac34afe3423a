"""How much there is, how fast it goes, and how long it will take."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from geo.article.counting import count_articles
from geo.corpus.progress import Log, line
from geo.corpus.shards import Mark


def test_articles_are_counted_without_reading_them(tmp_path: Path) -> None:
    """Lines, rows, entries, pages; anything else, also what is broken, is one."""
    import pyarrow
    import pyarrow.parquet

    lines = "\n".join(json.dumps({"text": str(number)}) for number in range(50)) + "\n"
    (tmp_path / "a.jsonl").write_text(lines, "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "c.rss").write_text("<rss><channel>" + "<item></item>" * 7 + "</channel></rss>", "utf-8")
    (tmp_path / "d.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n" * 3)
    pyarrow.parquet.write_table(pyarrow.table({"text": ["a"] * 11}), tmp_path / "e.parquet")
    (tmp_path / "f.txt").write_text("Text.\n\nMore.", "utf-8")
    (tmp_path / "g.jsonl.gz").write_bytes(b"no gzip")
    (tmp_path / "h.pdf").write_bytes(b"%PDF")
    assert count_articles([tmp_path, tmp_path / "nowhere.txt"]) == 50 + 50 + 7 + 3 + 11 + 1 + 1 + 1 + 1


def test_a_mark_over_the_edge_of_a_chunk_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are counted in chunks of any size."""
    path = tmp_path / "a.rss"
    path.write_text("<item>" * 100, "utf-8")
    for size in (1, 4, 5, 6, 7, 64):
        monkeypatch.setattr("geo.article.counting._CHUNK", size)
        assert count_articles([path]) == 100


def test_a_line_tells_rate_and_time_left() -> None:
    """The total comes when it is known; before that there is no time left to tell."""
    assert line(12_800, 3, 20.0, [99_200]) == "12,800 of about 99,200 articles, 20.0/s, 1:12:00 left, 3 failed"
    assert line(12_800, 3, 20.0, []) == "12,800 articles, 20.0/s, 3 failed"
    assert line(10, 0, 1.0, [9]) == "10 of about 9 articles, 1.0/s, 0:00:00 left, 0 failed"


def test_a_log_gets_a_line_a_minute() -> None:
    """Batches of an earlier run come at once and do not count into the rate of the next line."""
    now = iter([0.0, 1.0, 60.0, 60.0, 90.0, 120.0, 120.0])
    stream = io.StringIO()
    log = Log([1000], stream, clock=lambda: next(now))
    for number, articles in enumerate((300, 300, 32, 28)):
        log(Mark(number, "", articles, 0, 0, number == 3))
    assert stream.getvalue().splitlines() == [
        "600 of about 1,000 articles, 10.0/s, 0:00:40 left, 0 failed",
        "660 of about 1,000 articles, 1.0/s, 0:05:40 left, 1 failed",
    ]
