"""Finds relative places and descriptions in a parsed text and draws them from the places already located."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from geo.records import Article, Footprint, Located, Mention
from geo.relations.drawing import DRAW, Scene
from geo.relations.grammar import Grammar, Match, grammar
from geo.relations.ground import atlas_of
from geo.relations.said import Said
from geo.relations.words import Item, items_of, place_item

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from gazetteer import Gazetteer

#: How deep places nest: "a village north of the border of the east of X" is three.
ROUNDS = 4
#: Sentences longer than this are read in their beginning only: untrusted text can be one long sentence.
LONGEST_SENTENCE = 400
#: What an area is worth that stands in for an anchor which no list has.
STAND_IN_CONFIDENCE = 0.3
STAND_IN_SHARE = 0.1


class RelationReader:
    """Reads the relative places of an article ("30 km north of Goris", "the eastern border of Armenia", "here").

    Args:
        gazetteer: where shapes, borders and capitals are looked up; the default one where None.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._atlas = atlas_of(gazetteer)

    def read(self, doc: Doc, article: Article, located: Sequence[Located]) -> list[Located]:
        """The located mentions and, in the text's order among them, the relative places and descriptions found.

        `doc` is the article's text as geo.language.parse gives it. A phrase whose geometry cannot be drawn is there
        too, with geometry None or a larger area, and the reason in `how`.
        """
        said = Said(article, located, self._atlas.gazetteer)
        starts = _starts(doc, located)
        found: list[Located] = []
        for sentence in doc.sents:
            row = items_of(sentence[:LONGEST_SENTENCE], starts, grammar().lexicon)
            found += self._read_row(row, said, (sentence.start_char, sentence.end_char), article.text)
        return sorted([*located, *found], key=lambda each: (each.mention.start, each.mention.end))

    def _read_row(self, row: list[Item], said: Said, sentence: tuple[int, int], text: str) -> list[Located]:
        """The relative places of one sentence, the inner ones first."""
        rules, found = grammar(), []
        for _ in range(ROUNDS):
            drawn = self._round(row, rules, said, sentence, text)
            if not drawn:
                break
            for match, located in drawn:
                row[match.first : match.last] = [place_item(located, located.mention.start, located.mention.end)]
                found.append(located)
        return found

    def _round(
        self, row: Sequence[Item], rules: Grammar, said: Said, sentence: tuple[int, int], text: str
    ) -> list[tuple[Match, Located]]:
        """The longest matches that can be drawn and don't overlap, the last of the row first."""
        taken = [False] * len(row)
        chosen: list[Match] = []
        for match in rules.matches(row):
            if not any(taken[match.first : match.last]) and not _is_bare(match):
                chosen.append(match)
                taken[match.first : match.last] = [True] * (match.last - match.first)
        drawn = []
        for match in sorted(chosen, key=lambda each: each.first):
            located = self._locate(Scene(match, said, self._atlas, sentence), text)
            if located is not None:
                drawn.append((match, located))
        return drawn[::-1]

    def _locate(self, scene: Scene, text: str) -> Located | None:
        """The phrase with its footprint; None where it says no place after all."""
        match = scene.match
        footprint = DRAW[match.rule.draw](scene) or self._stand_in(scene)
        if footprint is None:
            return None
        anchors = tuple(item.located for item in match.places if item.located is not None)
        start, end = match.taken[0].start, match.taken[-1].end
        mention = Mention(
            start, end, text[start:end], match.rule.role, match.rule.confidence, tuple(each.mention for each in anchors)
        )
        located = Located(mention, _weighed(footprint, match.rule.confidence, anchors))
        if match.rule.relation == "border" and footprint.geometry is not None:
            scene.said.border = located
        return located

    def _stand_in(self, scene: Scene) -> Footprint | None:
        """The smallest area that the text gives, where it is the anchor that no list has."""
        unknown = [item for item in scene.match.places if scene.ground(item) is None]
        if not unknown or scene.grounds:
            return None
        name = unknown[0].located.mention.text if unknown[0].located else ""
        area = scene.said.area_round(scene.start, scene.sentence[1])
        if area is None:
            return Footprint(None, 7, 0.0, f"{name!r} is not located, so nothing relative to it is")
        ground = self._atlas.ground(area)
        how = f"somewhere in {area.id}: {name!r} is in no list"
        radius = round(STAND_IN_SHARE * ground.radius_km, 2)
        return Footprint(ground.shape, ground.precision, radius, how, (area,), STAND_IN_CONFIDENCE)


def _weighed(footprint: Footprint, pattern: float, anchors: Sequence[Located]) -> Footprint:
    """The footprint with the anchors' places, and as sure as they, the pattern and the drawing are together."""
    places = (place for each in anchors for place in each.footprint.places)
    sure = [each.footprint.confidence for each in anchors if each.footprint.geometry is not None]
    confidence = reduce(lambda product, each: product * each, sure, pattern * footprint.confidence)
    return replace(
        footprint,
        places=tuple(dict.fromkeys([*places, *footprint.places])),
        confidence=round(confidence, 4),
        alternatives=(),
    )


def _is_bare(match: Match) -> bool:
    """Whether the match is one place alone, which is no relation."""
    return len(match.taken) == 1 and match.taken[0].kind == "place"


def _starts(doc: Doc, located: Sequence[Located]) -> dict[int, Located]:
    """The mention that begins at a token: the longest there; none inside another."""
    starts: dict[int, Located] = {}
    covered_to = 0
    for each in sorted(located, key=lambda each: (each.mention.start, -each.mention.end)):
        span = doc.char_span(each.mention.start, each.mention.end, alignment_mode="expand")
        if span is not None and each.mention.start >= covered_to and span.start not in starts:
            starts[span.start] = each
            covered_to = each.mention.end
    return starts
