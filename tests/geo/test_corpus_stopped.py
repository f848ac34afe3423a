"""A run that somebody stops: it ends, and so does everything that it began."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Ctrl-C is answered also where the tests themselves run in the background, with it ignored.
CODE = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from maps.cli import main; sys.argv[0] = 'dateline'; main()"
)
PATIENCE = 120  # seconds until a process is taken for one that never ends


def twice_by_hand(run: subprocess.Popen[bytes]) -> None:
    """Ctrl-C, which a terminal sends to all processes of a command, by somebody who does not wait."""
    for _ in range(2):
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(0.3)


def killed(run: subprocess.Popen[bytes]) -> None:
    """kill -9 of the process that was begun, and of no other."""
    run.kill()


@pytest.mark.parametrize("stop", [twice_by_hand, killed])
def test_nothing_is_left_of_a_run_that_was_stopped(
    stop: Callable[[subprocess.Popen[bytes]], None], tmp_path: Path
) -> None:
    """No worker stays in memory, or goes on writing into a folder that the next run takes up."""
    text = "A bomb exploded in Lagos, Nigeria, on 3 May 2020, killing two people, police said. "
    lines = (json.dumps({"id": f"a{number}", "text": text * 20}) for number in range(400))
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-c", CODE, "corpus", "articles.jsonl", "-o", "out.parquet"]
    run = subprocess.Popen(
        [*command, "--workers", "2", "--batch-size", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until(lambda: any((tmp_path / "out.parts").glob("_done/*")))
        stop(run)
        assert run.wait(PATIENCE) != 0
        _wait_until(lambda: not _processes_of(run.pid))
        assert not (tmp_path / "out.parquet").exists()
    finally:
        for process in _processes_of(run.pid):
            os.kill(process, signal.SIGKILL)
        run.wait()


def _processes_of(session: int) -> list[int]:
    """The living processes of a session: those that one command began, and theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, its_session, *_ = status.read_text().rpartition(")")[2].split()
            if int(its_session) == session and state != "Z":
                found.append(int(status.parent.name))
    return found


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 10):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail(f"not within {PATIENCE} s")
