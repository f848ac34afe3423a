"""What 'right' means, and the figures made of it. The rules are those of the project's benchmark notes.

An answer is right by the same id, by distance, or, for a country or first-level area, when the gold's point lies
inside the answer's shape: the points that GeoNames, Wikipedia and Natural Earth give Russia are far apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pyproj import Geod

from benchmarks.corpora import Gold
from gazetteer import Gazetteer
from gazetteer.place import Place

#: Half the Earth's circumference: what an unresolved toponym counts as being off by, in kilometres.
FARTHEST_KM = 20_039.0
NEAR_KM = 20.0
FAR_KM = 161.0
WGS84 = Geod(ellps="WGS84")
COUNTRY_CODES = ("PCL", "TERR")
KINDS = ("country", "adm1", "adm2", "town", "other")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of spans, with the counts behind them."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found spans that are annotated."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated spans that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def score_spans(golds: Iterable[Iterable[tuple[int, int]]], found: Iterable[Iterable[tuple[int, int]]]) -> Score:
    """Exact spans, a document an item on both sides."""
    right = found_count = gold_count = 0
    for gold_spans, found_spans in zip(golds, found, strict=True):
        gold_set, found_set = set(gold_spans), set(found_spans)
        right += len(gold_set & found_set)
        found_count += len(found_set)
        gold_count += len(gold_set)
    return Score(right, found_count, gold_count)


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Geodesic distance in kilometres between two points in degrees."""
    return float(WGS84.inv(lon, lat, other_lon, other_lat)[2]) / 1000.0


def point_error_km(gold: Gold, place: Place) -> float:
    """How far the place's point is from the gold's, in kilometres, whatever their ids and shapes."""
    if gold.lon is None or gold.lat is None:
        return FARTHEST_KM
    return distance_km(gold.lon, gold.lat, place.lon, place.lat)


def kind_of_code(code: str) -> str:
    """One of `KINDS` for a GeoNames feature code."""
    if code.startswith(COUNTRY_CODES):
        return "country"
    if code in ("ADM1", "ADM1H"):
        return "adm1"
    if code.startswith(("ADM2", "ADM3", "ADM4", "ADMD")):
        return "adm2"
    if code.startswith("PPL"):
        return "town"
    return "other"


class Judge:
    """Says whether a place is the gold's, by the gazetteer's ids and shapes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._inside: dict[tuple[str, float, float], bool] = {}

    def kind(self, gold: Gold) -> str:
        """The gold's kind: its own feature code, or that of the gazetteer's place of its id."""
        if gold.feature_code:
            return kind_of_code(gold.feature_code)
        place = self._gazetteer.get(f"gn:{gold.geonameid}") if gold.geonameid else None
        return kind_of_code(place.kind) if place else "other"

    def in_region(self, gold: Gold, place: Place) -> bool:
        """Whether a gold that is no town, country or area lies in the place's shape, the place being a region or water.

        For training alone: a continent's point is arbitrary, and the published rules take only ids and distance.
        """
        if gold.lon is None or gold.lat is None or self.kind(gold) != "other" or kind_of_code(place.kind) != "other":
            return False
        return self._covers(place, gold.lon, gold.lat)

    def error_km(self, gold: Gold, place: Place | None) -> float:
        """How far off the place is, in kilometres: 0 for the same id or area, `FARTHEST_KM` for none."""
        if place is None or gold.lon is None or gold.lat is None:
            return FARTHEST_KM
        if place.id == f"gn:{gold.geonameid}" or self._same_area(gold, place):
            return 0.0
        return distance_km(gold.lon, gold.lat, place.lon, place.lat)

    def _same_area(self, gold: Gold, place: Place) -> bool:
        kind = kind_of_code(place.kind)
        if kind not in ("country", "adm1") or self.kind(gold) not in ("country", "adm1"):
            return False
        assert gold.lon is not None and gold.lat is not None
        if kind == "country" and self.kind(gold) == "adm1" and gold.geonameid is not None:
            return False
        key = (place.id, gold.lon, gold.lat)
        if key not in self._inside:
            self._inside[key] = self._covers(place, gold.lon, gold.lat)
        return self._inside[key]

    def _covers(self, place: Place, lon: float, lat: float) -> bool:
        from shapely.geometry import Point

        shape = self._gazetteer.shape(place, detail="fine") if place.has_shape else None
        return shape is not None and bool(shape.covers(Point(lon, lat)))


@dataclass(frozen=True, slots=True)
class Distances:
    """The usual figures over a set of errors in kilometres."""

    count: int
    within_161: float
    within_20: float
    mean_km: float
    median_km: float
    auc: float


def summarise(errors: Sequence[float]) -> Distances:
    """The figures of these errors; `auc` is the area under the curve of log errors (0 best, 1 worst).

    AUC as in Gritta et al. 2018, "What's missing in geographical parsing?", doi:10.1007/s10579-017-9385-8.
    """
    if not errors:
        return Distances(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    ordered = np.sort(np.asarray(errors, dtype=float))
    logs = np.log1p(np.minimum(ordered, FARTHEST_KM)) / math.log1p(FARTHEST_KM)
    auc = float(np.trapezoid(logs) / (len(logs) - 1)) if len(logs) > 1 else float(logs[0])
    return Distances(
        count=len(ordered),
        within_161=float((ordered <= FAR_KM).mean()),
        within_20=float((ordered <= NEAR_KM).mean()),
        mean_km=float(ordered.mean()),
        median_km=float(np.median(ordered)),
        auc=auc,
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """At one threshold of confidence: the share kept, the share of those that is right; and the expected error."""

    threshold: float
    kept: float
    right_of_kept: float
    expected_error: float


def calibration(confidences: Sequence[float], right: Sequence[bool], threshold: float = 0.7) -> Calibration:
    """Calibration of confidences against what is right; expected calibration error over ten equal bins."""
    sure = np.asarray(confidences, dtype=float)
    truth = np.asarray(right, dtype=float)
    if not len(sure):
        return Calibration(threshold, 0.0, 0.0, 0.0)
    kept = sure >= threshold
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())]
    right_of_kept = float(truth[kept].mean()) if kept.any() else 0.0
    return Calibration(threshold, float(kept.mean()), right_of_kept, float(sum(gaps)))
