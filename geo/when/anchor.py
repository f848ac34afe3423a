"""Which time an event has: the expression that governs it by clause, else the day that the narrative is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.records import Article, When
from geo.spans import span_of
from geo.when.calendar import plain, unit_round
from geo.when.lexicon import Lexicon, lexicon
from geo.when.reader import OF_WHAT_FOLLOWS
from geo.when.tense import event_is_past, verb_is_future

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: What one step of the tree costs between an event and a time. Above `FARTHEST` they don't belong together.
FARTHEST = 6.0
_BLOCKING = frozenset(
    {"after", "before", "since", "until", "following", "despite", "for", "against", "of", "about", "to", "from", "over"}
)
_FOLLOWING = frozenset({"after", "following"})
#: Nouns of a count, whose verbs tell when it was made known and not when it came about.
_COUNTS = frozenset({"toll", "number", "count", "tally", "figure"})
_UP = {
    "conj": 0.5,
    "xcomp": 0.5, "relcl": 1.0, "acl": 1.0, "advcl": 2.0, "ccomp": 2.5, "pcomp": 1.0, "prep": 0.5, "pobj": 0.5,
    "nsubj": 0.5, "nsubjpass": 0.5, "dobj": 0.5, "attr": 0.5, "compound": 0.5, "appos": 1.5, "agent": 0.5, "oprd": 0.5,
    "amod": 0.5, "poss": 1.0, "dep": 1.5, "parataxis": 2.5,
}  # fmt: skip


def of_event(doc: Doc, token_index: int, whens: Sequence[When], article: Article) -> When:
    """The time of the event that the token `token_index` names.

    First the expression in its own sentence that governs it by the structure of the clause; then the time of a sentence
    before in the same paragraph, if that is no background; then the publication date. Without any: open, and why. When
    something was said is taken for when it happened only where no publication date is known.
    """
    words = lexicon()
    event = doc[token_index]
    here = [when for when in whens if _is_of(event, when)]
    governing = _governing(doc, event, here, words, said_counts=article.published is None)
    found = _told_of_the_time(doc, event, here) or governing or _behind(doc, event, here)
    if found is None or _is_ahead_of_what_was(found, event, article):
        return _narrative_day(doc, event, whens, article, words)
    return found


def _is_ahead_of_what_was(when: When, event: Token, article: Article) -> bool:
    """ "Urged the army to come to talks on 4 November": the day to come is not that of what is told as past."""
    ahead = article.published and when.start and plain(when.start) > plain(article.published)
    return bool(ahead) and event_is_past(event)


def _told_of_the_time(doc: Doc, event: Token, whens: Sequence[When]) -> When | None:
    """ "The worst since May 2019, when ten were killed": the clause is about the time that it hangs on."""
    for verb in (event, *event.ancestors):
        if verb.dep_ == "relcl" and any(child.lower_ == "when" for child in verb.children):
            for when in whens:
                span = span_of(doc, when.span.start, when.span.end) if when.span else None
                if span is not None and span.start <= verb.head.i < span.end:
                    return _closed(when)
    return None


def _closed(when: When) -> When:
    """The day, month or year that an open interval begins with."""
    if when.start is None or not when.how.startswith("since "):
        return when
    whole = unit_round(plain(when.start), when.precision)
    return replace(when, end=whole.end, how=when.how.removeprefix("since "))


def _behind(doc: Doc, event: Token, whens: Sequence[When]) -> When | None:
    """ "Died in violence after the election of May 2007": about the time of what they followed."""
    above = [event, *event.ancestors]
    for when in whens:
        span = span_of(doc, when.span.start, when.span.end) if when.span else None
        if span is None or when.end is None:
            continue
        for token in _head_of(span.start, span.end, doc).ancestors:
            if token.dep_ == "prep" and token.lower_ in _FOLLOWING and token.head in above:
                return replace(when, how=f"soon after: {when.how}")
    return None


def _governing(doc: Doc, event: Token, whens: Sequence[When], words: Lexicon, *, said_counts: bool) -> When | None:
    """The expression at the least cost in the dependency tree, or None if none is near enough."""
    best: tuple[float, int, When] | None = None
    for when in whens:
        assert when.span is not None
        span = span_of(doc, when.span.start, when.span.end)
        if span is None or when.how.startswith("a length of time"):
            continue
        root = _head_of(span.start, span.end, doc)
        cost = _cost(event, root, words, when, said_counts)
        if cost is None or cost > FARTHEST:
            continue
        distance = abs(root.i - event.i)
        if best is None or (cost, distance) < best[:2]:
            best = (cost, distance, when)
    if best is None:
        return None
    how = best[2].how.removeprefix(OF_WHAT_FOLLOWS)
    return replace(best[2], how=how)


def _head_of(start: int, end: int, doc: Doc) -> Token:
    """The token of a span that hangs on a word outside it; prepositions that belong to the expression are in it."""
    for token in doc[start:end]:
        if not start <= token.head.i < end and token.dep_ != "punct":
            return token
    return doc[start]


def _cost(event: Token, root: Token, words: Lexicon, when: When, said_counts: bool) -> float | None:
    """How far the event is from a time, None where something between them keeps the time to itself."""
    if when.how.startswith(OF_WHAT_FOLLOWS):
        return 0.5 if _follows(event, root) else None
    if _is_of_a_clause_between(event, root):
        return None
    below = _down_cost(event, root, words)
    if below is not None:
        return below
    climbed = 0.0
    token = event
    for _ in range(10):
        if token.head == token:
            return None
        step = _UP.get(token.dep_, 2.0)
        if token.dep_ == "ccomp" and token.head.lemma_ in words.saying:
            if not said_counts:  # the time of saying is not that of what is said
                return None
            step += 1.5
        if token.pos_ == "NOUN" and token.lemma_ in _COUNTS and token.dep_ in ("nsubj", "nsubjpass"):
            return None
        if token.dep_ == "prep" and token.lower_ in _BLOCKING and token.lower_ not in {"of", "to", "for"}:
            return None
        climbed += step
        came_from, token = token, token.head
        below = _down_cost(token, root, words, avoiding=came_from)
        if below is not None:
            return climbed + below
    return None


def _follows(event: Token, root: Token) -> bool:
    """Whether the event is what a length of time is counted from: "a week after the fire", "… after it burnt"."""
    if any(root in {above, above.head} and above.lower_ == "after" for above in event.ancestors):
        return True
    clauses = (event, *event.ancestors)
    return any(
        mark.lower_ == "after" and mark.dep_ == "mark" and root in (*clause.children, *mark.children)
        for clause in clauses
        for mark in clause.children
    )


def _down_cost(governor: Token, root: Token, words: Lexicon, avoiding: Token | None = None) -> float | None:
    """The cost from a word down to a time that hangs below it, through nothing that has a time of its own."""
    chain = list(_chain_up(root, governor))
    if not chain:
        return None
    if avoiding is not None and avoiding in chain:
        return None
    cost = 0.0
    verbal = governor.pos_ in {"VERB", "AUX"}
    for token in reversed(chain):  # from the governor's child down to the time's own head word
        if token == root:
            break
        if token.dep_ in {"prep", "agent"}:
            if token.lower_ in words.carrying or token.lower_ in {"late", "early"} or _only_time_below(token, root):
                cost += 0.5
                continue
            if governor.pos_ in {"NOUN", "PROPN"} and token.lower_ == "of":
                cost += 0.5
                continue
            return None
        if token.dep_ in {"pobj", "npadvmod", "advmod", "amod", "nummod", "pcomp"}:
            cost += 0.5
        elif (token.dep_ in {"nsubj", "nsubjpass"} and verbal) or (
            token.dep_ == "dobj" and governor.lemma_ in words.light
        ):
            cost += 1.0
        elif (
            token.dep_ in {"dobj", "attr", "oprd"}
            and verbal
            and root.dep_ not in {"poss", "compound", "nummod", "amod"}
        ):
            cost += 1.5  # the parser hangs "attacked the town on Monday" on the town often enough
        elif token.dep_ in {"relcl", "acl"} and governor.pos_ in {"NOUN", "PROPN"} and avoiding is None:
            cost += 1.0 if token.lemma_ in words.light or token.dep_ == "acl" else 1.5
        elif token.dep_ == "xcomp":
            cost += 0.5
        elif token.dep_ == "conj":
            cost += 2.0
        elif token.dep_ == "advcl":
            cost += 3.0
        elif token.dep_ == "ccomp" and governor.lemma_ not in words.saying:
            cost += 2.5
        else:
            return None
    return cost


def _is_of_a_clause_between(event: Token, root: Token) -> bool:
    """Whether the time stands in a relative clause about something else ("the loss of land that it held until 1990").

    Asked of the order of the words, for parsers often hang the clause's last phrase on a noun before the clause.
    """
    for token in reversed(event.doc[event.i + 1 : max(root.i, event.i + 1)]):
        if token.is_punct and token.text != "-":
            return False
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod"):
            return token.dep_ == "relcl" and token.head != event and _has_another_subject(token)
    return False


def _has_another_subject(verb: Token) -> bool:
    return any(
        child.dep_ in ("nsubj", "nsubjpass") and child.lower_ not in ("who", "which", "that") for child in verb.children
    )


def _only_time_below(prep: Token, root: Token) -> bool:
    return any(child == root for child in prep.children) and not any(
        child.dep_ == "pobj" and child != root for child in prep.children
    )


def _chain_up(root: Token, governor: Token) -> Iterator[Token]:
    """The tokens from a time's head up to, not including, the governor; nothing where it is no ancestor."""
    chain = []
    token = root
    for _ in range(12):
        chain.append(token)
        if token.head == token:
            return
        token = token.head
        if token.i == governor.i:
            yield from chain
            return


def _narrative_day(doc: Doc, event: Token, whens: Sequence[When], article: Article, words: Lexicon) -> When:
    """The time that a sentence before it in its paragraph set, else the day of publication."""
    published = plain(article.published) if article.published else None
    planned = verb_is_future(event) if event.pos_ in {"VERB", "AUX"} else False
    carried = _carried(doc, event, whens, words)
    if carried is not None and carried.end is not None and not planned:
        old = published is not None and published - plain(carried.end) > timedelta(days=words.historic_days)
        coming = published is not None and carried.start is not None and plain(carried.start) > published
        if not coming and (not old or event_is_past(event)):
            return replace(carried, how=f"the sentence before: {carried.how}")
    if published is None:
        return When(None, None, "none", None, "no time is said, and no publication date is known")
    if planned:
        return When(published, None, "none", None, "to come after the publication date")
    said = _governing(doc, event, [when for when in whens if _is_of(event, when)], words, said_counts=True)
    if said is not None and said.start is not None and said.end is not None and plain(said.end) <= published:
        return When(plain(said.start), plain(said.end), "day", None, "the day on which it was said")
    return When(published, published, "day", None, "the publication date: the text says no other time")


def _is_of(event: Token, when: When) -> bool:
    """Whether the expression stands in the event's sentence."""
    return when.span is not None and event.sent.start_char <= when.span.start < event.sent.end_char


def _carried(doc: Doc, event: Token, whens: Sequence[When], words: Lexicon) -> When | None:
    """The last closed time that the main clause of an earlier sentence of the same paragraph has."""
    sentence = event.sent
    start = _paragraph_start(doc, sentence.start)
    for when in reversed(whens):
        if when.span is None or when.span.start >= sentence.start_char:
            continue
        if when.span.start < doc[start].idx:
            return None
        if when.start is None or when.end is None or when.how.startswith((OF_WHAT_FOLLOWS, "a length of time")):
            continue
        span = span_of(doc, when.span.start, when.span.end)
        if span is None:
            continue
        root = _head_of(span.start, span.end, doc)
        main = root.sent.root
        if main == root or _down_cost(main, root, words) is not None:  # "Monday 2 March." heads its paragraph
            return when
    return None


def _paragraph_start(doc: Doc, index: int) -> int:
    """The first token after the nearest blank line before `index`."""
    while index > 0:
        before = doc[index - 1]
        if before.is_space and before.text.count("\n") > 1:
            return index
        index -= 1
    return 0
