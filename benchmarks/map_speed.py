"""Size of the page and time until it can be used, at 1k, 10k and 100k incidents, beside folium and geopandas.

    python -m benchmarks.map_speed [--sizes 1000 10000 100000]

lonboard and kepler.gl (where they are installed) are measured in size only: their pages fetch their code from a CDN
and show nothing here.
Ours is ready when the article, list, timeline and map are drawn; the others when their script has run. Their pages
get Leaflet and jQuery from our vendored files in place of the CDNs, so that all run without a network.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.map_pages import chromium, incidents

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OTHERS_AT_MOST = {"folium.Marker each": 2_000, "GeoDataFrame.explore()": 20_000}
TIMEOUT = 180_000  # milliseconds


def ours(table: GeoDataFrame, path: Path) -> None:
    """One page of `incident_map`."""
    from maps import incident_map

    incident_map(table).save(path)


def markers(table: GeoDataFrame, path: Path) -> None:
    """A folium.Marker with a popup for each incident."""
    import folium

    drawn = folium.Map(tiles=None)
    drawn.options["max_zoom"] = 18
    for point, title in zip(table.geometry, table["title"], strict=True):
        folium.Marker([point.y, point.x], popup=title).add_to(drawn)
    _save_offline(drawn, path)


def explore(table: GeoDataFrame, path: Path) -> None:
    """geopandas' own map."""
    plain = table[["id", "kind", "title", "start", "place", "killed", "geometry"]]
    _save_offline(plain.explore(tiles=None), path)


def lonboard(table: GeoDataFrame, path: Path) -> None:
    """lonboard's export of a scatterplot with the columns that `explore` gets."""
    from lonboard import viz

    viz(table[["id", "kind", "title", "start", "place", "killed", "geometry"]]).to_html(path)


def kepler(table: GeoDataFrame, path: Path) -> None:
    """kepler.gl's export (package keplergl) of the same columns."""
    from keplergl import KeplerGl

    drawn = KeplerGl()
    drawn.add_data(data=table[["id", "kind", "title", "start", "place", "killed", "geometry"]], name="incidents")
    drawn.save_to_html(file_name=str(path))


WAYS: dict[str, Callable[[Any, Path], None]] = {
    "incident_map": ours,
    "folium.Marker each": markers,
    "GeoDataFrame.explore()": explore,
    "lonboard": lonboard,
    "kepler.gl": kepler,
}
ONLINE = (lonboard, kepler)  # their pages fetch their code from a CDN


def measure(browser: Any, path: Path, own: bool) -> float:
    """Seconds from navigation until the page can be used."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    started = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load", timeout=TIMEOUT)
    if own:
        page.wait_for_selector("#dl.ready", timeout=TIMEOUT)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def main() -> None:
    """Print one line a way and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    sizes = parser.parse_args().sizes
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| way | incidents | page MB | made in s | usable in s |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for count in sizes:
            table = incidents(count)
            for name, draw in WAYS.items():
                if count > OTHERS_AT_MOST.get(name, count):
                    continue
                path = Path(folder) / "page.html"
                started = time.perf_counter()
                try:
                    draw(table, path)
                except ImportError as error:
                    print(f"| {name} | {count:,} | not installed: {error.name} | | |", flush=True)
                    continue
                made = time.perf_counter() - started
                size = path.stat().st_size / 1e6
                usable = "needs a network"
                if draw not in ONLINE:
                    usable = f"{min(measure(browser, path, draw is ours) for _ in range(3)):.2f}"
                print(f"| {name} | {count:,} | {size:.2f} | {made:.1f} | {usable} |", flush=True)


def _save_offline(drawn: Any, path: Path) -> None:
    from maps import vendored

    page = drawn.get_root().render()
    scripts = [vendored.read("leaflet@1.9.4/leaflet.js"), vendored.read("jquery@3.7.1/jquery.min.js")]
    page = re.sub(r"<script src=[^>]*></script>|<link rel=\"stylesheet\"[^>]*>", "", page)
    embedded = "".join(f"<script>{script}</script>" for script in scripts)
    style = f"<style>{vendored.read('leaflet@1.9.4/leaflet.css')}</style>"
    path.write_text(page.replace("<head>", f"<head>{style}{embedded}", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
