"""What the fuzzer feeds: news-like nonsense, relative places between real names, and mangled files of every type."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

WORDS = (
    "on", "at", "from", "since", "until", "between", "and", "to", "the", "a", "last", "next", "this", "early",
    "late", "Monday", "Tuesday", "weekend", "week", "month", "year", "day", "night", "morning", "9", "November",
    "2020", "31", "February", "29", "0", "00.00", "24:61", "18.30", "1994-2020", "99999", "ago", "later",
    "before", "after", "two", "dozens", "several", "thousand", "hundred", "million", "at", "least", "more",
    "than", "up", "to", "killed", "wounded", "soldiers", "civilians", "captured", "lost", "positions",
    "missing", "died", "death", "toll", "rose", "said", "according", "Yesterday", "today", "he", "added",
    "that", "“", "”", "(", ")", ",", ".", ";", "-", "—", "\n\n", "of", "its", "no", "nobody", "one", "3-5",
    "May", "1,000,000", "half", "a", "dozen", "border", "north", "20", "km", "of", "near", "Lagos", "Armenia",
    "Azerbaijani", "Paris’s", "the", "following", "the", "1990s", "21st", "century", "spring", "fall",
)  # fmt: skip
NASTY = (
    "\x00", "\ud800", "\u202e", "\u2028", "é", "ქ", "字", "😀", "\ufeff", "İ", "ﬁ", "ß", "a" * 300, "1" * 40, "((((",
    "\t\r\n",
)  # fmt: skip
#: Between the names of places: what the grammar of relative places is made of, in no order.
RELATIVE = (
    "km", "miles", "hours’", "drive", "north", "south-eastern", "far", "east", "of", "from", "between", "and",
    "the", "border", "borders", "frontier", "line", "area", "part", "half", "outskirts", "centre", "road",
    "highway", "coast", "off", "near", "around", "vicinity", "river", "upstream", "bank", "lake", "island",
    "in", "on", "along", "across", "capital", "district", "province", "both", "sides", "tri-border", "towards",
    "where", "village", "town", ",", ".", ";", "0", "3", "20", "1,000,000", "99999999", "half", "a", "dozen",
    "eastern", "Monday", "killed", "two", "soldiers", "attacked", "shelled", "1e9", "-5", "Armenian", "Syrian",
    "Korea’s", "here", "there",
)  # fmt: skip
SUFFIXES = (
    ".txt", ".md", ".html", ".json", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".rss", ".atom", ".warc", ".warc.gz",
    ".parquet",
)  # fmt: skip


def text_of(chance: random.Random) -> str:
    """News-like nonsense, with something nasty now and then."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 120))]
    for _ in range(chance.choice((0, 0, 1, 4))):
        words.insert(chance.randrange(len(words) + 1), chance.choice(NASTY))
    return chance.choice((" ", " ", "")).join(words) if chance.random() < 0.97 else chance.choice(words) * 600


def relative_text_of(chance: random.Random, names: Sequence[str]) -> str:
    """Words of relative places among real names of places, with something nasty now and then."""
    words = [
        chance.choice(names) if chance.random() < 0.3 else chance.choice(RELATIVE)
        for _ in range(chance.randint(2, 80))
    ]  # fmt: skip
    for _ in range(chance.choice((0, 0, 0, 1, 3))):
        words.insert(chance.randrange(len(words) + 1), chance.choice(NASTY))
    return " ".join(words)


def file_of(chance: random.Random, folder: Path) -> Path:
    """A file of a random type: a good one with a few bytes changed, cut or repeated."""
    path = folder / f"a{chance.choice(SUFFIXES)}"
    records = [{"text": _encodable(text_of(chance)), "date": _encodable(text_of(chance)[:20])} for _ in range(3)]
    kind = path.suffixes[0]
    content = _GOOD[kind](records)
    if path.suffix == ".gz" and chance.random() < 0.8:
        content = gzip.compress(_mangled(content, chance))
    elif path.suffix == ".zst" and chance.random() < 0.8:
        import zstandard

        content = zstandard.compress(_mangled(content, chance))
    else:
        content = _mangled(content, chance)
    path.write_bytes(content[: chance.choice((len(content), len(content), max(len(content) - 5, 0)))])
    return path


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _mangled(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((0, 1, 3, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.2:
        data = data[: chance.randrange(len(data) + 1)] * chance.randint(1, 3)
    return bytes(data)


def _page(record: dict[str, str]) -> bytes:
    return (
        f"<html><head><title>{record['date']}</title>"
        f"<meta property='article:published_time' content='{record['date']}'>"
        f"<script type='application/ld+json'>{json.dumps(record)}</script></head>"
        f"<body><article><h1>{record['date']}</h1><p>{record['text']}</p><p>{record['text']}</p></article></body></html>"
    ).encode()


def _warc(records: list[dict[str, str]]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for number, record in enumerate(records):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record(
                f"https://a.example/{number}",
                "response",
                payload=io.BytesIO(_page(record)),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2021-11-16T10:00:00Z", "WARC-Record-ID": f"<urn:uuid:{number}>"},
            )
        )
    return stream.getvalue()


def _parquet(records: list[dict[str, str]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(records), stream)
    return stream.getvalue()


def _rss(records: list[dict[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>{r['date']}</title><pubDate>{r['date']}</pubDate><description>{r['text']}</description></item>"
        for r in records
    )
    return f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


def _atom(records: list[dict[str, str]]) -> bytes:
    entries = "".join(
        f"<entry><title>{r['date']}</title><updated>{r['date']}</updated><content>{r['text']}</content></entry>"
        for r in records
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title>{entries}</feed>".encode()


def _plain(records: list[dict[str, str]]) -> bytes:
    return records[0]["text"].encode()


_GOOD: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    ".txt": _plain,
    ".md": lambda records: (
        f"---\ndate: {records[0]['date']}\n---\n# {records[1]['date']}\n\n".encode() + _plain(records)
    ),
    ".html": lambda records: _page(records[0]),
    ".json": lambda records: json.dumps(records).encode(),
    ".jsonl": lambda records: "\n".join(map(json.dumps, records)).encode(),
    ".rss": _rss,
    ".atom": _atom,
    ".warc": _warc,
    ".parquet": _parquet,
}
