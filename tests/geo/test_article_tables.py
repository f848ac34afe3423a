"""Articles in Parquet and JSON of other makers, and tables that are not what they say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.article import ArticleFailure, iter_articles, load
from geo.article.raw import Raw, from_record
from geo.records import Article


def table(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    """Write a Parquet table."""
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table(columns), path, **options)
    return path


def test_columns_of_other_collections(tmp_path: Path) -> None:
    """The names of news-please are understood in any case, lists of authors too; other columns are not read."""
    path = table(tmp_path / "a.parquet", {
        "Headline": ["Rebels attack", None], "maintext": ["One.", "Two."], "image": [b"\xff\xfe", None],
        "date_publish": [date(2021, 11, 16), None], "authors": [["Ana Dorn", "Bo Li"], []],
        "source_domain": ["a.example", ""],
    })  # fmt: skip
    first, second = load(path)
    assert (first.text, first.title, first.published) == ("One.", "Rebels attack", date(2021, 11, 16))
    assert (first.author, first.source) == ("Ana Dorn, Bo Li", "a.example")
    assert (second.text, second.published, second.author) == ("Two.", None, "")


def test_our_own_name_wins() -> None:
    """Where there are two texts, that under the first name is meant."""
    assert from_record({"content": "Other.", "text": "Ours."}, 1) == Raw("Ours.", 1)
    assert from_record({"content": "Other.", "text": None}, 1) == Raw("Other.", 1)


def test_json_lines_of_other_collections(tmp_path: Path) -> None:
    """The same names in JSON."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"headline": "Rebels attack", "body": "One.", "link": "https://a.example"}), "utf-8")
    (article,) = load(path)
    assert (article.title, article.text, article.url) == ("Rebels attack", "One.", "https://a.example")


def test_a_text_column_that_is_no_utf_8(tmp_path: Path) -> None:
    """Parquet's strings should be UTF-8 and need not be: the broken bytes are replaced, the other rows are there."""
    path = table(tmp_path / "a.parquet", {"text": ["A café.", "Two."]}, compression="none", use_dictionary=False)
    path.write_bytes(path.read_bytes().replace(b"caf\xc3\xa9", b"caf\xff\xfe"))
    assert [article.text for article in load(path)] == ["A caf\ufffd\ufffd.", "Two."]


def test_many_rows_in_one_group_are_not_held_at_once(tmp_path: Path) -> None:
    """The first article of a large table is there before the table is in memory."""
    import pyarrow

    path = table(tmp_path / "a.parquet", {"text": [f"{number} " + "word " * 400 for number in range(20_000)]},
                 compression="none", use_dictionary=False)  # fmt: skip
    before = pyarrow.total_allocated_bytes()
    articles = iter_articles([path])
    first = next(articles)
    assert isinstance(first, Article) and first.text.startswith("0 ")
    assert pyarrow.total_allocated_bytes() - before < path.stat().st_size / 4


def test_a_table_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred megabytes of one letter, in a file of a few kilobytes."""
    monkeypatch.setattr("geo.article.parquet.FREE_BYTES", 2**20)
    path = table(tmp_path / "a.parquet", {"text": ["x" * 2**24, "y"]}, compression="zstd", use_dictionary=False)
    (failure,) = iter_articles([path])
    assert isinstance(failure, ArticleFailure) and "times its size" in failure.reason
