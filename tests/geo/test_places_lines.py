"""Documents in, mentions out, a line each: in their order, whatever stands among them."""

from __future__ import annotations

import json

from geo.places import BadLine, resolve_lines
from geo.reading import PLACES_BATCH, Reader

TOWNS = ["Goris", "Kismayo", "Tbilisi", "Lagos", "Djibo", "Sukkur", "Batken"]


def test_every_line_has_its_answer_in_its_place(reader: Reader) -> None:
    """Several are searched at once; broken, empty and blank lines among them shift nothing."""
    lines = [json.dumps({"id": town, "text": f"Two people died in {town} on Monday."}) for town in TOWNS]
    lines[2:2] = ["{broken", "", json.dumps({"id": "none", "text": " "}), json.dumps({"text": 7})]
    assert len(TOWNS) > PLACES_BATCH
    answers = list(resolve_lines(reader, lines))
    known = [one.number if isinstance(one, BadLine) else one["id"] for one in answers]
    assert known == [*TOWNS[:2], 3, "none", 6, *TOWNS[2:]]
    found = [[each["text"] for each in one["mentions"]] for one in answers if isinstance(one, dict)]
    assert found == [[town] if town else [] for town in [*TOWNS[:2], "", *TOWNS[2:]]]


def test_given_spans_are_answered_one_by_one(reader: Reader) -> None:
    """Also none, and those of a text without words."""
    lines = [
        json.dumps({"text": "Goris and Sukkur", "toponyms": [{"start": 10, "end": 16}, {"start": 0, "end": 5}]}),
        json.dumps({"text": "Goris", "toponyms": []}),
        json.dumps({"text": " ", "toponyms": []}),
    ]
    documents = [one for one in resolve_lines(reader, lines, given_spans=True) if isinstance(one, dict)]
    assert [[each["text"] for each in one["mentions"]] for one in documents] == [["Sukkur", "Goris"], [], []]
