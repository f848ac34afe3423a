"""A headless Chromium for the tests marked `browser`, and pages made once for all of them."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sample import sample_report

DATA = Path(__file__).parent / "data"
FLAGS = (DATA / "chromium-flags.txt").read_text().split()  # of a browser that asks nothing by itself; benchmarks too
AXE = DATA / "axe-core-4.10.3.min.js.gz"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's chromium; without it the tests are skipped, except in CI, where they fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium: apt-get install chromium")
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample report."""
    from maps import incident_map

    path = tmp_path_factory.mktemp("pages") / "sample.html"
    incident_map(sample_report()).save(path)
    return path


class Opened:
    """A page in the browser with all that went wrong in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.violations: list[str] = []
        page.on("request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or self.requests.append(r.url))
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("console", lambda m: m.type == "error" and self.violations.append(m.text))
        page.on("dialog", lambda d: (self.errors.append(f"dialog: {d.message}"), d.dismiss()))

    def rows(self) -> int:
        """How many incidents the list counts."""
        return int(self.page.locator("#tab-count").inner_text().replace(",", ""))

    def counts(self, number: int) -> None:
        """Wait until the list counts so many."""
        self.page.locator("#tab-count", has_text=re.compile(f"^{number}$")).wait_for()

    def clean(self) -> None:
        """Nothing was asked of the network, nothing thrown, nothing refused by the policy."""
        assert (self.requests, self.errors, self.violations) == ([], [], [])


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Opened]]:
    """Opens a saved page and waits until it is drawn."""
    contexts = []

    def opening(path: Path, fragment: str = "", **options: Any) -> Opened:
        viewport = {"width": options.pop("width", 1400), "height": options.pop("height", 900)}
        context = chromium.new_context(viewport=viewport, accept_downloads=True, **options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri() + fragment)
        opened.page.wait_for_selector("#dl.ready", timeout=60_000)
        return opened

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core 4.10.3 (MPL-2.0), for tests only."""
    return gzip.decompress(AXE.read_bytes()).decode()
