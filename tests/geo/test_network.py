"""The quickened network says of each token what spaCy's own says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from geo.language import pipeline
from geo.network import quicken

#: Words said twice, once before a space and once before a mark, and a text of nothing.
TEXTS = ("Shells fell on the town and on the town hall.", "", "The town, they said.\n\nThe town!")


@pytest.fixture
def small() -> Language:
    """A pipeline of the kind that is shipped, with weights that nothing was learnt by."""
    blank = spacy.blank("en")
    blank.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 12, "depth": 2,
                                                "embed_size": 50, "window_size": 1, "maxout_pieces": 3,
                                                "subword_features": True, "pretrained_vectors": None}})  # fmt: skip
    blank.initialize()
    return blank


def test_vectors_are_those_of_the_network_itself(small: Language) -> None:
    """A row for each token, in its place, alike tokens told apart by their neighbours alone."""
    before = [doc.tensor for doc in small.pipe(TEXTS)]
    quicken(small)
    after = [doc.tensor for doc in small.pipe(TEXTS)]
    for mine, spacys in zip(after, before, strict=True):
        np.testing.assert_allclose(mine, spacys, atol=1e-5)
    assert len(np.unique(after[0].round(4), axis=0)) == len(after[0])


def test_each_form_is_embedded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped model embeds its words by their form alone, so twenty words of two forms take two rows."""
    layer = next(node for node in pipeline().get_pipe("tok2vec").model.walk() if node.name == "each_form_once")
    embed, rows = layer.layers[0]._func, []

    def counted(model: Any, tokens: Any, is_train: bool) -> Any:
        rows.append(len(tokens.dataXd))
        return embed(model, tokens, is_train)

    monkeypatch.setattr(layer.layers[0], "_func", counted)
    pipeline()("no way " * 10)
    assert rows == [2]
