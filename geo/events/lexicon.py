"""The event lexicon of `geo/data/events.toml`, read once: senses, word classes, idioms, and the words of status."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of some trigger words, with the conditions under which they have it."""

    name: str
    kind: str
    acled_event_type: str = ""
    acled_sub_event_type: str = ""
    needs: tuple[str, ...] = ()
    reach: str = "sentence"
    unless: tuple[str, ...] = ()
    refuse: str = "arguments"
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    intransitive: bool = False
    effect: bool = False
    generic: bool = False
    support: bool = False

    @property
    def loose(self) -> bool:
        """Whether it fits any incident of its family: a general word, or what only went with another event."""
        return self.generic or self.support


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Words that take an event back, put it off or doubt it."""

    deny: frozenset[str]
    part: frozenset[str]
    plan: frozenset[str]
    called: frozenset[str]
    plan_nouns: frozenset[str]
    avert: frozenset[str]
    agreed: frozenset[str]
    unfinished: frozenset[str]
    doubt: frozenset[str]
    threat: frozenset[str]
    attempt: frozenset[str]
    foil: frozenset[str]
    fiction: frozenset[str]
    unchanging: frozenset[str]
    habit: frozenset[str]
    past: frozenset[str]
    modal_hypothetical: frozenset[str]
    modal_planned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything of the file, indexed by the first word."""

    classes: Mapping[str, frozenset[str]]
    verbs: Mapping[str, tuple[Sense, ...]]
    nouns: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[tuple[Phrase, Sense], ...]]
    idioms: Mapping[str, tuple[Phrase, ...]]
    named: frozenset[str]
    status: StatusWords
    violent: frozenset[str]
    fits: Mapping[str, frozenset[str]]
    effects: Mapping[str, frozenset[str]]
    measures: Mapping[str, frozenset[str]]
    scene_nouns: frozenset[str]
    suffering: frozenset[str]
    perceiving: frozenset[str]
    treating_nouns: frozenset[str]
    treating_verbs: frozenset[str]
    mediating: frozenset[str]
    definite: frozenset[str]
    fresh: frozenset[str]
    apart: frozenset[str]
    beside: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that is shipped."""
    return _read(tomllib.loads((files("geo") / "data" / "events.toml").read_text(encoding="utf-8")))


def _read(data: Mapping[str, Any]) -> Lexicon:
    verbs: dict[str, list[Sense]] = defaultdict(list)
    nouns: dict[str, list[Sense]] = defaultdict(list)
    phrases: dict[str, list[tuple[Phrase, Sense]]] = defaultdict(list)
    for row in data["sense"]:
        sense = _sense(row)
        for word in row.get("verbs", ()):
            verbs[word].append(sense)
        for word in row.get("nouns", ()):
            nouns[word].append(sense)
        for text in row.get("phrases", ()):
            words = tuple(text.split())
            phrases[words[0]].append((words, sense))
    idioms: dict[str, list[Phrase]] = defaultdict(list)
    for text in data["idioms"]["phrases"]:
        words = tuple(text.split())
        idioms[words[0]].append(words)
    return Lexicon(
        classes={name: frozenset(words) for name, words in data["classes"].items()},
        verbs={word: tuple(senses) for word, senses in verbs.items()},
        nouns={word: tuple(senses) for word, senses in nouns.items()},
        phrases={word: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for word, found in phrases.items()},
        idioms={word: tuple(found) for word, found in idioms.items()},
        named=frozenset(data["named"]["words"]),
        status=StatusWords(**{name: frozenset(words) for name, words in data["status"].items()}),
        violent=frozenset(data["kinds"]["violent"]),
        fits={kind: frozenset(kinds) for kind, kinds in data["kinds"]["fits"].items()},
        effects={kind: frozenset(kinds) for kind, kinds in data["kinds"]["effects"].items()},
        measures={measure: frozenset(kinds) for measure, kinds in data["measures"].items()},
        scene_nouns=frozenset(data["scene"]["nouns"]),
        suffering=frozenset(data["suffering"]["verbs"]),
        treating_nouns=frozenset(data["treating"]["nouns"]),
        treating_verbs=frozenset(data["treating"]["verbs"]),
        perceiving=frozenset(data["perceiving"]["verbs"]),
        mediating=frozenset(data["mediating"]["words"]),
        definite=frozenset(data["anaphora"]["definite"]),
        fresh=frozenset(data["anaphora"]["fresh"]),
        apart=frozenset(data["anaphora"]["apart"]),
        beside=frozenset(data["anaphora"]["beside"]),
    )


def _sense(row: Mapping[str, Any]) -> Sense:
    event_type, sub_event_type = row["acled"]
    return Sense(
        name=row["name"],
        kind=row["kind"],
        acled_event_type=event_type,
        acled_sub_event_type=sub_event_type,
        needs=tuple(row.get("needs", ())),
        reach=row.get("reach", "sentence"),
        unless=tuple(row.get("unless", ())),
        refuse=row.get("refuse", "arguments"),
        object=tuple(row.get("object", ())),
        subject=tuple(row.get("subject", ())),
        intransitive=row.get("intransitive", False),
        effect=row.get("effect", False),
        generic=row.get("generic", False),
        support=row.get("support", False),
    )
