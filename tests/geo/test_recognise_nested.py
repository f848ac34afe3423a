"""Places inside longer names, and names that are no places."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from geo.recognise import namesakes, nested
from geo.recognise.announced import announced
from geo.recognise.features import ADM1, ADM2, CITY, TOWN
from geo.recognise.recogniser import SURE_OF_UNKNOWN, mended
from geo.recognise.spans import Found


class Atlas:
    """A lexicon of a few names."""

    def __init__(self) -> None:
        self.names = {
            "Vellin": CITY, "Norvale": ADM1, "Ash County": ADM2, "Polk": TOWN, "Vellin City": ADM2, "City": TOWN,
            "Norvale State": ADM1, "Fairfield": TOWN, "VELLIN": CITY, "Northern Isles": ADM1,
        }  # fmt: skip

    def kinds(self, names: Sequence[str]) -> list[int]:
        return [self.names.get(name, 0) for name in names]


def marked(text: str, score: float = 0.97) -> tuple[str, list[Found]]:
    """The text without brackets and the spans that stood between them."""
    plain, found = "", []
    for part in text.split("["):
        name, closed, rest = part.partition("]")
        if closed:
            found.append(Found(len(plain), len(plain) + len(name), score))
        plain += name + rest
    return plain, found


def names(text: str, found: Sequence[Found]) -> list[str]:
    return [text[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("the [Vellin Police Department] said", "Vellin"),
        ("the [Ash County Jail]", "Ash County"),
        ("the [Norvale State University] of", "Norvale"),
        ("the [University of Norvale] again", "Norvale"),
        ("the [Vellin City] Council met", "Vellin"),
        ("the [Vellin City] Public Schools", "Vellin"),
        ("the [Norvale State] Police said", "Norvale"),
        ("in [Northern Norvale] today", "Norvale"),
    ],
)
def test_the_places_name_is_cut_out_of_the_longer_one(text: str, inside: str) -> None:
    """The gazetteer knows the place, not the body that is named after it."""
    plain, found = marked(text)
    assert names(plain, nested.bared(plain, found, Atlas())) == [inside]


@pytest.mark.parametrize(
    "text",
    ["in [Northern Isles] today", "in [Norvale State] today", "in [Vellin City] today", "on [Vellin Street] today"],
)
def test_a_known_name_and_a_street_stay_whole(text: str) -> None:
    """What the gazetteer knows is not cut, nor is what is a place of its own."""
    plain, found = marked(text)
    assert names(plain, nested.bared(plain, found, Atlas())) == [plain[found[0].start : found[0].end]]


def test_a_building_without_a_known_place_needs_a_sure_tagger() -> None:
    """ "Good Hope Hospital" is kept when sure and dropped when not."""
    text = "at [Good Hope Hospital] today"
    assert nested.bared(*marked(text, nested.SURE_OF_FACILITY + 0.01), Atlas())
    assert not nested.bared(*marked(text, nested.SURE_OF_FACILITY - 0.01), Atlas())


@pytest.mark.parametrize("text", ["a [state] road", "the [City] council", "on [St Patrick]'s Day", "the [Vellin] Cup"])
def test_common_nouns_and_occasions_are_no_places(text: str) -> None:
    """A word like "state" names nothing, a cup is not where its sponsor lies."""
    assert nested.standing(*marked(text)) == []


def test_a_small_towns_name_in_a_school_counts_only_where_the_text_names_the_town() -> None:
    """ "Polk School" alone says nothing of the town of Polk."""
    alone = marked("the gym of [Polk] School burnt")
    backed = marked("in [Polk] the gym of [Polk] School burnt")
    big = marked("the gym of [Vellin] School burnt")
    atlas = Atlas()
    assert nested.borne_out(*alone, atlas) == []
    assert len(nested.borne_out(*backed, atlas)) == 2
    assert len(nested.borne_out(*big, atlas)) == 1


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("VELLIN – A bridge fell.", ["VELLIN"]),
        ("A bridge falls. VELLIN, Norv. (AP) — It was old.", ["VELLIN"]),
        ("Sen. Jane Roe, D-Polk, and Rep. Al Poe (R-Ash County) voted.", ["Polk", "Ash County"]),
        ("NOBODY KNOWS – a film", []),
        ("They seized Vellin, a mining hub in the east.", ["Vellin"]),
        ("Vellin was the scene of fighting.", ["Vellin"]),
        ("the farming town of Polk was flooded", ["Polk"]),
        ("Vellin came under heavy fire before dawn.", ["Vellin"]),
        ("Vellin has been shelled, Polk is under siege.", ["Vellin", "Polk"]),
        ("Polk came under pressure and was quiet.", []),
        ("Polk, a town councillor, spoke.", []),
        ("He took the D-train, and Vellin - well, Vellin fell.", []),
    ],
)
def test_forms_of_the_press_announce_a_known_place(text: str, places: list[str]) -> None:
    """The opening of a report, a constituency and "the town of X" are read where the gazetteer knows the name."""
    assert names(text, announced(text, [], Atlas())) == places


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Thomas Fairfield ran. Later [Fairfield] fell.", 0),
        ("Judge [Fairfield] spoke.", 0),
        ("Thomas Fairfield ran. He lives in [Fairfield].", 1),
        ("Police in New Fairfield ran. [Fairfield] fell.", 1),
        ("[Fairfield] fell.", 1),
    ],
)
def test_a_name_that_the_text_gives_to_a_person_is_a_person(text: str, kept: int) -> None:
    """After a first name or a title once, it is the person elsewhere, but not after "in"."""
    assert len(namesakes.without_persons(*marked(text))) == kept


def test_an_unknown_name_is_kept_only_where_sure() -> None:
    """The gazetteer's silence raises the bar, its word lowers it."""
    atlas = Atlas()
    low = SURE_OF_UNKNOWN - 0.05
    assert mended(*marked("near [Trifouillis] today", low), atlas) == []
    assert len(mended(*marked("near [Trifouillis] today", SURE_OF_UNKNOWN + 0.01), atlas)) == 1
    assert len(mended(*marked("near [Polk] today", low), atlas)) == 1
