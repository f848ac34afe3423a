"""Parts of speech, morphology and lemmas, remembered: each is worked out once for a word with its tag and its role.

spaCy's attribute ruler tries each of its patterns at each token, and its lemmatizer goes through its rules again. All
but a few of them look at one token's form, fine tag and dependency alone. So the model's own two components are asked
once for each such triple, and again, with the words round it, where a pattern of several tokens ("gon" + "na") matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
KEPT = 200_000
#: What patterns may ask for beside the flags of a form, IS_… and LIKE_…
_KNOWN = frozenset({"ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "LENGTH", "TAG", "DEP"})
#: What they may ask of a form that they don't name: these are the same for every word of letters alone.
_SAME_FOR_WORDS = frozenset({"TAG", "DEP", "IS_SPACE", "IS_PUNCT", "IS_DIGIT"})
_GIVEN, _SET = ("ORTH", "TAG", "DEP"), ("POS", "MORPH", "LEMMA")

Triple = tuple[int, int, int]


class WordForms:
    """A spaCy component that answers for the pipeline's attribute ruler and lemmatizer, which it asks where it must."""

    def __init__(self, loaded: Language) -> None:
        from spacy.matcher import Matcher
        from spacy.pipeline import AttributeRuler

        self._vocab = loaded.vocab
        self._ruler: Any = loaded.get_pipe(RULER)
        self._lemmatizer: Any = loaded.get_pipe(LEMMATIZER)
        self._alone, self._together = (AttributeRuler(loaded.vocab) for _ in range(2))
        self._first = Matcher(loaded.vocab)
        self._reach = 1
        for number, row in enumerate(patterns_of(loaded)):
            longest = max(map(len, row["patterns"]))
            (self._alone if longest == 1 else self._together).add(**row)
            self._reach = max(self._reach, longest)
            if longest > 1:
                self._first.add(str(number), [pattern[:1] for pattern in row["patterns"]])
        self._words, self._expressions = _named(self._alone.patterns)
        unnamed = "x" * (1 + max(map(len, self._words), default=0))
        self._any_word = self._vocab.strings.add(unnamed)
        self._ruled: dict[Triple, Triple] = {}
        self._remembered: dict[Triple, Triple] = {}
        self._openers: set[Triple] = set()
        _look_up_at_once(self._lemmatizer)

    def __call__(self, doc: Doc) -> Doc:
        """The document with parts of speech, morphology and lemmas set."""
        if not len(doc):
            return doc
        triples = [(orth, tag, dep) for orth, tag, dep in doc.to_array(list(_GIVEN)).tolist()]
        self._remember(dict.fromkeys(triples))
        _filled(doc, [self._remembered[triple] for triple in triples])
        for at, triple in enumerate(triples):
            if triple in self._openers:
                self._mend(doc, at)
        return doc

    def _remember(self, triples: Iterable[Triple]) -> None:
        """Work out the forms of the triples that are new: one document of all of them, ruled token by token."""
        if len(self._remembered) > KEPT:
            self._remembered.clear()
            self._ruled.clear()
        new = [triple for triple in triples if triple not in self._remembered]
        if not new:
            return
        ruled = _filled(self._bare(new), self._rules(new))
        self._openers.update(new[at] for _, at, _ in self._first(ruled, allow_missing=True))
        found = self._lemmatizer(ruled).to_array(list(_SET)).tolist()
        self._remembered.update(zip(new, map(tuple, found), strict=True))

    def _rules(self, triples: Iterable[Triple]) -> list[Triple]:
        """What the ruler says of each triple; it is asked once for all words that no pattern names."""
        alike = [(orth if self._is_named(orth) else self._any_word, tag, dep) for orth, tag, dep in triples]
        new = [triple for triple in dict.fromkeys(alike) if triple not in self._ruled]
        if new:
            found = self._alone(self._bare(new)).to_array(list(_SET)).tolist()
            self._ruled.update(zip(new, map(tuple, found), strict=True))
        return [self._ruled[triple] for triple in alike]

    def _is_named(self, orth: int) -> bool:
        """Whether a pattern may tell a form from all others."""
        form = self._vocab[orth]
        word = form.lower_
        return not form.is_alpha or word in self._words or any(each.search(word) for each in self._expressions)

    def _mend(self, doc: Doc, at: int) -> None:
        """Rule again, with their neighbours, the tokens of patterns that look at several and begin here."""
        ahead: Any = doc[at : at + self._reach]  # the ruler's matcher takes a span as well as a document
        for _, _, start, end in self._together.match(ahead):
            first, last = max(0, at + start - self._reach), min(len(doc), at + end + self._reach)
            again = self._lemmatizer(self._ruler(self._bare((t.orth, t.tag, t.dep) for t in doc[first:last])))
            token: Any
            for token in doc[at + start : at + end]:
                same = again[token.i - first]
                token.pos, token.lemma = same.pos, same.lemma
                token.set_morph(same.morph)

    def _bare(self, triples: Iterable[Triple]) -> Doc:
        """A document of these words, with nothing but tags and dependencies."""
        import numpy as np
        from spacy.tokens import Doc

        rows = list(triples)
        doc: Any = Doc(self._vocab, words=[self._vocab.strings[orth] for orth, _, _ in rows])
        bare: Doc = doc.from_array(["TAG", "DEP"], np.array([row[1:] for row in rows], np.uint64))
        return bare


def _filled(doc: Doc, rows: Sequence[Triple]) -> Doc:
    """The document itself with a part of speech, a morphology and a lemma for each token."""
    import numpy as np

    filled: Any = doc
    answered: Doc = filled.from_array(list(_SET), np.array(rows, np.uint64))
    return answered


def _named(rows: Iterable[dict[str, Any]]) -> tuple[set[str], list[re.Pattern[str]]]:
    """The words (lower case) that patterns of one token name, and expressions that find the unnamed ones."""
    words: set[str] = set()
    expressions = []
    for key, asked in (item for row in rows for pattern in row["patterns"] for item in pattern[0].items()):
        if key == "LOWER" and isinstance(asked, str):
            words.add(asked)
        elif key == "LOWER" and asked.keys() <= {"IN", "NOT_IN"}:
            words.update(*asked.values())
        elif key not in _SAME_FOR_WORDS:
            expressions.append(re.compile(asked["REGEX"] if key == "LOWER" and asked.keys() == {"REGEX"} else ""))
    return words, expressions


def inflections(words: Iterable[str], parts_of_speech: Iterable[str], loaded: Language) -> dict[str, set[str]]:
    """The forms, lower case, of which the pipeline's lemmatizer may say that they are one of the words, with these.

    The words themselves are among them. A pipeline whose lemmatizer has no rules for a part of speech ("verb", "noun",
    "adj") knows no other forms.
    """
    lemmas = frozenset(words)
    found = {word: {word} for word in lemmas}
    lookups = _lookups(loaded)
    if lookups is None or not lookups.has_table("lemma_rules"):
        return found
    for part_of_speech in parts_of_speech:
        for form, said in lookups.get_table("lemma_exc").get(part_of_speech, {}).items():
            for lemma in lemmas.intersection(said):
                found.setdefault(form, set()).add(lemma)
        for ending, instead in lookups.get_table("lemma_rules").get(part_of_speech, ()):
            for lemma in lemmas:
                if lemma.endswith(instead):
                    found.setdefault(lemma[: len(lemma) - len(instead)] + ending, set()).add(lemma)
    return found


def _lookups(loaded: Language) -> Any:
    """The tables of the pipeline's lemmatizer, at work or not; None where it has none."""
    return getattr(loaded.get_pipe(LEMMATIZER), "lookups", None) if LEMMATIZER in loaded.component_names else None


def remember_word_forms(loaded: Language) -> None:
    """Let `WordForms` stand for the pipeline's ruler and lemmatizer, where that gives what they give.

    A pipeline without them, or whose patterns look at more than a token's `Triple`, stays as it is.
    """
    from spacy.language import Language

    if not _can_be_remembered(loaded):
        return
    if not Language.has_factory("dateline_word_forms"):
        Language.factory("dateline_word_forms", func=_create)
    loaded.add_pipe("dateline_word_forms", after=LEMMATIZER)
    loaded.disable_pipe(RULER)
    loaded.disable_pipe(LEMMATIZER)


def _look_up_at_once(lemmatizer: Any) -> None:
    """Let the lemmatizer's rules find a lemma among all that there are, 57,528 nouns, without going through them."""
    if lemmatizer.lookups.has_table("lemma_index"):
        lemmas = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, words in list(lemmas.items()):
            lemmas[part_of_speech] = frozenset(words)


def patterns_of(loaded: Language) -> list[dict[str, Any]]:
    """The rows of the pipeline's attribute ruler: each has some patterns, and what they set at which index."""
    ruler = cast("Any", loaded.get_pipe(RULER))
    return list(ruler.patterns)


def _create(nlp: Language, name: str) -> WordForms:  # noqa: ARG001 - spaCy passes both by name
    return WordForms(nlp)


def _can_be_remembered(loaded: Language) -> bool:
    if not (loaded.has_pipe(RULER) and loaded.has_pipe(LEMMATIZER)) or loaded.has_pipe("morphologizer"):
        return False
    if getattr(loaded.get_pipe(LEMMATIZER), "mode", "") not in ("rule", "lookup"):
        return False
    patterns = [one for row in patterns_of(loaded) for one in row["patterns"]]
    asked = {key.upper() for one in patterns for token in one for key in token}
    return "IS_SENT_START" not in asked and all(key in _KNOWN or key.startswith(("IS_", "LIKE_")) for key in asked)
