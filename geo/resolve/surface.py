"""What a mention's words, and those around it, say about what to look up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from geo.resolve.kinds import KINDS, Kind

# How far a key is from the words as written: the order is that of the `variant` feature.
AS_WRITTEN, WITH_KIND_WORD, EXPANDED, SINGULAR, STRIPPED, FUZZY = range(6)

MAX_NAME = 100
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_EXPANSIONS = (
    (re.compile(r"^st\.?\s+", re.IGNORECASE), "Saint "),
    (re.compile(r"^ste\.?\s+", re.IGNORECASE), "Sainte "),
    (re.compile(r"^mt\.?\s+", re.IGNORECASE), "Mount "),
    (re.compile(r"^ft\.?\s+", re.IGNORECASE), "Fort "),
    (re.compile(r"^n\.\s+", re.IGNORECASE), "North "),
    (re.compile(r"^s\.\s+", re.IGNORECASE), "South "),
    (re.compile(r"^e\.\s+", re.IGNORECASE), "East "),
    (re.compile(r"^w\.\s+", re.IGNORECASE), "West "),
    (re.compile(r"\s+co\.?$", re.IGNORECASE), " County"),
    (re.compile(r"\s+twp\.?$", re.IGNORECASE), " Township"),
)
_DIRECTION = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|inner|outer|greater|mid|downtown|uptown|metro|old|mainland|rural|"
    r"(?:north|south)(?:east|west)|(?:(?:north|south)(?:east|west)?|east|west)ern)[\s-]+)+",
    re.IGNORECASE,
)
_OF = re.compile(r"^(?P<word>[\w.]+)\s+of\s+(?:the\s+)?(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_PERSON_OF = re.compile(r"(?:wo)?m[ae]n$", re.IGNORECASE)
_AFTER = re.compile(r"[ \t]+([A-Za-z]+)")
_BEFORE = re.compile(r"([A-Za-z]+)[ \t]+$")
_BEFORE_OF = re.compile(r"([A-Za-z]+)[ \t]+of[ \t]+(?:the[ \t]+)?$")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,5}|(?:[A-Z]\.){1,4}[A-Z]")
_WORD = re.compile(r"[^\W\d_][\w.’']*[\w]")
_CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Surface:
    """One mention read: the names to try in two tiers, and the kinds that its words and its neighbours' say.

    `keys` are (name, variant), all tried together; `fallback` only where those lead nowhere. `inside` is the kind
    that a word of the mention says ("Laurel County"), `beside` that of a word next to it ("the city of X"); -1 none.
    `initials` says that it is letters with points ("U.N."), which no ordinary name is meant by.
    """

    keys: tuple[tuple[str, int], ...]
    fallback: tuple[tuple[str, int], ...]
    inside: int = -1
    beside: int = -1
    code_like: bool = False
    initials: bool = False
    words: int = 1


def read_surface(text: str, start: int, end: int) -> Surface:
    """The surface of the mention at these offsets of the text."""
    after = _AFTER.match(text[end : end + _CONTEXT])
    window = text[max(0, start - _CONTEXT) : start]
    before_of = _BEFORE_OF.search(window)
    before = before_of or _BEFORE.search(window)
    return _surface(
        text[start : min(end, start + MAX_NAME)],
        after.group(1) if after else "",
        before.group(1).lower() if before else "",
        before_of is not None,
    )


@lru_cache(maxsize=16_384)
def _surface(mention: str, after: str, before: str, before_of: bool) -> Surface:
    name = _POSSESSIVE.sub("", " ".join(mention.split()))
    name = _ARTICLE.sub("", name) or name
    inside, stems = _kind_inside(name)
    beside = _kind_beside(after, before, before_of)
    keys = [(name, AS_WRITTEN)]
    follows = beside >= 0 and kind_of_word(after, "after") == beside
    if follows and (after[:1].isupper() or KINDS[beside] == "adm2"):
        keys.append((f"{name} {after}", WITH_KIND_WORD))
    for pattern, full in _EXPANSIONS:
        expanded = pattern.sub(full, name)
        if expanded != name:
            keys.append((expanded, EXPANDED))
    keys += [(singular, SINGULAR) for singular in _singulars(name)]
    fallback = [(stem, STRIPPED) for stem in stems]
    undirected = _DIRECTION.sub("", name)
    if undirected and undirected != name:
        fallback.append((undirected, STRIPPED))
    head, comma, _ = name.partition(",")
    if comma and head.strip():
        fallback.append((head.strip(), STRIPPED))
    head, hyphen, tail = name.partition("-")
    if hyphen and tail.islower():
        fallback.append((head.strip(), STRIPPED))
    letters = [c for c in name if c.isalpha()]
    return Surface(
        keys=tuple(dict.fromkeys(keys)),
        fallback=tuple(dict.fromkeys(key for key in fallback if len(key[0]) > 1)),
        inside=inside,
        beside=beside,
        code_like=(0 < len(letters) <= 4 and all(c.isupper() for c in letters)) or ("." in name and len(letters) <= 5),
        initials=_INITIALS.fullmatch(name) is not None,
        words=len(name.split()),
    )


def inner_spans(text: str, start: int, end: int, longest: int = 3) -> list[tuple[int, int]]:
    """Spans of up to three capitalised words inside the mention that may be names, from the left, the longest first."""
    words = [match.span() for match in _WORD.finditer(text, start, min(end, start + MAX_NAME))]
    spans = []
    for first, (left, _) in enumerate(words):
        for last in range(min(first + longest, len(words)) - 1, first - 1, -1):
            right = words[last][1]
            inner = text[left:right]
            if last - first + 1 < len(words) and inner[0].isupper() and len(inner) > 2 and not _only_kind_words(inner):
                spans.append((left, right))
    return spans


def _only_kind_words(name: str) -> bool:
    return all(kind_of_word(word, "after") >= 0 or kind_of_word(word, "before") >= 0 for word in name.split())


def _singulars(name: str) -> list[str]:
    """The adjective behind a word for people: "Russians" → "Russian", "Frenchwoman" → "French"."""
    found = []
    if len(name) > 4 and name.endswith("s") and not name.endswith("ss"):
        found.append(name[:-1])
    person = _PERSON_OF.sub("", name)
    if person != name and len(person) > 3:
        found.append(person)
    return found


def _kind_inside(name: str) -> tuple[int, list[str]]:
    """The kind that the name's own first or last word says, and the name without that word."""
    words = name.split()
    if len(words) < 2:
        return -1, []
    of = _OF.match(name)
    if of and (kind := kind_of_word(of["word"], "before")) >= 0:
        return kind, [of["rest"]]
    if (kind := kind_of_word(words[-1], "after")) >= 0:
        return kind, [" ".join(words[:-1])]
    if (kind := kind_of_word(words[0], "before")) >= 0:
        return kind, [" ".join(words[1:])]
    return -1, []


def _kind_beside(after: str, before: str, before_of: bool) -> int:
    kind = kind_of_word(after, "after") if after else -1
    if kind >= 0:
        return kind
    return kind_of_word(before, "before") if before and (before_of or before in _names_before()) else -1


def kind_of_word(word: str, where: str) -> int:
    """The index in `KINDS` of what the word says of a name on that side ("before" or "after" it); -1 for nothing."""
    return _kind_words().get((word.lower().rstrip("."), where), -1)


@lru_cache(maxsize=1)
def _names_before() -> frozenset[str]:
    """Kind words that stand before a name without "of": "Lake Sevan", "Mount Ararat", "River Thames"."""
    return frozenset(w for (w, where), kind in _kind_words().items() if where == "before" and KINDS[kind] in _NATURE)


_NATURE: tuple[Kind, ...] = ("water", "terrain")


@lru_cache(maxsize=1)
def _kind_words() -> dict[tuple[str, str], int]:
    words: dict[tuple[str, str], int] = {}
    table = files("geo").joinpath("data/kind_words.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            word, kind, where = line.split("\t")
            for side in ("before", "after") if where == "any" else (where,):
                words[word, side] = KINDS.index(kind)
    return words
