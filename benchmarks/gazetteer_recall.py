"""How often the right place is among the candidates that the gazetteer gives for a name.

    python -m benchmarks.gazetteer_recall [--corpora ../shared/corpora] [--missing 40]

A gold toponym with coordinates counts as found when one of the candidates for its text has its geonameid, or lies
within 20 km of its point, or is a country or first-level area whose outline holds the point; beside that, the figure
when any region, sea or lake may answer by its outline, and (by the strict rule again) when a name that nothing bears
may lead to a place named inside it (the tier "part": "Bank of Japan"). Prints
one line a corpus, then what is missing (by the strict rule), most frequent first, by the feature code that the corpus
gives, and by name with the number of candidates.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import shapely

from gazetteer import Gazetteer, open_default
from gazetteer.lookup import OWN_KEY_TIERS
from gazetteer.place import Place, Tier
from gazetteer.reverse import distance_km

CORPORA = ("lgl", "geowebnews")
NEAR_KM = 20.0
STRICT = ("PCL", "ADM1")
WITH_PARTS: tuple[Tier, ...] = (*OWN_KEY_TIERS, "part")
WIDE = (
    "PCL",
    "ADM",
    "RGN",
    "CONT",
    "OCN",
    "SEA",
    "GULF",
    "BAY",
    "STRT",
    "LK",
    "RSV",
    "ISL",
    "PEN",
    "MTS",
    "VAL",
    "DSRT",
)


def golds(path: Path) -> list[dict[str, Any]]:
    """All toponyms of a corpus that have coordinates."""
    with path.open(encoding="utf-8") as lines:
        return [gold for line in lines for gold in json.loads(line)["toponyms"] if gold.get("lat") is not None]


def is_right(gazetteer: Gazetteer, place: Place, gold: dict[str, Any], by_outline: tuple[str, ...]) -> bool:
    """Whether a candidate is the gold: by id, by distance, or as an area of the given kinds that holds its point."""
    lon, lat = float(gold["lon"]), float(gold["lat"])
    if place.id == f"gn:{gold.get('geonameid')}" or distance_km(place.lon, place.lat, lon, lat) <= NEAR_KM:
        return True
    if not place.has_shape or not place.kind.startswith(by_outline):
        return False
    shape = gazetteer.shape(place)
    return shape is not None and bool(shapely.intersects_xy(shape, lon, lat))


def measure(gazetteer: Gazetteer, path: Path, shown: int) -> None:
    """Print one corpus' figures and what it misses."""
    toponyms = golds(path)
    kinds: Counter[str] = Counter()
    names: Counter[str] = Counter()
    wide = empty = parted = 0
    for gold in toponyms:
        candidates = [match.place for match in gazetteer.lookup(gold["text"])]
        if any(is_right(gazetteer, place, gold, STRICT) for place in candidates):
            wide += 1
            parted += 1
            continue
        wide += any(is_right(gazetteer, place, gold, WIDE) for place in candidates)
        empty += not candidates
        inside = [match.place for match in gazetteer.lookup(gold["text"], tiers=WITH_PARTS)]
        parted += any(is_right(gazetteer, place, gold, STRICT) for place in inside)
        kinds[gold.get("fcode") or gold.get("fine_type") or "?"] += 1
        names[f"{gold['text']} ({len(candidates)})"] += 1
    total, found = len(toponyms), len(toponyms) - kinds.total()
    print(f"{path.stem}: {found}/{total} = {found / total:.4f}; any area by outline {wide / total:.4f}; "
          f"with places named inside {parted / total:.4f}; without any candidate {empty}")  # fmt: skip
    print("    by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(20)))
    print("    by name: " + ", ".join(f"{name} {count}" for name, count in names.most_common(shown)))


def main() -> None:
    """Measure every corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(__file__).parents[2] / "shared" / "corpora")
    parser.add_argument("--missing", type=int, default=40, help="how many missing names to print")
    options = parser.parse_args()
    gazetteer = open_default(own_places=False)
    for corpus in CORPORA:
        measure(gazetteer, options.corpora / f"{corpus}.jsonl", options.missing)


if __name__ == "__main__":
    main()
