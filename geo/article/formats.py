"""The file types that articles come in, one reader each, all streaming and all with limits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from geo.article.opening import decode, opened, whole
from geo.article.raw import FREE_BYTES, MAX_LINE, MAX_MARKUP, MAX_RATIO, Page, Raw, Unreadable, from_record
from geo.errors import ArticleError

_CHUNK = 2**20

Reader = Callable[[Path], Iterator[Raw | Page | Unreadable]]


def is_readable(file: Path) -> bool:
    """Whether there is a reader for the file's suffix."""
    return kind_of(file) in _READERS


def read_file(file: Path) -> Iterator[Raw | Page | Unreadable]:
    """The records of one file, web pages as they stand there.

    What is broken comes as `Unreadable`, and reading goes on where it can.
    """
    try:
        yield from _READERS[kind_of(file)](file)
    except ArticleError as error:
        yield Unreadable(0, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield Unreadable(0, f"cannot be read ({error}); cure: check its permissions, or fetch it again")
    except Exception as error:  # libraries check little of what they read, and one file must not end a run of millions
        yield Unreadable(0, f"cannot be read ({type(error).__name__}: {error}); cure: leave it out, and report it")


def kind_of(file: Path) -> str:
    """The suffix that says what a file is, beneath that of its packing."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in {".gz", ".zst"}:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_text(file: Path) -> Iterator[Raw | Unreadable]:
    yield Raw(decode(whole(file)))


def _read_markdown(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.article.markdown import article_of_markdown

    yield article_of_markdown(decode(whole(file)))


def _read_html(file: Path) -> Iterator[Page]:
    yield Page(whole(file, MAX_MARKUP))


def _read_json(file: Path) -> Iterator[Raw | Unreadable]:
    import orjson

    try:
        content = orjson.loads(decode(whole(file)))
    except orjson.JSONDecodeError as error:
        raise ArticleError(
            f"line {error.lineno} is no JSON ({error.msg}); cure: use .jsonl for one object a line"
        ) from error
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, start=1):
        yield from_record(record, number if len(records) > 1 else 0)


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
        yield from_record(record, number)


def _lines(file: Path) -> Iterator[tuple[int, bytes | Unreadable]]:
    """The non-blank lines with their numbers; one beyond `MAX_LINE` is passed over in pieces, not held."""
    allowed = FREE_BYTES + MAX_RATIO * file.stat().st_size
    number = seen = 0
    with opened(file) as stream:
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
    from geo.article.feeds import read_feed

    yield from read_feed(whole(file, MAX_MARKUP))


def _read_warc(file: Path) -> Iterator[Page | Unreadable]:
    from geo.article.webarchive import read_warc

    yield from read_warc(file)


def _read_parquet(file: Path) -> Iterator[Raw | Unreadable]:
    from geo.article.parquet import read_parquet

    yield from read_parquet(file)


_READERS: dict[str, Reader] = {
    ".txt": _read_text, ".text": _read_text,
    ".md": _read_markdown, ".markdown": _read_markdown,
    ".html": _read_html, ".htm": _read_html, ".xhtml": _read_html,
    ".json": _read_json, ".jsonl": _read_json_lines, ".ndjson": _read_json_lines,
    ".rss": _read_feed, ".atom": _read_feed, ".xml": _read_feed,
    ".warc": _read_warc, ".parquet": _read_parquet,
}  # fmt: skip
