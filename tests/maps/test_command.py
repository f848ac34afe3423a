"""The command, called as a stranger would call it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def dateline(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", "from maps.cli import main; main()", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )


def one_line(result: subprocess.CompletedProcess[bytes]) -> str:
    """The single line on stderr of a command that failed cleanly."""
    lines = result.stderr.decode().strip().splitlines()
    assert len(lines) == 1, result.stderr.decode()
    assert "Traceback" not in lines[0]
    return lines[0]


def test_the_main_job_writes_a_map_and_geojson(tmp_path: Path, articles: Path) -> None:
    """One article in, an offline page and RFC 7946 features out."""
    outputs = ("-o", "map.html", "-o", "incidents.geojson")
    done = dateline("map", articles / "border-clash.txt", "--date", "2022-09-14", *outputs, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    collection = json.loads((tmp_path / "incidents.geojson").read_text("utf-8"))
    assert any(f["properties"]["kind"] == "clash" and f["geometry"] for f in collection["features"])
    assert "http-equiv" in (tmp_path / "map.html").read_text("utf-8")


def test_without_a_date_relative_dates_stay_open_and_it_says_so(tmp_path: Path) -> None:
    """Nobody guesses what "today" was."""
    (tmp_path / "a.txt").write_text("Two soldiers were killed in a clash near Batken in Kyrgyzstan today.", "utf-8")
    done = dateline("map", "a.txt", "-o", "out.geojson", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert "--date" in done.stderr.decode()
    features = json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]
    assert features and all(feature["properties"]["start"] is None for feature in features)


def test_the_version_is_told(tmp_path: Path) -> None:
    """For a report of a defect."""
    done = dateline("--version", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert re.fullmatch(r"dateline (\d+\.\d+\S*|.*not installed.*)\n", done.stdout.decode().replace(",", ""))


def test_a_table_stands_alone_and_parquet_may_hold_articles(tmp_path: Path) -> None:
    """What only looks like the other is told by what is in it; what cannot be is one clear line."""
    import pandas

    text = "A bomb exploded in Lagos on 3 May 2020, killing two people."
    pandas.DataFrame({"text": [text], "date": ["2020-05-04"]}).to_parquet(tmp_path / "articles.parquet")
    for source, out in (("articles.parquet", "one.kml"), ("one.kml", "two.parquet"), ("two.parquet", "three.geojson")):
        done = dateline("map", source, "-o", out, cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
    assert json.loads((tmp_path / "three.geojson").read_text("utf-8"))["features"][0]["properties"]["killed"] == 2
    both = dateline("map", "one.kml", "two.parquet", "-o", "out.html", cwd=tmp_path)
    assert both.returncode == 2 and "stands alone" in one_line(both)
    gone = dateline("map", "gone.parquet", "-o", "out.html", cwd=tmp_path)
    assert gone.returncode == 1 and "gone.parquet: no such file" in one_line(gone)


def test_a_note_names_its_articles(tmp_path: Path) -> None:
    """What is true of one article is not said of all, and what is true of many is said once."""
    records = [
        {"text": "Two soldiers were killed in a clash near Batken.", "title": f"Clash {number}", "date": day}
        for number, day in enumerate(["2024-05-01", None, None, None, None])
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    done = dateline("map", "a.jsonl", "-o", "out.geojson", cwd=tmp_path)
    note, _ = done.stderr.decode().splitlines()
    assert note.endswith("(4 of 5 articles: Clash 1, Clash 2, Clash 3, …)")


def test_a_dash_is_standard_input_and_output(tmp_path: Path) -> None:
    """The command stands in a pipe, and leaves no file."""
    text = "A bomb exploded in Lagos on 3 May 2020, killing two people."
    done = dateline("map", "-", "-o", "-", cwd=tmp_path, stdin=text.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["features"][0]["properties"]["start"] == "2020-05-03"
    assert list(tmp_path.iterdir()) == []


BAD = {
    "missing": ("gone.txt", None, [], "no such file"),
    "empty": ("empty.txt", b"", [], "empty.txt"),
    "binary": ("binary.txt", bytes(range(256)) * 40, [], "binary.txt"),
    "wrong date": ("fine.txt", b"A clash in Batken.", ["--date", "2021-13-45"], "2021-13-45"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line(name: str, tmp_path: Path) -> None:
    """No traceback, no output, an exit code that says it."""
    file, content, options, expected = BAD[name]
    if content is not None:
        (tmp_path / file).write_bytes(content)
    done = dateline("map", file, *options, "-o", "out.geojson", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert expected in one_line(done)
    assert not (tmp_path / "out.geojson").exists()


@pytest.mark.parametrize("out", ["map.pdf", "no-extension", "file.txt/inside.html"])
def test_an_output_that_cannot_be_written_is_refused_before_the_work(out: str, tmp_path: Path) -> None:
    """Unknown types and impossible folders are named at once."""
    (tmp_path / "file.txt").write_text("A clash in Batken.", "utf-8")
    done = dateline("map", "file.txt", "-o", out, cwd=tmp_path)
    assert done.returncode == 2
    assert out.split("/")[0] in one_line(done)
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_an_unknown_worldview_is_one_clear_line(tmp_path: Path) -> None:
    """The known ones are named."""
    (tmp_path / "a.txt").write_text("A clash in Batken.", "utf-8")
    done = dateline("map", "a.txt", "--worldview", "QQ", "-o", "map.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "'QQ'" in one_line(done) and " IN " in one_line(done)


def test_acled_columns_are_an_option(tmp_path: Path) -> None:
    """The first columns of the CSV are those of ACLED's export."""
    (tmp_path / "a.txt").write_text("A bomb exploded in Lagos on 3 May 2020, killing two people.", "utf-8")
    done = dateline("map", "a.txt", "--acled", "-o", "out.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("event_id_cnty,event_date")


def test_one_broken_article_does_not_stop_the_others(tmp_path: Path) -> None:
    """Line 2 is named, lines 1 and 3 are mapped, the exit code is 3."""
    lines = [
        json.dumps({"text": "A bomb exploded in Lagos on 3 May 2020, killing two people."}),
        "{broken",
        json.dumps({"text": "An earthquake struck Lima on 4 May 2020. Nine people died."}),
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    done = dateline("map", "many.jsonl", "-o", "out.geojson", cwd=tmp_path)
    assert done.returncode == 3, done.stderr.decode()
    assert "many.jsonl:2" in done.stderr.decode()
    kinds = {f["properties"]["kind"] for f in json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]}
    assert "explosion" in kinds and "disaster" in kinds


def test_places_resolves_given_spans_in_their_order(tmp_path: Path) -> None:
    """With --given-spans each span has its answer, also one that is no place."""
    text = "From Paris, Texas, the convoy went on to Dallas with Zzyqx."
    spans = [{"start": text.index(word), "end": text.index(word) + len(word)} for word in ("Dallas", "Paris", "Zzyqx")]
    line = json.dumps({"id": "a", "text": text, "toponyms": spans}).encode()
    done = dateline("places", "-", "--given-spans", cwd=tmp_path, stdin=line)
    assert done.returncode == 0, done.stderr.decode()
    dallas, paris, nowhere = json.loads(done.stdout)["mentions"]
    assert (dallas["text"], dallas["country"]) == ("Dallas", "US")
    assert (paris["text"], paris["country"]) == ("Paris", "US")
    assert nowhere["text"] == "Zzyqx"
    assert "not in the gazetteer; tied to" in nowhere["how"] and nowhere["where_precision"] > 1


def test_places_keeps_offsets_and_names_broken_lines(tmp_path: Path) -> None:
    """Emoji do not shift offsets; a broken line is named and the rest done."""
    text = "🔥🔥 Police in Kharkiv said that shelling went on overnight."
    stdin = json.dumps({"text": text}).encode() + b"\n[1]\n"
    done = dateline("places", "-", "--geometry", cwd=tmp_path, stdin=stdin)
    assert done.returncode == 3
    assert "line 2" in done.stderr.decode()
    (mention,) = json.loads(done.stdout.splitlines()[0])["mentions"]
    assert text[mention["start"] : mention["end"]] == mention["text"] == "Kharkiv"
    assert mention["geometry"]["type"] == "Point"


@pytest.mark.parametrize("command", ["", "map", "places", "corpus", "gazetteer"])
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    """--help teaches and never needs the heavy libraries."""
    done = dateline(*filter(None, [command, "--help"]), cwd=tmp_path)
    assert done.returncode == 0
    assert b"Usage" in done.stdout
