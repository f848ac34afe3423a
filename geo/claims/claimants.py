"""Who says so: the speaker of a clause, by verbs of saying, "according to", quotation and what went before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.lexicon import Lexicon, lexicon
from geo.spans import is_parted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPENING_A_GAP = frozenset([",", ";", "and", "while", "but"])
_PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "who", "which", "that", "we", "i", "us"])
_TRIMMED = frozenset(["det", "poss", "punct", "predet"])
_LEFT_OUT = frozenset(["relcl", "acl", "advcl", "ccomp", "cc", "conj", "parataxis", "advmod", "npadvmod"])


def claimant(trigger: Token, words: Lexicon) -> tuple[str, Token | None, bool]:
    """The name of who says what the trigger says, its token, and whether they deny it; "" where nobody is named."""
    sayer = _above(trigger, words) or _according(trigger) or _beside(trigger, words)
    if sayer is None:
        return _carried(trigger, words)
    verb, speaker = sayer
    if verb is not None and speaker is not None and _is_a_count(speaker, words):
        speaker = verb.nbor(-1) if verb.i and verb.nbor(-1).pos_ in {"NOUN", "PROPN"} else None
    denied = verb is not None and verb.lemma_.lower() in words.denials
    if speaker is None or speaker.lower_ in _PRONOUNS:
        name, token, _ = _before(trigger.doc, trigger.sent.start, words)
        return name, token, denied
    return name_of(speaker), speaker, denied


def gapped(figure: Token) -> tuple[str, Token, bool] | None:
    """Who gives a second figure without a verb: "the media put the dead at 40, the government at 26"."""
    prep = figure.head
    if figure.dep_ != "pobj" or prep.lower_ not in {"at", "of"} or prep.i < 2 or prep.i != figure.i - 1:
        return None
    speaker = prep.nbor(-1)
    first = speaker.left_edge
    before = first.nbor(-1) if first.i else None
    if speaker.pos_ not in {"NOUN", "PROPN"} or before is None or before.lower_ not in _OPENING_A_GAP:
        return None
    return (name_of(speaker), speaker, False) if speaker.dep_ in {"appos", "conj", "npadvmod", "dep"} else None


def _is_a_count(speaker: Token, words: Lexicon) -> bool:
    """Whether what the parser takes for the speaker is a number: "… and dozens arrested, witnesses said"."""
    return speaker.like_num or speaker.lower_ in words.vague


def name_of(speaker: Token) -> str:
    """The noun phrase round a token without article, clauses and appositions: "Ministry of Defense of Azerbaijan"."""
    kept = []
    barred: set[int] = set()
    for token in speaker.subtree:
        if token.i in barred:
            continue
        inner = token != speaker and token.head == speaker
        if inner and (
            token.dep_ in _LEFT_OUT
            or token.dep_ == "appos"
            or (token.dep_ == "prep" and token.lower_ not in {"of", "for", "in"})
        ):
            barred |= {below.i for below in token.subtree}
            continue
        kept.append(token)
    while kept and (kept[0].dep_ in _TRIMMED or kept[0].is_space) and kept[0].pos_ in {"DET", "PUNCT", "SPACE", "PRON"}:
        kept.pop(0)
    while kept and (kept[-1].is_punct or kept[-1].is_space or kept[-1].lower_ in {"'s", "’s"}):
        kept.pop()
    if not kept:
        return speaker.text
    run = [token for token in kept if kept[0].i <= token.i <= kept[-1].i]
    text = "".join(token.text_with_ws for token in run)
    return " ".join(text.split())


def speaker_of(verb: Token) -> Token | None:
    """The subject of a verb of saying; of a passive one ("was reported by X") the agent."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((below for below in child.children if below.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj":
            return child
    if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and verb.head.head.lemma_.lower() in lexicon().verbs:
        return speaker_of(verb.head.head)  # "X said that planes bombed the town and put the toll at 9": X puts it
    if verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        return speaker_of(verb.head)
    if verb.dep_ == "advcl":  # "X said that they left, adding that …": the participle is the sayer's, not theirs
        saying = [above for above in verb.ancestors if above.lemma_.lower() in lexicon().verbs]
        return speaker_of(saying[0] if saying else verb.head)
    return next((child for child in verb.children if child.dep_ == "npadvmod" and child.pos_ == "PROPN"), None)


def _above(trigger: Token, words: Lexicon) -> tuple[Token | None, Token | None] | None:
    """The verb of saying above the clause: "X said that …", "X put the toll at …", "X's claim that …"."""
    token = trigger
    for _ in range(12):
        says = token != trigger and token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in words.verbs
        if says and (speaker := speaker_of(token)) is not None and not _within(trigger, speaker):
            return token, speaker
        if (
            token == trigger
            and token.lemma_.lower() in words.verbs
            and token.pos_ == "VERB"
            and token.lemma_ in words.denials
        ):
            return token, speaker_of(token)
        if token.pos_ == "NOUN" and token.lemma_ in words.nouns:
            for child in token.children:
                if child.dep_ in {"poss", "prep"} and child.lower_ in {"by", "from"}:
                    return None, next(iter(child.children), None)
                if child.dep_ == "poss":
                    return None, child
        if token.head == token or is_parted(token):
            return None
        token = token.head
    return None


def _within(token: Token, subject: Token) -> bool:
    return token.i == subject.i or any(above.i == subject.i for above in token.ancestors)


def _according(trigger: Token) -> tuple[Token | None, Token | None] | None:
    """ "According to X" anywhere in the sentence, the nearest; "reported by X", "in a statement by X"."""
    best: tuple[int, Token] | None = None
    for token in trigger.sent:
        if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "to":
            source = next((below for below in token.subtree if below.dep_ == "pobj"), None)
            if source is not None and (best is None or abs(token.i - trigger.i) < best[0]):
                best = (abs(token.i - trigger.i), source)
    return None if best is None else (None, best[1])


def _beside(trigger: Token, words: Lexicon) -> tuple[Token | None, Token | None] | None:
    """ "…, X said" and "as X reported": a clause of saying beside or below, in the same sentence."""
    for token in trigger.sent:
        if token.pos_ != "VERB" or token.lemma_.lower() not in words.verbs - words.acting or token == trigger:
            continue
        if token.dep_ not in {"parataxis", "advcl", "ccomp", "dep", "ROOT", "conj"}:
            continue
        if token.dep_ == "advcl" and not any(child.lower_ == "as" for child in token.children):
            continue
        said = (child for child in token.children if child.i > token.i)
        below = any(child.dep_ in {"ccomp", "dobj", "xcomp"} or child.like_num for child in said)
        speaker = speaker_of(token)
        behind = token.i > trigger.i or token.dep_ == "advcl"
        if speaker is not None and not below and not _within(trigger, speaker) and behind:
            return token, speaker
    return None


def _carried(trigger: Token, words: Lexicon) -> tuple[str, Token | None, bool]:
    """The speaker before, where the sentence stands within a quotation that is still open."""
    sentence = trigger.sent
    opened = 0
    for token in sentence.doc[max(0, sentence.start - 120) : trigger.i]:
        if token.is_space and token.text.count("\n") > 1:
            opened = 0
        elif token.text in {"“", "``"}:
            opened += 1
        elif token.text in {"”", "''"}:
            opened = 0
    return _before(sentence.doc, sentence.start, words) if opened > 0 else ("", None, False)


def _before(doc: Doc, start: int, words: Lexicon) -> tuple[str, Token | None, bool]:
    """The last named speaker before a token, at most three sentences back."""
    for index in range(start - 1, max(-1, start - 160), -1):
        token = doc[index]
        if token.pos_ == "VERB" and token.lemma_.lower() in words.verbs - words.acting:
            speaker = speaker_of(token)
            if speaker is not None and speaker.lower_ not in _PRONOUNS and speaker.pos_ in {"NOUN", "PROPN"}:
                return name_of(speaker), speaker, False
        if token.lower_ == "according":
            source = next((below for below in token.subtree if below.dep_ == "pobj"), None)
            if source is not None and source.lower_ not in _PRONOUNS:
                return name_of(source), source, False
    return "", None, False
