"""Counts: how many, of what, whose, and who says so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from gazetteer.place import Place
from geo.claims import ClaimReader
from geo.claims.lexicon import lexicon
from geo.claims.quantities import quantities
from geo.language import parse
from geo.records import Article, Claim, Footprint, Located, Mention

CASES = tomllib.loads(Path(__file__).with_name("claims_cases.toml").read_text("utf-8"))
ALL = [(group, case) for group, cases in CASES.items() for case in cases]
COUNTRIES = {
    "Redlanders": "RL",
    "Redlander": "RL",
    "Redland": "RL",
    "Blueland": "BL",
    "Bluish": "BL",
    "Greenport": "BL",
}
REQUIRED_SHARE = 0.95


def located(text: str) -> list[Located]:
    """The made-up countries' names in a text, as the resolver would give them."""
    found = []
    for match in re.finditer("|".join(COUNTRIES), text):
        place = Place(f"test:{match[0]}", match[0], "PCLI", COUNTRIES[match[0]], 0.0, 0.0)
        mention = Mention(match.start(), match.end(), match[0], "place")
        found.append(Located(mention, Footprint(None, 6, 0.0, "test", (place,))))
    return found


def claims(text: str) -> list[Claim]:
    return ClaimReader().read(parse(text), Article(text), located(text))


def as_written(claim: Claim) -> str:
    """A claim in the notation of the cases."""
    signs = ("!" if claim.denied else "") + ("+" if claim.total else "")
    numbers = " ".join("-" if number is None else str(number) for number in (claim.value, claim.low, claim.high))
    return f"{signs}{claim.measure} {numbers} {claim.side or '-'} {claim.claimant.replace(' ', '_') or '-'}"


def is_right(case: list[str]) -> bool:
    return [as_written(claim) for claim in claims(case[0])] == case[1:]


def test_there_are_two_hundred_sentences() -> None:
    """The share that follows is one of at least 200 sentences over all forms."""
    assert len({case[0] for _, case in ALL}) >= 200


def test_nearly_all_sentences_are_read_right() -> None:
    """At least 95% of the sentences give exactly their claims: measure, value, bounds, side, claimant, signs."""
    wrong = [case[0] for _, case in ALL if not is_right(case)]
    assert len(wrong) <= (1 - REQUIRED_SHARE) * len(ALL), wrong


@pytest.mark.parametrize("case", CASES["none"], ids=lambda case: case[0])
def test_figures_that_claim_nothing(case: list[str]) -> None:
    """Scores, prices, distances, ages, threats and inventories are no claims."""
    assert claims(case[0]) == []


def test_quotes_are_the_clause_that_says_it() -> None:
    """Each quote lies in the text as written, and two clauses of a sentence have each their own."""
    text = "Redland lost two positions and 12 of its soldiers were captured, according to Greenport."
    quotes = [claim.quote for claim in claims(text)]
    assert [text[quote.start : quote.end] for quote in quotes] == [quote.text for quote in quotes]
    assert quotes[0].text == "Redland lost two positions"
    assert quotes[1].text.startswith("12 of its soldiers were captured")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 15 men", [(15, 15, None)]),
        ("between 10 and 15", [(10, 10, 15)]),
        ("ten to fifteen", [(10, 10, 15)]),
        ("3 000 people and 1,234,567", [(3000, 3000, 3000), (1234567, 1234567, 1234567)]),
        ("18.30, $15, the 12th", []),
        ("two hundred and five", [(205, 205, 205)]),
        ("1.5 million", [(1500000, 1500000, 1500000)]),
    ],
)
def test_quantities(text: str, expected: list[tuple[int, int | None, int | None]]) -> None:
    """Figures, words and vague counts have their value and bounds."""
    assert [(found.value, found.low, found.high) for found in quantities(text, lexicon())] == expected


def test_letters_that_grow_in_lower_case_do_not_shift_a_count() -> None:
    """ "İ" is two code points in lower case; the modifier before the count is found all the same."""
    text = "İ" * 60 + " At least 12 soldiers were killed."
    (claim,) = ClaimReader().read(parse(text), Article(text), [])
    assert claim.low == 12 and "At least 12 soldiers" in claim.quote.text


def test_a_second_figure_without_a_verb_is_of_whom_it_names() -> None:
    """Contradicting counts in one clause stand beside each other, each with its claimant."""
    found = claims("Local media put the number of dead at 40, the government at 26.")
    assert [(claim.value, claim.claimant) for claim in found] == [(40, "Local media"), (26, "government")]


@pytest.mark.parametrize(
    "text", ["Gunmen killed the mayor.", "Colonel Ali Rao was killed.", "Troops shot the priest dead."]
)
def test_somebody_named_by_what_he_is_counts_one(text: str) -> None:
    """A single victim needs no figure."""
    assert [(claim.measure, claim.value) for claim in claims(text)] == [("killed", 1)]


@pytest.mark.parametrize(
    "text", ["The mayor killed the bill.", "The army captured the hill.", "The general was in town."]
)
def test_what_is_nobody_counts_nothing(text: str) -> None:
    """A bill is nobody, and a general who suffers nothing is no count."""
    assert claims(text) == []
