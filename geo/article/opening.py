"""Files opened, decompressed and decoded, within limits."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

from geo.article.raw import MAX_FILE
from geo.errors import ArticleError, ArticleTooLarge

_SAMPLE = 2**20  # bytes from which an encoding is guessed


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

        best = from_bytes(data[:_SAMPLE]).best()
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


def whole(file: Path, most: int = MAX_FILE) -> bytes:
    """The bytes of a file that is read at once.

    Raises:
        ArticleError: it is empty.
        ArticleTooLarge: it has more than `most` bytes.
    """
    with opened(file) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ArticleTooLarge(f"is larger than {most // 2**20} MiB; cure: split it, or use .jsonl")
    if not data.strip():
        raise ArticleError("is empty; cure: check how it was written")
    return data


def opened(file: Path) -> io.BufferedReader | gzip.GzipFile:
    """The file for reading, decompressed by its suffix. What stands before a break in it is given before the error."""
    suffix = file.suffix.lower()
    if suffix == ".gz":
        return gzip.GzipFile(file)
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
