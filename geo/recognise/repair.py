"""Spans made whole or taken apart after tagging, by rules that hold for every text.

A tagger decides word by word; what a reader sees at once over the whole article is mended here: two names joined by a
comma, a slash or hyphens, possessive endings, and a name that was found in one sentence and missed in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from geo.recognise.features import CITY, COUNTRY, DEMONYM, KINDS, NATURE, TOWN, Lexicon
from geo.recognise.lexicon import GOVERNMENT
from geo.recognise.spans import OUTSIDE, Found
from geo.recognise.tagger import TaggedWindow

_POSSESSIVES = ("'s", "’s", "'S", "’S")
#: A name sure in one sentence is taken in another where it is at least this likely.
_SURE, _PLAUSIBLE = 0.9, 0.12
_ABBREVIATION = 5  # letters in "Calif.", "Okla."
_GOES_ON = re.compile(r",|;|\s[a-z(]")
_PARTY = re.compile(r"[A-Z]-(?=[A-Z])")
#: The columns of kinds whose names are taken for granted, with the least probability that the tagger must leave them.
_SHORT = 25  # words (marks too) of a window in which the tagger has little to go by
_CITY, _TOWN = CITY.bit_length() - 1, TOWN.bit_length() - 1
_CERTAIN = ((DEMONYM.bit_length() - 1, 0.02), (COUNTRY.bit_length() - 1, 0.2), (_CITY, 0.25))
_WORD_BEFORE = re.compile(r"\b([A-Z]\w+)\s$")
_WORD_AFTER = re.compile(r"\s[A-Z]\w+")
_CHAIN = re.compile(r"[A-Z]\w+(?:-[A-Z]\w+){2,}")
_LONGEST_CHAIN = 12  # hyphens in a row that are still read as names


def trimmed(text: str, found: Iterable[Found]) -> list[Found]:
    """The spans without possessive endings and without marks and white space round them; empty ones vanish."""
    kept = []
    for span in found:
        start, end = span.start, span.end
        if text.endswith(_POSSESSIVES, start, end):
            end -= 2
        start = _past_party(text, start, end)
        while end > start and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
            end -= 1
        while start < end and not text[start].isalnum():
            start += 1
        if "(" not in text[start:end]:
            end -= text[start:end].endswith(")")
        if end > start:
            end = _with_last_point(text, start, _without_full_stop(text, start, end))
            kept.append(Found(start, end, span.score))
    return kept


def _without_full_stop(text: str, start: int, end: int) -> int:
    """The end before a full stop that belongs to the sentence: after a long word without another point."""
    if text[end - 1] != "." or end - start < 2:
        return end
    last = text[start : end - 1].rsplit(maxsplit=1)[-1]
    abbreviated = ("." in last and not last.endswith(".")) or len(last) <= _ABBREVIATION
    return end if abbreviated else end - 1


def _with_last_point(text: str, start: int, end: int) -> int:
    """The end after an abbreviation's last point: "W.Va" + ".", "Okla" + "." where the sentence goes on after it."""
    last = text[start:end].rsplit(maxsplit=1)[-1]
    if not text.startswith(".", end) or last.endswith("."):
        return end
    goes_on = len(last) <= _ABBREVIATION and _GOES_ON.match(text, end + 1)
    return end + 1 if "." in last or goes_on else end


def _past_party(text: str, start: int, end: int) -> int:
    """The start after a legislator's party: "D-N.J." names New Jersey."""
    return start + 2 if _PARTY.match(text, start, end) else start


def parted(text: str, found: Iterable[Found], lexicon: Lexicon) -> list[Found]:
    """The spans with those taken apart that are several known names: "X, Y", "X/Y", "X-Y-Y", or one a line."""
    parts: list[Found] = []
    for span in found:
        chain = _CHAIN.match(text, span.start)
        if chain and chain.end() > span.end:
            whole = Found(span.start, chain.end(), span.score)
            parts.extend(_parts(whole, chain[0], lexicon) or [span])
            continue
        name = text[span.start : span.end]
        if re.search(r"[,/‐‑–\n-]", name) and not lexicon.kinds([name])[0]:
            parts.extend(_parts(span, name, lexicon) or [span])
        else:
            parts.append(span)
    return parts


def _parts(span: Found, name: str, lexicon: Lexicon) -> list[Found]:
    """The known names that fill a joined one from end to end, the longest first; none where they don't fill it."""
    pieces = [(m.start(), m.end()) for m in re.finditer(r"[^,/‐‑–\n-]+", name)][: _LONGEST_CHAIN + 1]
    pieces = [_stripped(name, a, b) for a, b in pieces]
    parts: list[Found] = []
    at = 0
    while at < len(pieces):
        stop = next(
            (s for s in range(len(pieces), at, -1) if lexicon.kinds([name[pieces[at][0] : pieces[s - 1][1]]])[0]), 0
        )
        if not stop:
            return []
        parts.append(Found(span.start + pieces[at][0], span.start + pieces[stop - 1][1], span.score))
        at = stop
    return parts if len(parts) > 1 else []


def _stripped(name: str, start: int, end: int) -> tuple[int, int]:
    part = name[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def repeated(text: str, found: Sequence[Found], windows: Iterable[TaggedWindow]) -> list[Found]:
    """The spans and, where a name among them is sure, its other occurrences that the tagger held possible."""
    sure = {text[span.start : span.end] for span in found if span.score >= _SURE}
    by_first: dict[str, list[str]] = {}
    for name in sure:
        by_first.setdefault(re.split(r"\W", name, maxsplit=1)[0], []).append(name)
    taken = {offset for span in found for offset in (span.start, span.end - 1)}
    added: list[Found] = []
    for tagged in windows:
        inside = 1 - tagged.probabilities[:, OUTSIDE]
        window = tagged.window
        for word, (start, end) in enumerate(zip(window.starts, window.ends, strict=True)):
            if inside[word] < _PLAUSIBLE or start in taken:
                continue
            for name in by_first.get(text[start:end], ()):
                stop = start + len(name)
                if text.startswith(name, start) and stop in window.ends and stop - 1 not in taken:
                    last = window.ends.index(stop)
                    score = float(inside[word : last + 1].min())
                    if score >= _PLAUSIBLE:
                        added.append(Found(start, stop, max(score, 0.5)))
    return sorted([*found, *added], key=lambda span: span.start)


def apart(found: Iterable[Found]) -> list[Found]:
    """The spans in order, without those that overlap an earlier one."""
    kept: list[Found] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def certain(found: Sequence[Found], windows: Iterable[TaggedWindow]) -> list[Found]:
    """The spans and the names of countries, peoples and great cities that are known and that the tagger leaves open.

    Corpora differ in whether they mark "European football" or "EU law"; a reader's map needs them all the same. And a
    short line ("Shelling hit Kharkiv overnight.") tells the tagger little, but no small town is called Kharkiv too.
    """
    taken = {offset for span in found for offset in range(span.start, span.end)}
    added = []
    for tagged in windows:
        window = tagged.window
        inside = 1 - tagged.probabilities[:, OUTSIDE]
        for kind, least in _CERTAIN:
            for begin in np.flatnonzero(tagged.known[:, kind]):
                if kind == _CITY and (len(tagged.known) > _SHORT or tagged.known[begin, _TOWN]):
                    continue
                stop = _end_of_name(tagged, int(begin), kind)
                start, end = window.starts[begin], window.ends[stop - 1]
                free = start not in taken and end - 1 not in taken
                if free and end - start > 1 and inside[begin:stop].min() >= least:
                    added.append(Found(start, end, max(float(inside[begin:stop].min()), 0.5)))
    return sorted([*found, *added], key=lambda span: span.start)


def seats(text: str, found: Sequence[Found], windows: Iterable[TaggedWindow], lexicon: Lexicon) -> list[Found]:
    """The spans and the seats of governments that the gazetteer knows ("the Kremlin"): their names say nothing else."""
    taken = {offset for span in found for offset in range(span.start, span.end)}
    nature = NATURE.bit_length() - 1
    added = []
    for tagged in windows:
        for begin in np.flatnonzero(tagged.known[:, nature]):
            stop = _end_of_name(tagged, int(begin), nature)
            start, end = tagged.window.starts[begin], tagged.window.ends[stop - 1]
            if start not in taken and lexicon.kinds([text[start:end]])[0] & GOVERNMENT:
                added.append(Found(start, end, _SURE))
    return sorted([*found, *added], key=lambda span: span.start)


def _end_of_name(tagged: TaggedWindow, begin: int, kind: int) -> int:
    stop = begin + 1
    while stop < len(tagged.known) and tagged.known[stop, KINDS + kind]:
        stop += 1
    return stop


def widened(text: str, found: Iterable[Found], lexicon: Lexicon) -> list[Found]:
    """The spans, each with the capitalised word before or after it where the gazetteer knows the two as one name."""
    wide = []
    for span in found:
        before = _WORD_BEFORE.search(text, max(0, span.start - 25), span.start)
        after = _WORD_AFTER.match(text, span.end)
        start = before.start(1) if before else span.start
        end = after.end() if after else span.end
        choices = [(start, span.end), (span.start, end)]
        known = lexicon.kinds([text[a:b] for a, b in choices])
        best = next((c for c, bits in zip(choices, known, strict=True) if bits and c != (span.start, span.end)), None)
        wide.append(Found(*best, span.score) if best else span)
    return wide
