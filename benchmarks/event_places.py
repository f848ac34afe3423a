"""Event → place, exact spans, on the half of `event_locations.jsonl` that was not trained on, beside two baselines.

python -m benchmarks.event_places [--corpora PATH] [--cache FILE]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.event_place_data import Pair, Sentence, sentences
from geo.events.place import places_of

HERE = Path(__file__).resolve().parent
Chooser = Callable[[Sentence], Iterable[int]]


def main() -> None:
    """Print precision, recall and F1 where there is a place, and the silence where there is none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared" / "corpora")
    parser.add_argument("--cache", type=Path, help="keep the recogniser's answers here between calls")
    options = parser.parse_args()
    held_out = [one for one in sentences(options.corpora, options.cache) if not one.for_training]
    print(f"{len(held_out)} sentences, {sum(bool(one.gold) for one in held_out)} with a place")
    reachable = sum(len(one.gold & set(one.spans)) for one in held_out)
    print(f"gold spans that the recogniser finds: {reachable / sum(len(one.gold) for one in held_out):.3f}")
    report("ours", held_out, lambda one: (index for index, _ in places_of(one.doc, one.event, one.words)))
    report("nearest place", held_out, nearest)
    report("any place in the clause", held_out, in_clause)


def report(name: str, chosen: list[Sentence], chooser: Chooser) -> None:
    """Score one way of choosing and print it."""
    right = given = gold = silent = without = 0
    for one in chosen:
        answer: set[Pair] = {one.spans[index] for index in chooser(one)}
        if one.gold:
            right += len(answer & one.gold)
            given += len(answer)
            gold += len(one.gold)
        else:
            without += 1
            silent += not answer
    precision, recall = right / max(1, given), right / gold
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; silent where there is none {silent / without:.3f}")


def nearest(one: Sentence) -> Iterable[int]:
    """The place with the fewest tokens between it and the event."""
    order = sorted(range(len(one.words)), key=lambda index: abs(one.words[index].start - one.event))
    return order[:1]


def in_clause(one: Sentence) -> Iterable[int]:
    """Every place under the event's nearest verb."""
    verb = one.doc[one.event]
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    below = {token.i for token in verb.subtree}
    return [index for index, words in enumerate(one.words) if words.start in below]


if __name__ == "__main__":
    main()
