"""Made-up articles to train on beside the annotated ones: a local paper's places lie together, the world's are famous.

Only the places are meant to be real; the sentences say nothing. They teach what no small corpus holds: that a place
of any country may be home. Seeded, so that the same gazetteer gives the same articles.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import cos, radians

import shapely

from benchmarks.corpora import Document, Gold
from gazetteer import Gazetteer
from gazetteer.names import fold
from gazetteer.place import Place
from geo.records import Article
from geo.resolve.kinds import coarse

SEED = 11
LOCAL, WORLD = 260, 100
#: Where papers in English are printed, with rough shares.
COUNTRIES = {"US": 55, "GB": 12, "CA": 8, "AU": 6, "IE": 5, "IN": 5, "NZ": 2, "ZA": 3, "NG": 2, "PH": 2}
PRESS = ("news", "times", "herald", "post", "dailynews", "gazette", "tribune", "register", "journal")
SENTENCES = (
    "The council of {} met on Tuesday.", "Police in {} said so.", "A man from {} was there too.",
    "Schools near {} stayed closed.", "It had rained in {} before.", "He moved to {} last year.",
    "The road to {} was open again.", "Two people from {} were hurt.",
)  # fmt: skip


def documents(gazetteer: Gazetteer) -> list[Document]:
    """The made-up articles with their golds."""
    chance = random.Random(SEED)
    towns = {code: _towns(gazetteer, code) for code in COUNTRIES}
    famous = sorted(gazetteer.countries(), key=lambda place: -place.population)[:120]
    local = [_local(gazetteer, chance, towns, famous, number) for number in range(LOCAL)]
    world = [_world(gazetteer, chance, famous, number) for number in range(WORLD)]
    return local + world


def _towns(gazetteer: Gazetteer, code: str) -> list[Place]:
    country = gazetteer.country(code)
    shape = gazetteer.shape(country, detail="coarse") if country else None
    inside = gazetteer.within(shape) if shape is not None else []
    return sorted((place for place in inside if coarse(place.kind) == "town" and place.country == code), key=_by_id)


def _by_id(place: Place) -> str:
    return place.id


def _pick(chance: random.Random, places: Sequence[Place], count: int, power: float) -> list[Place]:
    if not places:
        return []
    weights = [max(place.population, 300) ** power for place in places]
    return list(dict.fromkeys(chance.choices(places, weights, k=count)))


def _local(
    gazetteer: Gazetteer, chance: random.Random, towns: dict[str, list[Place]], famous: Sequence[Place], number: int
) -> Document:
    code = chance.choices(list(COUNTRIES), list(COUNTRIES.values()))[0]
    home = _namesake(gazetteer, _pick(chance, towns[code], 8, 0.35), chance)
    reach = 0.5
    width = reach / max(0.2, cos(radians(home.lat)))
    box = shapely.box(home.lon - width, home.lat - reach, home.lon + width, home.lat + reach)
    around = [place for place in gazetteer.within(box) if coarse(place.kind) in ("town", "adm2")]
    chosen = [home]
    for _ in range(chance.randint(0, 5)):
        chosen.append(_namesake(gazetteer, _pick(chance, around, 4, 0.2) or [home], chance))
    area = gazetteer.admin1(home.country, home.admin1)
    district = gazetteer.admin2(home.country, home.admin1, home.admin2)
    if district and chance.random() < 0.5:
        chosen.append(district)
    if area and chance.random() < 0.4:
        chosen.append(area)
    if chance.random() < 0.3:
        chosen += _pick(chance, famous, chance.randint(1, 3), 0.4)
    if chance.random() < 0.25:
        chosen += _pick(chance, towns[chance.choice(list(COUNTRIES))], 1, 0.9)
    chosen = [place for place in chosen if chance.random() < 0.9]
    with_area = area if area and chance.random() < 0.3 else None
    press = chance.choice(PRESS)
    label = fold(home.name).replace(" ", "") if chance.random() < 0.6 else ""
    ending = ".co.uk" if code == "GB" else f".{code.lower()}" if code != "US" and chance.random() < 0.6 else ".com"
    return _document(chance, chosen, with_area, f"the{label}{press}{ending}", f"local-{number}")


def _namesake(gazetteer: Gazetteer, places: Sequence[Place], chance: random.Random) -> Place:
    """One of the places; in half of the cases that which its name's most populous bearer outdoes the most."""
    if chance.random() < 0.5:
        return places[0]

    def outdone(place: Place) -> float:
        most = max((match.place.population for match in gazetteer.lookup(place.name)), default=0)
        return most / (place.population + 1000)

    return max(places, key=outdone)


def _world(gazetteer: Gazetteer, chance: random.Random, famous: Sequence[Place], number: int) -> Document:
    country = _pick(chance, famous, 1, 0.3)[0]
    shape = gazetteer.shape(country, detail="coarse") if country.has_shape else None
    towns = [place for place in gazetteer.within(shape)[:4000] if place.country == country.country] if shape else []
    towns = [place for place in towns if coarse(place.kind) in ("town", "adm1")]
    chosen = [country, *_pick(chance, sorted(towns, key=_by_id), chance.randint(2, 6), 0.6)]
    chosen += _pick(chance, famous, chance.randint(1, 3), 0.4)
    capital = gazetteer.capital(chance.choice(famous).country)
    if capital:
        chosen.append(capital)
    chance.shuffle(chosen)
    return _document(chance, chosen, None, "worldnews.com", f"world-{number}")


def _document(chance: random.Random, places: Sequence[Place], with_area: Place | None, host: str, uid: str) -> Document:
    text, golds = "", []
    for number, place in enumerate(place for place in dict.fromkeys(places) if place.name):
        before, after = chance.choice(SENTENCES).split("{}")
        text += before
        golds.append(_gold(text, place))
        text += place.name
        if number == 0 and with_area and coarse(place.kind) == "town":
            text += ", "
            golds.append(_gold(text, with_area))
            text += with_area.name
        text += after + " "
    return Document(Article(text, id=uid, url=f"http://{host}/"), tuple(golds))


def _gold(text: str, place: Place) -> Gold:
    scheme, _, number = place.id.partition(":")
    geoname = int(number) if scheme == "gn" and number.isdigit() else None
    return Gold(len(text), len(text) + len(place.name), place.name, place.lat, place.lon, geoname, place.kind)
