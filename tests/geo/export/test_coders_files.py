"""Files as people hand them on: exports of ACLED and UCDP GED with all columns, blanks and a spreadsheet's marks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from geo.errors import ArticleError
from geo.export import read_table
from geo.export.coders import ACLED_ORDER

QUOTE = 'They said "fire"\nand then a second line; done.'
ROWS: list[dict[str, str]] = [
    {
        "event_id_cnty": "ARM1", "event_date": "16 November 2021", "time_precision": "1", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Army", "actor2": "Rebels", "location": "Goris", "latitude": "39.5",
        "longitude": "46.25", "geo_precision": "1", "source": "Paper; Radio", "notes": QUOTE, "fatalities": "3",
    },
    {"event_id_cnty": "ARM2", "event_date": "2021-11-17", "event_type": "Riots", "sub_event_type": "Mob violence"},
    {
        "event_id_cnty": "ARM3", "event_date": "31 February 2021", "event_type": "Protests",
        "sub_event_type": "New kind", "latitude": "95", "longitude": "200", "fatalities": "unknown",
    },
    {"event_id_cnty": "ARM4", "event_date": "03/04/2021", "event_type": "Protests", "fatalities": "2.0"},
]  # fmt: skip


def _file(
    path: Path, *, encoding: str = "utf-8", delimiter: str = ",", upper: bool = False, leave_out: str = ""
) -> Path:
    names = [name for name in ACLED_ORDER if name != leave_out]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([name.upper() if upper else name for name in names])
    writer.writerows([[row.get(name, "") for name in names] for row in ROWS])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize(
    "options",
    [{}, {"encoding": "utf-8-sig"}, {"delimiter": ";"}, {"delimiter": "\t", "encoding": "utf-8-sig"}, {"upper": True}],
    ids=["as exported", "byte order mark", "semicolons", "tabs", "upper case"],
)
def test_acled_files_read_alike(tmp_path: Path, options: dict[str, object]) -> None:
    """Whatever a spreadsheet did to it: quoted lines, blanks, impossible days and places outside the world."""
    table = read_table(_file(tmp_path / "a.csv", **options))  # type: ignore[arg-type]
    assert table["kind"].tolist() == ["clash", "riot", "protest", "protest"]
    assert table["start"].tolist() == ["2021-11-16", "2021-11-17", None, None]
    assert table["killed"].fillna(-1).tolist() == [3, -1, -1, 2]
    assert table["evidence"][0][0]["quote"].splitlines() == QUOTE.splitlines()
    assert table["source"][0] == "Paper; Radio"
    assert table.geometry.isna().tolist() == [False, True, True, True]


def test_decimal_commas_are_coordinates(tmp_path: Path) -> None:
    """A spreadsheet with decimal commas parts its cells with semicolons."""
    text = "event_type;sub_event_type;event_date;latitude;longitude\nBattles;Armed clash;2021-01-02;39,5;46,25\n"
    (tmp_path / "a.csv").write_text(text)
    point = read_table(tmp_path / "a.csv").geometry[0]
    assert (point.x, point.y) == (46.25, 39.5)


@pytest.mark.filterwarnings("ignore:Length of header")
def test_cells_too_many_do_not_shift_the_others(tmp_path: Path) -> None:
    """A row with stray cells at its end keeps its columns."""
    text = "event_type,sub_event_type,event_date,latitude,longitude\nBattles,Armed clash,2021-01-02,39.5,46.25,,\n"
    (tmp_path / "a.csv").write_text(text)
    table = read_table(tmp_path / "a.csv")
    assert (table["kind"][0], table["start"][0], table.geometry[0].x) == ("clash", "2021-01-02", 46.25)


def test_ucdp_blanks_and_whole_years(tmp_path: Path) -> None:
    """GED's times of day are dropped, a zero is a figure and a blank is none."""
    (tmp_path / "ged.csv").write_text(
        "id,type_of_violence,dyad_name,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end,"
        "best,low,high\n"
        "1,1,Government - Rebels,6,Mali,17,-4,5,2012-01-01 00:00:00.000,2012-12-31 00:00:00.000,0,0,10\n"
        "2,3,,,,,,,,,,,\n"
    )
    table = read_table(tmp_path / "ged.csv")
    assert table["start"].tolist() == ["2012-01-01", None]
    assert table["date_precision"][0] == "longer"
    assert (table["killed"][0], table["claims"][0][0]["high"]) == (0, 10)
    assert table["claims"][1] == []
    assert table.geometry.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "No columns"),
        ("a,b\n1,2\n", "neither ours nor ACLED's"),
        ("event_type,sub_event_type,event_date,lat,longitude\nBattles,x,2021-01-01,1,2\n", "without latitude"),
    ],
    ids=["empty", "another table", "a column renamed"],
)
def test_other_tables_are_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    """The error names the file and what it lacks."""
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ArticleError, match=says) as refused:
        read_table(tmp_path / "a.csv")
    assert "a.csv" in str(refused.value)


def test_header_alone_is_no_incident(tmp_path: Path) -> None:
    """An export without a row is an empty table, not an error."""
    (tmp_path / "a.csv").write_text(",".join(ACLED_ORDER) + "\n")
    assert len(read_table(tmp_path / "a.csv")) == 0
