"""The grammar of relative places as data: its rules, words and functions belong together."""

from __future__ import annotations

from geo.relations.drawing import DRAW
from geo.relations.grammar import grammar
from geo.relations.reader import RELATIONS_OF_THEIR_OWN


def test_every_rule_is_drawn_and_every_drawing_has_a_rule() -> None:
    """A word after `draw` that no function knows, or a function that no rule asks for, is an oversight."""
    asked = {pattern.rule.draw for pattern in grammar().patterns}
    assert asked - set(DRAW) == RELATIONS_OF_THEIR_OWN
    assert set(DRAW) <= asked
