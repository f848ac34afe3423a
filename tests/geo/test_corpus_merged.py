"""The merge of shards: sorted on disk in stretches, every row once, the same whatever the stretches are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.corpus import tables
from geo.corpus.batch import Settings
from geo.corpus.compared import account
from geo.corpus.merged import write_merged
from geo.corpus.ordered import in_order
from geo.corpus.shards import Shards
from geo.export.features import properties
from geo.records import Article, Claim, Incident, Span, When


def row(number: int, **changes: Any) -> dict[str, Any]:
    """An explosion in a town of its own on a day of May 2020, as a shard has it."""
    town, day = f"Town {number % 7}", f"2020-05-{1 + number % 28:02}"
    there = {
        "id": f"i{number:03}", "kind": "explosion", "title": town, "status": "reported", "date_precision": "day",
        "start": day, "end": day, "place": town, "country": "XX", "admin1": "01",
        "where_precision": 1, "radius_km": 1.0, "confidence": round(0.5 + number / 1000, 3),
        "trigger": {"text": "bomb", "start": 0, "end": 4}, "mention": {"text": town, "start": 9, "end": 15},
        "actors": [], "claims": [], "evidence": [], "article": f"a{number:03}", "reports": [f"a{number:03}"],
        "geometry": shapely.to_wkb(shapely.Point(number % 7, 0.5), byte_order=1),
    }  # fmt: skip
    return there | changes


def shards_of(folder: Path, rows: list[dict[str, Any]], size: int) -> tuple[Shards, int]:
    """The rows as shards of so many."""
    shards = Shards.prepare(folder / "out.parts", Settings(), size)
    batches = [rows[begin : begin + size] for begin in range(0, len(rows), size)]
    for number, batch in enumerate(batches):
        tables.write(batch, tables.INCIDENTS, shards.path(tables.INCIDENTS, number))
    return shards, len(batches)


def merged(folder: Path, rows: list[dict[str, Any]], size: int = 10) -> list[dict[str, Any]]:
    """The merged rows."""
    import pyarrow.parquet as pq

    folder.mkdir(exist_ok=True)
    written = write_merged(*shards_of(folder, rows, size), folder / "out.parquet")
    found: list[dict[str, Any]] = pq.read_table(folder / "out.parquet").to_pylist()
    assert written == len(found)
    return found


def test_the_stretches_do_not_change_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one stretch, or in many files: the same rows; 28 days by 7 towns, three reports of each."""
    rows = [row(number) for number in range(84)]
    whole = merged(tmp_path / "whole", rows)
    monkeypatch.setattr("geo.corpus.ordered.STRETCH", 9)
    assert merged(tmp_path / "parts", rows) == whole
    assert len(whole) == 28 and all(len(one["reports"]) == 3 for one in whole)
    assert {one["article"] for one in whole} == {f"a{number:03}" for number in range(56, 84)}, "not the surest account"
    assert not list((tmp_path / "parts").glob("**/*.arrow"))


def test_the_order_of_the_rows_does_not_change_what_stays(tmp_path: Path) -> None:
    """Backwards, and in shards of another size."""
    rows = [row(number) for number in range(84)]
    forwards, backwards = merged(tmp_path / "one", rows), merged(tmp_path / "two", rows[::-1], 7)
    assert sorted(map(str, forwards)) == sorted(map(str, backwards))


def test_every_row_is_met_once_in_the_order_of_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undated rows come first, none is lost between stretches."""
    monkeypatch.setattr("geo.corpus.ordered.STRETCH", 5)
    rows = [row(number) for number in range(40)] + [row(40, start=None, end=None, date_precision="none")]
    met = list(in_order(*shards_of(tmp_path, rows, 6)))
    assert sorted(position for position, _ in met) == list(range(41))
    assert met[0][0] == 40
    days = [one["start"] for _, one in met[1:]]
    assert days == sorted(days)


def test_the_same_text_twice_is_one_article(tmp_path: Path) -> None:
    """The same id in two shards, dated or not, is one row; of two days that of the first."""
    nowhere = {"geometry": None, "mention": None, "place": None}
    rows = [row(1), row(2, **nowhere), row(3), row(1), row(2, **nowhere), row(3, start="2020-05-01", end="2020-05-01")]
    found = merged(tmp_path / "out", rows, 3)
    assert sorted(one["id"] for one in found) == ["i001", "i002", "i003"]
    assert next(one["start"] for one in found if one["id"] == "i003") == "2020-05-01"


def test_nothing_merged_is_an_empty_table(tmp_path: Path) -> None:
    """No incidents, and no batches at all."""
    assert merged(tmp_path / "none", []) == []
    (tmp_path / "empty").mkdir()
    shards = Shards.prepare(tmp_path / "empty" / "out.parts", Settings(), 1)
    tables.write([], tables.INCIDENTS, shards.path(tables.INCIDENTS, 0))
    assert write_merged(shards, 1, tmp_path / "empty" / "out.parquet") == 0


def test_a_table_keeps_each_field_of_what_is_written(tmp_path: Path) -> None:
    """Arrow drops in silence what a schema does not name: a denied count would become one that its denier gives."""
    import pyarrow.parquet as pq

    words = Span(0, 4, "bomb")
    denied = Claim("killed", 9, 9, None, "XX", "the army", words, denied=True)
    incident = Incident(
        "i1",
        "explosion",
        "Bomb",
        "reported",
        When(None, None, "none"),
        None,
        words,
        claims=(denied,),
        evidence=(words,),
    )
    wanted = {"id": "i1", **properties(incident, Article("bomb", id="a1"))}
    tables.write([wanted], tables.INCIDENTS, tmp_path / "a.parquet")
    found = pq.read_table(tmp_path / "a.parquet").to_pylist()[0]
    assert {name: found[name] for name in wanted} == wanted
    assert account(0, found).incident.claims[0].denied
