"""Make a trained tagger narrower, so that it reads faster, and let it learn from the wide one: no labels are read.

    python benchmarks/slim_tagger.py --teacher ../scratch/gwn.pt ../scratch/gwn-s.pt --train geowebnews \\
        --silver ../scratch/silver-gwn.jsonl --out ../scratch/gwn-slim.onnx
    python benchmarks/slim_tagger.py --teacher ../scratch/{gwn,gwn-s,lgl,lgl-s}.pt --train lgl geowebnews \\
        --silver ../scratch/silver-gwn.jsonl --out geo/data/tagger.onnx

Of the inner neurons of each layer those are kept that say most to what follows (mean activation times the norm of what
they feed). Then each of the layers, and the scores, are drawn to the teacher's (Sanh et al. 2019, "DistilBERT",
arXiv:1910.01108; Jiao et al. 2020, "TinyBERT", arXiv:1909.10351, whose sum of layer and prediction loss this is).
The texts are those that the teacher has learnt from, augmented as then, so the cross-corpus figures stay honest.

Seeded: the same machine, torch version and thread count give the same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.muc import messages
from benchmarks.tagger_lessons import Lessons, batches, lessons_for, tensors
from benchmarks.tagger_model import Tagger, averaged, base_folder, export
from benchmarks.tagger_texts import Document
from benchmarks.truecase import forms, truecase

HERE = Path(__file__).resolve().parent
#: Batches whose activations say which neurons to keep.
LOOKED_AT = 40
#: How much the scores weigh beside the layers, whose error is a mean over many more numbers.
SCORES_WEIGH = 4.0

Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def read_by(model: Tagger, batch: Batch) -> tuple[list[Tensor], Tensor]:
    """What each layer gives, shape (batch, pieces, HIDDEN), and the scores."""
    given: list[Tensor] = []
    hooks = [layer.register_forward_hook(lambda _, __, out: given.append(out)) for layer in model.layers]
    scores = model(*batch)
    for hook in hooks:
        hook.remove()
    return given, scores


def weight_of_neurons(model: Tagger, seen: Sequence[Batch]) -> list[Tensor]:
    """For each layer, how much each of its inner neurons says: shape (neurons,)."""
    sums = [torch.zeros(layer.up.out_features) for layer in model.layers]
    hooks = [
        layer.up.register_forward_hook(
            lambda _, __, out, total=total: total.add_(functional.gelu(out).abs().sum((0, 1)))
        )
        for layer, total in zip(model.layers, sums, strict=True)
    ]
    with torch.inference_mode():
        for batch in seen:
            model(*batch)
    for hook in hooks:
        hook.remove()
    return [total * layer.down.weight.norm(dim=0) for layer, total in zip(model.layers, sums, strict=True)]


def narrowed(teacher: Tagger, layers: Sequence[int], neurons: int, seen: Sequence[Batch]) -> Tagger:
    """A copy of the teacher with these of its layers, and in each the `neurons` inner neurons that say most."""
    weights = weight_of_neurons(teacher, seen)
    state = {name: value for name, value in teacher.state_dict().items() if not name.startswith("layers.")}
    for number, layer in enumerate(layers):
        kept = weights[layer].topk(neurons).indices.sort().values
        for name, value in teacher.layers[layer].state_dict().items():
            fewer = value[kept] if name.startswith("up.") else value[:, kept] if name == "down.weight" else value
            state[f"layers.{number}.{name}"] = fewer
    student = Tagger(len(layers), neurons=neurons)
    student.load_state_dict(state)
    return student.eval()


def reports(corpora: Path, number: int) -> list[Document]:
    """The first reports of MUC's development part, their capitals undone as `benchmarks.incidents` does it."""
    chosen = islice((report for report in messages(corpora) if report.split == "dev" and not report.mixed), number)
    known = forms(corpora) if number else {}
    return [Document(report.id, truecase(report.text, known), ()) for report in chosen]


def lessons_of(lessons: Lessons, options: argparse.Namespace, rng: random.Random) -> Iterator[Batch]:
    """The batches of one pass, freshly augmented; a share of the windows without the gazetteer's columns."""
    for group in batches(list(lessons.epoch()), options.batch, rng):
        pieces, shapes, gaps, known, _ = tensors(group)
        keep = (torch.rand(len(group), 1, 1) >= options.forget).float()
        yield pieces, shapes, gaps, known * keep


def error(student: Tagger, teacher: Tagger, layers: Sequence[int], batch: Batch, *, bf16: bool) -> Tensor:
    """How far the student is from the teacher, on the pieces that are no padding."""
    there = batch[0] != 0
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        with torch.no_grad():
            given, scores = read_by(teacher, batch)
        own_given, own_scores = read_by(student, batch)
    apart = sum(
        functional.mse_loss(own[there].float(), given[layer][there].float())
        for own, layer in zip(own_given, layers, strict=True)
    )
    wanted = scores[there].float().log_softmax(-1)
    told = own_scores[there].float().log_softmax(-1)
    return apart + SCORES_WEIGH * functional.kl_div(told, wanted, reduction="batchmean", log_target=True)


def learn(student: Tagger, teacher: Tagger, lessons: Lessons, options: argparse.Namespace) -> None:
    """Teach the student in `options.epochs` passes; it stays without dropout, as the teacher's answers are."""
    rng = random.Random(options.seed)
    student.words.weight.requires_grad = student.places.weight.requires_grad = False
    learning = [value for value in student.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=options.rate, weight_decay=0.0)
    steps = math.ceil(lessons.size / options.batch) * options.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.rate, total_steps=steps + 50, pct_start=0.05, anneal_strategy="linear", cycle_momentum=False
    )
    began = time.time()
    for epoch in range(options.epochs):
        errors = []
        for batch in lessons_of(lessons, options, rng):
            loss = error(student, teacher, options.keep, batch, bf16=options.bf16)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            if schedule.last_epoch < steps + 49:
                schedule.step()
            errors.append(loss.item())
        mean, seconds = sum(errors) / len(errors), time.time() - began
        print(f"epoch {epoch + 1}: error {mean:.4f}, {seconds:.0f} s", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Narrow, learn and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared/corpora")
    parser.add_argument("--teacher", nargs="+", type=Path, metavar="PT", required=True, help="weights, averaged")
    parser.add_argument("--student", type=Path, metavar="PT", help="narrow weights of an earlier run, to go on with")
    parser.add_argument("--train", nargs="+", default=["lgl", "geowebnews"], help="what the teacher has learnt from")
    parser.add_argument("--silver", type=Path, required=True, help="sentences by label_sentences.py")
    parser.add_argument("--reports", type=int, default=0, help="of MUC's development part to read in a pass as well")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep", type=int, nargs="+", default=[0, 1, 2, 3], help="the teacher's layers to keep")
    parser.add_argument("--neurons", type=int, default=768, help="inner neurons of a layer; the teacher has 1,536")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--swap", type=float, default=0.6)
    parser.add_argument("--forget", type=float, default=0.15)
    parser.add_argument("--alone", type=int, default=4)
    parser.add_argument("--sentences", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    lessons = lessons_for(options, base_folder(), others=reports(options.corpora, options.reports))
    teacher = averaged(options.teacher)
    if options.student:
        student = averaged([options.student])
    else:
        seen = list(islice(lessons_of(lessons, options, random.Random(0)), LOOKED_AT))
        student = narrowed(teacher, options.keep, options.neurons, seen)
    learn(student, teacher, lessons, options)
    torch.save(student.state_dict(), options.out.with_suffix(".pt"))
    export(student, options.out)


if __name__ == "__main__":
    main()
