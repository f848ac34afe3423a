"""Where the outlet is at home, read from its name and address by one rule: what is left when press words go is a place.

"parisbeacon.com" leaves "paris", "The Norfolk Daily News" leaves "norfolk". Which of the world's Parises that is, the
article decides (`context.homes`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from gazetteer.names import fold
from geo.records import Article
from geo.resolve.word_lists import word_list

_GENERIC_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"})
#: Country-code domains that differ from the ISO code (IANA root zone database), and those sold as generic ones.
_COUNTRY_OF_DOMAIN = {"uk": "GB"}
_SOLD_WORLDWIDE = frozenset({"ai", "co", "fm", "io", "is", "ly", "me", "tv", "ws", "cc", "to"})
_MIN_PLACE, _MAX_LABEL, _MAX_WORDS = 4, 40, 60


def country_of(article: Article) -> str:
    """The ISO code of the country whose domain the article comes from; "" for generic domains."""
    last = _host(article).rpartition(".")[2]
    if len(last) != 2 or last in _SOLD_WORLDWIDE:
        return ""
    return _COUNTRY_OF_DOMAIN.get(last, last.upper())


def names(article: Article) -> tuple[str, ...]:
    """What may be the name of the outlet's home town, to be looked up; the longest first."""
    host = _host(article)
    source = "" if "." in article.source else article.source
    return _names(host, fold(source[:_MAX_LABEL]).replace(" ", ""))


@lru_cache(maxsize=4096)
def _names(host: str, source: str) -> tuple[str, ...]:
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _GENERIC_SECOND_LEVEL:
        labels = labels[:-1]
    found = {rest for label in (*labels, source) for part in _parts(label) for rest in _rests(part)}
    ordered = sorted(found, key=lambda rest: (-len(rest), rest))
    return tuple(dict.fromkeys(name for rest in ordered for name in _spaced(rest)))[:_MAX_WORDS]


def _host(article: Article) -> str:
    for text in (article.url, article.source):
        if "." not in text:
            continue
        try:
            host = urlsplit(text if "//" in text else f"//{text}").netloc.lower()
        except ValueError:  # brackets that hold no address
            continue
        if re.fullmatch(r"[a-z0-9.-]{3,100}", host):
            return host.removeprefix("www.")
    return ""


def _parts(label: str) -> list[str]:
    label = label[:_MAX_LABEL]
    return [label.replace("-", ""), *label.split("-")] if "-" in label else [label]


def _rests(label: str) -> set[str]:
    """What can be left of a label when press words are taken off its ends, or split off by an "and"."""
    press = word_list("press_words")
    seen, todo = set(), [label]
    while todo:
        rest = todo.pop()
        if rest in seen or len(rest) < _MIN_PLACE:
            continue
        seen.add(rest)
        for cut in range(1, len(rest)):
            if rest[:cut] in press:
                todo.append(rest[cut:])
            if rest[cut:] in press:
                todo.append(rest[:cut])
        first, joined, second = rest.partition("and")
        if joined and len(first) >= _MIN_PLACE and len(second) >= _MIN_PLACE:
            todo += [first, second]
    return {rest for rest in seen if not _only_press(rest)}


def _only_press(rest: str) -> bool:
    """Whether press words alone make up all of it."""
    press = word_list("press_words")
    reached = [True] + [False] * len(rest)
    for end in range(1, len(rest) + 1):
        reached[end] = any(reached[start] and rest[start:end] in press for start in range(end))
    return reached[-1]


def _spaced(rest: str) -> list[str]:
    """The name as it stands, and with one space put in anywhere: "kansascity" is Kansas City."""
    return [rest, *(f"{rest[:cut]} {rest[cut:]}" for cut in range(3, len(rest) - 2) if len(rest) > 7)]
