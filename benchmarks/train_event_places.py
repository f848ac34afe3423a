"""Train the scorer of geo/events/place.py on one half of `event_locations.jsonl` and write its weights.

    python -m benchmarks.train_event_places [--corpora PATH] [--cache FILE]

Needs torch (not a dependency of the product). The threshold is set on a fifth of the training half that is left out of
a first run: the best F1 with silence in at least `SILENCE` of the sentences without a place (the other half is 0.03
less silent).
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch

from benchmarks.event_place_data import Sentence, sentences
from geo.events.place import BUCKETS, bucket, features

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "geo" / "data" / "event_places.npz"
WIDTH, EPOCHS, BATCH, RATE, FEATURES_DROPPED, MODELS = 16, 4, 64, 3e-3, 0.1, 4
SILENCE = 0.88
Row = tuple[list[list[int]], list[bool], int]


class Scorer(torch.nn.Module):
    """Summed embeddings of the features, one hidden layer, one number."""

    def __init__(self) -> None:
        super().__init__()
        self.table = torch.nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum")
        torch.nn.init.normal_(self.table.weight, 0, 0.05)
        self.hidden = torch.nn.Linear(WIDTH, WIDTH)
        self.out = torch.nn.Linear(WIDTH, 1)
        self.dropout = torch.nn.Dropout(0.3)

    def forward(self, rows: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """The logit of each candidate."""
        hidden = torch.relu(self.hidden(self.dropout(self.table(rows, offsets))))
        return self.out(self.dropout(hidden))[:, 0]


def main() -> None:
    """Train, choose the threshold, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared" / "corpora")
    parser.add_argument("--cache", type=Path, help="keep the recogniser's answers here between calls")
    options = parser.parse_args()
    rows = [_row(one) for one in sentences(options.corpora, options.cache) if one.for_training]
    first = [row for number, row in enumerate(rows) if number % 5]
    left_out = [row for number, row in enumerate(rows) if number % 5 == 0]
    threshold = _threshold([_train(first, seed) for seed in range(MODELS)], left_out)
    _write([_train(rows, seed) for seed in range(MODELS)], threshold)
    print(f"threshold {threshold:.2f}; wrote {WEIGHTS} ({WEIGHTS.stat().st_size / 1000:.0f} KB)")


def _row(one: Sentence) -> Row:
    places = range(len(one.words))
    wanted = [[bucket(feature) for feature in features(one.doc, one.event, one.words, place)] for place in places]
    return wanted, [one.spans[place] in one.gold for place in places], len(one.gold)


def _train(rows: list[Row], seed: int) -> Scorer:
    torch.manual_seed(seed)
    random.seed(seed)
    model = Scorer()
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    rows = [row for row in rows if row[0]]
    for epoch in range(EPOCHS):
        model.train()
        random.shuffle(rows)
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for start in range(0, len(rows), BATCH):
            inputs, offsets, wanted = _tensors(rows[start : start + BATCH], FEATURES_DROPPED)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(model(inputs, offsets), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    model.eval()
    return model


def _tensors(rows: list[Row], dropped: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    inputs: list[int] = []
    offsets: list[int] = []
    wanted: list[float] = []
    for candidates, right, _ in rows:
        for numbers, is_right in zip(candidates, right, strict=True):
            offsets.append(len(inputs))
            inputs.extend(number for number in numbers if random.random() >= dropped)
            wanted.append(float(is_right))
    return torch.tensor(inputs), torch.tensor(offsets), torch.tensor(wanted)


def _threshold(models: list[Scorer], rows: list[Row]) -> float:
    scored = [(_scores(models, row), row) for row in rows]
    best, best_f1 = 0.5, 0.0
    for threshold in np.arange(0.2, 0.65, 0.02):
        right = given = gold = silent = without = 0
        for scores, (_, is_right, count) in scored:
            chosen = [position for position, score in enumerate(scores) if score >= threshold]
            if count:
                right += sum(is_right[position] for position in chosen)
                given += len(chosen)
                gold += count
            else:
                without += 1
                silent += not chosen
        f1 = 2 * right / max(1, given + gold)
        print(f"  {threshold:.2f}: F1 {f1:.3f}, silent {silent / without:.3f}")
        if silent / without >= SILENCE and f1 > best_f1:
            best, best_f1 = float(threshold), f1
    return best


def _scores(models: list[Scorer], row: Row) -> list[float]:
    if not row[0]:
        return []
    inputs, offsets, _ = _tensors([row], 0.0)
    with torch.no_grad():
        logits = torch.stack([model(inputs, offsets) for model in models]).mean(dim=0)
    return [float(score) for score in torch.sigmoid(logits)]


def _write(models: list[Scorer], threshold: float) -> None:
    """The models side by side as one: tables beside each other, hidden layers in blocks, outputs averaged."""
    tables = np.concatenate([model.table.weight.detach().numpy() for model in models], axis=1)
    blocks = np.zeros((tables.shape[1], WIDTH * len(models)), np.float32)
    for number, model in enumerate(models):
        place = slice(number * WIDTH, (number + 1) * WIDTH)
        blocks[place, place] = model.hidden.weight.detach().numpy().T
    scale = float(np.abs(tables).max() / 127)
    np.savez_compressed(
        WEIGHTS,
        table=np.round(tables / scale).astype(np.int8),
        scale=np.float32(scale),
        hidden=blocks.astype(np.float16),
        hidden_bias=np.concatenate([model.hidden.bias.detach().numpy() for model in models]).astype(np.float16),
        out=np.concatenate([model.out.weight.detach().numpy()[0] for model in models]).astype(np.float16) / len(models),
        out_bias=np.float32(np.mean([model.out.bias.item() for model in models])),
        threshold=np.float32(threshold),
    )


if __name__ == "__main__":
    main()
