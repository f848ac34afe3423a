"""The joint decision: which place each mention of an article means, or none of those known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from geo.records import Article, Footprint, Mention
from geo.resolve import ranker
from geo.resolve.answers import Answers
from geo.resolve.blocks import Blocks, Floats
from geo.resolve.commas import settled
from geo.resolve.context import context_features, flattened
from geo.resolve.scene import Scene, set_scene


class Resolver:
    """Says which place words mean, all mentions of an article together.

    Args:
        gazetteer: where the candidates come from.
        model: a model file made by `benchmarks/train_resolver.py`; the shipped one where None.

    Raises:
        geo.resolve.ranker.ModelFileError: if the model file cannot be read.
    """

    def __init__(self, gazetteer: Gazetteer, *, model: Path | None = None) -> None:
        self._blocks = Blocks(gazetteer)
        self._model = ranker.load(model)
        self._answers = Answers(gazetteer, self._model)

    def resolve(self, article: Article, mentions: Sequence[Mention], *, with_geometry: bool = True) -> list[Footprint]:
        """One footprint a mention, in their order; unresolved ones have no places and say why.

        With `with_geometry=False` the footprints' geometry is None (areas' shapes are costly to load); all
        else is the same.
        """
        scene = set_scene(article, mentions, self._blocks)
        likely, rows = judge(scene, self._model)
        return self._answers.footprints(scene, likely, rows, with_geometry=with_geometry)


def judge(scene: Scene, model: ranker.Model) -> tuple[Floats, Floats]:
    """Each row's probability, and the features that it was last judged by: a prior, then twice with the article."""
    likely = ranker.softmax(model.forests["prior"].logits(scene.features), scene.owner)
    likely, rows = flattened(likely, scene.owner), scene.features
    for stage in ("first", "second"):
        rows = np.hstack([scene.features, context_features(scene, likely)])
        likely = settled(scene, ranker.softmax(model.forests[stage].logits(rows), scene.owner))
    return likely, rows


__all__ = ["Resolver", "judge"]
