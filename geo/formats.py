"""The file types that articles come in, one reader each, all streaming and all with limits."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from geo.errors import ArticleError, ArticleTooLarge

MAX_FILE = 50 * 2**20  # bytes of a file that is one article or one feed
MAX_LINE = 16 * 2**20  # bytes of one line of JSON lines, or of one record of an archive
MAX_RATIO = 200  # uncompressed bytes for each compressed one, beyond the first 256 MiB
FREE_BYTES = 256 * 2**20
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Raw:
    """One article as its file says it; `line` is 1-based, 0 where the file is the article."""

    text: str
    line: int = 0
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One record that cannot be read, and why."""

    line: int
    reason: str


Reader = Callable[[Path], Iterator[Raw | Unreadable]]


def is_readable(file: Path) -> bool:
    """Whether there is a reader for the file's suffix."""
    return _kind(file) in _READERS


def read_file(file: Path) -> Iterator[Raw | Unreadable]:
    """The records of one file; what is broken comes as `Unreadable`, and reading goes on where it can."""
    try:
        yield from _READERS[_kind(file)](file)
    except ArticleError as error:
        yield Unreadable(0, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield Unreadable(0, f"cannot be read ({error}); cure: check its permissions, or fetch it again")


def decode(data: bytes) -> str:
    """Text of bytes in UTF-8, UTF-16 with a mark, or what charset-normalizer takes them for.

    Raises:
        ArticleError: the bytes are no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    head = data[:8192]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if (
        head.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\x1f\x8b", b"GIF8", b"\x7fELF"))
        or controls > len(head) / 10
    ):
        raise ArticleError("is a binary file, no text; cure: convert it to .txt or .html first")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_western(data):
            return data.decode("cp1252")
        from charset_normalizer import from_bytes

        best = from_bytes(data[:_CHUNK]).best()
        return data.decode(best.encoding if best else "cp1252", errors="replace")


def _is_western(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are Windows-1252: nearly all ASCII, the rest letters and typographic signs.

    Statistical detectors need more text than a short article has.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = [char for char in text if ord(char) > 127]
    return len(foreign) < len(text) / 5 and all(char.isalpha() or char in "‘’“”–—…€£§«»°·•\xa0" for char in foreign)


def _kind(file: Path) -> str:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in {".gz", ".zst"}:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _whole(file: Path) -> bytes:
    with _open(file) as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ArticleTooLarge(f"is larger than {MAX_FILE // 2**20} MiB; cure: split it, or use .jsonl")
    if not data.strip():
        raise ArticleError("is empty; cure: check how it was written")
    return data


def _open(file: Path) -> IO[bytes]:
    """The file for reading, decompressed by its suffix."""
    suffix = file.suffix.lower()
    if suffix == ".gz":
        return io.BufferedReader(gzip.open(file))
    if suffix == ".zst":
        return io.BufferedReader(_Zstandard(file))
    return file.open("rb")


class _Zstandard(io.RawIOBase):
    """A zstd file as a stream whose errors are OSErrors, as gzip's are."""

    def __init__(self, file: Path) -> None:
        import zstandard

        self._error: type[Exception] = zstandard.ZstdError
        unpacker = zstandard.ZstdDecompressor(max_window_size=2**27)
        self._stream = unpacker.stream_reader(file.open("rb"), closefd=True, read_across_frames=True)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            return int(self._stream.readinto(buffer))
        except self._error as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        self._stream.close()  # type: ignore[no-untyped-call]
        super().close()


def _read_text(file: Path) -> Iterator[Raw | Unreadable]:
    yield Raw(decode(_whole(file)))


def _read_markdown(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.markdown import article_of_markdown

    yield article_of_markdown(decode(_whole(file)))


def _read_html(file: Path) -> Iterator[Raw | Unreadable]:
    yield html_article(_whole(file))


def html_article(page: bytes, url: str = "", line: int = 0) -> Raw:
    """The article of a web page by trafilatura, with title, date (by htmldate), author and source.

    Raises:
        ArticleError: there is no article in the page.
    """
    import trafilatura
    from lxml import etree

    try:
        found: Any = trafilatura.bare_extraction(
            page,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_recall=True,
        )
    except (ValueError, RecursionError, etree.LxmlError) as error:
        raise ArticleError(f"is no page that can be read ({error}); cure: save it again, or as .txt") from error
    if found is None or not (found.text or "").strip():
        raise ArticleError("has no article text in its page; cure: save the page with its content, or as .txt")
    # trafilatura joins paragraphs by one line end; the parser needs a blank line between them.
    text = "\n\n".join(part for part in found.text.split("\n") if part.strip())
    return Raw(
        text,
        line,
        found.title or "",
        found.date or "",
        found.sitename or found.hostname or "",
        url or found.url or "",
        found.author or "",
    )


def _read_json(file: Path) -> Iterator[Raw | Unreadable]:
    import orjson

    try:
        content = orjson.loads(decode(_whole(file)))
    except orjson.JSONDecodeError as error:
        raise ArticleError(
            f"line {error.lineno} is no JSON ({error.msg}); cure: use .jsonl for one object a line"
        ) from error
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, start=1):
        yield _from_record(record, number if len(records) > 1 else 0)


def _read_json_lines(file: Path) -> Iterator[Raw | Unreadable]:
    import orjson

    for number, line in _lines(file):
        if isinstance(line, Unreadable):
            yield line
            continue
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield Unreadable(number, f"is no JSON ({error.msg}); cure: one JSON object a line")
            continue
        yield _from_record(record, number)


def _from_record(record: object, line: int) -> Raw | Unreadable:
    if not isinstance(record, dict):
        return Unreadable(line, 'is no JSON object; cure: write {"text": …, "title": …, "date": …}')
    text = record.get("text")
    if not isinstance(text, str):
        return Unreadable(
            line,
            f'has no "text" (its fields: {", ".join(map(str, list(record)[:8]))[:200]}); cure: name it text',
        )
    fields = {
        name: str(value) for name in ("title", "date", "source", "url", "author", "id")
        if isinstance(value := record.get(name), str | int | float) and not isinstance(value, bool)
    }  # fmt: skip
    return Raw(text, line, **fields)


def _lines(file: Path) -> Iterator[tuple[int, bytes | Unreadable]]:
    """The non-blank lines with their numbers; one beyond `MAX_LINE` is passed over in pieces, not held."""
    allowed = FREE_BYTES + MAX_RATIO * file.stat().st_size
    number = seen = 0
    with _open(file) as stream:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            seen += len(line)
            too_long = len(line) > MAX_LINE
            while too_long and not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
                seen += len(line)
                if seen > allowed:
                    break
            if seen > allowed:
                yield (
                    number,
                    Unreadable(number, f"unpacks to more than {MAX_RATIO} times its size; cure: unpack it yourself"),
                )
                return
            if too_long:
                yield (
                    number,
                    Unreadable(number, f"is longer than {MAX_LINE // 2**20} MiB; cure: split the article"),
                )
            elif line.strip():
                yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _read_feed(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.archives import read_feed

    yield from read_feed(_whole(file))


def _read_warc(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.archives import read_warc

    yield from read_warc(file)


def _read_parquet(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.archives import read_parquet

    yield from read_parquet(file, _from_record)


_READERS: dict[str, Reader] = {
    ".txt": _read_text, ".text": _read_text,
    ".md": _read_markdown, ".markdown": _read_markdown,
    ".html": _read_html, ".htm": _read_html, ".xhtml": _read_html,
    ".json": _read_json, ".jsonl": _read_json_lines, ".ndjson": _read_json_lines,
    ".rss": _read_feed, ".atom": _read_feed, ".xml": _read_feed,
    ".warc": _read_warc, ".parquet": _read_parquet,
}  # fmt: skip
