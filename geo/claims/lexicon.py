"""The words of geo/data/claims.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted, and the words that say so. `things` empty: people are counted."""

    name: str
    things: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    words: frozenset[str]
    tolls: frozenset[str]
    behind: frozenset[str]


@dataclass(frozen=True, slots=True)
class Idiom:
    """A verb with a word beside it that counts its "subject", its "object", or that word "itself".

    It does not count what one of the words of `unless` names: bodies that are taken to a hospital are not wounded.
    """

    verbs: frozenset[str]
    beside: frozenset[str]
    unless: frozenset[str]
    counts: str
    name: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the data file says."""

    modifiers: tuple[tuple[str, float | None, float | None], ...]  # longest first
    vague: dict[str, tuple[int, int | None]]
    measures: tuple[Measure, ...]
    idioms: tuple[Idiom, ...]
    units: frozenset[str]
    group_of: dict[str, str]
    roles: frozenset[str]
    of_roles: frozenset[str]  # the measures that a single person can have
    verbs: frozenset[str]
    denials: frozenset[str]
    acting: frozenset[str]
    nouns: frozenset[str]
    estimating: frozenset[str]
    counts: frozenset[str]
    total_phrases: tuple[str, ...]
    part_phrases: tuple[str, ...]
    superseded: tuple[str, ...]
    passed_over: frozenset[str]
    abstract: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    data: dict[str, Any] = tomllib.loads(files("geo").joinpath("data/claims.toml").read_text("utf-8"))
    modifiers = [(words, rule.get("low"), rule.get("high")) for rule in data["modifier"] for words in rule["words"]]
    lists = ("things", "objects", "subjects", "words", "tolls", "behind")
    speech, totals = data["speech"], data["totals"]
    return Lexicon(
        modifiers=tuple(sorted(modifiers, key=lambda modifier: -len(modifier[0]))),
        vague={words: (low, high or None) for words, (low, high) in data["vague"].items()},
        measures=tuple(
            Measure(rule["name"], *(frozenset(rule.get(name, ())) for name in lists)) for rule in data["measure"]
        ),
        idioms=tuple(
            Idiom(
                frozenset(rule["verb"]),
                frozenset(rule["with"]),
                frozenset(rule.get("unless", ())),
                rule["counts"],
                rule["name"],
            )
            for rule in data["idiom"]
        ),
        units=frozenset(data["not_people"]["units"]),
        group_of={word: group for group, words in data["groups"].items() for word in words},
        roles=frozenset(data["roles"]["words"]),
        of_roles=frozenset(data["roles"]["measures"]),
        verbs=frozenset(speech["verbs"]),
        denials=frozenset(speech["denials"]),
        acting=frozenset(speech["acting"]),
        nouns=frozenset(speech["nouns"]),
        estimating=frozenset(speech["estimating"]),
        counts=frozenset(speech["counts"]),
        total_phrases=tuple(totals["phrases"]),
        part_phrases=tuple(totals["parts"]),
        superseded=tuple(totals["superseded"]),
        passed_over=frozenset(data["grammar"]["passed_over"]),
        abstract=frozenset(data["grammar"]["abstract"]),
    )
