"""The hand-made tables of gazetteer/sources: reading them, and finding the places that they speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from gazetteer.build.draft import Atlas, Draft
from gazetteer.errors import GazetteerError


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated table with a header; lines that begin with # are comments."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if line.strip() and not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
            yield {field: value.strip() for field, value in row.items()}


def find_target(atlas: Atlas, target: str) -> Draft | None:
    """The place that a table names: an ISO 3166-1 or 3166-2 code, @ and a region's id, or a public id."""
    if target.startswith("@"):
        return atlas.drafts.get(f"region:{target[1:]}")
    if ":" in target:
        return atlas.drafts.get(target)
    return atlas.countries.get(target) or atlas.subdivisions.get(target)


def targets(atlas: Atlas, cell: str, table: Path) -> list[Draft]:
    """All places of a cell (parted by spaces); one that is missing is an error of the table and is named."""
    found = []
    for target in cell.split():
        draft = find_target(atlas, target)
        if draft is None:
            raise GazetteerError(f"{table.name}: no place has the id or code {target!r}")
        found.append(draft)
    return found


def year(cell: str) -> int | None:
    """A year or, empty, None."""
    return int(cell) if cell else None


def texts(cell: str) -> list[str]:
    """The entries of a cell that are parted by |."""
    return [text.strip() for text in cell.split("|") if text.strip()]
