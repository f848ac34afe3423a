"""Airports that scheduled flights use: those of the airportsdata package that have an IATA code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.build.draft import Atlas, Draft
from gazetteer.names import fold

_KIND_WORDS = ("International", "Intercontinental", "Intl", "Regional", "Municipal", "Airport")
_AIRPORT = re.compile(r"\bairport\b", re.IGNORECASE)
_SHORTEST_NAME = 4


def add_airports(atlas: Atlas, table: Path) -> None:
    """Add every airport with an IATA code, under its name and the shorter ones that writers use."""
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["iata"] or not row["name"]:
                continue
            lon, lat = float(row["lon"]), float(row["lat"])
            draft = atlas.add(Draft(f"iata:{row['iata']}", row["name"], "AIRP", row["country"], lon, lat))
            for text in short_names(row["name"], row["city"]):
                draft.call(text, language="en")


def short_names(name: str, city: str) -> Iterator[str]:
    """What else an airport is called: without "International", without its city ("Dulles Airport", "Dulles").

    The bare word is given only where the name holds its city too: what is left of "London Heathrow Airport" names the
    ground, what is left of "Indira Gandhi International Airport" is a person.
    """
    if not _AIRPORT.search(name):
        return
    plain = _without(name, ("International", "Intercontinental", "Intl"))
    if plain != name:
        yield plain
    if fold(city) and f" {fold(city)} " in f" {fold(name)} ":
        local = " ".join(word for word in name.split() if fold(word) not in fold(city).split())
        bare = _without(local, _KIND_WORDS)
        if bare and bare != name and len(bare.split()) == 1 and len(bare) >= _SHORTEST_NAME:
            yield from dict.fromkeys((bare, f"{bare} Airport", f"{bare} International Airport"))


def _without(name: str, words: tuple[str, ...]) -> str:
    return " ".join(word for word in name.split() if word not in words)
