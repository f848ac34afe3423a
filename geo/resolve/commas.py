"""What a comma settles: in "Birmingham, Alabama," the one lies in the other, whatever else the text speaks of."""

from __future__ import annotations

import numpy as np

from geo.resolve.blocks import Floats
from geo.resolve.context import lies_inside, rows_of
from geo.resolve.kinds import KINDS
from geo.resolve.scene import Scene

#: How likely the area after the comma must be. Such a pair held in 138 of 139 cases of LGL and GeoWebNews; the other is
#: a list ("flights to Washington, New York and …"), which `Containment.listed` tells.
SURE = 0.7
_AREAS = tuple(KINDS.index(kind) for kind in ("country", "adm1"))


def settled(scene: Scene, likely: Floats) -> Floats:
    """The probabilities with those of the names before commas given to the candidates in the area after the comma."""
    settled = likely.copy()
    for pair in scene.containments:
        inner, outer = rows_of(scene, pair.inner), rows_of(scene, pair.outer)
        if not pair.by_comma or pair.listed or not len(inner) or not len(outer):
            continue
        area = outer[int(np.argmax(likely[outer]))]
        inside = lies_inside(scene, inner, np.array([area]))[:, 0]
        mass = float(likely[inner[inside]].sum())
        if likely[area] >= SURE and scene.kind[area] in _AREAS and mass > 0:
            settled[inner] = np.where(inside, likely[inner] * float(likely[inner].sum()) / mass, 0.0)
    return settled
