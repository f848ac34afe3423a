"""How sure an answer is: candidates that are one answer on the ground are taken together.

A town, its district and its county of one name share the ranker's probability between them, though whichever is said, a
reader's map is right. Taken apart they look as doubtful as two towns on two continents do.
"""

from __future__ import annotations

import numpy as np

from gazetteer.place import Place
from geo.resolve.blocks import Block, Floats
from geo.resolve.context import kilometres
from geo.resolve.ranker import Curve

#: Candidates no farther apart than this are one answer: what the project's measures call the right place.
ONE_SPOT_KM = 20.0
AREAS = ("ADM1", "ADM2")


def is_round(area: Place, town: Place) -> bool:
    """Whether the one is the first- or second-level area that the other, a town, lies in."""
    nested = (town.country, town.admin1) == (area.country, area.admin1)
    return nested and area.kind in AREAS and town.kind.startswith("PPL")


def together(block: Block, likely: Floats, row: int) -> float:
    """The probability of a candidate and of those that are one answer with it, added up."""
    near = kilometres(block.xyz[row : row + 1], block.xyz)[0] <= ONE_SPOT_KM
    place = block.places[row]
    nested = np.array([is_round(place, other) or is_round(other, place) for other in block.places])
    return min(1.0, float(likely[near | nested].sum()))


def confidence(curve: Curve, block: Block, likely: Floats, row: int) -> float:
    """The calibrated probability that the answer which this candidate is part of is right."""
    return float(curve(np.array([together(block, likely, row)], dtype=np.float32))[0])
