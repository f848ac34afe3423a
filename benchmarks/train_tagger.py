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

The model is `tagger_model.Tagger`. What carries over from one corpus to the other is mostly the augmentation: names are
swapped for other names of the gazetteer, one for one over a document, and persons get surnames that are place names;
see `tagger_texts.Swapper`.

Seeded: the same machine, torch version and thread count give the same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.tagger_lessons import IGNORED, Lessons, batches, lessons_for, tensors
from benchmarks.tagger_model import LABELS, Tagger, averaged, base_folder, export
from geo.recognise.features import Lexicon

HERE = Path(__file__).resolve().parent


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
        export(averaged(options.average), options.out)
        return
    model = train(lessons_for(options, base_folder(), lexicon), options)
    torch.save(model.state_dict(), options.out.with_suffix(".pt"))
    export(model, options.out)


if __name__ == "__main__":
    main()
