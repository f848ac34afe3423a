"""The MUC-3/4 reports and their templates as the incident benchmark needs them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?,?\s+(?:19)?(\d{2})\b")
_WIDE = ("COUNTRY", "DEPARTMENT", "REGION", "PROVINCE", "STATE", "INTENDANCY", "OFFICIAL REGION", "AREA")
#: Which of our kinds say what a template's type says.
KINDS = {
    "ATTACK": {"attack", "clash", "shelling", "airstrike", "explosion"},
    "BOMBING": {"explosion", "shelling", "airstrike"},
    "BOMBING / ATTACK": {"explosion", "attack", "shelling", "airstrike"},
    "KIDNAPPING": {"kidnapping"},
    "ARSON": {"sabotage", "attack"},
    "ROBBERY": {"crime", "attack"},
    "FORCED WORK STOPPAGE": {"strike", "attack", "protest"},
}


@dataclass(frozen=True, slots=True)
class Template:
    """One annotated incident: type, its countries (names), its towns and finer places, and its range of days."""

    type: str
    countries: frozenset[str]
    towns: frozenset[str]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Message:
    """One report, in mixed case where the corpus has it so, with its day."""

    id: str
    split: str
    text: str
    mixed: bool
    published: date | None
    templates: tuple[Template, ...]


def messages(corpora: Path) -> Iterator[Message]:
    """Every report of `muc_incidents.jsonl`."""
    with (corpora / "muc_incidents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            days = _days(row["text"][:300])
            yield Message(
                id=row["id"],
                split=row["split"],
                text=row["text_mixed"] or row["text"],
                mixed=bool(row["text_mixed"]),
                published=days[0] if days else None,
                templates=tuple(_template(incident) for incident in row["incidents"]),
            )


def _template(row: dict[str, Any]) -> Template:
    levels = [level for alternative in row["locations"] for chain in alternative for level in chain]
    days = _days(row["date"].upper())
    open_start = row["date"].strip().startswith(("-", "(-")) and len(days) == 1
    return Template(
        type=row["type"],
        countries=frozenset(_clean(level["name"]) for level in levels if level["kind"] == "COUNTRY"),
        towns=frozenset(_clean(level["name"]) for level in levels if level["kind"] not in _WIDE),
        first=None if open_start or not days else min(days),
        last=max(days) if days else None,
    )


def _clean(name: str) -> str:
    return re.sub(r"\([A-Z ]+\)|[()]", "", name).strip().lower()


def _days(text: str) -> Sequence[date]:
    found = []
    for day, month, year in _DAY.findall(text):
        if month in MONTHS and 1 <= int(day) <= 28 + 3:
            try:
                found.append(date(1900 + int(year), MONTHS.index(month) + 1, int(day)))
            except ValueError:
                continue
    return found
