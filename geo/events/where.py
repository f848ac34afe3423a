"""From the places of an article to the place of each of its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events.clauses import is_of_own_clause, is_where_treated, place_heads, says_where
from geo.events.lexicon import lexicon
from geo.events.place import PlaceWords, probabilities, threshold
from geo.events.words import forms
from geo.records import Located
from geo.spans import span_of
from geo.when.lexicon import lexicon as times

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

#: A government's name or a nationality is no place of action; a dateline says where the reporter sat.
SCENE_ROLES = ("place", "relative", "description")
_COUNTRY, _FIRST_LEVEL = 6, 4  # where_precision
_RELATIVE_EASE = 0.3
_BY_GRAMMAR = 0.8
_EDGE_KM, _KM_PER_DEGREE = 10.0, 111.2  # the edge of "the north of" is soft
_SOFT = 0.25  # of the radius of "the southeast of Peru"
_LIKELIEST = 0.15  # of the threshold: for an incident that no sentence places otherwise
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_MODIFIERS = ("amod", "compound", "nmod")


@dataclass(frozen=True, slots=True)
class Scene:
    """A place of an event and how sure the scorer is of it."""

    located: Located
    score: float


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """The places of a parsed article by sentence, and what each token belongs to."""

    by_sentence: Mapping[int, tuple[tuple[PlaceWords, Located], ...]]
    by_token: Mapping[int, Located]
    by_scene_token: Mapping[int, Located]  # only of what can be a scene, the longest mention first

    @classmethod
    def of(cls, doc: Doc, located: Sequence[Located]) -> PlaceIndex:
        """Index `located`; anchors inside a longer mention give way to it."""
        sentences: dict[int, list[tuple[PlaceWords, Located]]] = defaultdict(list)
        tokens: dict[int, Located] = {}
        scenes: dict[int, Located] = {}
        for one in _innermost_first(located):
            span = span_of(doc, one.mention.start, one.mention.end)
            if span is None or not len(span):
                continue
            for token in span:
                tokens.setdefault(token.i, one)
        for one in _outermost(located):
            span = span_of(doc, one.mention.start, one.mention.end)
            if span is None or not len(span) or not _can_be_a_scene(one, span):
                continue
            sentences[span.root.sent.start].append((_trimmed(span.start, span.end, doc, one), one))
            scenes.update((token.i, one) for token in span)
        return cls({start: tuple(found) for start, found in sentences.items()}, tokens, scenes)

    def country_at(self, tokens: Iterable[int]) -> str:
        """The ISO code of the first country that a demonym, an institution or a place among the tokens belongs to."""
        for index in tokens:
            one = self.by_token.get(index)
            code = country_of(one) if one is not None else ""
            if code:
                return code
        return ""


def scenes_of(doc: Doc, event: int, index: PlaceIndex) -> tuple[list[Scene], Scene | None]:
    """Where the event at token `event` happened: the places of its sentence that the scorer accepts, best first; and
    the town or area that it would take first, though it may not be sure enough by itself.

    An area that holds another accepted place gives way to it. Several remain only where the sentence coordinates them.
    """
    here = index.by_sentence.get(doc[event].sent.start, ())
    words = [words for words, _ in here]
    scores = probabilities(doc, event, words)
    spans = [doc[one.start : one.end] for one in words]
    rated = [
        (Scene(one, score), span)
        for (_, one), span, score in zip(here, spans, scores, strict=True)
        if not _is_elsewhere(doc[event], span)
    ]
    passed = [(scene, span) for scene, span in rated if scene.score >= _needed(scene.located)]
    own = [scene for scene, span in passed if is_of_own_clause(doc[event], span)]
    accepted = own or [scene for scene, _ in passed]
    return _listed(doc, event, accepted, index), _likeliest(doc[event], rated)


def _listed(doc: Doc, event: int, accepted: Sequence[Scene], index: PlaceIndex) -> list[Scene]:
    here = index.by_sentence.get(doc[event].sent.start, ())
    found = sorted(accepted, key=lambda scene: -scene.score)
    found = found or _of_the_grammar(doc[event], {id(one): one for _, one in here}, index)
    found = [scene for scene in found if scene.located.footprint.tie != "nearby"] or found
    found = [_known_or_what_holds_it(doc, scene, here) for scene in found]
    narrow = [scene for scene in found if not any(holds(scene.located, other.located) for other in found)]
    listed = [scene for scene in narrow if scene is narrow[0] or _coordinated(doc, narrow[0], scene)]
    known = {id(scene.located) for scene in listed}
    others = [Scene(one, listed[0].score) for _, one in here if listed and id(one) not in known]
    return listed + [scene for scene in others if _is_next_in_list(doc, listed[0], scene)]


def _known_or_what_holds_it(doc: Doc, scene: Scene, here: Sequence[tuple[PlaceWords, Located]]) -> Scene:
    """A place that no gazetteer lists gives way to the one that the text says it lies in, or how far from."""
    if _is_located(scene.located):
        return scene
    span = span_of(doc, scene.located.mention.start, scene.located.mention.end)
    for words, one in here:
        if span is not None and _is_located(one) and says_where(doc[words.start : words.end], span):
            return Scene(one, scene.score)
    return scene


def is_a_speakers(event: Token, place: Span) -> bool:
    """Whether the place only says where the one sits who tells of the event: "a group in X says", "according to X"."""
    saying = times().saying
    for token in (place.root, *place.root.ancestors):
        if token.lower_ == "according":
            return True
        if token.pos_ in ("VERB", "AUX"):
            passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in token.children)
            return token.lemma_ in saying and token != event and not passive and not event.is_ancestor(token)
        if token == event or token.dep_ in ("relcl", "acl"):
            return False
    return False


def _is_of_what_came_before(event: Token, place: Span) -> bool:
    """Whether the place is that of what the event came so long after: "the blast came a week after gunmen raided X"."""
    between = place.doc[event.i + 1 : place.start] if event.i < place.start else ()
    return any(token.lower_ == "after" and token.nbor(-1).lemma_ in _UNITS for token in between)


def _is_elsewhere(event: Token, place: Span) -> bool:
    """Whether the text says that something else is there: a speaker, what was before, the hospital."""
    return is_a_speakers(event, place) or _is_of_what_came_before(event, place) or is_where_treated(place)


def _likeliest(event: Token, rated: Sequence[tuple[Scene, Span]]) -> Scene | None:
    scenes = [
        scene
        for scene, span in rated
        if _is_fine(scene.located) and not _is_aside(event, span) and not _acts(span.root)
    ]
    best = max(scenes, key=lambda scene: scene.score, default=None)
    return best if best is not None and best.score >= threshold() * _LIKELIEST else None


def _is_aside(event: Token, place: Span) -> bool:
    """Whether the place stands in a clause about somebody who only takes part ("X, who is in Y")."""
    return any(token.dep_ == "relcl" for token in words_over(place.root, event))


def _acts(root: Token) -> bool:
    """Whether the name is the subject of a deed: a capital that does something stands for its government."""
    first = root
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    return first.dep_ == "nsubj" and first.head.pos_ == "VERB"


def words_over(root: Token, event: Token) -> list[Token]:
    """A place's word and what it hangs on, up to where the event's own branch of the tree begins."""
    return [token for token in (root, *root.ancestors) if token != event and not token.is_ancestor(event)]


def _is_fine(one: Located) -> bool:
    return _is_located(one) and one.footprint.where_precision <= _FIRST_LEVEL


def _is_located(one: Located) -> bool:
    return one.footprint.geometry is not None and one.footprint.tie != "nearby"


def _of_the_grammar(trigger: Token, here: Mapping[int, Located], index: PlaceIndex) -> list[Scene]:
    """What the scorer hardly saw in training, where it accepts nothing."""
    words = (word for head in place_heads(trigger) for word in (head, *head.lefts))  # "in Mahagi territory"
    found = (
        index.by_scene_token.get(word.i) for word in words if not _is_elsewhere(trigger, word.doc[word.i : word.i + 1])
    )
    return [Scene(one, _BY_GRAMMAR) for one in found if one is not None and id(one) in here][:1]


def _needed(one: Located) -> float:
    """The least score: "on the border of" and "20 km north of" rarely speak of anything but where."""
    return threshold() * (_RELATIVE_EASE if one.mention.role == "relative" else 1.0)


def country_of(located: Located) -> str:
    """The ISO code of the one country that a mention's places lie in, or ""."""
    codes = {place.country for place in located.footprint.places if place.country}
    return codes.pop() if len(codes) == 1 else ""


def holds(outer: Located, inner: Located) -> bool:
    """Whether `outer` is an area about `inner` by country and first-level code, or by the lie of their shapes."""
    if outer is inner or outer.footprint.where_precision <= inner.footprint.where_precision:
        return False
    if outer.mention.role == "relative" and outer.footprint.where_precision < _COUNTRY:
        return _covers(outer, inner)
    area, spot = outer.place, inner.place
    if area is None or spot is None or area.id == spot.id:
        return (
            outer.place is not None
            and outer.footprint.where_precision == _COUNTRY
            and (country_of(outer) in {place.country for place in inner.footprint.places})
        )
    if outer.footprint.where_precision == _COUNTRY:
        return area.country == spot.country
    same_region = area.country == spot.country and area.admin1 == spot.admin1
    return same_region and area.admin2 in ("", spot.admin2)


def _covers(outer: Located, inner: Located) -> bool:
    """Whether the middle of the one lies in the other's geometry, or within its own uncertainty of it."""
    area, spot = outer.footprint.geometry, inner.footprint.geometry
    if (
        area is None
        or spot is None
        or area.is_empty
        or spot.is_empty
        or area.geom_type not in ("Polygon", "MultiPolygon")
    ):
        return False
    soft = outer.footprint.radius_km * _SOFT if outer.mention.role == "relative" else 0.0
    near = max(inner.footprint.radius_km, _EDGE_KM, soft) / _KM_PER_DEGREE
    return bool(area.distance(spot.centroid) <= near)


def _coordinated(doc: Doc, first: Scene, other: Scene) -> bool:
    """Whether the two mentions stand in one list ("in Ghazni and Paktika")."""
    one, two = (_root(doc, scene.located) for scene in (first, other))
    if one is None or two is None:
        return False
    return two in one.conjuncts or (one.head.pos_ == "ADP" and two.head in one.head.conjuncts)


def _is_next_in_list(doc: Doc, first: Scene, other: Scene) -> bool:
    """Whether the other mention stands in a list with the first and is as precise ("in Mombasa, Kisumu and …")."""
    one, two = (_root(doc, scene.located) for scene in (first, other))
    if one is None or two is None or two not in one.conjuncts:
        return False
    return first.located.footprint.where_precision == other.located.footprint.where_precision


def _can_be_a_scene(one: Located, span: Span) -> bool:
    """Not a government or a nationality, not "the two countries", not what only describes a noun behind it
    ("between X and Y forces")."""
    if one.mention.role not in SCENE_ROLES and not _is_own_name(one):
        return False
    footprint, root = one.footprint, span.root
    if _qualifies_actors(root, span.end):
        return False
    if one.mention.role == "description":
        return footprint.where_precision < _COUNTRY or len(footprint.places) < 2
    return one.mention.role != "relative" or root.dep_ not in _MODIFIERS


def _is_own_name(one: Located) -> bool:
    """Whether what was taken for a nationality is the place's own name ("in Nagorno-Karabakh")."""
    name = one.mention.text.casefold()
    return one.mention.role == "demonym" and any(place.name.casefold() == name for place in one.footprint.places)


def _qualifies_actors(root: Token, end: int) -> bool:
    """Whether the words only say whose a group or a person is: "Armenian and Azeri forces", "the Lagos police"."""
    first = root
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    if first.dep_ not in _MODIFIERS or first.head.i < end:
        return False
    classes = lexicon().classes
    shape = forms(first.head)
    return root.pos_ == "ADJ" or any(not shape.isdisjoint(classes[name]) for name in ("armed", "person", "diplomat"))


def _root(doc: Doc, located: Located) -> Token | None:
    span = span_of(doc, located.mention.start, located.mention.end)
    return span.root if span is not None and len(span) else None


def _outermost(located: Sequence[Located]) -> list[Located]:
    def covered(one: Located) -> bool:
        return any(
            other.mention.start <= one.mention.start
            and one.mention.end <= other.mention.end
            and other.mention.role in SCENE_ROLES
            and (other.mention.end - other.mention.start) > (one.mention.end - one.mention.start)
            for other in located
        )

    return sorted((one for one in located if not covered(one)), key=lambda one: one.mention.start)


def _innermost_first(located: Sequence[Located]) -> list[Located]:
    return sorted(located, key=lambda one: one.mention.end - one.mention.start)


def _trimmed(start: int, end: int, doc: Doc, one: Located) -> PlaceWords:
    while start < end - 1 and (doc[start].pos_ == "DET" or doc[start].is_space):
        start += 1
    return PlaceWords(start, end, "place", one.mention.score, one.footprint.where_precision)
