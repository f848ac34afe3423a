"""How much of plain news the event lexicon reads: sentences of one event each, over all kinds."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from geo.reading import Reader
from geo.records import Article

SENTENCES = tomllib.loads(Path(__file__).with_name("event_sentences.toml").read_text("utf-8"))
REQUIRED_SHARE = 0.8


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def kinds(reader: Reader, text: str) -> set[str]:
    return {incident.kind for incident in reader.read(Article(text, published=date(2024, 5, 20))).found}


def test_most_events_are_read_with_their_kind(reader: Reader) -> None:
    """A sentence that tells of one event gives an incident of its kind, for most of them."""
    missed = [text for kind, text in SENTENCES["events"] if kind not in kinds(reader, text)]
    assert len(missed) <= (1 - REQUIRED_SHARE) * len(SENTENCES["events"]), missed


@pytest.mark.parametrize("text", SENTENCES["quiet"])
def test_quiet_sentences_tell_of_nothing(reader: Reader, text: str) -> None:
    """Words of violence and disaster in other senses make no incident."""
    assert kinds(reader, text) == set()
