"""WARC files, well made and hostile."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from geo.article import ArticleFailure, iter_articles
from geo.records import Article

BODY = "Rebels attacked the harbour town of Porto Alto on Monday, police said. Six people were killed in the fighting."
PAGE = f"<html><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>".encode()


def record(payload: bytes = PAGE, *, headers: bytes = b"Content-Type: text/html", length: int | None = None) -> bytes:
    """One response, with its true length or another one."""
    response = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + payload
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/2021/11/16/b\r\n"
        f"Content-Length: {len(response) if length is None else length}\r\n\r\n"
    )
    return head.encode() + response + b"\r\n\r\n"


def write(folder: Path, content: bytes, name: str = "a.warc") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(folder: Path, content: bytes, name: str = "a.warc") -> tuple[int, list[ArticleFailure]]:
    """How many articles a file gives, and its failures."""
    items = list(iter_articles([write(folder, content, name)]))
    return (
        sum(isinstance(item, Article) for item in items),
        [item for item in items if isinstance(item, ArticleFailure)],
    )


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_packed_as_a_whole_or_record_by_record(tmp_path: Path, name: str) -> None:
    """Plain, gzip member by member, and zstd."""
    import zstandard

    pack = {".warc": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[Path(name).suffix]
    assert read(tmp_path, pack(record()) + pack(record()), name) == (2, [])


def test_a_record_packed_by_its_server(tmp_path: Path) -> None:
    """gzip inside the record is unpacked; what we do not unpack is named, with the record after it read."""
    packed = record(gzip.compress(PAGE), headers=b"Content-Type: text/html\r\nContent-Encoding: gzip")
    other = record(b"....", headers=b"Content-Type: text/html\r\nContent-Encoding: br")
    count, (failure,) = read(tmp_path, packed + other + record())
    assert count == 2 and failure.line == 2 and "'br'" in failure.reason


def test_a_wrong_length_is_named_and_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """warcio would tell the screen, with the bytes of the file."""
    count, failures = read(tmp_path, record(length=150) + record())
    assert count == 2
    assert [failure.line for failure in failures] == [2] and "longer than it says" in failures[0].reason
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    """The records before the end are there, and the end is a failure."""
    count, failures = read(tmp_path, gzip.compress(record()) + gzip.compress(record())[:-30], "a.warc.gz")
    assert count == 1
    assert len(failures) == 1 and "cannot be read" in failures[0].reason


def test_a_header_without_end_is_not_held(tmp_path: Path) -> None:
    """A file of one line that unpacks to many megabytes is given up at the limit of headers."""
    line = b"WARC/1.0\r\nX: " + b"x" * (8 * 2**20)
    count, failures = read(tmp_path, gzip.compress(line), "a.warc.gz")
    assert count == 0 and "headers" in failures[0].reason


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the bomb stands in a record that is no page."""
    monkeypatch.setattr("geo.article.webarchive.FREE_BYTES", 2**20)
    bomb = record(b"0" * (16 * 2**20), headers=b"Content-Type: image/png")
    count, failures = read(tmp_path, gzip.compress(record()) + gzip.compress(bomb), "a.warc.gz")
    assert count == 1 and "times its size" in failures[0].reason


def test_a_page_that_unpacks_without_end_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's gzip that is a bomb is named; the page after it is read."""
    monkeypatch.setattr("geo.article.webarchive.MAX_MARKUP", 2**20)
    bomb = record(
        gzip.compress(b"<p>" + b"0" * (16 * 2**20)), headers=b"Content-Type: text/html\r\nContent-Encoding: gzip"
    )
    count, (failure,) = read(tmp_path, bomb + record())
    assert count == 1 and failure.line == 1 and "longer than" in failure.reason


def test_an_archive_packed_twice_is_refused(tmp_path: Path) -> None:
    """warcio would unpack the second time without a limit."""
    count, failures = read(tmp_path, gzip.compress(gzip.compress(record())), "a.warc.gz")
    assert count == 0 and "packed once more" in failures[0].reason


def test_the_address_in_an_archive_names_no_file_to_write(tmp_path: Path) -> None:
    """A path in an address is data: nothing is written anywhere."""
    before = sorted(tmp_path.parent.rglob("*"))
    content = record().replace(b"https://a.example/2021/11/16/b", b"https://a.example/../../../evil")
    items = list(iter_articles([write(tmp_path, content)]))
    assert isinstance(items[0], Article) and "evil" in items[0].url
    assert sorted(tmp_path.parent.rglob("*")) == sorted([*before, tmp_path / "a.warc"])
