"""Whether the focus of an article is what its annotations are about, on the toponym corpora.

    python -m benchmarks.focus --taggers DIR     # a folder with tagger-without-CORPUS.onnx

An article's own focus country is that of most of its annotated places (a country counts as itself), its focus place the
annotated place, no country, that is named most often; articles in which two are named equally often are left out. What
people would call the focus is not annotated in these corpora: this is the nearest that they allow.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpora import DEFAULT_FOLDER, TOPONYM_CORPORA, Document, Gold, read_documents
from benchmarks.measures import NEAR_KM, Judge, calibration, point_error_km
from benchmarks.places import MODELS
from gazetteer import Gazetteer, open_default
from geo.recognise import Recogniser
from geo.records import Located
from geo.resolve import Resolver, focus


def most(names: Sequence[str]) -> str:
    """The one that is there most often; "" where there is none or two are."""
    counts = Counter(names).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else ""


def country_of(gold: Gold, gazetteer: Gazetteer) -> str:
    """The alpha-2 code of the country in which an annotated place lies; "" where the gazetteer cannot say."""
    place = gazetteer.get(f"gn:{gold.geonameid}") if gold.geonameid else None
    if place is not None and place.country:
        return place.country
    assert gold.lat is not None and gold.lon is not None
    around = gazetteer.reverse(gold.lon, gold.lat)
    return around.country.country if around.country else ""


def judged(
    documents: Sequence[Document], recogniser: Recogniser, resolver: Resolver, gazetteer: Gazetteer
) -> Iterator[tuple[str, float, bool]]:
    """For each article and each of "country" and "place" that has a focus: our confidence, and whether it is right."""
    judge = Judge(gazetteer)
    for document in documents:
        golds = [gold for gold in document.golds if gold.located]
        mentions = recogniser.mentions(document.article.text)
        footprints = resolver.resolve(document.article, mentions, with_geometry=False)
        found = focus([Located(m, f) for m, f in zip(mentions, footprints, strict=True)])
        country = most([code for gold in golds if (code := country_of(gold, gazetteer))])
        if country:
            yield "country", found["country_confidence"], found["country"] == country
        below = {f"{gold.lat} {gold.lon}": gold for gold in golds if judge.kind(gold) != "country"}
        place = most([f"{gold.lat} {gold.lon}" for gold in golds if judge.kind(gold) != "country"])
        if place:
            ours = found["place"]
            right = ours is not None and (
                judge.error_km(below[place], ours) <= NEAR_KM or point_error_km(below[place], ours) <= NEAR_KM
            )
            yield "place", found["place_confidence"], right


def main() -> None:
    """Print how many foci are right, and how right the confident ones are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--taggers", type=Path, required=True, help="a folder with tagger-without-CORPUS.onnx")
    options = parser.parse_args()
    gazetteer = open_default()
    for corpus in TOPONYM_CORPORA:
        recogniser = Recogniser(gazetteer, threads=1, model=options.taggers / f"tagger-without-{corpus}.onnx")
        resolver = Resolver(gazetteer, model=MODELS / f"resolver-without-{corpus}.npz")
        rows = list(judged(read_documents(corpus, options.corpora), recogniser, resolver, gazetteer))
        for kind in ("country", "place"):
            sure = [confidence for which, confidence, _ in rows if which == kind]
            right = [is_right for which, _, is_right in rows if which == kind]
            at = calibration(sure, right, 0.5)
            print(
                f"{corpus}: focus {kind} right in {sum(right)} of {len(right)} articles "
                f"({sum(right) / len(right):.3f}); "
                f"confidence ≥ 0.5: kept {at.kept:.3f}, of these right {at.right_of_kept:.3f}; "
                f"expected calibration error {at.expected_error:.3f}"
            )


if __name__ == "__main__":
    main()
