"""Whether a sentence says that an event happened, denies it, plans it, or only thinks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.events.lexicon import StatusWords, lexicon
from geo.events.words import forms
from geo.spans import is_parted

if TYPE_CHECKING:
    from spacy.tokens import Token

Standing = Literal["reported", "denied", "planned", "hypothetical"]
_CLIMB = frozenset(
    [
        "xcomp",
        "ccomp",
        "dobj",
        "pobj",
        "prep",
        "pcomp",
        "conj",
        "acl",
        "nsubjpass",
        "compound",
        "advcl",
        "amod",
        "nmod",
        "attr",
        "poss",
    ]
)
_MAX_CLIMB = 7


def standing(trigger: Token) -> Standing:
    """What the sentence makes of the event at `trigger`; the first word on the way up that decides, does.

    Tense and modal verbs speak first, then negation, then the verbs and nouns that the event hangs from: to deny,
    to plan, to prevent, to call for, the fear of.
    """
    words = lexicon().status
    own = _of_itself(trigger, words)
    if own is not None:
        return own
    if _is_habitual(trigger, words) or _is_made_up(trigger, words):
        return "hypothetical"
    token, below = trigger, trigger
    for _ in range(_MAX_CLIMB):
        if token.head == token or token.dep_ not in _CLIMB or is_parted(token):
            break
        below, token = token, token.head
        found = _from_head(token, below, trigger, words)
        if found is not None:
            return found
    return "reported"


def _is_habitual(trigger: Token, words: StatusWords) -> bool:
    """Whether it is told as what often happens: "is regularly shelled", "accidents are frequent"."""
    verb = trigger.head if trigger.dep_ in ("nsubj", "nsubjpass", "dobj", "agent") else trigger
    if any(child.dep_ == "advmod" and child.lower_ in words.habit for child in verb.children):
        return True
    plural = trigger.tag_ in ("NNS", "NNPS") and not any(child.dep_ in ("det", "nummod") for child in trigger.children)
    is_so = verb.pos_ == "AUX" and any(child.dep_ == "acomp" for child in verb.children)
    return plural and is_so and trigger.dep_ == "nsubj" and verb.tag_ in ("VBZ", "VBP")


def _is_made_up(trigger: Token, words: StatusWords) -> bool:
    """Whether a film or a novel tells of it, or it happens in one; "when gunmen burst in" tells when a play ended."""
    for token in (trigger, *trigger.ancestors):
        for child in token.children:
            tells = child.dep_ in ("nsubj", "nsubjpass") and forms(child) & words.fiction
            within = (
                child.dep_ == "prep"
                and child.lower_ == "in"
                and any(forms(below) & words.fiction for below in child.children if below.dep_ == "pobj")
            )
            if (tells and token != trigger) or within:
                return True
        if token.dep_ == "advcl":
            return False
    return False


def _of_itself(trigger: Token, words: StatusWords) -> Standing | None:
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else None
    modals = {child.lower_ for child in trigger.children if child.dep_ == "aux"}
    if verb is not None and modals & words.modal_planned:
        return "planned"
    if modals & words.modal_hypothetical:
        return "hypothetical"
    for child in trigger.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no"):
            return "denied"
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether", "lest"):
            return "hypothetical"
        if child.dep_ in ("amod", "det", "compound") and forms(child) & words.doubt:
            return "hypothetical"
        if child.dep_ in ("nsubj", "nsubjpass") and _says_none(child):
            return "denied"
    return None


def _from_head(head: Token, below: Token, trigger: Token, words: StatusWords) -> Standing | None:
    shape = forms(head)
    modals = {child.lower_ for child in head.children if child.dep_ == "aux"}
    bare = _is_open(head, modals)
    if head.pos_ in ("VERB", "AUX"):
        negated = any(child.dep_ == "neg" for child in head.children)
        if below.dep_ in ("xcomp", "ccomp", "dobj", "pobj", "pcomp", "prep", "nsubjpass") and shape & words.deny:
            return "reported" if negated or _is_ones_part(below, trigger, words) else "denied"
        if below == trigger and trigger.pos_ == "NOUN" and below.dep_ in ("dobj", "nsubjpass") and shape & words.called:
            return "planned"
        if shape & words.foil and forms(below) & words.attempt:
            return "reported"
        if shape & words.avert and below.dep_ not in ("advcl", "nsubj"):
            return "planned" if trigger.pos_ == "NOUN" and shape & {"call"} and bare else "hypothetical"
        if shape & words.unfinished and bare and below.dep_ in ("dobj", "xcomp", "pobj", "prep"):
            return "hypothetical"
        if below.dep_ == "xcomp" and shape & words.plan and _has_to(below):
            return "planned"
        if below.dep_ in ("dobj", "pobj", "prep", "nsubjpass") and shape & words.plan_nouns:
            return "planned"
        if negated and below.dep_ in ("dobj", "nsubjpass", "xcomp"):
            return "denied"
        if below.dep_ in ("dobj", "nsubjpass", "pobj", "prep", "xcomp", "nsubj", "attr"):
            if modals & words.modal_planned:
                return "planned"
            if modals & words.modal_hypothetical:
                return "hypothetical"
        if any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "lest") for child in head.children):
            return "hypothetical"
    elif head.pos_ in ("NOUN", "PROPN") and shape & words.threat and below.dep_ in ("prep", "acl", "pobj", "compound"):
        return "hypothetical"
    elif head.pos_ in ("ADP", "SCONJ") and head.lower_ in ("without", "against") and below.dep_ in ("pobj", "pcomp"):
        return "denied" if head.lower_ == "without" else None
    return None


def _is_ones_part(denied: Token, trigger: Token, words: StatusWords) -> bool:
    """Whether only somebody's part in the event is denied ("denied any role in the attack"): it did happen."""
    return denied != trigger and not forms(denied).isdisjoint(words.part)


def _says_none(subject: Token) -> bool:
    if subject.lower_ in ("nobody", "none"):
        return True
    return any(child.dep_ == "det" and child.lower_ == "no" for child in subject.children)


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _is_open(verb: Token, modals: set[str]) -> bool:
    return bool(modals - {"have", "has", "had", "be", "was", "were", "is", "are"}) or verb.tag_ in ("VB", "VBG", "VBP")
