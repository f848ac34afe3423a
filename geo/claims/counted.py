"""What a count counts: the noun phrase that it stands in, and on up to what the verb governs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.claims.governed import governed

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.claims.lexicon import Lexicon

_COUNT_DEPS = frozenset(
    ["nummod", "quantmod", "compound", "amod", "det", "predet", "nmod", "advmod", "poss", "npadvmod"]
)
_UNREAL = frozenset(["could", "would", "might", "should"])
_INTENDING = frozenset(
    ["threaten", "plan", "vow", "intend", "want", "try", "attempt", "aim", "plot", "order", "refuse", "hope"]
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure, the noun that is counted, the word of the text that says the measure, and whether it is a part."""

    measure: str
    noun: Token
    trigger: Token
    part: bool = False


def counted(figure: Token, words: Lexicon) -> Counted | None:
    """What the count whose last token is `figure` counts, or None where it is no count of ours."""
    holder, noun = _noun_phrase(figure)
    if noun.lemma_.lower() in words.units or _is_unit(figure, noun, words) or _is_age(figure):
        return None
    part = False
    for _ in range(4):  # up from conjuncts, appositions and "including …" to what the verb governs
        found = governed(holder, noun, words)
        if found is not None:
            return Counted(found[0], noun, found[1], part) if _is_real(found[1]) else None
        parent = holder.head
        if holder.dep_ == "conj" and parent.pos_ in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            holder = parent
        elif holder.dep_ == "appos" and parent.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
            holder, part = parent, True
        elif holder.dep_ in {"pobj", "dobj"} and parent.lower_ in {"including", "among", "like"}:
            holder, part = parent.head, True
        else:
            break
    return None


def _noun_phrase(figure: Token) -> tuple[Token, Token]:
    """The token that the verb governs and the noun that is counted; "12 of its soldiers": 12 and soldiers."""
    head = figure
    for _ in range(3):
        if (
            head.dep_ in _COUNT_DEPS
            and head.head.i > figure.i
            and head.head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "PRON"}
        ):
            head = head.head
        else:
            break
    if head != figure:
        return head, head
    for child in figure.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            inside = [below for below in child.children if below.dep_ == "pobj"]
            if inside:
                return figure, inside[0]
    return _next_noun(figure) or (figure, figure)


def _next_noun(figure: Token) -> tuple[Token, Token] | None:
    """The noun that stands behind the figure, where the parser hung the figure elsewhere."""
    for token in figure.doc[figure.i + 1 : figure.i + 4]:
        if token.pos_ in {"NOUN", "PROPN"} and token.sent == figure.sent:
            return token, token
        if token.pos_ != "ADJ":
            return None
    return None


def _is_unit(figure: Token, noun: Token, words: Lexicon) -> bool:
    """Whether the next word makes the figure a size, a price or a date."""
    following = figure.nbor(1) if figure.i + 1 < len(figure.doc) else None
    before = figure.nbor(-1) if figure.i else None
    if following is not None and (following.lemma_.lower() in words.units or following.text in {"%", "-", "–", "/"}):
        return not (following.text == "-" and figure.i + 2 < len(figure.doc) and figure.nbor(2).lower_ == "strong")
    months = before is not None and before.ent_type_ == "" and before.text[:1].isupper() and before.lemma_ in _MONTHS
    return (
        months or (noun != figure and noun.lemma_ in _MONTHS) or (before is not None and before.text in {"$", "£", "€"})
    )


def _is_age(figure: Token) -> bool:
    """Whether a figure says how old somebody is: "Maria Ruiz, 53, was arrested", "one demonstrator, 23, died"."""
    if figure.i < 2 or figure.i + 1 == len(figure.doc) or not figure.is_digit or len(figure.text) > 3:
        return False
    name, comma, after = figure.nbor(-2), figure.nbor(-1), figure.nbor(1)
    return comma.text == "," and after.text in {",", ".", ";", "—", "–"} and (name.pos_ == "PROPN" or name.tag_ == "NN")


_MONTHS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)


def _is_real(trigger: Token) -> bool:
    """Whether the words say that it happened: not "could kill 15", "threatened to kill the hostages"."""
    auxiliaries = {child.lower_ for child in trigger.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & _UNREAL and not auxiliaries & {"have"}:
        return False
    if "to" in auxiliaries and "have" not in auxiliaries and trigger.dep_ in {"xcomp", "acl", "advcl", "ccomp"}:
        return trigger.head.lemma_ not in _INTENDING
    return True
