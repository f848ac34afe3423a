"""Incidents of news articles written for this project, against what a careful analyst would code.

    python -m benchmarks.news                       # both halves
    python -m benchmarks.news --half dev --show     # every error of the half that rules are made on

Rules are made on `benchmarks/news/dev.toml` and reported on `benchmarks/news/held.toml`, whose errors nobody looks at.
An annotated incident counts as whole when one incident of ours has its kind and status, its place (our footprint's
centre within `within_km` of it, or no place on both sides), its days (the intervals meet, and ours is not a week
wider) and its toll (between the least and the most that the text gives). Drawn in vain is what we draw, diplomacy
apart, and no annotated incident, required or not, has at that place.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer.reverse import distance_km
from geo.events.compare import interval
from geo.export.figures import best_figure
from geo.reading import Reader
from geo.records import Article, Incident

FOLDER = Path(__file__).parent / "news"
TOLLS = ("killed", "injured", "captured", "missing")
STATUSES = {"reported": ("reported",), "denied": ("denied", "reported"), "historic": ("historic", "reported"),
            "planned": ("planned",)}  # fmt: skip
SLACK_DAYS = 7
_OF_BATTLES = frozenset({"clash", "capture", "territory"})


@dataclass(frozen=True, slots=True)
class Judged:
    """How one of our incidents answers an annotated one."""

    kind: bool
    place: bool
    days: bool
    toll: bool

    @property
    def whole(self) -> bool:
        """Right in everything."""
        return self.kind and self.place and self.days and self.toll

    @property
    def points(self) -> float:
        """For choosing the best of several answers: the kind must be right, the place counts most."""
        return self.kind * (1.0 + 2.0 * self.place + self.days + 0.5 * self.toll)


def judge(gold: dict[str, Any], ours: Incident) -> Judged:
    """Compare slot by slot."""
    return Judged(
        kind=ours.kind in gold["kinds"] and ours.status in STATUSES[gold.get("status", "reported")],
        place=same_place(gold, ours),
        days=same_days(gold, ours),
        toll=all(_toll(gold, ours, measure) for measure in TOLLS),
    )


def same_place(gold: dict[str, Any], ours: Incident) -> bool:
    """Whether the centre of what we draw lies near enough; nothing drawn is right where the text gives no place."""
    geometry = ours.where.footprint.geometry if ours.where is not None else None
    if geometry is None or geometry.is_empty:
        return "lon" not in gold
    if "lon" not in gold:
        return False
    middle = geometry.centroid
    return distance_km(middle.x, middle.y, gold["lon"], gold["lat"]) <= max(50.0, gold.get("within_km", 50.0))


def same_days(gold: dict[str, Any], ours: Incident) -> bool:
    """Whether the intervals meet and ours is not much wider; any time is right where the text gives none."""
    if "start" not in gold:
        return True
    first, last = interval(ours.when)
    if first is None or last is None:
        return False
    start, end = gold["start"], gold.get("end", gold["start"])
    return first <= end and last >= start and (last - first).days <= (end - start).days + SLACK_DAYS


def _toll(gold: dict[str, Any], ours: Incident, measure: str) -> bool:
    best = best_figure(ours.claims, measure)
    if measure == "captured" and not _OF_BATTLES.intersection(gold["kinds"]):  # we count these as arrested, kidnapped
        return True
    if measure not in gold:
        return not best
    least, most = gold[measure]
    return best is not None and least <= best <= most


def pair(golds: Sequence[dict[str, Any]], ours: Sequence[Incident]) -> dict[int, tuple[Incident, Judged]]:
    """The best answer to each annotated incident, each of ours used once."""
    ranked = sorted(
        ((judge(gold, one), number, one) for number, gold in enumerate(golds) for one in ours),
        key=lambda item: -item[0].points,
    )
    found: dict[int, tuple[Incident, Judged]] = {}
    used: set[str] = set()
    for judged, number, one in ranked:
        if judged.kind and number not in found and one.id not in used:
            found[number] = (one, judged)
            used.add(one.id)
    return found


def drawn_in_vain(golds: Sequence[dict[str, Any]], ours: Sequence[Incident]) -> list[Incident]:
    """What a reader of the map would be misled by."""
    return [
        one
        for one in ours
        if one.kind != "diplomacy"
        and one.where is not None
        and not any(one.kind in gold["kinds"] and same_place(gold, one) for gold in golds)
    ]


def articles(half: str) -> Iterator[dict[str, Any]]:
    """The annotated articles of a half."""
    yield from tomllib.loads((FOLDER / f"{half}.toml").read_text(encoding="utf-8"))["article"]


def measure(reader: Reader, half: str, *, show: bool, only: str) -> None:
    """Print a half's figures, and with `show` its errors."""
    counts: Counter[str] = Counter()
    for article in articles(half):
        if only and only not in article["id"]:
            continue
        golds = article.get("incident", [])
        ours = reader.read(Article(article["text"].strip(), published=article["date"])).found
        found, vain = pair(golds, ours), drawn_in_vain(golds, ours)
        for number, gold in enumerate(golds):
            if not gold.get("main", True):
                continue
            counts["all"] += 1
            if number in found:
                counts.update({"found": 1, **{slot: int(getattr(found[number][1], slot)) for slot in _SLOTS}})
        counts["drawn"] += sum(one.where is not None and one.kind != "diplomacy" for one in ours)
        counts["vain"] += len(vain)
        if show:
            _print_errors(article, golds, ours, found, vain)
    _print(half, counts)


_SLOTS = ("place", "days", "toll", "whole")


def _print(half: str, counts: Counter[str]) -> None:
    total = max(1, counts["all"])
    slots = ", ".join(f"{slot} {counts[slot] / total:.3f}" for slot in ("found", *_SLOTS))
    print(f"{half}: {counts['all']} incidents required: {slots}; drawn {counts['drawn']}, in vain {counts['vain']} "
          f"({counts['vain'] / max(1, counts['drawn']):.3f})")  # fmt: skip


def _print_errors(
    article: dict[str, Any],
    golds: Sequence[dict[str, Any]],
    ours: Sequence[Incident],
    found: dict[int, tuple[Incident, Judged]],
    vain: Sequence[Incident],
) -> None:
    print(f"== {article['id']}")
    for number, gold in enumerate(golds):
        if number in found:
            one, judged = found[number]
            wrong = [slot for slot in ("place", "days", "toll") if not getattr(judged, slot)]
            print(f"  {'ok ' if not wrong else 'BAD'} {_told(gold)} <- {_ours(one)} {' '.join(wrong)}")
        else:
            print(f"  {'MISSED' if gold.get('main', True) else 'missed (not required)'} {_told(gold)}")
    paired = {one.id for one, _ in found.values()}
    for one in ours:
        if one.id not in paired:
            print(f"  {'VAIN' if one in vain else 'extra'} {_ours(one)}")


def _told(gold: dict[str, Any]) -> str:
    tolls = " ".join(f"{measure}={gold[measure]}" for measure in TOLLS if measure in gold)
    return f"{'/'.join(gold['kinds'])} {gold.get('status', '')} @{gold.get('where')} {gold.get('start')} {tolls}"


def _ours(one: Incident) -> str:
    place = one.where.mention.text if one.where is not None else f"None ({one.unlocated_because})"
    figures = {measure: best_figure(one.claims, measure) for measure in TOLLS}
    tolls = " ".join(f"{measure}={figure}" for measure, figure in figures.items() if figure is not None)
    return f"[{one.kind} {one.status} {one.trigger.text!r} @{place} {one.when.start}..{one.when.end} {tolls}]"


def main() -> None:
    """Measure the halves asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["dev", "held"], nargs="*", default=["dev", "held"])
    parser.add_argument("--show", action="store_true", help="print every error")
    parser.add_argument("--only", default="", help="articles whose id holds this")
    options = parser.parse_args()
    reader = Reader()
    for half in options.half:
        measure(reader, half, show=options.show, only=options.only)


if __name__ == "__main__":
    main()
