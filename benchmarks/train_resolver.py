"""Trains the resolver's forests on the toponym corpora, spans given; the same seed gives the same file.

    python -m benchmarks.train_resolver            # the shipped model (both corpora), and one a corpus left out
    python -m benchmarks.train_resolver --only shipped --keep-forests      # as the shipped one was made last

The models of one corpus are for `benchmarks.places`, which reports each corpus with a model that never saw it.
Needs catboost and scikit-learn (for this script only; the models are read with numpy).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from benchmarks import made_up
from benchmarks.corpora import DEFAULT_FOLDER, TOPONYM_CORPORA, Document, read_documents
from benchmarks.measures import FAR_KM, NEAR_KM, Judge, point_error_km
from gazetteer import Gazetteer, open_default
from geo.records import Mention
from geo.resolve.blocks import STATIC, Blocks, Floats
from geo.resolve.context import CONTEXT, context_features, flattened
from geo.resolve.ranker import Curve, Forest, Model, load, softmax
from geo.resolve.scene import MENTION, Scene, set_scene
from geo.resolve.sureness import together
from geo.resolve.tie import Options

SHIPPED = Path(__file__).resolve().parent.parent / "geo" / "data" / "resolver.npz"
MODELS = Path(__file__).resolve().parent / "models"
FOLDS = 3
#: Each forest is the mean of one a seed: alone they differ by up to 0.006 in what they get right on another corpus.
SEEDS = (7, 8, 9)
MADE_UP_WEIGHT = 0.5
TREES = {"prior": (50, 4), "first": (100, 5), "second": (200, 5), "tie": (80, 4)}


@dataclass(frozen=True, slots=True)
class Example:
    """An article's scene with what is right: a share for each row (of its group's mentions), a weight a row."""

    scene: Scene
    right: Floats
    weight: Floats
    fold: int
    document: Document

    @property
    def annotated(self) -> bool:
        """Whether people said what is right, so that figures and calibration may rest on it."""
        return not self.document.article.id.startswith(("local-", "world-"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains the three models and says how each does on its own held-out folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--only", choices=["shipped", *TOPONYM_CORPORA], help="just the shipped one, or that left out")
    parser.add_argument(
        "--keep-forests", action="store_true", help="of the shipped model renew the curve of answers alone"
    )
    options = parser.parse_args(arguments)
    gazetteer = open_default()
    examples = {name: examples_of(read_documents(name, options.corpora), gazetteer) for name in TOPONYM_CORPORA}
    invented = examples_of(made_up.documents(gazetteer), gazetteer, weight=MADE_UP_WEIGHT)
    for left_out, other in TOPONYM_CORPORA.items():
        if options.only in (None, left_out):
            train([*examples[other], *invented]).save(MODELS / f"resolver-without-{left_out}.npz")
    if options.only in (None, "shipped"):
        trained = train([example for corpus in (*examples.values(), invented) for example in corpus])
        (with_curve_of(load(SHIPPED), trained) if options.keep_forests else trained).save(SHIPPED)


def with_curve_of(kept: Model, trained: Model) -> Model:
    """A model with the curve of answers that another one of the same recipe got on articles that it had not seen."""
    return replace(kept, curves=kept.curves | {"answer": trained.curves["answer"]})


def examples_of(documents: Sequence[Document], gazetteer: Gazetteer, weight: float = 1.0) -> list[Example]:
    """The documents as scenes with the right rows marked; articles of one outlet fall into one fold."""
    blocks, judge = Blocks(gazetteer), Judge(gazetteer)
    return [_example(document, blocks, judge, weight) for document in documents]


def _example(document: Document, blocks: Blocks, judge: Judge, share: float) -> Example:
    golds = document.golds
    scene = set_scene(document.article, [Mention(g.start, g.end, g.text, "place") for g in golds], blocks)
    right, weight = (np.zeros(len(scene), dtype=np.float32) for _ in range(2))
    for group in scene.groups:
        own = [i for i in group.mentions if i < scene.given]
        located = [golds[scene.hosts.get(i, i)] for i in own or group.mentions if golds[scene.hosts.get(i, i)].located]
        rows = slice(group.first, group.first + (len(group.block) if group.block else 0))
        for row in range(rows.start, rows.stop):
            place = scene.places[row]
            hits = [judge.error_km(gold, place) <= NEAR_KM or judge.in_region(gold, place) for gold in located]
            right[row] = sum(hits) / len(hits) if hits else 0.0
        weight[rows] = (len(located) ** 0.5 if located else 0.3) * (1.0 if own else 0.3)
    outlet = document.article.source or document.article.url.split("/")[2:3] or document.article.id
    return Example(scene, right, weight * share, zlib.crc32(str(outlet).encode()) % FOLDS, document)


def train(examples: Sequence[Example]) -> Model:
    """All forests, each stage trained on what the stage before says of articles that it has not seen."""
    started = time.perf_counter()
    fold = np.concatenate([np.full(len(e.scene), e.fold) for e in examples])
    right = np.concatenate([e.right for e in examples])
    weight = np.concatenate([e.weight for e in examples])
    forests: dict[str, Forest] = {}
    own = np.concatenate([e.scene.features for e in examples])
    likely = _stage("prior", own, right, weight, fold, examples, forests)
    likely = flattened(likely, _owners(examples))
    for stage in ("first", "second"):
        rows = np.hstack([own, _contexts(examples, likely)])
        likely = _stage(stage, rows, right, weight, fold, examples, forests)
    curves = {"answer": _calibrate(_answers(examples, likely))}
    forests["tie"], curves["tie"] = _train_ties(examples, likely, rows)
    print(f"trained on {len(examples)} articles in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return Model(forests, curves, (*STATIC, *MENTION, *CONTEXT))


def _contexts(examples: Sequence[Example], likely: Floats) -> Floats:
    """The context features of all rows."""
    scenes = [example.scene for example in examples]
    parts = np.split(likely, np.cumsum([len(scene) for scene in scenes])[:-1])
    return np.concatenate([context_features(scene, part) for scene, part in zip(scenes, parts, strict=True)])


def _stage(
    name: str,
    rows: Floats,
    right: Floats,
    weight: Floats,
    fold: NDArray[np.int64],
    examples: Sequence[Example],
    forests: dict[str, Forest],
) -> Floats:
    """Fits the stage's forest on everything, and answers with held-out probabilities (cross-fitted)."""
    logits = np.zeros(len(rows), dtype=np.float32)
    for held_out in range(FOLDS):
        inside = fold != held_out
        logits[~inside] = fit(name, rows[inside], right[inside], weight[inside]).logits(rows[~inside])
    forests[name] = fit(name, rows, right, weight)
    likely = softmax(logits, _owners(examples))
    print(f"  {name}: held-out share of names right {_share_right(examples, likely):.3f}", file=sys.stderr)
    return likely


def _owners(examples: Sequence[Example]) -> NDArray[np.int64]:
    shifts = np.cumsum([0, *(len(example.scene.groups) for example in examples)])
    return np.concatenate([e.scene.owner + shift for e, shift in zip(examples, shifts, strict=False)])


def _share_right(examples: Sequence[Example], likely: Floats) -> float:
    answers = _answers(examples, likely)
    return sum(right * count for _, right, count in answers) / sum(count for *_, count in answers)


def _answers(examples: Sequence[Example], likely: Floats) -> list[tuple[float, float, int]]:
    """For each group with candidates and a gold: how likely the best answer is, how right, and its golds."""
    found, first = [], 0
    for example in examples:
        for group in example.scene.groups:
            golds = sum(example.document.golds[i].located for i in group.mentions if i < example.scene.given)
            if group.block and golds and example.annotated:
                rows = slice(first + group.first, first + group.first + len(group.block))
                best = int(np.argmax(likely[rows]))
                here = slice(group.first, group.first + len(group.block))
                found.append((together(group.block, likely[rows], best), float(example.right[here][best]), golds))
        first += len(example.scene)
    return found


def _train_ties(examples: Sequence[Example], likely: Floats, rows: Floats) -> tuple[Forest, Curve]:
    """What to tie lacking names to: near counts 1, within 161 km a half; calibrated on near alone."""
    cuts = np.cumsum([len(example.scene) for example in examples])[:-1]
    tables, good, near, folds, groups = [], [], [], [], []
    for example, own, features in zip(examples, np.split(likely, cuts), np.split(rows, cuts), strict=True):
        if not example.annotated:
            continue
        ties = Options(example.scene, own, features)
        for number in ties.lacking():
            golds = [
                example.document.golds[i] for i in example.scene.groups[number].mentions if i < example.scene.given
            ]
            located = [gold for gold in golds if gold.located]
            found, table = ties.of(number)
            if not located or not found:
                continue
            errors = [point_error_km(located[0], option.place) for option in found]
            tables.append(table)
            near += [error <= NEAR_KM for error in errors]
            good += [0.5 * (error <= NEAR_KM) + 0.5 * (error <= FAR_KM) for error in errors]
            folds += [example.fold] * len(found)
            groups += [len(groups)] * 1 + [-1] * (len(found) - 1)
    table = np.concatenate(tables)
    target, hit, fold = np.array(good, dtype=np.float32), np.array(near), np.array(folds)
    weight = np.ones(len(target), dtype=np.float32)
    logits = np.zeros(len(target), dtype=np.float32)
    for held_out in range(FOLDS):
        inside = fold != held_out
        logits[~inside] = fit("tie", table[inside], target[inside], weight[inside]).logits(table[~inside])
    starts = np.flatnonzero(np.array(groups) >= 0)
    best = [first + int(np.argmax(part)) for first, part in zip(starts, np.split(logits, starts[1:]), strict=True)]
    raw = 1 / (1 + np.exp(-logits[best]))
    print(
        f"  tie: held-out share within 20 km {hit[best].mean():.3f}, of {len(best)}; "
        f"within 161 km or half {target[best].mean():.3f}",
        file=sys.stderr,
    )
    answers = [(float(p), float(h), 1) for p, h in zip(raw, hit[best], strict=True)]
    return fit("tie", table, target, weight), _calibrate(answers)


def _calibrate(answers: Sequence[tuple[float, float, int]]) -> Curve:
    raw, right, count = (np.array(column, dtype=float) for column in zip(*answers, strict=True))
    isotonic = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, right, sample_weight=count)
    grid = np.linspace(0, 1, 51)
    return Curve(grid, isotonic.predict(grid))


def fit(name: str, rows: Floats, right: Floats, weight: Floats) -> Forest:
    """The mean of forests of the size of that stage, one a seed."""
    found = [_fit(name, rows, right, weight, seed) for seed in SEEDS]
    return Forest(
        np.concatenate([forest.column for forest in found]),
        np.concatenate([forest.border for forest in found]),
        np.concatenate([forest.leaves for forest in found]) / len(SEEDS),
        float(np.mean([forest.bias for forest in found])),
    )


def _fit(name: str, rows: Floats, right: Floats, weight: Floats, seed: int) -> Forest:
    trees, depth = TREES[name]
    model = CatBoostClassifier(
        iterations=trees,
        depth=depth,
        learning_rate=0.1 if trees > 100 else 0.2,
        l2_leaf_reg=8.0,
        random_seed=seed,
        loss_function="CrossEntropy",
        rsm=0.5,
        border_count=64,
        allow_writing_files=False,
        verbose=False,
        thread_count=1,
    )
    model.fit(rows, right, sample_weight=weight)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return _forest(json.loads(path.read_text(encoding="utf-8")), depth)


def _forest(exported: dict, depth: int) -> Forest:  # type: ignore[type-arg]
    trees = exported["oblivious_trees"]
    column = np.zeros((len(trees), depth), dtype=np.int64)
    border = np.full((len(trees), depth), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 2**depth), dtype=np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or ()):
            column[number, level], border[number, level] = split["float_feature_index"], split["border"]
        leaves[number, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = exported["scale_and_bias"]
    return Forest(column, border, leaves * scale, float(np.ravel(bias)[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
