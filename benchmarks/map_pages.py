"""What the map's benchmarks share: tables of incidents of any size, and a Chromium that waits for a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

FLAGS = (Path(__file__).resolve().parent.parent / "tests/maps/data/chromium-flags.txt").read_text().split()
KINDS = (
    "clash", "shelling", "airstrike", "explosion", "attack", "capture", "ceasefire", "arrest", "protest", "riot",
    "strike", "kidnapping", "displacement", "disaster", "accident", "outbreak", "crime", "other",
)  # fmt: skip
WORDS = ("forces", "shelled", "village", "near", "river", "residents", "fled", "officials", "said", "talks")


def incidents(count: int, seed: int = 7) -> GeoDataFrame:
    """`count` made-up incidents round forty places, with the columns of the GeoJSON interface and a sentence each."""
    import geopandas
    import numpy as np
    import pandas

    random = np.random.default_rng(seed)
    centres = random.uniform([-90, -35], [140, 60], (40, 2))
    points = centres[random.integers(0, 40, count)] + random.normal(0, 2.5, (count, 2))
    days = pandas.Timestamp("2020-01-01") + pandas.to_timedelta(random.integers(0, 1500, count), "D")
    quotes = [" ".join(words) for words in random.choice(WORDS, (count, 25))]
    groups = random.integers(0, 80, (count, 2))
    columns = {
        "id": [f"e{i}" for i in range(count)],
        "kind": random.choice(KINDS, count),
        "title": [f"Event {i}" for i in range(count)],
        "status": "reported",
        "start": days.strftime("%Y-%m-%d"),
        "end": days.strftime("%Y-%m-%d"),
        "date_precision": "day",
        "place": [f"Town {n}" for n in random.integers(0, 3000, count)],
        "country": "AM",
        "where_precision": random.integers(1, 3, count),
        "radius_km": 5.0,
        "confidence": random.uniform(0.3, 1, count).round(2),
        "killed": random.integers(0, 20, count),
        "actors": [[f"Group {a}", f"Group {b}"] for a, b in groups],
        "evidence": [[{"quote": quote, "start": 0, "end": len(quote)}] for quote in quotes],
    }
    geometry = geopandas.points_from_xy(points[:, 0], points[:, 1].clip(-80, 80))
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's chromium, headless, under playwright."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("no chromium: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
