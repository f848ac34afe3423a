"""The commands of `dateline gazetteer`, on the tiny world."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gazetteer import GazetteerError, open_default
from gazetteer.cli import app

runner = CliRunner()


@pytest.fixture(autouse=True)
def tiny_as_default(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny world is the default one, and own places go to a scratch folder."""
    monkeypatch.setenv("DATELINE_GAZETTEER", str(tiny_folder))
    monkeypatch.setenv("DATELINE_PLACES", str(tmp_path / "own" / "places.gpkg"))


def test_search_lists_best_first_and_guesses_spellings() -> None:
    """Plain text has a place a line; JSON lines carry the name that matched."""
    done = runner.invoke(app, ["search", "Evreville"])
    assert done.exit_code == 0
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["t:cap", "t:twin"]
    near = runner.invoke(app, ["search", "Evrevile", "--json", "--limit", "1"])
    record = json.loads(near.stdout)
    assert (record["id"], record["matched"]["tier"], record["matched"]["distance"]) == ("t:cap", "fuzzy", 1)


def test_search_takes_years_and_kinds() -> None:
    """The options are those of lookup."""
    assert runner.invoke(app, ["search", "Oldtown", "--on", "2020"]).stdout.startswith("t:oldtown")
    assert runner.invoke(app, ["search", "Evreville", "--kind", "PPL"]).stdout.startswith("t:twin")


def test_nothing_found_is_exit_code_1() -> None:
    """And says so on stderr, so that a pipe stays empty."""
    for arguments in (["search", "Atlantis"], ["show", "t:none"]):
        done = runner.invoke(app, arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert arguments[1] in done.stderr


def test_show_gives_names_and_extent() -> None:
    """People read lines, programs JSON."""
    text = runner.invoke(app, ["show", "t:cap"]).stdout
    assert "Еврвиль" in text and "1900–1950" in text and "North Province" in text
    record = json.loads(runner.invoke(app, ["show", "t:west", "--json"]).stdout)
    assert record["bounds"] == [0, 0, 10, 10]
    assert {"text": "Westlandish", "kind": "adjective"}.items() <= record["names"][1].items() | record["names"][
        2
    ].items()


def test_added_places_are_used_from_then_on(tmp_path: Path) -> None:
    """`add` twice keeps one of each; a fault adds nothing."""
    mine = tmp_path / "mine.csv"
    mine.write_text("id,name,lon,lat\nhill,Hill 861,3,3\n")
    for _ in range(2):
        done = runner.invoke(app, ["add", str(mine)])
        assert done.exit_code == 0, done.output
    assert "now holds 1" in done.stderr
    assert runner.invoke(app, ["search", "hill 861"]).stdout.startswith("user:hill")
    assert open_default(own_places=False).lookup("hill 861") == []
    mine.write_text("id,name,lon,lat\nhill,,3,3\n")
    refused = runner.invoke(app, ["add", str(mine)])
    assert isinstance(refused.exception, GazetteerError) and "row 1, name" in str(refused.exception)
    assert runner.invoke(app, ["search", "hill 861"]).exit_code == 0


def test_add_may_name_its_file(tmp_path: Path) -> None:
    """A file to share, apart from the user's own."""
    mine = tmp_path / "mine.csv"
    mine.write_text("name,lon,lat\nHill 861,3,3\n")
    assert runner.invoke(app, ["add", str(mine), "--to", str(tmp_path / "team.gpkg")]).exit_code == 0
    assert (tmp_path / "team.gpkg").exists()
    assert runner.invoke(app, ["search", "hill 861"]).exit_code == 1


def test_info_tells_counts() -> None:
    """What the files say of themselves."""
    assert json.loads(runner.invoke(app, ["info", "--json"]).stdout)["title"] == "tiny"
    assert "title\ttiny" in runner.invoke(app, ["info"]).stdout


def test_build_makes_a_gazetteer_from_a_dump(tmp_path: Path) -> None:
    """A line in GeoNames' format becomes a place that `search` finds in the folder built."""
    fields = [
        "7",
        "Goristan",
        "Goristan",
        "Gori",
        "41.5",
        "44.5",
        "P",
        "PPL",
        "XW",
        "",
        "01",
        "",
        "",
        "",
        "900",
        "",
        "5",
    ]
    (tmp_path / "allCountries.txt").write_text("\t".join([*fields, "Asia/Tbilisi", "2026-01-01"]) + "\n")
    out = tmp_path / "out"
    done = runner.invoke(app, ["build", str(out), "--dumps", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert runner.invoke(app, ["search", "goristan", "--gazetteer", str(out)]).stdout.startswith("gn:7\tGoristan")
    assert runner.invoke(app, ["build", str(out)]).exit_code == 2
