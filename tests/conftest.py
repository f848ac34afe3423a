"""What all tests share: no network, and one reader for the whole run."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

LOCAL = {"127.0.0.1", "::1", "localhost"}
os.environ["DATELINE_PLACES"] = ""  # a developer's own places must not change what the tests see
ARTICLES = Path(__file__).resolve().parent.parent / "notebooks" / "articles"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            pytest.fail(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the sample articles."""
    return ARTICLES


@pytest.fixture(scope="session")
def reader() -> Any:
    """A reader with the shipped gazetteer and models, loaded once."""
    from geo import Reader

    return Reader()
