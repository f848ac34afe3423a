"""Dask and Spark do the same jobs as the pool and give the same rows."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from geo.corpus.engines import runner
from geo.corpus.run import read_corpus
from geo.errors import DatelineError

TEXTS = [
    "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said.",
    "Police arrested 12 protesters in Santiago, Chile, on 4 May 2020.",
    "The orchestra played well and the critics were pleased.",
    "Clashes broke out in Kismayo, Somalia, on 6 May 2020; three soldiers were killed.",
]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four articles and a broken line; the workers of an engine import this very `geo`."""
    root = str(Path(__file__).resolve().parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")])))
    lines = [json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(TEXTS)]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join([*lines, "{broken"]), "utf-8")
    return path


def rows(corpus: Path, engine: str, workers: int) -> dict[str, list[dict[str, Any]]]:
    """The merged table and the rows of the shards of places and errors of a run under an engine."""
    import pyarrow.parquet as pq

    out = corpus.with_name(f"{engine}.parquet")
    read_corpus([corpus], out, batch_size=2, workers=workers, run=runner(engine))
    shards = sorted(out.with_suffix(".parts").glob("*/part-*.parquet"))
    found = {str(path.relative_to(out.with_suffix(".parts"))): pq.read_table(path).to_pylist() for path in shards}
    return {"merged": pq.read_table(out).to_pylist(), **found}


def test_dask_gives_the_rows_of_the_pool(corpus: Path) -> None:
    """A local cluster of one worker writes the same merged table and the same shards."""
    pytest.importorskip("distributed")
    expected = rows(corpus, "pool", 0)
    assert expected["merged"]
    assert rows(corpus, "dask", 1) == expected


def test_spark_gives_the_rows_of_the_pool(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A local Spark writes the same merged table and the same shards."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
    expected = rows(corpus, "pool", 0)
    assert rows(corpus, "spark", 1) == expected


def test_an_engine_that_is_not_there_is_named() -> None:
    """The message lists those that are."""
    with pytest.raises(DatelineError, match="pool, dask and spark"):
        runner("abacus")
