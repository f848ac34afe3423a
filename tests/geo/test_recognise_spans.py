"""From labels to spans, and the spans mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from geo.recognise import repair
from geo.recognise.features import CITY, COLUMNS, COUNTRY, DEMONYM, KINDS, TOWN, candidate_spans, known_names
from geo.recognise.spans import Found, best_labels, calibrated, spans
from geo.recognise.tagger import VOCABULARY, TaggedWindow
from geo.recognise.words import Window, tokenizer, windows


class Names:
    """A lexicon of the given names, all of them towns."""

    def __init__(self, *names: str) -> None:
        self.names = dict.fromkeys(names, TOWN)

    def kinds(self, names: Sequence[str]) -> list[int]:
        return [self.names.get(name, 0) for name in names]


def window_of(text: str) -> Window:
    return next(iter(windows(text, tokenizer(VOCABULARY))))


def found(text: str, *parts: str) -> list[Found]:
    return [Found(text.index(part), text.index(part) + len(part), 0.9) for part in parts]


def words_of(text: str, spans: Sequence[Found]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def tagged(text: str, *inside: float) -> TaggedWindow:
    rows = [[1 - p, p, 0.0] for p in inside]
    return TaggedWindow(0, window_of(text), np.array(rows, np.float32), np.zeros((len(rows), COLUMNS), np.float32))


def test_a_name_never_goes_on_where_none_began() -> None:
    """The likeliest label of each word may contradict its neighbour; the best sequence does not."""
    rows = np.array([[0.9, 0.0, 0.1], [0.1, 0.3, 0.6], [0.1, 0.2, 0.7]], np.float32)
    assert best_labels(rows) == [0, 1, 2]


def test_a_name_ends_at_a_blank_line_and_may_go_on_over_a_line() -> None:
    """ "Kolo" and "Ouham" in paragraphs of their own are two names, whatever the tagger says."""
    rows = np.array([[0.1, 0.9, 0], [0.1, 0.1, 0.8]], np.float32)
    for gap, names in (("\n\n", ["Kolo", "Ouham"]), (" \n \n", ["Kolo", "Ouham"]), ("\n", ["Kolo\nOuham"])):
        text = f"Kolo{gap}Ouham"
        window = TaggedWindow(0, window_of(text), rows, np.zeros((2, COLUMNS), np.float32))
        assert words_of(text, spans(window)) == names


def test_names_on_lines_of_their_own_are_parted_and_a_wrapped_name_is_not() -> None:
    """A list of towns comes apart; "New\\nYork", which the gazetteer knows, stays whole."""
    text = "Kolo\nOuham, New\nYork"
    lexicon = Names("Kolo", "Ouham", "New\nYork")
    assert words_of(text, repair.parted(text, found(text, "Kolo\nOuham", "New\nYork"), lexicon)) == [
        "Kolo",
        "Ouham",
        "New\nYork",
    ]


def test_a_span_is_as_sure_as_its_least_word() -> None:
    """The score is the smallest probability of being in a name."""
    text = "in New York"
    window = TaggedWindow(
        0,
        window_of(text),
        np.array([[0.99, 0.01, 0], [0.1, 0.9, 0], [0.3, 0.1, 0.6]], np.float32),
        np.zeros((3, COLUMNS), np.float32),
    )
    (span,) = spans(window)
    assert text[span.start : span.end] == "New York"
    assert span.score == pytest.approx(0.7)


def test_a_bias_against_names_drops_the_doubtful() -> None:
    """A negative bias raises the bar."""
    window = tagged("Reading rooms", 0.55, 0.02)
    assert len(spans(window, 0.0)) == 1
    assert spans(window, -1.0) == []


def test_calibration_keeps_the_order_and_stays_a_probability() -> None:
    """A surer span stays surer, between 0 and 1."""
    scores = [calibrated(x, known=True) for x in (0.0, 0.3, 0.5, 0.9, 1.0)]
    assert scores == sorted(scores)
    assert 0 <= scores[0] < scores[-1] <= 1
    assert calibrated(0.9, known=False) < calibrated(0.9, known=True)


def test_a_people_that_the_gazetteer_knows_is_taken_unless_ruled_out() -> None:
    """ "Norlish football" counts though the tagger doubts it; what it rules out stays out."""
    text = "the Norlish law of Norlish men"
    known = np.zeros((6, COLUMNS), np.float32)
    known[[1, 4], DEMONYM.bit_length() - 1] = 1
    seen = replace(tagged(text, 0.01, 0.2, 0.01, 0.01, 0.001, 0.01), known=known)
    assert [span.start for span in repair.certain([], [seen])] == [4]


@pytest.mark.parametrize(
    ("kinds", "inside", "starts"), [((CITY,), 0.3, [4]), ((CITY,), 0.1, []), ((CITY, TOWN), 0.3, [])]
)
def test_a_great_citys_name_that_no_town_has_is_taken_where_the_tagger_leaves_it_open(
    kinds: tuple[int, ...], inside: float, starts: list[int]
) -> None:
    """ "hit Kharkiv" says a place unless the tagger rules it out; "hit Lincoln" needs more."""
    known = np.zeros((2, COLUMNS), np.float32)
    for kind in kinds:
        known[1, kind.bit_length() - 1] = 1
    seen = replace(tagged("hit Kharkiv", 0.0, inside), known=known)
    assert [span.start for span in repair.certain([], [seen])] == starts


@pytest.mark.parametrize(("name", "whole"), [("Hill", "Flint Hill"), ("Flint", "Flint Hill"), ("Creek", "Creek")])
def test_a_name_grows_to_the_one_that_the_gazetteer_knows(name: str, whole: str) -> None:
    """A word before or after it belongs to it where both together are a known name."""
    text = f"near {whole} Road"
    assert words_of(text, repair.widened(text, found(text, name), Names("Flint Hill", "Flint", "Hill"))) == [whole]


@pytest.mark.parametrize(
    ("tagged_as", "expected"),
    [("Goris's", "Goris"), ("Goris’s", "Goris"), ("“Goris”", "Goris"), ("Goris,", "Goris"), ("W.Va.", "W.Va.")],
)
def test_possessives_and_marks_are_no_part_of_a_name(tagged_as: str, expected: str) -> None:
    """What clings to a name is cut off, an abbreviation's points are not."""
    text = f"near {tagged_as} today"
    assert words_of(text, repair.trimmed(text, found(text, tagged_as))) == [expected]


def test_an_abbreviation_gets_its_last_point() -> None:
    """ "W.Va" before a point is "W.Va."."""
    text = "from Fairmont, W.Va. to the coast"
    assert words_of(text, repair.trimmed(text, found(text, "W.Va"))) == ["W.Va."]


def test_doubled_garbage_is_taken_apart() -> None:
    """Known names joined by hyphens become one mention each, the longest that fit."""
    text = "the Alta-Nova-Breg-Nova-Breg region"
    lexicon = Names("Alta", "Nova-Breg", "Nova")
    span = found(text, "Alta-Nova-Breg-Nova-Breg")
    assert words_of(text, repair.parted(text, span, lexicon)) == ["Alta", "Nova-Breg", "Nova-Breg"]


def test_a_chain_of_which_the_tagger_saw_a_part_is_read_to_its_end() -> None:
    """The rest of the doubled name is found though the span ended before it."""
    text = "the Alta-Nova-Breg-Nova-Breg region"
    spans_ = repair.parted(text, found(text, "Alta-Nova-Breg"), Names("Alta", "Nova-Breg"))
    assert words_of(text, spans_) == ["Alta", "Nova-Breg", "Nova-Breg"]


@pytest.mark.parametrize("name", ["Nova-Breg", "Unknown-Breg", "Washington, D.C."])
def test_a_joined_name_that_is_one_stays_whole(name: str) -> None:
    """Neither a known name nor one with an unknown part is torn."""
    text = f"in {name} today"
    lexicon = Names("Nova-Breg", "Breg", "Nova", "Washington", "D.C.", "Washington, D.C.")
    assert words_of(text, repair.parted(text, found(text, name), lexicon)) == [name]


def test_city_and_state_are_two() -> None:
    """A comma parts two names."""
    text = "in Lima, Ohio today"
    assert words_of(text, repair.parted(text, found(text, "Lima, Ohio"), Names("Lima", "Ohio"))) == ["Lima", "Ohio"]


def test_a_name_that_is_sure_once_is_taken_again_where_it_is_possible() -> None:
    """The article's second "Reading" follows its first, unless the tagger all but rules it out."""
    text = "Reading is old Reading has Reading"
    seen = tagged(text, 0.97, 0.01, 0.01, 0.3, 0.01, 0.02)
    first = spans(seen)
    again = repair.repeated(text, first, [seen])
    assert [span.start for span in again] == [0, 15]


def test_overlapping_spans_keep_the_first_and_longest() -> None:
    """No two mentions overlap."""
    assert repair.apart([Found(3, 8, 0.5), Found(0, 4, 0.9), Found(0, 2, 0.9)]) == [Found(0, 4, 0.9)]


def test_the_longest_known_name_wins() -> None:
    """Inside a longer known name the shorter one leaves no mark."""
    text = "from New York City to York"
    rows = known_names(text, window_of(text), Names("New York City", "New York", "York"))
    town = TOWN.bit_length() - 1
    assert rows[:, town].tolist() == [0, 1, 0, 0, 0, 1]
    assert rows[:, KINDS + town].tolist() == [0, 0, 1, 1, 0, 0]
    assert rows[:, COUNTRY.bit_length() - 1].sum() == 0


def test_candidates_run_over_points_of_abbreviations_but_not_over_commas() -> None:
    """ "St. Louis" and "U.S." are asked for whole, "Lima, Ohio" is not."""
    text = "St. Louis, U.S. and Lima, Ohio of Isle of Palms"
    window = window_of(text)
    asked = {text[window.starts[a] : window.ends[b - 1]] for a, b in candidate_spans(text, window)}
    assert {"St. Louis", "U.S.", "Isle of Palms", "Lima"} <= asked
    assert "Lima, Ohio" not in asked
