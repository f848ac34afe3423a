"""The article as the resolver sees it: mentions of one name taken together, all candidates in one set of arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.names import fold
from gazetteer.place import Place, PlaceName
from geo.records import Article, Mention
from geo.resolve import outlet
from geo.resolve.blocks import STATIC, Block, Blocks, Floats, Integers
from geo.resolve.kinds import KINDS
from geo.resolve.surface import WITH_KIND_WORD, Surface, inner_spans, read_surface
from geo.resolve.word_lists import word_list

MAX_CLOSENESS_GROUPS = 400
MAX_NESTED = 200
_COMMA = re.compile(r"\s?,\s+|\s*\(\s*")
_LIST = re.compile(r"\s?,\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
_IN = re.compile(r"\s+(?:in|of|near|outside)\s+(?:the\s+)?", re.IGNORECASE)
MENTION = (
    "kind word in the name", "kind word beside", "a facility", "code-like", "mentions", "words", "position",
    "demonym by role", "out of its years", "names here",
)  # fmt: skip
_FACILITY = KINDS.index("facility")
_PARTING_KINDS = ("adm1", "adm2", "water", "terrain")


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions (by index) that share a name, and so a sense; `block` None where the gazetteer lacks it."""

    mentions: tuple[int, ...]
    surface: Surface
    block: Block | None
    first: int  # row of its first candidate
    key: str  # the folded name, which groups of other kinds ("Henry", "Henry County") may share


@dataclass(frozen=True, slots=True)
class Containment:
    """Group `inner` is written right before `outer`: "Paris, Texas" (by comma) or "a park in Boston".

    `listed` says that another name follows, so that the two may be parts of a list.
    """

    inner: int
    outer: int
    by_comma: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All candidates of an article, a row each; `owner` is the index of a row's group.

    After the mentions that were given come names nested in those that the gazetteer lacks ("Boston" in "Boston Public
    Garden"): they help to tie these; `hosts` says which is in which, by index.
    """

    article: Article
    mentions: Sequence[Mention]
    groups: tuple[Group, ...]
    containments: tuple[Containment, ...]
    places: list[Place]
    names: list[PlaceName]
    owner: Integers
    features: Floats  # STATIC, then MENTION
    xyz: Floats
    kind: Integers
    country: Integers
    admin1: Integers
    admin2: Integers
    closeness: Floats  # groups × groups, 1 where adjacent in the text, towards 0 with distance
    homes: Block | None
    home_country: int
    hosts: dict[int, int]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def given(self) -> int:
        """How many of the mentions were given; the rest are nested names."""
        return len(self.mentions) - len(self.hosts)


def set_scene(article: Article, mentions: Sequence[Mention], blocks: Blocks) -> Scene:
    """The scene of an article with its mentions, which may come in any order."""
    surfaces = [read_surface(article.text, mention.start, mention.end) for mention in mentions]
    homes = _home_surface(article)
    found = blocks.of([*surfaces, *([homes] if homes else [])])
    lacking = [i for i, surface in enumerate(surfaces) if not found[surface] or surface.inside == _FACILITY]
    nested, inner, hosts = _nested(article.text, mentions, lacking, blocks)
    mentions, surfaces = [*mentions, *nested], [*surfaces, *inner]
    found |= blocks.of(inner, nearly=False)
    members: dict[str, list[int]] = {}
    for index, surface in enumerate(surfaces):
        members.setdefault(_sense(surface), []).append(index)
    groups, first = [], 0
    for indexes in members.values():
        surface = surfaces[indexes[0]]
        block = found[surface]
        groups.append(Group(tuple(indexes), surface, block, first, fold(surface.keys[0][0])))
        first += len(block) if block else 0
    known = [(index, group, group.block) for index, group in enumerate(groups) if group.block]
    year = article.published.year if article.published else None
    parts = [
        (block, _mention_columns(article, mentions, surfaces, group, block, year, len(groups)))
        for _, group, block in known
    ]
    return Scene(
        article=article,
        mentions=mentions,
        groups=tuple(groups),
        containments=_containments(article.text, mentions, groups),
        places=[place for block, _ in parts for place in block.places],
        names=[name for block, _ in parts for name in block.names],
        owner=np.repeat(np.array([i for i, _, _ in known], dtype=np.int64), [len(block) for _, _, block in known]),
        features=_rows([np.hstack([block.static, extra]) for block, extra in parts], len(STATIC) + len(MENTION)),
        xyz=_rows([block.xyz for block, _ in parts], 3),
        kind=_joined([block.kind for block, _ in parts]),
        country=_joined([block.country for block, _ in parts]),
        admin1=_joined([block.admin1 for block, _ in parts]),
        admin2=_joined([block.admin2 for block, _ in parts]),
        closeness=_closeness(mentions, groups),
        homes=found[homes] if homes else None,
        home_country=blocks.number(outlet.country_of(article)),
        hosts=hosts,
    )


def _nested(
    text: str, mentions: Sequence[Mention], lacking: Sequence[int], blocks: Blocks
) -> tuple[list[Mention], list[Surface], dict[int, int]]:
    """Names within the mentions that the gazetteer lacks, the longest ones that it has; and whose they are."""
    given = {(mention.start, mention.end) for mention in mentions}
    tried = {
        index: [span for span in inner_spans(text, mentions[index].start, mentions[index].end) if span not in given]
        for index in lacking[:MAX_NESTED]
    }
    surfaces = {span: read_surface(text, *span) for spans in tried.values() for span in spans}
    found = blocks.of(surfaces.values(), nearly=False)
    nested: list[Mention] = []
    chosen: list[Surface] = []
    hosts: dict[int, int] = {}
    directions = word_list("direction_words")
    for index, spans in tried.items():
        taken = -1
        for start, end in spans:
            names_a_place = found[surfaces[start, end]] and text[start:end].lower() not in directions
            if start >= taken and names_a_place:
                hosts[len(mentions) + len(nested)] = index
                nested.append(Mention(start, end, text[start:end], "place", 0.0))
                chosen.append(surfaces[start, end])
                taken = end
    return nested, chosen, hosts


def _sense(surface: Surface) -> str:
    """What mentions of one sense have in common: the name, and the kind of area or water that a word beside it says."""
    name = fold(surface.keys[0][0])
    if surface.beside < 0 or KINDS[surface.beside] not in _PARTING_KINDS:
        return name
    with_kind = [fold(key) for key, variant in surface.keys if variant == WITH_KIND_WORD]
    return "|".join((name, *(with_kind or [KINDS[surface.beside]])))


def _home_surface(article: Article) -> Surface | None:
    names = outlet.names(article)
    return Surface(keys=tuple((name, 0) for name in names), fallback=(), inside=0) if names else None


def _mention_columns(
    article: Article,
    mentions: Sequence[Mention],
    surfaces: Sequence[Surface],
    group: Group,
    block: Block,
    year: int | None,
    groups: int,
) -> Floats:
    inside = _agreement(block.kind, group.surface.inside)
    said = [_agreement(block.kind, surfaces[i].beside) for i in group.mentions]
    beside = max(said, key=lambda column: float(np.abs(column).sum()))
    first = mentions[group.mentions[0]]
    facility = group.surface.inside == _FACILITY or any(surfaces[i].beside == _FACILITY for i in group.mentions)
    same = [
        facility,
        group.surface.code_like,
        np.log1p(len(group.mentions)),
        group.surface.words,
        first.start / max(1, len(article.text)),
        any(mentions[i].role == "demonym" for i in group.mentions),
    ]
    outdated = np.zeros(len(block)) if year is None else (block.years[:, 0] > year) | (block.years[:, 1] < year)
    columns = np.empty((len(block), len(MENTION)), dtype=np.float32)
    columns[:, 0], columns[:, 1] = inside, beside
    columns[:, 2:8] = same
    columns[:, 8], columns[:, 9] = outdated, np.log1p(groups)
    return columns


def _agreement(kinds: Integers, said: int) -> NDArray[np.float64]:
    """1 for the kind that the words say, -1 for another, 0 where they say none."""
    return np.zeros(len(kinds)) if said < 0 else np.where(kinds == said, 1.0, -1.0)


def _containments(text: str, mentions: Sequence[Mention], groups: Sequence[Group]) -> tuple[Containment, ...]:
    group_of = {index: number for number, group in enumerate(groups) for index in group.mentions}
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].start, mentions[i].end))
    found = []
    for left, right, third in zip(order, order[1:], [*order[2:], None], strict=False):
        between = _gap(text, mentions[left], mentions[right])
        by_comma = bool(_COMMA.fullmatch(between))
        if between and group_of[left] != group_of[right] and (by_comma or _IN.fullmatch(between)):
            listed = third is not None and bool(_LIST.fullmatch(_gap(text, mentions[right], mentions[third])))
            found.append(Containment(group_of[left], group_of[right], by_comma, listed))
    return tuple(dict.fromkeys(found))


def _gap(text: str, left: Mention, right: Mention) -> str:
    """What stands between two mentions; "" where that is much."""
    return text[left.end : right.start] if right.start - left.end < 20 else ""


def _closeness(mentions: Sequence[Mention], groups: Sequence[Group], reach: float = 300.0) -> Floats:
    """exp(-characters / reach) between the nearest mentions of each two groups (the first ones in crowded articles)."""
    crowded = len(mentions) > MAX_CLOSENESS_GROUPS
    if len(groups) > MAX_CLOSENESS_GROUPS:
        return np.zeros((0, 0), dtype=np.float32)
    chosen = [group.mentions[:1] if crowded else group.mentions for group in groups]
    starts = np.array([mentions[i].start for indexes in chosen for i in indexes], dtype=np.float32)
    cuts = np.cumsum([0, *(len(indexes) for indexes in chosen)])[:-1]
    if not len(starts):
        return np.zeros((0, 0), dtype=np.float32)
    apart = np.abs(starts[:, None] - starts[None, :])
    nearest = np.minimum.reduceat(np.minimum.reduceat(apart, cuts, axis=0), cuts, axis=1)
    return np.exp(-nearest / reach).astype(np.float32)


def _rows(parts: list[Floats], columns: int) -> Floats:
    return np.concatenate(parts) if parts else np.zeros((0, columns), dtype=np.float32)


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
