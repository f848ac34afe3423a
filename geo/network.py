"""spaCy's network, run with less work than spaCy takes: what it says of a text is the same.

It is made to be trained as well, and asks for each token what it has just been asked for the same word elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from thinc.model import Model
    from thinc.types import Ragged

    Floats = NDArray[np.float32]

#: The layers round those that look at one token alone: before them stand the features, behind them the neighbours.
_BEFORE, _BEHIND = ["extract_features", "list2ragged"], "ragged2list"


def quicken(loaded: Language) -> None:
    """Let the pipeline's networks, which must not be trained any more, multiply, choose and embed faster."""
    ops = _ops()
    for _, pipe in loaded.pipeline:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if model is not None else ():
            if isinstance(node.ops, type(ops)):
                node.ops = ops
            _embed_each_form_once(node)


def _ops() -> Any:
    """Numpy's OpenBLAS, which takes less than half of BLIS's time, and numpy's maximum, which takes a third of thinc's.

    They are ours alone: other pipelines of this process keep theirs.
    """
    from thinc.api import NumpyOps

    ops: Any = NumpyOps(use_blis=False)
    ops.maxout = _maxout
    return ops


def _maxout(pieces: Floats) -> tuple[Floats, None]:
    """The greatest piece of each output, shape (rows, outputs, pieces); which one it was, only training asks."""
    import numpy as np

    return reduce(np.maximum, (pieces[..., piece] for piece in range(pieces.shape[-1]))), None


def _embed_each_form_once(node: Model[Any, Any]) -> None:
    """Where a node's layers embed tokens by their features, let them do so once for all tokens that are alike."""
    from thinc.api import Model, chain

    names = [layer.name for layer in node.layers]
    alone = node.layers[len(_BEFORE) : -1]
    if names[: len(_BEFORE)] != _BEFORE or names[-1] != _BEHIND or not all(map(_is_with_array, alone)):
        return
    each: Model[Any, Any] = Model("each_form_once", _each_form_once, layers=[chain(*alone)])
    node.layers[len(_BEFORE) : -1] = [each]


def _is_with_array(layer: Model[Any, Any]) -> bool:
    return layer.name.startswith("with_array")


def _each_form_once(model: Model[Any, Any], tokens: Ragged, is_train: bool) -> tuple[Ragged, Callable[[Any], Any]]:
    """A row for each token, worked out for each different row of features; about a third of a batch are different."""
    import numpy as np
    from thinc.types import Ragged

    features: Any = tokens.dataXd
    numbers: dict[bytes, int] = {}
    rows = features.view(f"V{features.itemsize * features.shape[1]}").ravel().tolist()
    where = [numbers.setdefault(row, len(numbers)) for row in rows]
    different: Any = np.frombuffer(b"".join(numbers), features.dtype).reshape(-1, features.shape[1])
    made, backprop = model.layers[0](Ragged(different, model.ops.asarray1i([len(different)])), is_train)
    return Ragged(made.dataXd[where], tokens.lengths), backprop
