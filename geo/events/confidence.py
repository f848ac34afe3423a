"""How sure the reader is of an incident and of each of its fields, as probabilities.

A logistic regression on a few signs, fitted by `benchmarks/incidents.py --fit-confidence` on the development part of
the MUC reports; weights in `geo/data/incident_confidence.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import cast

from geo.records import Incident

#: How `Incident.how` says that the place is that of a neighbouring sentence.
BESIDE = "place of the sentence beside"
_LEAD = 600  # characters
_FINE = ("minute", "hour", "part of day", "day")


def signs(incident: Incident) -> dict[str, float]:
    """What speaks for an incident being true and rightly read, each sign about 0 to 1."""
    when, where = incident.when, incident.where
    return {
        "bias": 1.0,
        "mentions": min(math.log1p(len(incident.evidence)), 2.5) / 2.5,
        "early": 1.0 if incident.trigger.start <= _LEAD else 0.0,
        "claims": min(len(incident.claims), 3) / 3,
        "actors": min(len(incident.actors), 3) / 3,
        "placed": 0.0 if where is None else 1.0,
        "beside": 1.0 if BESIDE in incident.how else 0.0,
        "place_confidence": where.footprint.confidence if where is not None else 0.0,
        "precise": 1.0 if where is not None and where.footprint.where_precision <= 3 else 0.0,
        "dated": 1.0 if when.precision in _FINE else 0.0,
        "own_date": 0.0 if when.span is None else 1.0,
        "attack": 1.0 if incident.kind == "attack" else 0.0,
        "historic": 1.0 if incident.status == "historic" else 0.0,
        "planned": 1.0 if incident.status == "planned" else 0.0,
    }


def with_confidence(incident: Incident) -> Incident:
    """The incident with its confidence and that of its kind, place and date."""
    values = signs(incident)
    fields = {name: confidence_of(values, name) for name in ("kind", "place", "date")}
    return replace(incident, confidence=confidence_of(values, "incident"), field_confidence=fields)


def confidence_of(values: Mapping[str, float], field: str) -> float:
    """The probability that `field` ("incident", "kind", "place", "date") is right, given the signs."""
    weights = _weights().get(field, {})
    total = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return round(1.0 / (1.0 + math.exp(-total)), 4)


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, float]]:
    text = (files("geo") / "data" / "incident_confidence.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, float]], json.loads(text)["weights"])
