"""Short texts on places of all continents, from text to places with the shipped models: places_sentences.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyproj import Geod

from gazetteer.place import Place
from geo.reading import Reader
from geo.records import Article, Located
from geo.resolve.kinds import coarse

ROWS = tomllib.loads((Path(__file__).parent / "places_sentences.toml").read_text(encoding="utf-8"))["sentence"]
NEAR_KM = 40.0
KINDS = {"country": ("country",), "area": ("adm1", "adm2", "area"), "town": ("town",)}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with everything that is shipped."""
    return Reader(threads=1)


def asked(reader: Reader, half: str) -> tuple[int, list[str]]:
    """How many names of a half are asked about, and those that are read wrongly, with what they are read as."""
    count, wrong = 0, []
    for row in (row for row in ROWS if row["half"] == half):
        article = Article(row["text"])
        located = reader.resolve(article, reader.recogniser.mentions(article.text))
        for name, wanted in row["places"].items():
            place = place_at(article.text, name, located)
            count += 1
            if not fits(place, wanted):
                wrong.append(f"{name} as {place.id if place else 'no place'}, not {wanted or 'none'}: {article.text}")
    return count, wrong


def place_at(text: str, name: str, located: Sequence[Located]) -> Place | None:
    """The place that stands for a name; of "Victoria#2" where it stands for the second time."""
    word, _, nth = name.partition("#")
    start = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)][int(nth or 1) - 1]
    span = (start, start + len(word))
    return next((one.place for one in located if (one.mention.start, one.mention.end) == span), None)


def fits(place: Place | None, wanted: str) -> bool:
    """Whether a place is what the file says: "" for none, "SV", "SV town" or "13.7 -89.2"."""
    if not wanted or place is None:
        return not wanted and place is None
    first, _, second = wanted.partition(" ")
    if not first.isalpha():
        return Geod(ellps="WGS84").inv(float(second), float(first), place.lon, place.lat)[2] <= 1000 * NEAR_KM
    return place.country == first and (not second or coarse(place.kind) in KINDS[second])


def test_places_of_all_continents_are_read_rightly(reader: Reader) -> None:
    """At least 19 of 20 names of the half that rules may be made on; the message lists the others."""
    count, wrong = asked(reader, "dev")
    assert len(wrong) <= count / 20, "\n".join(wrong)


def test_places_that_no_rule_was_made_on_are_read_rightly_too(reader: Reader) -> None:
    """At least 9 of 10; which ones are not is not told, so that no rule is made on them."""
    count, wrong = asked(reader, "held")
    assert len(wrong) <= count / 10, f"{len(wrong)} of {count} are wrong"
