"""How sure the reader is of an incident and of each of its fields, as probabilities.

A logistic regression on a few signs, fitted by `benchmarks/incidents.py --fit-confidence` on the development part of
the MUC reports; weights in `geo/data/incident_confidence.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import cast

from geo.events.grouping import Group
from geo.records import Located, When


def signs(group: Group, *, where: Located | None, when: When, inherited: bool) -> dict[str, float]:
    """What speaks for a group being one true incident, each sign about 0 to 1."""
    scene = group.best_scene
    return {
        "bias": 1.0,
        "mentions": min(math.log1p(len(group.accounts)), 2.5) / 2.5,
        "early": 1.0 if group.accounts[0].order <= 2 else 0.0,
        "effect_only": 1.0 if group.leading.trigger.sense.effect else 0.0,
        "general": 1.0 if group.leading.trigger.sense.generic else 0.0,
        "claims": min(len(group.claims), 3) / 3,
        "names": 1.0 if group.names else 0.0,
        "placed": 0.0 if where is None else 1.0,
        "inherited": 1.0 if inherited else 0.0,
        "place_score": scene.scene.score if scene is not None and scene.scene is not None else 0.0,
        "place_confidence": where.footprint.confidence if where is not None else 0.0,
        "dated": 1.0 if when.precision in ("minute", "hour", "part of day", "day") else 0.0,
        "undated": 1.0 if when.start is None and when.end is None else 0.0,
        "denied": 1.0 if group.status == "denied" else 0.0,
        "planned": 1.0 if group.status == "planned" else 0.0,
        "historic": 1.0 if group.status == "historic" else 0.0,
    }


def confidence_of(values: Mapping[str, float], field: str) -> float:
    """The probability that `field` ("incident", "kind", "place", "date") is right, given the signs."""
    weights = _weights().get(field, {})
    total = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return round(1.0 / (1.0 + math.exp(-total)), 4)


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, float]]:
    text = (files("geo") / "data" / "incident_confidence.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, float]], json.loads(text)["weights"])
