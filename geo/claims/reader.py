"""The reader of claims: every count of people, positions and things lost, with its bounds, side and claimant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.claims.claimants import claimant, gapped
from geo.claims.counted import Counted, counted
from geo.claims.lexicon import Lexicon, lexicon
from geo.claims.quantities import Quantity, quantities
from geo.claims.sides import side_of
from geo.records import Article, Claim, Located, Span
from geo.spans import token_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from gazetteer.store import Gazetteer

_NOBODY = frozenset(["nobody", "none", "no-one"])
_NOT_ONE = frozenset(["no", "every", "any", "some", "each", "this", "that", "which", "the", "number"])
_SINGLE = frozenset(["a", "an", "another"])
_MAX_QUOTE = 400
_OPENING = re.compile(r"(?:[\s,;:–—-]{1,9}|(?:that|and|but|while|as)\s{1,3}){0,4}", re.I)
_CLOSING = re.compile(r"(?:[\s,;:–—-]|\s(?:and|but|while)){1,6}$", re.I)


@dataclass(frozen=True, slots=True)
class _Found:
    """A count with what it counts; `token` is its last token."""

    quantity: Quantity
    token: Token
    counted: Counted


class ClaimReader:
    """Reads counts and who gives them from parsed English news.

    The gazetteer is not asked here: countries come from the located mentions.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer
        self._words = lexicon()

    def read(self, doc: Doc, article: Article, located: Sequence[Located]) -> list[Claim]:
        """The claims of an article, whose text `doc` is, in its order.

        A figure that the text itself calls outdated ("up from 12") is left out. `Claim.total` marks a sum whose parts
        are given as well, and the parts are claims of their own: only one of the two is to be added up.
        """
        text = article.text
        claims = []
        for found in self._found(doc, text):
            name, speaker, denied = gapped(found.token) or claimant(found.counted.trigger, self._words)
            side = side_of(found.counted.noun, found.counted.trigger, speaker, located, self._words)
            quantity = found.quantity
            claims.append(
                Claim(
                    measure=found.counted.measure,
                    value=quantity.value,
                    low=quantity.low,
                    high=quantity.high,
                    side=side,
                    claimant=name,
                    quote=_quote(found, text),
                    denied=denied or _negated(found.counted.trigger),
                    total=self._says_total(found, text),
                )
            )
        return _with_totals(claims)

    def _found(self, doc: Doc, text: str) -> Iterator[_Found]:
        taken: set[int] = set()
        figures = {}
        last: _Found | None = None
        for quantity in quantities(text, self._words):
            token = token_at(doc, quantity.end - 1)
            if token is not None and _is_pronoun(token):
                continue
            taken.update(range(quantity.start, quantity.end))
            if token is not None and not _is_superseded(quantity, text, self._words):
                figures[token.i] = quantity
        for token in doc:
            count = figures.get(token.i) or (_unwritten(token, self._words) if token.idx not in taken else None)
            if count is None:
                continue
            what = counted(token, self._words) or self._part(token, count, text, last) or self._again(token, last)
            if what is not None and (token.i in figures or _is_countable(what, count, self._words)):
                last = _Found(count, token, what)
                yield last

    def _part(self, token: Token, quantity: Quantity, text: str, last: _Found | None) -> Counted | None:
        """ "…, among them three children": what the count before it in the sentence counts, of these too."""
        if last is None or last.token.sent != token.sent:
            return None
        gap = text[last.quantity.end : quantity.start].lower()
        if not any(re.search(rf"\b{phrase} $", gap) for phrase in self._words.part_phrases):
            return None
        noun = token.head if token.dep_ in {"nummod", "det"} else token
        return replace(last.counted, noun=noun, part=True)

    def _again(self, token: Token, last: _Found | None) -> Counted | None:
        """ "The ministry put the figure at 9,000", "police spoke of 9,000": another count of what was counted last."""
        if last is None or (not 0 <= token.sent.start - last.token.sent.end < 2 and token.sent != last.token.sent):
            return None
        verb = token.head
        if token.dep_ == "pobj" and verb.lower_ in {"at", "of", "to"}:
            verb = verb.head
        elif token.dep_ != "dobj":
            return None
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in self._words.estimating:
            return None
        return replace(last.counted, noun=token, trigger=token, part=False)

    def _says_total(self, found: _Found, text: str) -> bool:
        before = text[max(found.token.sent.start_char, found.quantity.start - 40) : found.quantity.at].lower()
        behind = re.split(r"[.;\n]", text[found.quantity.end : found.quantity.end + 90].lower())[0]
        phrases = self._words.total_phrases
        here = before if before.count(",") < 2 and found.token.sent.start_char > found.quantity.start - 16 else ""
        return any(re.search(rf"\b{phrase}\b", here or before.rsplit(",", 1)[-1]) for phrase in phrases) or any(
            f" {phrase} " in behind
            for phrase in ("including", "among them", "in total", "in all", "altogether", "of whom")
        )


def _is_pronoun(token: Token) -> bool:
    """Whether "one" stands for a noun ("this one", "another one"); after "said that" it may well count."""
    if token.lower_ != "one" or not token.i:
        return False
    before = token.nbor(-1)
    return before.lower_ in _NOT_ONE and before.dep_ != "mark"


def _unwritten(token: Token, words: Lexicon) -> Quantity | None:
    """The count that no figure writes: "a soldier" and "the mayor" are one, "no casualties" none."""
    start, end = token.idx, token.idx + len(token)
    if _is_one_person(token, words):
        return Quantity(start, end, start, 1, 1, 1)
    if token.lower_ in _SINGLE and token.dep_ == "det" and token.head.tag_ in {"NN", "NNP"}:
        return Quantity(start, end, start, 1, 1, 1)
    if (token.lower_ == "no" and token.dep_ == "det") or token.lower_ in _NOBODY:
        return Quantity(start, end, start, 0, 0, 0)
    return None


def _is_one_person(token: Token, words: Lexicon) -> bool:
    """Whether a word names somebody by what he is: the article of "the mayor", the last name of "Colonel Ali Rao"."""
    if token.lower_ == "the" and token.dep_ == "det":
        return token.head.tag_ == "NN" and token.head.lemma_.lower() in words.roles
    if token.tag_ != "NNP" or token.dep_ not in {"dobj", "nsubjpass", "nsubj", "conj"}:
        return False
    titles = (child for child in token.children if child.dep_ in {"compound", "appos", "nmod"} and child.i < token.i)
    return any(title.lemma_.lower() in words.roles for title in titles)


def _is_countable(what: Counted, quantity: Quantity, words: Lexicon) -> bool:
    """Whether "a" before this noun counts: a soldier killed does, a protest or a wave of deaths does not."""
    if quantity.value == 0:
        return True
    noun = what.noun
    if noun.tag_ == "NNP" or any(child.lower_ == "the" for child in noun.children):
        return what.measure in words.of_roles and what.trigger.i != noun.i
    if what.trigger.lemma_.lower() in words.counts:  # "the number of people killed in a bombing"
        return False
    if what.measure in {"participants", "casualties"} or noun.lemma_.lower() in words.vague:
        return False
    if what.trigger.i == noun.i and noun.lemma_.lower() not in words.group_of:
        return False
    things = any(noun.lemma_.lower() in measure.things for measure in words.measures)
    return things or (noun.lemma_.lower() not in words.abstract and noun.pos_ in {"NOUN", "PROPN"})


def _is_superseded(quantity: Quantity, text: str, words: Lexicon) -> bool:
    """Whether the text says that the figure no longer holds: "up from 12", "revised from 20 to 15"."""
    before = " ".join(text[max(0, quantity.start - 40) : quantity.start].lower().split())
    return any(re.search(rf"\b{phrase}(?: (?!to\b)[a-z]+){{0,3}}$", before) for phrase in words.superseded)


def _negated(trigger: Token) -> bool:
    return any(child.dep_ == "neg" for child in trigger.children)


def _quote(found: _Found, text: str) -> Span:
    """The smallest clause that holds the count and what it counts; where that is too long, the words between them."""
    trigger, token = found.counted.trigger, found.token
    clause = trigger
    while clause.pos_ not in {"VERB", "AUX"} and clause.head != clause:
        clause = clause.head
    needed = {trigger.i, token.i, found.counted.noun.i}
    while not needed <= {below.i for below in clause.subtree} and clause.head != clause:
        clause = clause.head
    if clause.dep_ in {"acl", "relcl"} and clause.head != clause:
        clause = clause.head
    barred: set[int] = set()
    for child in clause.children:
        if child.dep_ in {"conj", "advcl", "parataxis"} and not needed & {below.i for below in child.subtree}:
            barred |= {below.i for below in child.subtree}
    kept = [below.i for below in clause.subtree if below.i not in barred] + sorted(needed)
    first, last = _run(sorted(set(kept)), needed)
    doc = token.doc
    start, end = min(doc[first].idx, found.quantity.start), doc[last].idx + len(doc[last])
    if end - start > _MAX_QUOTE:
        start = min(found.quantity.start, trigger.idx)
        end = max(found.quantity.end, trigger.idx + len(trigger))
    start += len(_OPENING.match(text[start:end])[0])  # type: ignore[index]
    end = start + len(_CLOSING.sub("", text[start:end]))
    return Span(start, end, text[start:end])


def _run(indices: list[int], needed: set[int]) -> tuple[int, int]:
    """The unbroken stretch of tokens round those that are needed."""
    first, last = min(needed), max(needed)
    there = set(indices)
    while first - 1 in there:
        first -= 1
    while last + 1 in there:
        last += 1
    return first, last


def _with_totals(claims: list[Claim]) -> list[Claim]:
    """A claim whose value is the sum of those right behind it, of the same measure and claimant, is their total."""
    marked = list(claims)
    for place, claim in enumerate(claims):
        total = 0
        for behind in claims[place + 1 : place + 6]:
            if behind.measure != claim.measure or behind.claimant != claim.claimant or not behind.value:
                break
            total += behind.value
            if total == claim.value and behind.value < (claim.value or 0):
                marked[place] = replace(claim, total=True)
                break
    return marked
