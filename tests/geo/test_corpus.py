"""Many articles: nothing lost, nothing doubled, the same result however it is run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trafilatura.utils

from geo import Article, Report
from geo.article import Unread, unread_articles
from geo.article.raw import Raw
from geo.corpus import Settings, process_batch
from geo.corpus.jobs import MAX_BATCH, jobs
from geo.corpus.limit import limit
from geo.corpus.run import Summary, read_corpus, shards_folder
from geo.corpus.shards import Shards, key_of
from geo.errors import OutputError
from geo.records import Footprint, Located, Mention
from geo.spoken import foreign

TEXTS = [
    "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said.",
    "Police arrested 12 protesters in Santiago, Chile, on 4 May 2020.",
    "An earthquake struck near Lima, Peru, on 5 May 2020. Nine people died.",
    "The orchestra played well and the critics were pleased.",
    "Clashes broke out in Kismayo, Somalia, on 6 May 2020; three soldiers were killed.",
    "Floods hit Dhaka, Bangladesh, on 7 May 2020 and displaced 4,000 people.",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Six articles and a broken line as JSON lines."""
    lines = [json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(TEXTS)]
    lines.insert(3, "{broken")
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def table(path: Path) -> list[dict[str, Any]]:
    """The rows of a merged table."""
    import pyarrow.parquet as pq

    return list(pq.read_table(path).to_pylist())


def read(corpus: Path, name: str, **options: Any) -> tuple[Summary, list[dict[str, Any]]]:
    """Run a corpus into a file of that name."""
    out = corpus.with_name(name)
    summary = read_corpus([corpus], out, batch_size=2, **options)
    return summary, table(out)


def test_nothing_is_lost_and_the_broken_line_is_named(corpus: Path) -> None:
    """Six articles read, one error with its line and reason, an incident from each that has one."""
    summary, rows = read(corpus, "one.parquet", workers=0)
    assert (summary.articles, summary.errors) == (7, 1)
    (failure,) = summary.failures()
    assert failure["line"] == 4 and "articles.jsonl" in failure["source"]
    assert {row["article"] for row in rows} >= {"a0", "a1", "a2", "a4", "a5"}
    assert "a3" not in {row["article"] for row in rows}


def test_the_number_of_workers_does_not_change_the_result(corpus: Path) -> None:
    """Two processes give the very bytes that none gives."""
    read(corpus, "none.parquet", workers=0)
    read(corpus, "two.parquet", workers=2)
    assert corpus.with_name("none.parquet").read_bytes() == corpus.with_name("two.parquet").read_bytes()


def test_a_killed_run_goes_on_where_it_was(corpus: Path) -> None:
    """kill -9 after the first shard; the second call does the rest and the result is that of an unbroken run."""
    out = corpus.with_name("killed.parquet")
    code = (
        "from pathlib import Path; from geo.corpus.run import read_corpus;"
        f"read_corpus([{str(corpus)!r}], Path({str(out)!r}), batch_size=2, workers=0)"
    )
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": root})
    first = shards_folder(out) / "_done" / "00000000.json"
    while not first.exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (shards_folder(out) / "incidents" / ".part-00000001.parquet.unfinished").write_bytes(b"half")
    before = first.stat().st_mtime_ns
    read_corpus([corpus], out, batch_size=2, workers=0)
    _, unbroken = read(corpus, "unbroken.parquet", workers=0)
    assert table(out) == unbroken
    assert first.stat().st_mtime_ns == before, "the finished shard was made again"
    assert not list(shards_folder(out).glob("*/.*"))


def test_other_settings_do_not_mix_with_an_unfinished_run(corpus: Path) -> None:
    """Shards of one run are never completed by another kind of run."""
    read(corpus, "mixed.parquet", workers=0)
    with pytest.raises(OutputError, match="seconds_per_article"):
        read(corpus, "mixed.parquet", workers=0, settings=Settings(seconds_per_article=3))


def test_a_changed_batch_is_read_again(corpus: Path) -> None:
    """A mark holds for the very same articles only."""
    read(corpus, "changed.parquet", workers=0)
    text = corpus.read_text("utf-8").replace("Lagos, Nigeria", "Accra, Ghana")
    corpus.write_text(text, "utf-8")
    _, rows = read(corpus, "changed.parquet", workers=0)
    assert "GH" in {row["country"] for row in rows} and "NG" not in {row["country"] for row in rows}


def test_geopandas_reads_the_merged_table(corpus: Path) -> None:
    """It is GeoParquet: geometry, CRS and nested columns are there."""
    import geopandas

    read(corpus, "geo.parquet", workers=0)
    frame = geopandas.read_parquet(corpus.with_name("geo.parquet"))
    assert frame.crs.to_epsg() == 4326 or "CRS84" in frame.crs.to_string()
    assert frame.geometry.notna().any()


def test_the_map_command_draws_the_merged_table(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`dateline map incidents.parquet`, as the help says: every located incident is in the page."""
    from maps.cli import main

    _, rows = read(corpus, "drawn.parquet", workers=0)
    page = corpus.with_name("map.html")
    monkeypatch.setattr(sys, "argv", ["dateline", "map", str(corpus.with_name("drawn.parquet")), "-o", str(page)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    written = page.read_text("utf-8")
    located = [row for row in rows if row["geometry"] is not None]
    assert located and all(row["id"] in written for row in located)


def test_two_reports_of_one_incident_become_one_row(tmp_path: Path) -> None:
    """Both reports are named on the row that stays."""
    texts = [
        "A bomb exploded at a market in Lagos, Nigeria, on 3 May 2020, killing two people, police said.",
        "LAGOS, Nigeria - Two people were killed when a bomb exploded in Lagos on 3 May 2020, officials said.",
        "A bomb exploded in Karachi, Pakistan, on 3 May 2020, killing two people.",
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"r{i}", "text": text}) for i, text in enumerate(texts)), "utf-8")
    _, rows = read(path, "merged.parquet", workers=0)
    explosions = [row for row in rows if row["kind"] == "explosion"]
    assert sorted(sorted(row["reports"]) for row in explosions) == [["r0", "r1"], ["r2"]]


def test_a_text_in_another_language_is_listed_not_misread() -> None:
    """The reason names the language and the cure."""
    from geo.article import article_from_text

    text = (
        "Zwei Soldaten wurden am Montag bei einem Gefecht in der Nähe der Grenze getötet, teilte das Ministerium mit. "
        * 3
    )
    rows = process_batch([article_from_text(text)], Settings())
    assert not rows.incidents
    assert "'de'" in rows.errors[0]["reason"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Deux soldats ont été tués lundi lors d'un affrontement.", "fr"),
        ("Zwei Soldaten wurden am Montag bei einem Gefecht getötet.", "de"),
        ("Двое солдат погибли в понедельник, сообщило министерство.", "ru"),
        ("Bakanlık, pazartesi günü iki askerin öldüğünü açıkladı.", "tr"),
        ("国防部说，周一在边境附近的冲突中有两名士兵丧生，另有三人受伤。", "zh"),
        ("Two soldiers died near Ouagadougou, Bobo-Dioulasso and Koudougou.", ""),
        ("A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said. " * 4, ""),
        ("A bomb exploded in Lagos, Nigeria, killing two people, police said." + ", 1" * 1000, ""),
        ("Clash in Kidal", ""),
        ("Al-Shabaab, Mogadishu, Kismayo", ""),
    ],
)
def test_a_foreign_text_is_known_however_short_and_english_is_not_refused(text: str, language: str) -> None:
    """A sentence is enough; names, numbers and Nigeria's English are no other language."""
    assert foreign(text, "en") == language


class Sleeper:
    """Reads as a reader does, but never ends on one article and fails on another."""

    def read(self, article: Article) -> Report:
        """A report without incidents, an endless loop, or an error."""
        while article.text == "endless":
            pass
        if article.text == "broken":
            raise ValueError("no good")
        return Report(article)

    def read_many(self, articles: list[Article]) -> list[Report]:
        """All of them."""
        return [self.read(article) for article in articles]


def test_an_endless_or_failing_article_is_an_error_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is named with its reason."""
    monkeypatch.setattr("geo.corpus.batch._reader", lambda *_: Sleeper())
    articles = [Article(text, id=text) for text in ("fine", "endless", "broken", "good")]
    process_batch(articles[:1], Settings())  # what is loaded at the first article is not on the clock
    rows = process_batch(articles, Settings(seconds_per_article=0.1))
    assert [(row["source"], row["reason"].split(":")[0]) for row in rows.errors] == [
        ("endless", "TimeoutError"),
        ("broken", "ValueError"),
    ]


def test_the_shards_of_a_folder_are_named_by_their_batch(tmp_path: Path) -> None:
    """Names sort as numbers do."""
    assert Shards(tmp_path).path("errors", 7).name == "part-00000007.parquet"


def test_a_count_beyond_all_numbers_costs_only_its_article(tmp_path: Path) -> None:
    """More digits than a column holds are an error with its line, or a count; the run goes on."""
    texts = [TEXTS[0], f"A bomb in Kano, Nigeria, killed {'9' * 40} people on 3 May 2020.",
             "A bomb in Kano, Nigeria, killed 99,999 million people on 3 May 2020.", TEXTS[2]]  # fmt: skip
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"a{i}", "text": text}) for i, text in enumerate(texts)), "utf-8")
    summary, rows = read(path, "counts.parquet", workers=0)
    assert summary.articles == 4
    assert {"a0", "a3"} <= {row["article"] for row in rows}


def test_a_value_that_no_column_holds_is_an_error_of_its_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a reader gives, the other rows of the batch are written."""

    class Wild(Sleeper):
        def read(self, article: Article) -> Report:
            """A place whose text is no text."""
            mention = Mention(0, 1, "\ud800" if article.text == "wild" else "a", "place")
            return Report(article, (Located(mention, Footprint(None, 7, 0.0, "nowhere")),))

    monkeypatch.setattr("geo.corpus.batch._reader", lambda *_: Wild())
    rows = process_batch([Article(text, id=text) for text in ("fine", "wild", "good")], Settings())
    assert [row["article"] for row in rows.places] == ["fine", "good"]
    assert [row["source"] for row in rows.errors] == ["wild"]


def test_web_pages_are_extracted_where_articles_are_read(tmp_path: Path) -> None:
    """A page travels as it is; what has no article is named by its file."""
    page = "<html><body><article><p>{}</p><p>{}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page.format(TEXTS[0], "Officials said more was to come. " * 9), "utf-8")
    (tmp_path / "b.html").write_text("<html></html>", "utf-8")
    (items,) = [job.items for job in jobs(unread_articles([tmp_path]), 32)]
    assert [type(item) for item in items] == [Unread, Unread]
    rows = process_batch(items, Settings())
    assert {row["text"] for row in rows.places} >= {"Lagos"}
    assert [(Path(row["source"]).name, row["reason"][:10]) for row in rows.errors] == [("b.html", "has no art")]
    assert trafilatura.utils.trim.cache_info().currsize == 0, "lines of pages are kept"


def test_the_words_of_earlier_articles_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """spaCy remembers every word: it is loaded anew where those are too many, and reads as before."""
    from geo.language import pipeline

    articles = [Article(text, id=str(number)) for number, text in enumerate(TEXTS[:2])]
    rows, before = process_batch(articles, Settings()), pipeline(None)
    assert pipeline(None) is before
    monkeypatch.setattr("geo.corpus.batch.MOST_WORDS", 10)
    assert process_batch(articles, Settings()) == rows
    assert pipeline(None) is not before
    assert process_batch(articles, Settings()) == rows


def test_a_batch_holds_only_so_many_bytes() -> None:
    """Long articles make short batches, so that what waits for the workers stays small."""
    items = [Article("x" * (MAX_BATCH // 4), id=str(number)) for number in range(6)]
    assert [len(job.items) for job in jobs(items, 32)] == [4, 2]


def test_a_changed_title_or_date_is_read_again() -> None:
    """All that was found of an article is part of its batch's key."""
    found = Raw("Text.", 1, "Title", "2020-05-03")
    keys = {
        key_of([Unread("a.jsonl", 1, one, date)])
        for one, date in ((found, None), (replace(found, title="T"), None), (found, "2020-05-04"))
    }
    assert len(keys) == 3


def test_time_is_limited_in_any_thread() -> None:
    """Dask works in threads, which no signal reaches."""

    def endless() -> str:
        try:
            with limit(0.05):
                while True:
                    pass
        except TimeoutError as error:
            return str(error)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(endless).result() == endless() == "took longer than 0.05 s of the processor"


def test_waiting_is_not_working() -> None:
    """A busy machine that lets an article wait does not fail it."""

    def slow() -> str:
        with limit(0.05):
            time.sleep(0.2)
        return "done"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(slow).result() == slow() == "done"


def test_what_ends_in_time_is_not_disturbed_later() -> None:
    """A limit that is over throws nothing into what comes after."""

    def quick() -> int:
        for _ in range(200):
            with suppress(TimeoutError), limit(0.0005):
                pass
        return sum(range(100_000))

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(quick).result() == quick() == 4999950000
