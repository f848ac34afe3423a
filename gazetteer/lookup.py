"""Places by name: in tiers, from the very spelling to a near one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from gazetteer import standing, statements
from gazetteer.files import Layer, Row
from gazetteer.fuzzy import KeyIndex
from gazetteer.names import fold, key_of, transliterate
from gazetteer.place import Match, Place, PlaceName, Tier
from gazetteer.records import display_name_of, lines_of, name_of, place_of
from gazetteer.standing import holds

Layers = tuple[Layer, ...]

_NTH, _ROW = 10, 11  # columns of statements.PLACES_BY_KEY
_PREFIX_FOR_ALL_NAMES = 3
_NO_LIMIT = 1 << 31
_AFTER_ALL = "\U0010ffff"
_MAX_FUZZY_KEYS = 100
_FUZZY_PLACES = 20
_MAX_WORDS = 12  # of a name that is looked for in parts


def exact(layers: Layers, text: str, year: int | None) -> list[Match]:
    """Places that bear a name spelled exactly so."""
    return [match for match in _by_key(layers, fold(text), text, year) if match.tier == "exact"]


def folded(layers: Layers, text: str, year: int | None) -> list[Match]:
    """Places that bear a name differing only in case, accents or punctuation."""
    return [match for match in _by_key(layers, fold(text), text, year) if match.tier == "folded"]


def transliterated(layers: Layers, text: str, year: int | None) -> list[Match]:
    """Places whose Latin name is the transliteration of a text in another script."""
    matches = _by_key(layers, transliterate(text), text, year)
    return [replace(match, tier="transliterated") for match in matches]


def fuzzy(
    layers: Layers, index: KeyIndex, text: str, max_distance: int, limit: int, year: int | None = None
) -> list[Match]:
    """Places with a key at most `max_distance` edits from the text's, nearest first; see fuzzy.KeyIndex.near."""
    best: dict[str, Match] = {}
    reached = 0
    for key, distance in index.near(fold(text), max_distance)[:_MAX_FUZZY_KEYS]:
        if distance > reached and len(best) >= limit:
            break
        reached = distance
        for match in _by_key(layers, key, text, year):
            best.setdefault(match.place.id, replace(match, tier="fuzzy", distance=distance))
    return ranked(layers, best.values(), year)[:limit]


def parts(layers: Layers, text: str, year: int | None) -> list[Match]:
    """Places whose name is part of a longer one ("Bank of Japan", "Hamilton Township"): those of the longest parts.

    A part is a run of whole words that begins and ends with a word that is not all in small letters.
    """
    words = text.split()[:_MAX_WORDS]
    for length in range(len(words) - 1, 0, -1):
        found: dict[str, Match] = {}
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run[0].islower() or run[-1].islower():
                continue
            part = " ".join(run)
            for match in _by_key(layers, fold(part), part, year):
                found.setdefault(match.place.id, replace(match, tier="part"))
        if found:
            return list(found.values())
    return []


# The tiers in the order in which they are asked. Those that read the text's own key always answer; the ones that
# guess (False) only where nothing before them did.
_TIERS: tuple[tuple[Tier, Callable[[Layers, KeyIndex, str, int | None], list[Match]], bool], ...] = (
    ("exact", lambda layers, _, text, year: exact(layers, text, year), True),
    ("folded", lambda layers, _, text, year: folded(layers, text, year), True),
    ("transliterated", lambda layers, _, text, year: transliterated(layers, text, year), False),
    ("fuzzy", lambda layers, index, text, year: fuzzy(layers, index, text, 2, _FUZZY_PLACES, year), False),
    ("part", lambda layers, _, text, year: parts(layers, text, year), False),
)
ALL_TIERS: tuple[Tier, ...] = tuple(name for name, _, _ in _TIERS)
OWN_KEY_TIERS: tuple[Tier, ...] = ("exact", "folded")
SURE_TIERS: tuple[Tier, ...] = ("exact", "folded", "transliterated")


def by_name(
    layers: Layers, index: KeyIndex, text: str, tiers: tuple[Tier, ...], year: int | None = None
) -> tuple[Match, ...]:
    """Places that a text may name, best first, one match a place. Raises ValueError on a tier that is none.

    With a year, only places and names that hold in it.
    """
    if tiers == OWN_KEY_TIERS:
        return tuple(ranked(layers, _by_key(layers, key_of(text), text, year), year))
    unknown = set(tiers) - set(ALL_TIERS)
    if unknown:
        raise ValueError(f"no such tier: {', '.join(sorted(unknown))}; there are {', '.join(ALL_TIERS)}")
    found: list[Match] = []
    for name, find, always in _TIERS:
        if name in tiers and (always or not found):
            found += find(layers, index, text, year)
    return tuple(ranked(layers, found, year))


def by_prefix(layers: Layers, text: str, limit: int) -> list[Match]:
    """Places with a name that begins so: by their display name first, then the most populous."""
    key = fold(text)
    if not key or limit < 1:
        return []
    # Tens of thousands of names begin with a letter or two: those are completed by display names only.
    last_line = 0 if len(key) < _PREFIX_FOR_ALL_NAMES else _NO_LIMIT
    found: list[Match] = []
    for layer in layers:
        for row in layer.rows(statements.PLACES_BY_PREFIX, (key, key + _AFTER_ALL, last_line, limit)):
            match = _match(layer, [row], text, None)
            if match is not None and match.place.id not in layer.hidden:
                found.append(match)
    return found[:limit]


def narrowed(matches: Iterable[Match], *, worldview: str, kinds: Collection[str] | None) -> list[Match]:
    """The matches that are of given kinds ("PPL*" is all that begin with PPL), in the same order.

    In the `worldview` of a country that claims a disputed place, the place lies in that country.
    """
    return [
        replace(match, place=_seen_from(match.place, worldview))
        for match in matches
        if kinds is None or is_of_kind(match.place, kinds)
    ]


def is_of_kind(place: Place, kinds: Collection[str]) -> bool:
    """Whether a place is of one of the feature codes; one that ends in "*" takes all that begin so."""
    return place.kind in kinds or any(kind.endswith("*") and place.kind.startswith(kind[:-1]) for kind in kinds)


def ranked(layers: Layers, matches: Iterable[Match], year: int | None) -> list[Match]:
    """Nearest spelling first, then a user's own places, then by standing; equals in the order of their ids."""
    matches = list(matches)
    if len(matches) < 2:
        return matches
    own = layers[-1].hidden
    return sorted(
        matches,
        key=lambda match: (
            match.distance,
            match.place.id not in own,
            -standing.of_match(match, year),
            match.place.id,
        ),
    )


def _seen_from(place: Place, worldview: str) -> Place:
    return replace(place, country=worldview) if worldview in place.claimed_by else place


def _by_key(layers: Layers, key: str, text: str, year: int | None) -> list[Match]:
    """One match a place: of several names with the key the one that stands highest."""
    if not key:
        return []
    found: list[Match] = []
    for layer in layers:
        for rows in _by_place(layer.rows(statements.PLACES_BY_KEY, (key,))):
            match = _match(layer, rows, text, year)
            if match is not None and match.place.id not in layer.hidden:
                found.append(match)
    return found


def _by_place(rows: list[Row]) -> Iterable[list[Row]]:
    if len(rows) < 2:  # most names are those of one place
        return (rows,) if rows else ()
    by_place: dict[int, list[Row]] = {}
    for row in rows:
        by_place.setdefault(row[_ROW], []).append(row)
    return by_place.values()


def _match(layer: Layer, rows: list[Row], text: str, year: int | None) -> Match | None:
    """One place with the best of its names: of those in the rows, in their order, and those spelled as the text."""
    first = rows[0]
    place = place_of(first, layer)
    if year is not None and not holds(place, year):
        return None
    if text == place.name or first[_NTH] == 0:  # nothing outranks the display name while it holds
        shown = display_name_of(first, layer)
        if year is None or holds(shown, year):
            return Match(place, shown, "exact" if text == place.name else "folded")
    names = layer.row(statements.NAMES, (first[_ROW],))[0]
    exactly = lines_of("" if text == place.name else text, names)
    lines = names.split("\n")
    numbers = sorted({*exactly, *(row[_NTH] for row in rows)})
    if numbers[-1] >= len(lines):
        raise layer.damaged(f"{place.id} has no name {numbers[-1]}")
    best: Match | None = None
    for number in numbers:
        name = name_of(lines[number], place.name, layer)
        if not holds(name, year):
            continue
        match = Match(place, name, "exact" if number in exactly else "folded")
        if best is None or _outranks(match, best, year):
            best = match
    return best


def _outranks(match: Match, other: Match, year: int | None) -> bool:
    return standing.of_match(match, year) > standing.of_match(other, year)


def names_of(layer: Layer, row_id: int, display_name: str) -> list[PlaceName]:
    """All names of one place, the display name first."""
    rows = layer.rows(statements.NAMES, (row_id,))
    return [name_of(line, display_name, layer) for line in rows[0][0].split("\n")] if rows else []
