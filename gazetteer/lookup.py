"""Places by name: in tiers, from the very spelling to a near one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from gazetteer import standing, statements
from gazetteer.files import Layer, Row
from gazetteer.fuzzy import KeyIndex
from gazetteer.names import fold, transliterate
from gazetteer.place import Match, Place, PlaceName, Tier
from gazetteer.records import line_of, name_of, place_of
from gazetteer.standing import holds

Layers = tuple[Layer, ...]

_NTH, _NAMES = 13, 14  # columns after a place's own in statements.PLACES_BY_KEY
_AFTER_ALL = "\U0010ffff"
_MAX_FUZZY_KEYS = 100


def exact(layers: Layers, text: str) -> list[Match]:
    """Places that bear a name spelled exactly so."""
    return [match for match in _by_key(layers, fold(text), text) if match.tier == "exact"]


def folded(layers: Layers, text: str) -> list[Match]:
    """Places that bear a name differing only in case, accents or punctuation."""
    return [match for match in _by_key(layers, fold(text), text) if match.tier == "folded"]


def transliterated(layers: Layers, text: str) -> list[Match]:
    """Places whose Latin name is the transliteration of a text in another script."""
    key = transliterate(text)
    return [replace(match, tier="transliterated") for match in _by_key(layers, key, text)]


def fuzzy(layers: Layers, index: KeyIndex, text: str, max_distance: int) -> list[Match]:
    """Places with a key at most `max_distance` edits from the text's, nearest first; see fuzzy.KeyIndex.near."""
    best: dict[str, Match] = {}
    for key, distance in index.near(fold(text), max_distance)[:_MAX_FUZZY_KEYS]:
        for match in _by_key(layers, key, text):
            best.setdefault(match.place.id, replace(match, tier="fuzzy", distance=distance))
    return ranked(best.values())


# The tiers in the order in which they are asked. Those that read the text's own key always answer; the ones that
# guess (False) only where nothing before them did.
_TIERS: tuple[tuple[Tier, Callable[[Layers, KeyIndex, str], list[Match]], bool], ...] = (
    ("exact", lambda layers, _, text: exact(layers, text), True),
    ("folded", lambda layers, _, text: folded(layers, text), True),
    ("transliterated", lambda layers, _, text: transliterated(layers, text), False),
    ("fuzzy", lambda layers, index, text: fuzzy(layers, index, text, 2), False),
)
ALL_TIERS: tuple[Tier, ...] = tuple(name for name, _, _ in _TIERS)
OWN_KEY_TIERS: tuple[Tier, ...] = ("exact", "folded")


def by_name(layers: Layers, index: KeyIndex, text: str, tiers: Sequence[Tier]) -> list[Match]:
    """Places that a text may name, best first, one match a place. Raises ValueError on a tier that is none."""
    unknown = set(tiers) - set(ALL_TIERS)
    if unknown:
        raise ValueError(f"no such tier: {', '.join(sorted(unknown))}; there are {', '.join(ALL_TIERS)}")
    if set(tiers) == set(OWN_KEY_TIERS):
        return ranked(_by_key(layers, fold(text), text))
    found: list[Match] = []
    for name, find, always in _TIERS:
        if name in tiers and (always or not found):
            found += find(layers, index, text)
    return ranked(found)


def by_prefix(layers: Layers, text: str, limit: int) -> list[Match]:
    """Places with a name that begins so, the most populous first."""
    key = fold(text)
    if not key or limit < 1:
        return []
    values = (key, key + _AFTER_ALL, limit)
    return [
        match
        for layer in layers
        for row in layer.rows(statements.PLACES_BY_PREFIX, values)
        if (match := _match(layer, row, text)).place.id not in layer.hidden
    ][:limit]


def narrowed(
    matches: Iterable[Match], *, year: int | None, worldview: str, kinds: Collection[str] | None
) -> list[Match]:
    """The matches that hold in a year and are of given kinds ("PPL*" is all that begin with PPL), ranked anew.

    In the `worldview` of a country that claims a disputed place, the place lies in that country.
    """
    kept = [
        replace(match, place=_seen_from(match.place, worldview))
        for match in matches
        if (year is None or (holds(match.place, year) and holds(match.name, year)))
        and (kinds is None or is_of_kind(match.place, kinds))
    ]
    return ranked(kept, year)


def is_of_kind(place: Place, kinds: Collection[str]) -> bool:
    """Whether a place is of one of the feature codes; one that ends in "*" takes all that begin so."""
    return place.kind in kinds or any(kind.endswith("*") and place.kind.startswith(kind[:-1]) for kind in kinds)


def ranked(matches: Iterable[Match], year: int | None = None) -> list[Match]:
    """Nearest spelling first, then by standing; the order of equals does not depend on the file's."""
    return sorted(matches, key=lambda match: (match.distance, -standing.of_match(match, year), match.place.id))


def _seen_from(place: Place, worldview: str) -> Place:
    return replace(place, country=worldview) if worldview in place.claimed_by else place


def _by_key(layers: Layers, key: str, text: str) -> list[Match]:
    """One match a place: of several names with the key the one that stands highest."""
    if not key:
        return []
    best: dict[str, Match] = {}
    for layer in layers:
        for row in layer.rows(statements.PLACES_BY_KEY, (key,)):
            match = _match(layer, row, text)
            uid = match.place.id
            if uid in layer.hidden:
                continue
            known = best.get(uid)
            if known is None or standing.of_match(match) > standing.of_match(known):
                best[uid] = match
    return list(best.values())


def _match(layer: Layer, row: Row, text: str) -> Match:
    place, names, nth = place_of(row), row[_NAMES], row[_NTH]
    same = 0 if text == place.name else line_of(text, names)
    line = names.split("\n")[nth if same is None else same]
    name = name_of(line, place.name, layer)
    return Match(place, name, "folded" if same is None else "exact")


def names_of(layer: Layer, row_id: int, display_name: str) -> list[PlaceName]:
    """All names of one place, the display name first."""
    rows = layer.rows(statements.NAMES, (row_id,))
    return [name_of(line, display_name, layer) for line in rows[0][0].split("\n")] if rows else []
