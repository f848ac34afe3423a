"""Relative places measured: on coded descriptions of places (UCDP) and on messages with marked descriptions (Harvey).

    python -m benchmarks.relations [--corpora ../shared/corpora] [--misses]

UCDP: each description is read as an article with its coded province and country behind it; the footprint is right where
the coded point lies inside it grown by its own radius. Beside it the distance from the middle of the footprint and from
that of the bare anchor. Harvey: the share of marked relative descriptions whose span is found, exactly or overlapping.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import shapely

from geo.language import parse
from geo.reading import Reader
from geo.records import Article, Footprint, Located, Mention
from geo.relations.plane import Plane, centre_of, distance_km
from geo.relations.reader import Relation

#: Words of the coder's, not of the text, that end an anchor's name.
GENERIC = (" town", " village", " city", " region", " province", " road")
#: The class of a description whose relation is not drawn, answered by a place that it names.
BY_NAME = "by a name alone"
#: Markers of a relative description among Harvey's: only those are asked for.
RELATIVE_WORDS = frozenset(("near", "between", "from", "outside", "area", "off", "coast", "downtown")) | {
    f"{wind}{ending}" for wind in ("north", "south", "east", "west") for ending in ("", "ern")
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One description read: what was drawn, how large, and how far off it and the bare anchor are (km)."""

    kind: str
    inside: bool
    bare_inside: bool
    ours_km: float
    anchor_km: float
    radius_km: float
    area_km2: float
    stand_in: bool
    text: str
    how: str


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    arguments.add_argument("--misses", action="store_true", help="list the descriptions that are wrong or not drawn")
    given = arguments.parse_args()
    reader = Reader()
    ucdp(reader, list(_lines(given.corpora / "ucdp_where.jsonl")), given.misses)
    harvey(reader, list(_lines(given.corpora / "harvey_descriptions.jsonl")), given.misses)


def ucdp(reader: Reader, rows: Sequence[dict[str, Any]], misses: bool) -> None:
    """The table of classes over all descriptions with a relation, then the two halves."""
    related = [row for row in rows if row["relations"]]
    outcomes: list[tuple[bool, Outcome | None, str]] = []
    times: list[float] = []
    for row in related:
        outcome, seconds = _read(reader, row)
        times.append(seconds)
        outcomes.append((is_tuning(row), outcome, row["description"]))
    answered = [outcome for _, outcome, _ in outcomes if outcome is not None]
    by_relation = [outcome for outcome in answered if outcome.kind != BY_NAME]
    print(f"UCDP: {len(related)} descriptions with a relation; {len(by_relation)} drawn by a relation, ", end="")
    print(f"{len(answered) - len(by_relation)} by a name alone, {len(related) - len(answered)} not")
    header = ("n", "inside", "ungrown", "ours km", "anchor km", "radius km", "area km2", "stand-in")
    print(f"{'class':28}" + "".join(f"{title:>10}" for title in header))
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in answered:
        by_kind[outcome.kind].append(outcome)
    for kind, group in sorted(by_kind.items(), key=lambda pair: -len(pair[1])):
        _line(kind, group)
    _line("drawn by a relation", by_relation)
    _line("of these no stand-in", [outcome for outcome in by_relation if not outcome.stand_in])
    _line("drawn", answered)
    for name, half in (("tuning half", True), ("reporting half", False)):
        _line(name, [outcome for tuning, outcome, _ in outcomes if outcome is not None and tuning == half])
    for name, halves in (("tuning half", (True,)), ("reporting half", (False,)), ("all", (True, False))):
        part = [outcome for tuning, outcome, _ in outcomes if tuning in halves]
        inside = sum(outcome is not None and outcome.inside for outcome in part) / len(part)
        bare = sum(outcome is not None and outcome.bare_inside for outcome in part) / len(part)
        print(f"inside, of every description ({name}, {len(part)}): {inside:.3f}; not grown {bare:.3f}")
    print(f"cost of a relation: {statistics.median(times) * 1000:.2f} ms of processor time (median)")
    if misses:
        for _, outcome, text in outcomes:
            if outcome is None:
                print("  not drawn:", text)
            elif not outcome.inside:
                print(f"  outside by class {outcome.kind}: {text} | {outcome.how} | {outcome.ours_km:.0f} km")


def is_tuning(row: dict[str, Any]) -> bool:
    """Whether rules may be made looking at this row. Rows of one anchor are in one half, for many say the same."""
    return crc32(row["anchor_name"].encode()) % 2 == 1


def _line(name: str, group: Sequence[Outcome]) -> None:
    inside = sum(outcome.inside for outcome in group) / len(group)
    bare = sum(outcome.bare_inside for outcome in group) / len(group)
    medians = [
        statistics.median(getattr(outcome, column) for outcome in group)
        for column in ("ours_km", "anchor_km", "radius_km", "area_km2")
    ]
    stand_ins = sum(outcome.stand_in for outcome in group)
    print(f"{name:28}{len(group):>10}{inside:>10.3f}{bare:>10.3f}", end="")
    print("".join(f"{median:>10.1f}" for median in medians[:3]) + f"{medians[3]:>10.0f}{stand_ins:>10}")


def _read(reader: Reader, row: dict[str, Any]) -> tuple[Outcome | None, float]:
    """What one description gives, and the seconds that each of its relations cost."""
    description = row["description"]
    article = Article(f"{description}.\n\n{row['adm1']}, {row['country']}\n")
    mentions = _mentions(reader, article.text, row["anchor_name"], len(description))
    located = reader.resolve(article, mentions)
    doc = parse(article.text)
    began = time.thread_time()
    relations = reader.relations.relations(doc, article, located)
    seconds = (time.thread_time() - began) / max(1, len(relations))
    best = _best([each for each in relations if each.located.mention.start < len(description)])
    chosen = best.located if best is not None else _by_name(located, len(description))
    if chosen is None or chosen.footprint.geometry is None:
        return None, seconds
    footprint, coded = chosen.footprint, (row["lon"], row["lat"])
    ours = distance_km(centre_of(footprint.geometry), coded)
    anchor = _anchor_km(best, located, coded) if best is not None else None
    outcome = Outcome(
        best.kind if best is not None else BY_NAME,
        _holds(footprint, shapely.Point(coded), footprint.radius_km),
        _holds(footprint, shapely.Point(coded), 0.0),
        ours,
        ours if anchor is None else anchor,
        footprint.radius_km,
        _area_km2(footprint),
        footprint.how.startswith("somewhere") or bool(footprint.tie),
        description,
        footprint.how,
    )
    return outcome, seconds


def _by_name(located: Sequence[Located], end: int) -> Located | None:
    """The description's first place that is located itself, where no relation is drawn."""
    named = (each for each in located if each.mention.start < end and each.footprint.tie != "nearby")
    return next((each for each in named if each.footprint.geometry is not None), None)


def _area_km2(footprint: Footprint) -> float:
    """How large the footprint is, grown by its radius."""
    flat = Plane(*centre_of(footprint.geometry)).flatten(footprint.geometry)
    return float(flat.buffer(max(footprint.radius_km, 0.001)).area)


def _mentions(reader: Reader, text: str, anchor: str, end: int) -> list[Mention]:
    """The recogniser's mentions, and the coder's anchor where it stands in the description and was not recognised."""
    found = reader.recogniser.mentions(text)
    name = anchor
    for word in GENERIC:
        name = name.removesuffix(word)
    at = text.casefold().find(name.casefold())
    if name and 0 <= at < end and not any(each.start < at + len(name) and at < each.end for each in found):
        found = [*found, Mention(at, at + len(name), text[at : at + len(name)], "place")]
    return sorted(found, key=lambda each: each.start)


def _best(relations: Sequence[Relation]) -> Relation | None:
    """The outermost relation that says where: drawn and small before drawn and large, stand-ins last."""
    anchors = {anchor for each in relations for anchor in each.located.mention.anchors}
    outer = [each for each in relations if each.named is None and each.located.mention not in anchors]
    relative = [each for each in outer if each.located.mention.role == "relative"] or outer
    drawn = [each for each in relative if each.located.footprint.geometry is not None]
    return min(drawn, key=lambda each: (each.located.footprint.how.startswith("somewhere"), _size(each)), default=None)


def _size(relation: Relation) -> float:
    footprint = relation.located.footprint
    west, south, east, north = Plane(*centre_of(footprint.geometry)).flatten(footprint.geometry).bounds
    return float(max(east - west, north - south)) + footprint.radius_km


def _holds(footprint: Footprint, point: shapely.Point, grown_km: float) -> bool:
    plane = Plane(point.x, point.y)
    return bool(plane.flatten(footprint.geometry).distance(shapely.Point(0, 0)) <= grown_km)


def _anchor_km(relation: Relation, located: Iterable[Located], point: tuple[float, float]) -> float | None:
    """How far the first anchor that is located is from the coded point."""
    anchors = relation.located.mention.anchors
    for each in located:
        if (
            any(each.mention == anchor or each.mention in anchor.anchors for anchor in anchors)
            and each.footprint.geometry is not None
        ):
            return distance_km(centre_of(each.footprint.geometry), point)
    return None


def harvey(reader: Reader, rows: Sequence[dict[str, Any]], misses: bool) -> None:
    """How many of the marked descriptions with a relative word are found."""
    wanted = exact = overlapping = given = 0
    for row in rows:
        spans = [span for span in row["locations"] if RELATIVE_WORDS & set(span["text"].casefold().split())]
        if not spans:
            continue
        article = Article(row["text"])
        located = reader.resolve(article, reader.recogniser.mentions(article.text))
        found = [each.located.mention for each in reader.relations.relations(parse(article.text), article, located)]
        everything = [*found, *(each.mention for each in located)]
        for span in spans:
            wanted += 1
            exact += any((each.start, each.end) == (span["start"], span["end"]) for each in everything)
            overlapping += any(each.start < span["end"] and span["start"] < each.end for each in everything)
            given += any(each.start < span["end"] and span["start"] < each.end for each in found)
            if misses and not any(each.start < span["end"] and span["start"] < each.end for each in everything):
                print("  not found:", span["text"])
    print(f"Harvey: {wanted} relative descriptions; exact {exact / wanted:.2f}, overlapping {overlapping / wanted:.2f}")
    print(f"        (of these as a relation, not a mere name: {given / wanted:.2f})")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
