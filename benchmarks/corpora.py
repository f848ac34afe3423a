"""The corpora as records: golds with their kind, articles as `geo` takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.records import Article

DEFAULT_FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
#: Each corpus and the one that its model is trained on when it is the one reported.
TOPONYM_CORPORA = {"lgl": "geowebnews", "geowebnews": "lgl"}


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated toponym. `lat`/`lon` are degrees, None where the annotators gave no place."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None
    geonameid: int | None
    feature_code: str = ""
    fine_type: str = ""

    @property
    def located(self) -> bool:
        """Whether the annotators said where it is."""
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated article."""

    article: Article
    golds: tuple[Gold, ...]


def read_documents(name: str, folder: Path = DEFAULT_FOLDER) -> list[Document]:
    """The toponym corpus of that name (a file `NAME.jsonl` in the folder)."""
    return [_document(row) for row in read_rows(name, folder)]


def read_rows(name: str, folder: Path = DEFAULT_FOLDER) -> Iterator[dict[str, Any]]:
    """The corpus of that name, a dict a line."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _document(row: dict[str, Any]) -> Document:
    article = Article(
        text=row["text"],
        id=str(row["id"]),
        title=row.get("title") or "",
        published=_date(row.get("date")),
        source=row.get("domain") or "",
        url=row.get("url") or "",
    )
    golds = sorted((_gold(toponym) for toponym in row["toponyms"]), key=lambda gold: (gold.start, gold.end))
    return Document(article, tuple(golds))


def _gold(row: dict[str, Any]) -> Gold:
    return Gold(
        start=row["start"],
        end=row["end"],
        text=row["text"],
        lat=row["lat"],
        lon=row["lon"],
        geonameid=row["geonameid"],
        feature_code=row.get("fcode") or "",
        fine_type=row.get("fine_type") or "",
    )


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
