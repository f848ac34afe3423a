"""Names beyond the sources' own: demonyms, abbreviations, former names, and the general variants that writers use."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from gazetteer.build.draft import Atlas, Draft
from gazetteer.build.tables import read_table, targets, texts, year
from gazetteer.names import fold
from gazetteer.place import NameKind

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_NOTE = re.compile(r"\bnote\b.*")
# Endings after which English people-words have no plural of their own ("the Chinese", "the British", "the Swiss").
_SAME_IN_PLURAL = ("ese", "ish", "ench", "utch", "elsh", "ss", "ois", "iss", "men", "women")


def add_demonyms(atlas: Atlas, table: Path, database: Path) -> None:
    """Demonyms of the hand-made table, then of the Factbook's for countries that the table does not give."""
    given: set[str] = set()
    for row in read_table(table):
        for draft in targets(atlas, row["target"], table):
            given.add(draft.uid)
            _call_people(draft, texts(row["people"]), texts(row["adjectives"]))
    for alpha2, noun, adjective in _factbook(database):
        country = atlas.countries.get(alpha2)
        if country is not None and country.uid not in given:
            _call_people(country, split_factbook(noun), split_factbook(adjective))


def _factbook(database: Path) -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(f"file:{database}?immutable=1", uri=True)
    rows = connection.execute(
        "select alpha2, noun, adjective from country_demonym join country on country.id = country_id order by alpha2"
    ).fetchall()
    connection.close()
    return [(alpha2, noun or "", adjective or "") for alpha2, noun, adjective in rows]


def _call_people(draft: Draft, people: list[str], adjectives: list[str]) -> None:
    for noun in people:
        draft.call(noun, "demonym", "en")
        if (plural := plural_of(noun)) is not None:
            draft.call(plural, "demonym", "en")
    for adjective in adjectives:
        draft.call(adjective, "adjective", "en")


def plural_of(noun: str) -> str | None:
    """The plural of a people-word, or None where it has none of its own."""
    if noun.endswith(_SAME_IN_PLURAL) or noun.endswith("s"):
        return None
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def split_factbook(text: str) -> list[str]:
    """The words of one of the Factbook's nationality cells: "Briton(s), British (collective plural)" holds two."""
    if text.startswith("NA"):
        return []
    bare = _PARENTHESIS.sub("", _NOTE.sub("", text))
    return [word.strip() for word in re.split(r",|;|/|\bor\b", bare) if word.strip()]


def add_abbreviations(atlas: Atlas, table: Path) -> None:
    """The abbreviations of the hand-made table."""
    for row in read_table(table):
        for draft in targets(atlas, row["target"], table):
            for text in texts(row["abbreviations"]):
                draft.call(text, "abbreviation", "en")


def add_other_names(atlas: Atlas, table: Path) -> None:
    """Former and further names, with their years; a former official name counts as historic once it ended."""
    for row in read_table(table):
        for draft in targets(atlas, row["target"], table):
            for text in texts(row["names"]):
                ended = row["kind"] == "official" and row["valid_to"]
                kind = cast(NameKind, "historic" if ended else row["kind"])
                draft.call(text, kind, "en", year(row["valid_from"]), year(row["valid_to"]))


def add_seats(atlas: Atlas, table: Path) -> None:
    """Seats of governments and institutions as places of kind GOVL, with the state that each stands for."""
    for row in read_table(table):
        names = texts(row["names"])
        states = targets(atlas, row["country"], table)
        draft = Draft(f"seat:{row['id']}", names[0], "GOVL", lon=float(row["lon"]), lat=float(row["lat"]))
        draft.country = states[0].country if states else ""
        for text in names:
            draft.call(text, "alternate", "en")
        atlas.add(draft)


_ABBREVIATED = {"saint": "st", "mount": "mt", "fort": "ft", "st": "saint", "mt": "mount", "ft": "fort"}
_DIRECTIONS = ("north", "south", "east", "west")
# A sea called by such a word is never called by it alone.
_PLAIN_WORDS = (*_DIRECTIONS, "black", "red", "white", "yellow", "dead", "coral", "inland", "inner")
_WATER_TAIL = re.compile(r"\s+(?:Sea|Ocean)\Z")
# Words for the kind of an area that English writers leave out or put in: "Orange County" and "Orange", "Kursk Oblast"
# and "Kursk". Longer phrases first.
_AREA_WORDS = (
    "autonomous region", "autonomous republic", "autonomous oblast", "metropolitan area",
    "special administrative region",
    "metropolitan municipality", "municipality", "governorate", "department", "prefecture", "province", "district",
    "oblast", "region", "county", "parish", "borough", "canton", "republic", "state", "krai", "raion", "rayon",
    "voivodeship", "division", "territory", "wilayat", "census area", "urban okrug", "municipal district",
    "local government area", "lga", "district municipality", "township", "ilçesi", "rayonu", "tumani", "pagasts",
    "novads", "kommune", "kommun", "concelho",
)  # fmt: skip
_PLAIN_TAIL = re.compile(rf"\s+(?:{'|'.join(_AREA_WORDS)})\Z", re.IGNORECASE)
_PLAIN_HEAD = re.compile(
    rf"\A(?:(?:{'|'.join(_AREA_WORDS)}|city|kingdom|commonwealth|union territory)\s+of\s+"
    r"|(?:provincia|departamento|municipio|distrito|département|cantón|caza|estado)\s+d(?:e|o|a|el)\s+"
    r"|muḩāfaz̧at\s+|muhafazat\s+"
    r"|amphoe\s+|huyện\s+|quận\s+|gmina\s+|powiat\s+|shahrestān-e\s+|gorodskoy okrug\s+|arrondissement de\s+)",
    re.IGNORECASE,
)
# The Arabic article, as it is written before the letters that it takes on; writers leave it out ("Raqqa").
_ARTICLE = re.compile(r"\A(?:al|ar|as|ash|ad|adh|at|ath|az|an|el)[ -](?=\S{4})", re.IGNORECASE)
_ARABIC = (
    "AE", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SY", "TN",
    "YE",
)  # fmt: skip
_LAKE = re.compile(r"(?:lake (?P<after>.+)|(?P<before>.+) lake)", re.IGNORECASE)


def _without_marks(name: str) -> str:
    """A name letter for letter without the marks below and above."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in name)


def bare_area_name(name: str) -> str:
    """The name of an area without the word for its kind: "Orange County" → "Orange", "Amphoe Phrao" → "Phrao"."""
    return _PLAIN_HEAD.sub("", _PLAIN_TAIL.sub("", name))


def variants(name: str, kind: str, country: str) -> Iterator[str]:
    """Other ways in which English writers put a place's name, by rules that hold for all places of a kind."""
    words = name.split()
    first = fold(words[0]) if words else ""
    if first in _ABBREVIATED and len(words) > 1:
        yield " ".join([_ABBREVIATED[first].capitalize(), *words[1:]])
    if first in _DIRECTIONS and len(words) > 1:
        yield " ".join([f"{first[0].upper()}.", *words[1:]])
    if country in _ARABIC and kind.startswith(("PPL", "ADM")) and (article := _ARTICLE.match(_without_marks(name))):
        yield name[article.end() :]
    if kind in ("SEA", "OCN") and _WATER_TAIL.search(name) and first not in _PLAIN_WORDS:
        yield _WATER_TAIL.sub("", name)
    if kind in ("LK", "RSV") and (lake := _LAKE.fullmatch(name)):
        yield f"{lake['after']} Lake" if lake["after"] else f"Lake {lake['before']}"
    if kind == "STM" and words[-1:] == ["River"] and len(words) == 2:
        yield f"River {words[0]}"
    if kind == "ADM2" and name.endswith(" County"):
        yield name.removesuffix("unty") + "."
    if kind.startswith("ADM"):
        bare = bare_area_name(name)
        if bare != name and len(bare) > 2:
            yield bare
        elif kind == "ADM1":
            yield from (f"{name} {word}" for word in ("Province", "State", "Region"))
        if kind == "ADM2" and country == "GB" and not name.startswith("County"):
            yield f"County {name}"
    if kind.startswith("PPL"):
        if words and fold(words[-1]) == "city" and len(words) > 1:
            yield " ".join(words[:-1])
        elif kind in ("PPLC", "PPLA", "PPLA2"):
            yield f"{name} City"
        if first in ("city", "town", "village", "township") and len(words) > 2 and words[1] == "of":
            yield " ".join(words[2:])


def add_variants(atlas: Atlas) -> None:
    """Give every place the variants of its display name (English or not: the rules only touch English words).

    A sea called after a country ("Norwegian Sea") does not go by the country's adjective alone.
    """
    peoples = {
        fold(each.text)
        for country in atlas.countries.values()
        for each in country.names
        if each.kind in ("demonym", "adjective")
    }
    for draft in atlas:
        found = [*variants(draft.name, draft.kind, draft.country)]
        known = {fold(each.text) for each in draft.names} if found else set()
        if draft.kind in ("SEA", "OCN"):
            known |= peoples
        for text in found:
            if fold(text) not in known:
                draft.call(text)
