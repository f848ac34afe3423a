"""Finds relative places and descriptions in a parsed text and draws them from the places already located."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import shapely

from geo.records import Article, Footprint, Located, Mention
from geo.relations.anchors import anchors_of
from geo.relations.drawing import DRAW
from geo.relations.grammar import Grammar, Match, grammar
from geo.relations.ground import atlas_of
from geo.relations.names import with_names
from geo.relations.plane import Plane
from geo.relations.said import Said
from geo.relations.scene import Scene, has_country, is_stand_in
from geo.relations.wanted import may_hold
from geo.relations.words import Item, items_of, place_item
from geo.sentences import sentences_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from gazetteer import Gazetteer

#: How deep places nest: "a village north of the border of the east of X" is three.
ROUNDS = 4
#: Sentences longer than this are read in their beginning only: untrusted text can be one long sentence.
LONGEST_SENTENCE = 400
#: What an area is worth that stands in for an anchor which no list has.
STAND_IN_CONFIDENCE = 0.3
STAND_IN_SHARE = 0.1
#: What these say of a place comes first: "near the Chadian border" is near the border, not near what is Chadian.
INNER = frozenset({"border", "part", "coast", "set"})
#: Rules that the reader matches by themselves: they say more of a mention that is there, and draw nothing new.
RELATIONS_OF_THEIR_OWN = frozenset({"apposed", "named"})
#: These are no phrases of place at all where their anchors are not known.
NEVER_STOOD_IN = frozenset({"off_coast", "shore", "centre", "capital", "course", "inside", "in_town"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relative place or description of the class `kind`; or a new footprint for `named`, a mention already there."""

    kind: str
    located: Located
    named: Located | None = None


class RelationReader:
    """Reads the relative places of an article ("30 km north of Goris", "the eastern border of Armenia", "here").

    Args:
        gazetteer: where shapes, borders and capitals are looked up; the default one where None.
        model: the spaCy package or folder that parses the texts; the installed small English one where None.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, model: str | None = None) -> None:
        self._atlas = atlas_of(gazetteer)
        self._model = model

    def wanted(self, doc: Doc, located: Sequence[Located]) -> list[Span]:
        """Those of the `sentences_of` a tokenised text that must be parsed for `read` to find all that there is."""
        starts = _starts(doc, located)
        return [sentence for sentence in sentences_of(doc) if self._may_hold(sentence, starts)]

    def read(self, doc: Doc, article: Article, located: Sequence[Located]) -> list[Located]:
        """The located mentions and, in the text's order among them, the relative places and descriptions found.

        `doc` is the article's text as geo.language.parse gives it. A phrase whose geometry cannot be drawn is there
        too, with geometry None or a larger area, and the reason in `how`.
        """
        found = self.relations(doc, article, located)
        new = {id(each.named): each.located for each in found if each.named is not None}
        kept = [new.get(id(each), each) for each in located]
        drawn = [each.located for each in found if each.named is None]
        return sorted([*kept, *drawn], key=lambda each: (each.mention.start, each.mention.end))

    def relations(self, doc: Doc, article: Article, located: Sequence[Located]) -> list[Relation]:
        """What `read` adds, each with the class of relation that it is."""
        said = Said(article, located, self._atlas.gazetteer)
        starts = _starts(doc, anchors_of(located, self._atlas.gazetteer))
        found: list[Relation] = []
        for sentence in doc.sents:
            if not self._may_hold(sentence, starts):
                continue
            row = items_of(sentence[:LONGEST_SENTENCE], starts)
            row = with_names(row, grammar(), article.text, said.codes, self._atlas.gazetteer)
            found += self._read_row(row, said, (sentence.start_char, sentence.end_char), article.text)
        return found

    def _may_hold(self, sentence: Span, starts: Mapping[int, Located]) -> bool:
        named = any(token in starts for token in range(sentence.start, sentence.end))
        return may_hold([token.lower_ for token in sentence], named=named, model=self._model)

    def _read_row(self, row: list[Item], said: Said, sentence: tuple[int, int], text: str) -> list[Relation]:
        """The relative places of one sentence, the inner ones first."""
        rules = grammar()
        found: list[Relation] = []
        for _ in range(ROUNDS):
            drawn = self._round(row, rules, said, sentence, text)
            if not drawn:
                break
            for match, located in drawn:
                row[match.first : match.last] = [place_item(located, located.mention.start, located.mention.end)]
                found.append(Relation(match.rule.relation, located))
        return apposed(row, rules, found)

    def _round(
        self, row: Sequence[Item], rules: Grammar, said: Said, sentence: tuple[int, int], text: str
    ) -> list[tuple[Match, Located]]:
        """The longest matches that can be drawn and don't overlap, the last of the row first."""
        taken = [False] * len(row)
        chosen: list[Match] = []
        matches = [match for match in rules.matches(row) if match.rule.draw not in RELATIONS_OF_THEIR_OWN]
        inner = [match for match in matches if match.rule.relation in INNER]
        for match in matches:
            waits = any(match.first < each.first < match.last < each.last for each in inner)
            if not waits and not any(taken[match.first : match.last]):
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
        if not unknown or scene.match.rule.draw in NEVER_STOOD_IN or has_country(scene):
            return None
        anchor = unknown[0].located
        name = anchor.mention.text if anchor else ""
        trusted = anchor is not None and anchor.footprint.confidence >= STAND_IN_CONFIDENCE
        tied = anchor.footprint.places[0] if anchor and trusted and anchor.footprint.places else None
        area = tied or scene.said.area_round(scene.start, scene.sentence[1])
        if area is None:
            return Footprint(None, 7, 0.0, f"{name!r} is not located, so nothing relative to it is")
        ground = self._atlas.ground(area)
        how = f"somewhere in {area.id}: {name!r} is in no list"
        radius = round((STAND_IN_SHARE if ground.areal else 1.0) * max(5.0, ground.radius_km), 2)
        shape = ground.shape if ground.shape is not None else shapely.Point(ground.point)
        tie = anchor.footprint.tie if anchor and tied else "contained"
        return Footprint(shape, max(2, ground.precision), radius, how, (area,), STAND_IN_CONFIDENCE, tie=tie)


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


def apposed(row: Sequence[Item], rules: Grammar, found: Sequence[Relation]) -> list[Relation]:
    """The relations with names and phrases that stand side by side helping each other: "Tegh, 20 km east of Goris".

    A name that no list has takes the phrase's footprint. One that has a place inside the phrase's footprint (grown
    by its radius) is what the phrase means: the phrase takes that place. Elsewhere each keeps its own.
    """
    relations = list(found)
    for match in rules.matches(row, "apposition"):
        named, phrase = match.places[0].located, match.places[-1].located
        if named is None or phrase is None or named.mention.role == "relative" or is_stand_in(phrase):
            continue
        if is_stand_in(named):
            how = f"{named.mention.text!r} is in no list; the text puts it at: {phrase.footprint.how}"
            taken = Located(named.mention, replace(phrase.footprint, how=how))
            relations.append(Relation("apposition", taken, named))
        elif named.place is not None and named.place not in phrase.footprint.places and _confirms(named, phrase):
            how = f"{named.place.id}, which the text puts at: {phrase.footprint.how}"
            places = tuple(dict.fromkeys([named.place, *phrase.footprint.places]))
            narrowed = Located(phrase.mention, replace(named.footprint, how=how, places=places))
            relations = [replace(r, located=narrowed) if r.located is phrase else r for r in relations]
    return relations


def _confirms(named: Located, phrase: Located) -> bool:
    """Whether the named place is a point within the phrase's footprint, grown by its radius."""
    place = named.place
    if place is None or not place.kind.startswith("PPL") or phrase.footprint.geometry is None:
        return False
    flat = Plane(place.lon, place.lat).flatten(phrase.footprint.geometry)
    return bool(flat.distance(shapely.Point(0.0, 0.0)) <= phrase.footprint.radius_km)
