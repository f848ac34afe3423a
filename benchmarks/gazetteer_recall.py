"""How often the right place is among the candidates that the gazetteer gives for a name.

    python benchmarks/gazetteer_recall.py [--corpora ../shared/corpora] [--missing 40]

A gold toponym with coordinates counts as found when one of the candidates for its text has its geonameid, or lies
within 20 km of its point, or is a country or area whose outline holds the point. Prints one line a corpus, then what is
missing, most frequent first, by the kind of thing that the gold is.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import shapely

from gazetteer import Gazetteer, open_default
from gazetteer.place import Place
from gazetteer.reverse import distance_km

CORPORA = ("lgl", "geowebnews")
NEAR_KM = 20.0


def golds(path: Path) -> list[dict[str, Any]]:
    """All toponyms of a corpus that have coordinates."""
    with path.open(encoding="utf-8") as lines:
        return [gold for line in lines for gold in json.loads(line)["toponyms"] if gold.get("lat") is not None]


def is_right(gazetteer: Gazetteer, place: Place, gold: dict[str, Any]) -> bool:
    """Whether a candidate is the gold: by id, by distance, or as an area that holds the gold's point."""
    lon, lat = float(gold["lon"]), float(gold["lat"])
    if place.id == f"gn:{gold.get('geonameid')}" or distance_km(place.lon, place.lat, lon, lat) <= NEAR_KM:
        return True
    if not place.has_shape or place.kind[:3] in ("LK", "SEA"):
        return False
    shape = gazetteer.shape(place)
    return shape is not None and bool(shapely.intersects_xy(shape, lon, lat))


def main() -> None:
    """Measure every corpus and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(__file__).parents[2] / "shared" / "corpora")
    parser.add_argument("--missing", type=int, default=40, help="how many missing names to print")
    options = parser.parse_args()
    gazetteer = open_default()
    for corpus in CORPORA:
        toponyms = golds(options.corpora / f"{corpus}.jsonl")
        verdicts: dict[tuple[str, str, str], bool] = {}
        missing: Counter[str] = Counter()
        empty = 0
        for gold in toponyms:
            key = (gold["text"], str(gold["lon"]), str(gold["lat"]))
            candidates = gazetteer.lookup(gold["text"])
            if key not in verdicts:
                verdicts[key] = any(is_right(gazetteer, match.place, gold) for match in candidates)
            if not verdicts[key]:
                empty += not candidates
                missing[f"{gold['text']} [{gold.get('fine_type') or gold.get('type') or ''}] {len(candidates)}"] += 1
        found = len(toponyms) - missing.total()
        print(f"{corpus}: {found}/{len(toponyms)} = {found / len(toponyms):.4f}; no candidate at all for {empty}")
        for name, count in missing.most_common(options.missing):
            print(f"    {count:4} {name}")


if __name__ == "__main__":
    main()
