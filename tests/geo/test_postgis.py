"""The merged table in a real PostGIS: a cluster of our own on a unix socket, gone after the tests."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.corpus.postgis import write_postgis
from geo.corpus.run import read_corpus
from geo.errors import OutputError

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'dateline[postgis]'")

TEXTS = (
    "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said.",
    "Police arrested 12 protesters in Santiago, Chile, on 4 May 2020.",
)


def _folder_of_server() -> Path:
    """Where Debian's latest PostgreSQL keeps its programs, PostGIS installed beside it; skips where there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        version = folder.parent.name
        if Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return folder
    pytest.skip("no PostgreSQL with PostGIS here: apt-get install postgresql postgresql-postgis")


@pytest.fixture(scope="module")
def cluster() -> Iterator[dict[str, Any]]:
    """A running server: {"url", "stop", "start"}; as another user where we are root, as PostgreSQL demands."""
    programs, folder = _folder_of_server(), Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    owner = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(program: str, *options: str) -> None:
        log = subprocess.DEVNULL  # a pipe would stay open as long as the server runs
        command = [str(programs / program), *options]
        subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, timeout=60, **owner)

    def start() -> None:
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-o", settings, "start")

    run("initdb", "-D", str(data), "-U", "dateline", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
    start()
    try:
        yield {
            "url": f"postgresql://dateline@/postgres?host={folder}",
            "stop": lambda: run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop"),
            "start": start,
        }
    finally:
        subprocess.run([str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
                       cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **owner)  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The merged table of two articles."""
    folder = tmp_path_factory.mktemp("corpus")
    source = folder / "articles.jsonl"
    source.write_text("\n".join(json.dumps({"id": f"a{n}", "text": text}) for n, text in enumerate(TEXTS)), "utf-8")
    read_corpus([source], folder / "incidents.parquet", workers=0)
    return folder / "incidents.parquet"


def _rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return list(connection.execute(query).fetchall())


def test_the_table_is_the_file(cluster: dict[str, Any], merged: Path) -> None:
    """Every incident is there with its geometry in WGS 84; run again, it is replaced and not doubled."""
    import geopandas

    expected = geopandas.read_parquet(merged)
    for _ in range(2):
        assert write_postgis(merged, cluster["url"]) == len(expected) > 0
    found = _rows(cluster["url"], "select id, st_srid(geometry), st_astext(geometry, 5) from incidents order by id")
    assert [row[0] for row in found] == sorted(expected["id"])
    assert {row[1] for row in found} == {4326}
    near = _rows(
        cluster["url"],
        "select count(*) from incidents where "
        "st_dwithin(geometry::geography, st_setsrid(st_makepoint(3.4, 6.5), 4326)::geography, 60000)",
    )
    assert near == [(1,)]


@pytest.mark.parametrize("name", ['x"; drop table incidents; --', "select", "Événements du 3 mai", "a.b"])
def test_any_name_is_only_a_name(cluster: dict[str, Any], merged: Path, name: str) -> None:
    """A hostile table name makes a table of that name and touches no other."""
    written = write_postgis(merged, cluster["url"])
    assert write_postgis(merged, cluster["url"], name) == written
    tables = {row[0] for row in _rows(cluster["url"], "select tablename from pg_tables where schemaname = 'public'")}
    assert {name, "incidents"} <= tables


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 64])
def test_a_name_that_is_none_is_refused(cluster: dict[str, Any], merged: Path, name: str) -> None:
    """No table can be called that: an error that says so, no traceback."""
    with pytest.raises(OutputError):
        write_postgis(merged, cluster["url"], name)


@pytest.mark.parametrize("url", ["no url", "postgresql://dateline@/postgres?host=/nowhere", "mysql://x/y"])
def test_a_wrong_address_is_said(merged: Path, url: str) -> None:
    """An address without a server is one clear error."""
    with pytest.raises(OutputError, match="database"):
        write_postgis(merged, url)


def test_a_failed_write_leaves_the_old_table(cluster: dict[str, Any], merged: Path, tmp_path: Path) -> None:
    """The file is broken half-way: what the database had is still there."""
    written = write_postgis(merged, cluster["url"])
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(merged.read_bytes()[:500])
    with pytest.raises(OutputError):
        write_postgis(broken, cluster["url"])
    assert _rows(cluster["url"], "select count(*) from incidents") == [(written,)]


def test_a_lost_server_is_said(cluster: dict[str, Any], merged: Path) -> None:
    """The server is gone: an error, and the table is whole when it is back."""
    written = write_postgis(merged, cluster["url"])
    cluster["stop"]()
    with pytest.raises(OutputError, match="database"):
        write_postgis(merged, cluster["url"])
    cluster["start"]()
    assert _rows(cluster["url"], "select count(*) from incidents") == [(written,)]


def test_the_command_writes_the_table(cluster: dict[str, Any], tmp_path: Path) -> None:
    """`dateline corpus … --to postgis URL` leaves the file and the table; another kind of database is refused."""
    source = tmp_path / "article.txt"
    source.write_text(TEXTS[0], "utf-8")
    program = [sys.executable, "-c", "from maps.cli import main; main()"]
    command = [*program, "corpus", str(source), "-o", str(tmp_path / "one.parquet"), "--workers", "0"]
    refused = subprocess.run([*command, "--to", "oracle", cluster["url"]], capture_output=True, text=True, timeout=60)
    assert refused.returncode != 0 and "postgis" in refused.stderr and "Traceback" not in refused.stderr
    nowhere = "postgresql://dateline@/postgres?host=/nowhere"
    lost = subprocess.run([*command, "--to", "postgis", nowhere], capture_output=True, text=True, timeout=60)
    assert lost.returncode == 2 and "database" in lost.stderr and "Traceback" not in lost.stderr
    assert list(tmp_path.iterdir()) == [source], "the articles were read first"
    subprocess.run([*command, "--to", "postgis", cluster["url"]], check=True, timeout=60)
    assert _rows(cluster["url"], "select kind, killed from incidents") == [("explosion", 2)]
