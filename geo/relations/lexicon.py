"""The word lists of the grammar of relative places, read from geo/data/relations.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from geo.relations.distance import SPREAD


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Classes of words, directions, units and how vaguely words speak."""

    classes_of: Mapping[str, frozenset[str]]
    directions: Mapping[str, str]
    emphasis: Mapping[str, bool]
    units: Mapping[str, float]
    travel: Mapping[str, float]
    hours: Mapping[str, float]
    vague: Mapping[str, tuple[float, float]]
    hedges: Mapping[str, float]
    spread: float = SPREAD


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Any]:
    """The shipped data file: word lists and rules."""
    return tomllib.loads(files("geo").joinpath("data/relations.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists that are shipped."""
    data = tables()
    classes_of: dict[str, set[str]] = {}
    named = {f"<{name}>": words for name, words in data["classes"].items()}
    named |= {f"<noun {name}>": words for name, words in data["settlements"].items()}
    for name, words in named.items():
        for word in words:
            classes_of.setdefault(word, set()).add(name)
    emphasis = dict.fromkeys(data["emphasis"]["plain"], False) | dict.fromkeys(data["emphasis"]["far"], True)
    return Lexicon(
        classes_of={word: frozenset(names) for word, names in classes_of.items()},
        directions=data["directions"],
        emphasis=emphasis,
        units=data["units"],
        travel=data["travel"],
        hours=data["hours"],
        vague={word: (float(number), float(spread)) for word, (number, spread) in data["vague"].items()},
        hedges=data["hedges"],
    )
