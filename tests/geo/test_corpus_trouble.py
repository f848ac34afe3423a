"""What goes wrong round a corpus run: disks, folders, other runs, other versions, and deaths at every step."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.article import ArticleFailure, iter_articles
from geo.corpus.run import read_corpus, shards_folder
from geo.corpus.shards import INPUT, MANIFEST, Shards
from geo.errors import OutputError

TEXTS = [
    "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said.",
    "Police arrested 12 protesters in Santiago, Chile, on 4 May 2020.",
    "An earthquake struck near Lima, Peru, on 5 May 2020. Nine people died.",
    "Clashes broke out in Kismayo, Somalia, on 6 May 2020; three soldiers were killed.",
]
ROOT = str(Path(__file__).resolve().parents[2])
DYING_RUN = Path(__file__).with_name("dying_run.py")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Four articles as JSON lines."""
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"a{n}", "text": text}) for n, text in enumerate(TEXTS)), "utf-8")
    return path


def read(corpus: Path, name: str, **options: Any) -> list[dict[str, Any]]:
    """Run a corpus into a file of that name; its rows."""
    import pyarrow.parquet as pq

    out = corpus.with_name(name)
    read_corpus([corpus], out, batch_size=2, workers=0, **options)
    return list(pq.read_table(out).to_pylist())


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Python with these arguments in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": ROOT}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize(("step", "call"), [("shard", "4"), ("mark", "2"), ("merge", "1")])
def test_a_death_in_the_middle_of_writing_loses_nothing(corpus: Path, step: str, call: str) -> None:
    """Half a shard, half a mark, half a merged table: the next run gives what an unbroken one does."""
    out = corpus.with_name("killed.parquet")
    assert run(DYING_RUN, corpus, out, "2", "0", step, call).returncode == -9
    assert not out.exists()
    assert read(corpus, "killed.parquet") == read(corpus, "whole.parquet")
    assert not list(out.parent.glob("**/*.unfinished"))


def test_a_full_disk_is_said_and_the_run_goes_on_after_it(corpus: Path) -> None:
    """No half file; with room again the same call ends as it should."""
    rows = read(corpus, "whole.parquet")
    out = corpus.with_name("full.parquet")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        with pytest.raises(
            OutputError, match=r"full.parts: cannot be written: .*; cure that, and the same command goes on"
        ):
            read(corpus, "full.parquet")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not out.exists()
    assert read(corpus, "full.parquet") == rows


def test_a_full_disk_is_one_line_of_the_command(corpus: Path) -> None:
    """No traceback, also from a worker, whatever is written first: here py3langid's model among the temporary files."""
    out = corpus.with_name("full.parquet")
    code = "import sys; from maps.cli import main; sys.argv = ['dateline', 'corpus', *sys.argv[1:]]; main()"
    full = run(
        "-c", code, corpus, "-o", out, "--workers", "1",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000,) * 2),
    )  # fmt: skip
    assert full.returncode == 2, full.stderr
    assert full.stderr.count("\n") == 1 and "cannot be written: " in full.stderr
    assert not out.exists()


def test_a_stop_by_hand_says_that_the_command_goes_on(corpus: Path, monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Ctrl-C is no failure: one line, and the exit code of an interrupted command."""
    from maps.cli import main

    def stopped(*_: Any, **_options: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("geo.corpus.run.read_corpus", stopped)
    monkeypatch.setattr(sys, "argv", ["dateline", "corpus", str(corpus), "-o", str(corpus.with_name("out.parquet"))])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "stopped; the same command goes on from here\n"


@pytest.mark.parametrize("out", ["/proc/nowhere/out.parquet", "articles.jsonl/out.parquet"])
def test_an_output_that_cannot_be_is_refused_before_the_work(corpus: Path, out: str) -> None:
    """A folder of the system, and a file where a folder should be."""
    with pytest.raises(OutputError, match="cannot be written"):
        read_corpus([corpus], corpus.parent / out, workers=0, run=no_work)


def test_a_folder_as_output_is_refused_before_the_work(corpus: Path) -> None:
    """Hours of reading must not end at a folder of the table's name."""
    (corpus.parent / "out.parquet").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        read_corpus([corpus], corpus.parent / "out.parquet", workers=0, run=no_work)


def no_work(*_: Any) -> Iterator[Any]:
    """A runner that must not be asked."""
    raise AssertionError("the articles were read")


def test_two_runs_do_not_write_into_one_folder(corpus: Path) -> None:
    """The second is refused while the first lives; after it the folder is free."""
    out = corpus.with_name("twice.parquet")
    shards_folder(out).mkdir()
    with Shards(shards_folder(out)).alone(), pytest.raises(OutputError, match="another run writes here"):
        read(corpus, "twice.parquet")
    assert read(corpus, "twice.parquet")


def test_an_input_that_goes_away_is_named(tmp_path: Path) -> None:
    """A file that is removed after the folder was listed is a failure, and the next one is read."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Text of {name}.", "utf-8")
    items = iter_articles([tmp_path])
    next(items)
    (tmp_path / "b.txt").unlink()
    gone, third = items
    assert isinstance(gone, ArticleFailure) and gone.source.endswith("b.txt")
    assert not isinstance(third, ArticleFailure) and third.text == "Text of c.txt."


def test_a_run_on_fewer_articles_leaves_no_rows_of_the_others(corpus: Path) -> None:
    """The folder of shards holds what was read, not what was read some other time."""
    read(corpus, "fewer.parquet")
    corpus.write_text(corpus.read_text("utf-8").splitlines()[0], "utf-8")
    rows = read(corpus, "fewer.parquet")
    parts = shards_folder(corpus.with_name("fewer.parquet"))
    assert {row["article"] for row in rows} == {"a0"}
    assert sorted(path.name for path in parts.glob("*/*")) == ["00000000.json"] + ["part-00000000.parquet"] * 3


def test_a_shard_that_is_gone_is_made_again(corpus: Path) -> None:
    """A mark counts only with its files."""
    rows = read(corpus, "gone.parquet")
    Shards(shards_folder(corpus.with_name("gone.parquet"))).path("incidents", 1).unlink()
    assert read(corpus, "gone.parquet") == rows


def test_another_version_does_not_go_on_with_a_run(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither another Dateline nor another gazetteer, nor tables with other columns: each is named."""
    read(corpus, "version.parquet")
    monkeypatch.setattr("geo.corpus.manifest.version", lambda name: "99" if name == "dateline" else "unknown")
    with pytest.raises(OutputError, match=r"other settings or versions \(.*dateline.*\)"):
        read(corpus, "version.parquet")
    monkeypatch.undo()
    monkeypatch.setattr("geo.corpus.manifest._gazetteer_path", lambda _: corpus)
    with pytest.raises(OutputError, match=r"\(gazetteer files\)"):
        read(corpus, "version.parquet")
    monkeypatch.undo()
    monkeypatch.setattr("geo.corpus.manifest.TABLES", ("places", "errors"))
    with pytest.raises(OutputError, match=r"\(columns\)"):
        read(corpus, "version.parquet")


def test_the_manifest_names_versions_and_input(corpus: Path) -> None:
    """What a result came from can be looked up beside it; the same input has the same hash."""
    read(corpus, "one.parquet")
    read(corpus, "two.parquet")
    one, two = (shards_folder(corpus.with_name(f"{name}.parquet")) for name in ("one", "two"))
    versions = json.loads((one / MANIFEST).read_text("utf-8"))["versions"]
    assert (
        versions.keys() >= {"dateline", "spaCy", "model", "gazetteer files"} and len(versions["gazetteer files"]) == 64
    )
    assert json.loads((one / INPUT).read_text("utf-8")) == json.loads((two / INPUT).read_text("utf-8"))
