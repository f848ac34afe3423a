"""Label sentences without marks with a tagger, for train_tagger.py --silver to learn from (self-training).

    python benchmarks/label_sentences.py --model ../scratch/gwn.onnx --out ../scratch/silver-gwn.jsonl

The sentences are those of event_locations.jsonl: news of many countries, none of it in LGL or GeoWebNews. The labels
are the whole recogniser's; words of which the tagger is unsure are skipped in training. A tagger that is measured on a
corpus must have its sentences labelled by one that has not seen it either. Scudder 1965; with augmented inputs, Xie et
al. 2020, "Self-training with Noisy Student", arXiv:1911.04252.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from gazetteer import open_default
from geo.recognise import tagger
from geo.recognise.features import Lexicon
from geo.recognise.lexicon import GazetteerLexicon
from geo.recognise.recogniser import found_in
from geo.recognise.spans import OUTSIDE, Found
from geo.recognise.tagger import TaggedWindow

SHORTEST, LONGEST = 30, 900  # code points of a sentence
#: A word outside every name is skipped above the first of these probabilities, one inside a name below the second.
UNSURE_OUTSIDE, UNSURE_INSIDE = 0.2, 0.6


def sentences(corpora: Path) -> list[str]:
    """Each sentence once, in an order that is random and always the same."""
    rows = (json.loads(line) for line in (corpora / "event_locations.jsonl").open(encoding="utf-8"))
    texts = dict.fromkeys(row["text"].strip() for row in rows)
    chosen = [text for text in texts if SHORTEST < len(text) < LONGEST]
    random.Random(0).shuffle(chosen)
    return chosen


def labelled(text: str, model: Path, lexicon: Lexicon) -> dict[str, Any]:
    """The text with its names (`gold`) and the words to skip, as [start, end]."""
    windows = list(tagger.tag([text], lexicon, model=model, threads=1))
    found = found_in(text, windows, lexicon)
    doubtful = [(span.start, span.end) for span in found if span.score < UNSURE_INSIDE]
    return {
        "text": text,
        "gold": [(span.start, span.end) for span in found],
        "skip": [*_unsure(windows, found), *doubtful],
    }


def _unsure(windows: Sequence[TaggedWindow], found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    taken = {offset for span in found for offset in range(span.start, span.end)}
    for tagged in windows:
        inside = 1 - tagged.probabilities[:, OUTSIDE]
        for start, end, odds in zip(tagged.window.starts, tagged.window.ends, inside, strict=True):
            if odds < UNSURE_INSIDE if start in taken else odds > UNSURE_OUTSIDE:
                yield start, end


def main() -> None:
    """Label the sentences and write them, one a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared/corpora")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lexicon = GazetteerLexicon(open_default())
    with options.out.open("w", encoding="utf-8") as out:
        for text in sentences(options.corpora):
            print(json.dumps(labelled(text, options.model, lexicon)), file=out)


if __name__ == "__main__":
    main()
