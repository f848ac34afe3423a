"""Web pages out of WARC files (ISO 28500), by warcio, which itself trusts whatever such a file says of its lengths."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from geo.article.opening import opened
from geo.article.raw import FREE_BYTES, MAX_MARKUP, MAX_RATIO, Page, Unreadable
from geo.errors import ArticleError, ArticleTooLarge

#: Bytes of a record's headers with what warcio reads ahead; servers allow 8 to 64 KiB.
MAX_HEADERS = 2**20
_CHUNK = 2**16
#: How a server may have packed a page that we unpack within limits.
_PACKINGS = frozenset({"", "identity", "gzip", "deflate"})


def read_warc(file: Path) -> Iterator[Page | Unreadable]:
    """The web pages of a WARC file (.warc, .warc.gz, .warc.zst): its HTML responses of status 200.

    Raises:
        ArticleError: the file is no WARC, is cut off, or unpacks beyond all measure.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    allowed = FREE_BYTES + MAX_RATIO * file.stat().st_size
    number = wrong = unpacked = 0
    with opened(file) as content:
        stream = _Metered(content, allowed)
        records = ArchiveIterator(stream)
        try:
            while (record := _next(records, stream)) is not None:
                number += 1
                if records.err_count > wrong:
                    wrong = records.err_count
                    yield Unreadable(number, _LOST)
                if _is_page(record):
                    page = _page(record, number)
                    unpacked += len(page.data) if isinstance(page, Page) else 0
                    if unpacked > allowed:
                        raise ArticleTooLarge(_TOO_MUCH)
                    yield page
                while record.raw_stream.read(_CHUNK):
                    pass
        except (ArchiveLoadFailed, AttributeError, ValueError, LookupError) as error:  # warcio checks little itself
            if isinstance(error, ArticleError):
                raise
            raise ArticleError(f"is no WARC file that can be read ({error}); cure: check or fetch it again") from error


_LOST = "follows a record that is longer than it says, of which a part is lost; cure: fetch the file again"
_TOO_MUCH = f"unpacks to more than {MAX_RATIO} times its size; cure: unpack it yourself"


class _Metered(io.RawIOBase):
    """A stream that gives no more than is allowed: warcio holds a line of headers whole, however long it is."""

    def __init__(self, stream: io.BufferedReader | gzip.GzipFile, allowed: int) -> None:
        self._stream = stream
        self._left = allowed
        self._begun = False
        self.headers_left: int | None = None

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read1(size)
        if not self._begun and data.startswith(b"\x1f\x8b"):
            raise ArticleError("is packed once more than its name says; cure: unpack it, or name it .warc.gz")
        self._begun = True
        self._left -= len(data)
        if self.headers_left is not None:
            self.headers_left -= len(data)
            if self.headers_left < 0:
                raise ArticleTooLarge(
                    f"has a record with more than {MAX_HEADERS // 2**20} MiB of headers; cure: leave it out"
                )
        if self._left < 0:
            raise ArticleTooLarge(_TOO_MUCH)
        return data


def _next(records: Any, stream: _Metered) -> Any:
    """The next record, or None at the end. warcio tells what it finds wrong to the screen; the caller does."""
    stream.headers_left = MAX_HEADERS
    try:
        with redirect_stderr(io.StringIO()):
            return next(records, None)
    finally:
        stream.headers_left = None


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return "html" in kind and record.http_headers.get_statuscode() == "200"


def _page(record: Any, number: int) -> Page | Unreadable:
    packing = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if packing not in _PACKINGS:
        return Unreadable(
            number, f"is packed with {packing[:20]!r}, which is not read; cure: fetch it with gzip or unpacked"
        )
    data = record.content_stream().read(MAX_MARKUP + 1)
    if len(data) > MAX_MARKUP:
        return Unreadable(number, f"is longer than {MAX_MARKUP // 2**20} MiB; cure: leave it out")
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    return Page(data, number, address, record.http_headers.get_header("Content-Type") or "")
