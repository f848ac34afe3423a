"""What the text has said so far: the countries, towns, regions and borders that "the country" or "here" go back to."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.place import Place
from geo.records import Article, Located
from geo.relations.borders import is_country

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: A mention counts half for "the two countries" when this many characters lie between.
HALF_LIFE = 600
#: The lead of an article: its title and first sentences, in characters.
LEAD = 600
REGIONS = ("RGN", "ADM", "TERR", "ZN", "PRSH", "ISL", "PEN", "MTS", "DSRT")


class Said:
    """The places of one article in their order, and the borders drawn so far."""

    def __init__(self, article: Article, located: Sequence[Located], gazetteer: Gazetteer) -> None:
        self.text = article.text
        self._gazetteer = gazetteer
        self._located = sorted(located, key=lambda each: each.mention.start)
        self._starts = [each.mention.start for each in self._located]
        self._countries = [self._countries_of(each) for each in self._located]
        self.sides: dict[str, str] = {}
        self.border: Located | None = None

    @cached_property
    def codes(self) -> frozenset[str]:
        """The countries (alpha-2) that the text speaks of, or of places in them."""
        return frozenset(place.country for countries, _ in self._countries for place in countries)

    def before(self, position: int) -> list[Located]:
        """The mentions before a position, the last one first."""
        return self._located[: bisect_left(self._starts, position)][::-1]

    def country(self, position: int, *, without: Sequence[Place] = ()) -> Place | None:
        """The country last spoken of: a state by name, demonym or government, else the one that a place lies in.

        Where none was, the first that is named after: "west of the capital, Yemeni officials said".
        """
        left = {place.id for place in without}
        end = bisect_left(self._starts, position)
        for direct in (True, False):
            for countries, is_direct in reversed(self._countries[:end]):
                for place in countries:
                    if is_direct == direct and place.id not in left:
                        return place
        return next((place for place in self.named_between(position, len(self.text)) if place.id not in left), None)

    def island(self, position: int) -> Place | None:
        """The island last spoken of: one by kind, else the country spoken of that has no land border."""
        found = self._last(position, lambda place: place.kind.startswith("ISL"))
        if found is not None:
            return found.footprint.places[0]
        country = self.country(position)
        return country if country is not None and not self._gazetteer.neighbours(country.country) else None

    def countries(self, position: int, number: int) -> list[Place]:
        """The countries most spoken of up to a position, those said just before it counting most."""
        weights: dict[str, float] = {}
        places: dict[str, Place] = {}
        end = bisect_left(self._starts, position)
        for start, (countries, direct) in zip(self._starts[:end], self._countries[:end], strict=True):
            for place in countries:
                places[place.id] = place
                gain = math.exp2((start - position) / HALF_LIFE) * (1.0 if direct else 0.3)
                weights[place.id] = weights.get(place.id, 0.0) + gain
        ranked = sorted(weights, key=lambda key: -weights[key])
        return [places[key] for key in ranked[:number]]

    def named_between(self, start: int, end: int) -> list[Place]:
        """The countries named in a stretch of the text, by name, demonym or government."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        named = (place for countries, direct in self._countries[first:last] if direct for place in countries)
        return list(dict.fromkeys(named))

    def region(self, position: int) -> Located | None:
        """The region or province last spoken of."""
        return self._last(position, lambda place: place.kind.startswith(REGIONS))

    def town(self, position: int) -> Located | None:
        """The town last spoken of."""
        return self._last(position, lambda place: place.kind.startswith("PPL"))

    def here(self, position: int) -> Located | None:
        """The dateline's place, else the town last spoken of."""
        dateline = next((each for each in self._located if each.mention.role == "dateline"), None)
        return dateline or self.town(position)

    def area_round(self, position: int, sentence_end: int) -> Place | None:
        """The smallest area that the text gives for an unknown place: named after it in its sentence, else anywhere."""
        everywhere = self._areas(position, sentence_end) or self._areas(0, len(self.text) + 1)
        rank = {"A": 0, "P": 1}
        return min(everywhere, key=lambda place: rank[place.kind[0]], default=None)

    def _areas(self, start: int, end: int) -> list[Place]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        places = (each.footprint.places[0] for each in self._located[first:last] if each.footprint.places)
        return [place for place in places if place.has_shape and (is_country(place) or place.kind.startswith("ADM"))]

    def _last(self, position: int, fits: Callable[[Place], bool]) -> Located | None:
        return next((e for e in self.before(position) if e.footprint.places and fits(e.footprint.places[0])), None)

    def _countries_of(self, located: Located) -> tuple[tuple[Place, ...], bool]:
        """The countries that a mention speaks of, and whether it names them rather than a place in them."""
        places = located.footprint.places[:2]
        direct = tuple(place for place in places if is_country(place))
        if direct:
            return direct, True
        codes = {place.country for place in places if place.country}
        found = (self._gazetteer.country(code) for code in codes)
        government = located.mention.role in ("institution", "demonym")
        return tuple(place for place in found if place is not None), government
