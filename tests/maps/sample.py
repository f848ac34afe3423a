"""A hand-made report: every kind of drawing once, from a text written for this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from shapely import LineString, Point, box

from gazetteer.place import Place
from geo.records import Actor, Article, Candidate, Claim, Footprint, Incident, Located, Mention, Span, When

TEXT = """Clashes flare along the Armenian border as talks stall

YEREVAN – Armenian and Azerbaijani forces traded fire on Tuesday along the eastern border of Armenia, and both \
capitals blamed the other. Armenia's Defence Ministry said fifteen of its soldiers were killed and twelve were \
captured; Azerbaijan's said seven of its servicemen were killed and ten wounded.

Artillery struck fields 6 km east of Sisian late in the evening, the provincial governor said. No one was hurt.

In Tbilisi, several hundred people gathered outside the old parliament and called for peace. Police in Syunik province \
said that two men had been arrested. Talks are planned in Brussels on 15 December.

Moscow said a ceasefire had been agreed by evening. In the 2020 war, Azerbaijan took the town of Shusha.

Aid workers reported shortages across Azerbaijan."""


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What incident_map needs of a report."""

    article: Article
    located: tuple[Located, ...] = ()
    found: tuple[Incident, ...] = ()
    notes: tuple[str, ...] = ()
    focus: dict[str, object] = field(default_factory=dict)


def span(words: str, text: str = TEXT) -> Span:
    """The first place of `words` in the text."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def _place(uid: str, name: str, kind: str, country: str, lon: float, lat: float) -> Place:
    return Place(uid, name, kind, country, lon, lat, population=1000)


def _located(words: str, role, geometry, precision, radius, how, places=(), confidence=0.9, others=()):
    at = span(words)
    return Located(
        Mention(at.start, at.end, at.text, role),
        Footprint(geometry, precision, radius, how, tuple(places), confidence, tuple(others)),
    )


def sample_report() -> SampleReport:
    """Eight incidents: border line, circle, point, area, wash, planned, historic, and one without a place."""
    armenia = _place("gn:174982", "Armenia", "PCLI", "AM", 45.0, 40.2)
    azerbaijan = _place("gn:587116", "Azerbaijan", "PCLI", "AZ", 47.5, 40.4)
    sisian = _place("gn:174710", "Sisian", "PPLA2", "AM", 46.03, 39.52)
    tbilisi = _place("gn:611717", "Tbilisi", "PPLC", "GE", 44.79, 41.69)
    syunik = _place("gn:409315", "Syunik", "ADM1", "AM", 46.2, 39.4)
    brussels = _place("gn:2800866", "Brussels", "PPLC", "BE", 4.35, 50.85)
    shusha = _place("gn:147271", "Shusha", "PPLA", "AZ", 46.75, 39.76)
    brussels_il = _place("gn:4885565", "Brussels", "PPL", "US", -90.59, 38.95)
    line = LineString(
        [
            (45.0, 41.27),
            (45.4, 40.9),
            (45.6, 40.6),
            (45.95, 40.2),
            (45.8, 39.9),
            (46.2, 39.6),
            (46.5, 39.3),
            (46.53, 38.87),
        ]
    )
    where = {
        "line": _located(
            "eastern border of Armenia", "relative", line, 5, 5.0, "border of gn:174982, sector E", [armenia], 0.86
        ),
        "near": _located(
            "6 km east of Sisian", "relative", Point(46.10, 39.52), 2, 2.5, "6 km east of gn:174710", [sisian], 0.9
        ),
        "point": _located("Tbilisi", "place", Point(44.79, 41.69), 1, 1.0, "gn:611717", [tbilisi], 0.97),
        "area": _located(
            "Syunik province", "place", box(45.7, 38.9, 46.5, 39.8), 4, 0.0, "area of gn:409315", [syunik], 0.93
        ),
        "brussels": _located(
            "Brussels",
            "place",
            Point(4.35, 50.85),
            1,
            1.0,
            "gn:2800866",
            [brussels],
            0.91,
            [Candidate(brussels_il, 0.06)],
        ),
        "shusha": _located("Shusha", "place", Point(46.75, 39.76), 1, 1.0, "gn:147271", [shusha], 0.95),
        "wash": _located(
            "across Azerbaijan", "place", box(45.0, 38.6, 50.3, 41.8), 6, 0.0, "area of gn:587116", [azerbaijan], 0.6
        ),
    }
    day = When(date(2021, 11, 16), date(2021, 11, 16), "day", span("Tuesday"))
    evening = When(datetime(2021, 11, 16, 18, 30, tzinfo=UTC), datetime(2021, 11, 16, 23, 0, tzinfo=UTC), "part of day")
    later = When(date(2021, 12, 15), date(2021, 12, 15), "day", span("15 December"))
    then = When(date(2020, 11, 8), date(2020, 11, 8), "month")
    quote = span("fifteen of its soldiers were killed and twelve were captured")
    other = span("seven of its servicemen were killed and ten wounded")
    claims = (
        Claim("killed", 15, 15, 15, "AM", "Armenia's Defence Ministry", quote),
        Claim("captured", 12, 12, 12, "AM", "Armenia's Defence Ministry", quote),
        Claim("killed", 7, 7, 7, "AZ", "Azerbaijan's Defence Ministry", other),
        Claim("injured", 10, 10, 10, "AZ", "Azerbaijan's Defence Ministry", other),
    )
    sides = (Actor("Armenian forces", "party", "AM"), Actor("Azerbaijani forces", "party", "AZ"))

    def happened(number, kind, title, at, when, trigger, status="reported", confidence=0.9, **more):
        words = span(trigger)
        sentence = TEXT[TEXT.rfind("\n", 0, words.start) + 1 :].split("\n")[0]
        evidence = span(next(s for s in sentence.split(". ") if trigger in s))
        return Incident(
            f"inc-{number}",
            kind,
            title,
            status,
            when,
            where[at] if at else None,
            words,
            evidence=(evidence,),
            confidence=confidence,
            **more,
        )

    found = (
        happened(
            1,
            "clash",
            "Border clash between Armenian and Azerbaijani forces",
            "line",
            day,
            "traded fire",
            actors=sides,
            claims=claims,
            acled_event_type="Battles",
            acled_sub_event_type="Armed clash",
            country="AM",
        ),
        happened(
            2,
            "shelling",
            "Artillery fire east of Sisian",
            "near",
            evening,
            "struck",
            confidence=0.82,
            acled_event_type="Explosions/Remote violence",
            acled_sub_event_type="Shelling/artillery/missile attack",
        ),
        happened(
            3,
            "protest",
            "Peace rally in Tbilisi",
            "point",
            day,
            "gathered",
            claims=(Claim("participants", 300, 200, None, "", "", span("several hundred people")),),
        ),
        happened(4, "arrest", "Two men arrested in Syunik", "area", day, "arrested", confidence=0.7),
        happened(5, "diplomacy", "Talks in Brussels", "brussels", later, "planned", status="planned"),
        happened(6, "capture", "Capture of Shusha", "shusha", then, "took", status="historic"),
        happened(
            7,
            "other",
            "Shortages across Azerbaijan",
            "wash",
            When(None, None, "none"),
            "reported shortages",
            confidence=0.4,
        ),
        happened(
            8,
            "ceasefire",
            "Ceasefire agreed",
            None,
            evening,
            "ceasefire",
            unlocated_because="the text does not say where; a mediator's capital is no place of action",
        ),
    )
    article = Article(
        TEXT,
        "sample",
        "Clashes flare along the Armenian border",
        date(2021, 11, 16),
        "The Sample Courier",
        "https://example.org/clashes",
    )
    return SampleReport(article, tuple(where.values()), found)
