"""Recognition, resolution, both together, calibration and speed on the toponym corpora: one command.

python -m benchmarks.places                      # shipped models would flatter: each corpus with the other's
python -m benchmarks.places --name before        # writes benchmarks/results/places-before.{json,md}
python -m benchmarks.places --against before     # and says what changed since
python -m benchmarks.places --only resolution --corpus lgl --shipped
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpora import DEFAULT_FOLDER, TOPONYM_CORPORA, Document, Gold, read_documents
from benchmarks.measures import (
    FAR_KM,
    KINDS,
    NEAR_KM,
    Judge,
    calibration,
    score_spans,
    summarise,
)
from gazetteer import Gazetteer, open_default
from gazetteer.names import fold
from geo.records import Footprint, Mention
from geo.resolve import Resolver

RESULTS = Path(__file__).resolve().parent / "results"
MODELS = Path(__file__).resolve().parent / "models"
PARTS = ("recognition", "resolution", "end-to-end", "speed")


@dataclass(slots=True)
class Outcome:
    """What became of one gold: the causes are for people to read."""

    corpus: str
    document: str
    start: int
    text: str
    kind: str
    demonym: bool
    unseen: bool
    error_km: float
    confidence: float
    answer: str
    cause: str = ""


@dataclass(slots=True)
class Run:
    """All figures of one run, by corpus and part; what is written to the results folder."""

    name: str
    commit: str
    models: str
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the parts asked for, prints the table, writes it and the errors."""
    options = _options(arguments)
    gazetteer = open_default()
    models = "shipped" if options.shipped else "resolver trained on the other corpus"
    taggers = "taggers trained on the other corpus" if options.taggers else "shipped tagger"
    run = Run(options.name, _commit(), f"{models}, {taggers}")
    for corpus in options.corpus or TOPONYM_CORPORA:
        documents = read_documents(corpus, options.corpora)
        bench = Bench(corpus, documents, gazetteer, Judge(gazetteer), _seen_pairs(corpus, options.corpora))
        bench.run(options.only or PARTS, run, _model(corpus, options), _tagger(corpus, options))
    _write(run)
    print(table(run))
    if options.against:
        print(comparison(_read(options.against), run))


class Bench:
    """One corpus and everything needed to score it."""

    def __init__(
        self,
        corpus: str,
        documents: list[Document],
        gazetteer: Gazetteer,
        judge: Judge,
        seen: frozenset[tuple[str, int]],
    ) -> None:
        self.corpus, self.documents, self.gazetteer, self.judge, self.seen = corpus, documents, gazetteer, judge, seen
        self._demonyms: dict[str, bool] = {}

    def run(self, parts: Sequence[str], run: Run, model: Path | None, tagger: Path | None) -> None:
        """Scores the parts and adds their figures and errors to the run."""
        resolver = Resolver(self.gazetteer, model=model) if model else Resolver(self.gazetteer)
        if "resolution" in parts:
            self._resolution(resolver, run)
        if set(parts) & {"recognition", "end-to-end", "speed"}:
            self._raw_text(parts, resolver, run, tagger)

    def _resolution(self, resolver: Resolver, run: Run) -> None:
        outcomes = []
        for document in self.documents:
            given = [_given(gold) for gold in document.golds]
            footprints = resolver.resolve(document.article, given, with_geometry=False)
            outcomes += [
                self._outcome(document, gold, footprint)
                for gold, footprint in zip(document.golds, footprints, strict=True)
                if gold.located
            ]
        for name, chosen in _slices(outcomes).items():
            run.figures[f"{self.corpus} · spans given · {name}"] = asdict(summarise([o.error_km for o in chosen]))
        run.figures[f"{self.corpus} · spans given · calibration"] = asdict(
            calibration([o.confidence for o in outcomes], [o.error_km <= FAR_KM for o in outcomes])
        )
        run.errors += [asdict(o) | {"part": "spans given"} for o in outcomes if o.error_km > NEAR_KM]

    def _raw_text(self, parts: Sequence[str], resolver: Resolver, run: Run, tagger: Path | None) -> None:
        from geo.recognise import Recogniser

        recogniser = Recogniser(self.gazetteer, model=tagger)
        found = recogniser.mentions_many([document.article.text for document in self.documents])
        found = [[m for m in mentions if m.role != "relative" and m.role != "description"] for mentions in found]
        if "recognition" in parts:
            self._recognition(found, run)
        if "end-to-end" in parts:
            self._end_to_end(found, resolver, run)
        if "speed" in parts:
            from benchmarks.speed import articles_to_footprints

            texts = [document.article for document in self.documents]
            run.figures[f"{self.corpus} · speed"] = articles_to_footprints(texts, recogniser, resolver)

    def _recognition(self, found: list[list[Mention]], run: Run) -> None:
        every = score_spans(
            [[(g.start, g.end) for g in d.golds] for d in self.documents],
            [[(m.start, m.end) for m in f] for f in found],
        )
        names = score_spans(
            [[(g.start, g.end) for g in d.golds if not self.is_demonym(g.text)] for d in self.documents],
            [[(m.start, m.end) for m in f if not self.is_demonym(m.text)] for f in found],
        )
        for label, score in (("all", every), ("no demonyms", names)):
            run.figures[f"{self.corpus} · recognition · {label}"] = {
                "precision": score.precision,
                "recall": score.recall,
                "f1": score.f1,
                "gold": score.gold,
            }

    def _end_to_end(self, found: list[list[Mention]], resolver: Resolver, run: Run) -> None:
        outcomes, confidences, right = [], [], []
        for document, mentions in zip(self.documents, found, strict=True):
            footprints = resolver.resolve(document.article, mentions, with_geometry=False)
            by_span = {(m.start, m.end): f for m, f in zip(mentions, footprints, strict=True)}
            for gold in document.golds:
                if not gold.located:
                    continue
                footprint = by_span.get((gold.start, gold.end))
                outcome = self._outcome(document, gold, footprint)
                if footprint is None:
                    overlaps = any(m.start < gold.end and gold.start < m.end for m in mentions)
                    outcome.cause = "span: other bounds" if overlaps else "span: missed"
                else:
                    confidences.append(footprint.confidence)
                    right.append(outcome.error_km <= NEAR_KM)
                outcomes.append(outcome)
        for name, chosen in _slices(outcomes).items():
            hits = sum(o.error_km <= NEAR_KM for o in chosen)
            far = sum(o.error_km <= FAR_KM for o in chosen)
            if chosen:
                run.figures[f"{self.corpus} · raw text · {name}"] = {
                    "count": len(chosen),
                    "right": hits / len(chosen),
                    "within_161": far / len(chosen),
                }
        run.figures[f"{self.corpus} · raw text · calibration (spans found)"] = asdict(calibration(confidences, right))
        run.errors += [asdict(o) | {"part": "raw text"} for o in outcomes if o.error_km > NEAR_KM]

    def is_demonym(self, text: str) -> bool:
        """Whether the text's first meaning in the gazetteer is by a demonym or adjective ("French", "Palestinians")."""
        key = fold(text)
        if key not in self._demonyms:
            matches = self.gazetteer.lookup(text) or self.gazetteer.lookup(text.removesuffix("s"))
            kinds = [match.name.kind for match in matches[:1]]
            self._demonyms[key] = kinds[:1] in (["demonym"], ["adjective"])
        return self._demonyms[key]

    def _outcome(self, document: Document, gold: Gold, footprint: Footprint | None) -> Outcome:
        place = footprint.places[0] if footprint and footprint.places else None
        error = self.judge.error_km(gold, place)
        return Outcome(
            corpus=self.corpus,
            document=document.article.id,
            start=gold.start,
            text=gold.text,
            kind=self.judge.kind(gold),
            demonym=self.is_demonym(gold.text),
            unseen=(fold(gold.text), gold.geonameid or 0) not in self.seen,
            error_km=round(error, 1),
            confidence=round(footprint.confidence, 3) if footprint else 0.0,
            answer=f"{place.id} {place.name} ({place.kind}, {place.country} {place.admin1})" if place else "",
            cause=self._cause(gold, footprint) if footprint and error > NEAR_KM else "",
        )

    def _cause(self, gold: Gold, footprint: Footprint) -> str:
        reachable = any(self.judge.error_km(gold, match.place) <= NEAR_KM for match in self.gazetteer.lookup(gold.text))
        if footprint.where_precision in (2, 3) and "tied" in footprint.how:
            return "tied to the wrong town" if not reachable else "tied though the gazetteer has it"
        if not footprint.places:
            return "no answer though the gazetteer has it" if reachable else "no answer: not in the gazetteer"
        return "wrong one chosen" if reachable else "namesake chosen: right one not in the gazetteer"


def _slices(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    slices = {
        "all": outcomes,
        "no demonyms": [o for o in outcomes if not o.demonym],
        "no countries": [o for o in outcomes if o.kind != "country"],
        "unseen pairs": [o for o in outcomes if o.unseen],
    }
    return slices | {kind: [o for o in outcomes if o.kind == kind] for kind in KINDS}


def _given(gold: Gold) -> Mention:
    return Mention(gold.start, gold.end, gold.text, "place")


def _seen_pairs(corpus: str, folder: Path) -> frozenset[tuple[str, int]]:
    trained_on = read_documents(TOPONYM_CORPORA[corpus], folder)
    return frozenset((fold(gold.text), gold.geonameid or 0) for document in trained_on for gold in document.golds)


def _model(corpus: str, options: argparse.Namespace) -> Path | None:
    return None if options.shipped else MODELS / f"resolver-without-{corpus}.npz"


def _tagger(corpus: str, options: argparse.Namespace) -> Path | None:
    return options.taggers / f"tagger-without-{corpus}.onnx" if options.taggers else None


def table(run: Run) -> str:
    """The run's figures as Markdown."""
    lines = [f"# Places: {run.name} (commit {run.commit}, models: {run.models})", ""]
    for name, figures in run.figures.items():
        shown = ", ".join(f"{key} {_shown(value)}" for key, value in figures.items())
        lines.append(f"- {name}: {shown}")
    lines += ["", "## Errors by cause", ""]
    causes = Counter((e["corpus"], e["part"], e["cause"]) for e in run.errors)
    lines += [f"- {corpus} · {part} · {cause}: {count}" for (corpus, part, cause), count in causes.most_common()]
    return "\n".join(lines)


def comparison(before: Run, after: Run) -> str:
    """What changed: the figures that moved, then the golds that turned right and wrong."""
    lines = [f"# From {before.name} ({before.commit}) to {after.name} ({after.commit})", ""]
    for name, figures in after.figures.items():
        earlier = before.figures.get(name, {})
        moved = [
            f"{key} {_shown(earlier[key])} → {_shown(value)}"
            for key, value in figures.items()
            if key in earlier and abs(value - earlier[key]) >= 0.0005
        ]
        if moved:
            lines.append(f"- {name}: {', '.join(moved)}")
    was, now = ({_key(e): e for e in run.errors} for run in (before, after))
    for title, keys in (("turned right", was.keys() - now.keys()), ("turned wrong", now.keys() - was.keys())):
        lines.append(f"\n## {title}: {len(keys)}")
        lines += [f"- {_line(was.get(key) or now[key])}" for key in sorted(keys)[:40]]
    return "\n".join(lines)


def _key(error: dict[str, Any]) -> tuple[str, str, str, int]:
    return (error["corpus"], error["part"], error["document"], error["start"])


def _line(error: dict[str, Any]) -> str:
    where = f"{error['corpus']} {error['part']} {error['document']}:{error['start']}"
    return f"{where} {error['text']!r} → {error['answer']}"


def _shown(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) and abs(value) < 10 else f"{value:,.0f}"


def _write(run: Run) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"places-{run.name}.md").write_text(table(run) + "\n", encoding="utf-8")
    (RESULTS / f"places-{run.name}.json").write_text(json.dumps(asdict(run)), encoding="utf-8")


def _read(name: str) -> Run:
    return Run(**json.loads((RESULTS / f"places-{name}.json").read_text(encoding="utf-8")))


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=RESULTS.parent
    )
    return found.stdout.strip() or "unknown"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=DEFAULT_FOLDER, help="the folder with the corpora")
    parser.add_argument(
        "--taggers", type=Path, help="a folder with tagger-without-CORPUS.onnx; the shipped tagger saw both corpora"
    )
    parser.add_argument("--corpus", action="append", choices=list(TOPONYM_CORPORA))
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--name", default="last", help="how to call this run in benchmarks/results")
    parser.add_argument("--against", help="an earlier run to compare with")
    parser.add_argument("--shipped", action="store_true", help="the shipped models, which were trained on both corpora")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
