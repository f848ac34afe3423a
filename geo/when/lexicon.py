"""The words and patterns of geo/data/when.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the data file says. `patterns` keep the file's order; several may have one name."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    trigger: re.Pattern[str]  # what every expression holds, for a first cheap look
    parts: dict[str, tuple[int, int]]
    zones: dict[str, int]
    seasons: dict[str, int]
    holidays: dict[str, tuple[int, int]]
    vague: dict[str, tuple[int, int]]
    light: frozenset[str]
    saying: frozenset[str]
    carrying: frozenset[str]
    historic_days: int
    planning: frozenset[str]
    announcing: frozenset[str]
    urging: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    data: dict[str, Any] = tomllib.loads(files("geo").joinpath("data/when.toml").read_text("utf-8"))
    classes = data["classes"]
    anchoring, coming = data["anchoring"], data["coming"]
    return Lexicon(
        patterns=tuple((rule["name"], re.compile(_filled(rule["regex"], classes))) for rule in data["pattern"]),
        trigger=re.compile(_filled(data["trigger"], classes)),
        parts={name: tuple(hours) for name, hours in data["parts"].items()},
        zones=data["zones"],
        seasons=data["seasons"],
        holidays={name: tuple(there) for name, there in data["holidays"].items()},
        vague={name: tuple(bounds) for name, bounds in data["vague"].items()},
        light=frozenset(anchoring["light"]),
        saying=frozenset(anchoring["saying"]),
        carrying=frozenset(anchoring["carrying"]),
        historic_days=anchoring["historic_days"],
        planning=frozenset(coming["planning"]),
        announcing=frozenset(coming["announcing"]),
        urging=frozenset(coming["urging"]),
    )


def _filled(regex: str, classes: dict[str, str]) -> str:
    """The pattern with its classes put in, in lower case; a space matches any white space, a line end too."""
    filled = re.sub(r"\{([a-z]+)\}", lambda found: classes[found[1]], regex).replace("{{", "{").replace("}}", "}")
    filled = filled.lower().replace("(?p", "(?P")
    return re.sub(r"(?<!\\)(?<!\[) (?![?\]])", r"[ \\n\\u00a0]{1,3}", filled)
