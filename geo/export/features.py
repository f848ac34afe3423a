"""Incidents as GeoJSON features (RFC 7946), with selectors of the W3C Web Annotation model for what the text says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from geo.export.columns import FIGURES, ReportLike
from geo.export.figures import best_figure
from geo.export.geometry import as_json, bbox
from geo.records import Article, Claim, Incident, Located, Mention, Span

CONTEXT = 32  # characters before and after a quote in its selector, as the Web Annotation examples have


def features(incidents: Iterable[Incident], article: Article | None = None) -> dict[str, Any]:
    """An RFC 7946 FeatureCollection, one Feature an incident; geometry null where an incident is unlocated."""
    return _collected([(incident, article or Article(text="")) for incident in incidents])


def collection(reports: Iterable[ReportLike]) -> dict[str, Any]:
    """The incidents of many reports as one FeatureCollection."""
    return _collected([(incident, report.article) for report in reports for incident in report.found])


def properties(incident: Incident, article: Article) -> dict[str, Any]:
    """The properties of one incident, in the order of `geo.export.COLUMNS`; plain JSON values."""
    footprint = incident.where.footprint if incident.where else None
    return {
        "kind": incident.kind,
        "acled_event_type": incident.acled_event_type,
        "acled_sub_event_type": incident.acled_sub_event_type,
        "title": incident.title,
        "status": incident.status,
        "start": iso(incident.when.start),
        "end": iso(incident.when.end),
        "date_precision": incident.when.precision,
        "place": _place_name(incident.where),
        "country": _country(incident),
        "admin1": _admin1(incident.where),
        "where_precision": footprint.where_precision if footprint else None,
        "radius_km": round(footprint.radius_km, 3) if footprint else None,
        "confidence": round(incident.confidence, 4),
        "how": _how(incident),
        **{measure: best_figure(incident.claims, measure) for measure in FIGURES},
        "trigger": _words(incident.trigger),
        "mention": _words(incident.where.mention) if incident.where else None,
        "actors": [actor.name for actor in incident.actors],
        "claims": [_claim(claim) for claim in incident.claims],
        "evidence": [{"quote": s.text, "start": s.start, "end": s.end} for s in incident.evidence],
        "source": article.source,
        "url": article.url,
        "article": article.id,
    }


def selectors(incident: Incident, article: Article) -> dict[str, Any]:
    """W3C text selectors (https://www.w3.org/TR/annotation-model/#selectors) of the trigger, the place and the quotes.

    A position selector says where, in code points; the quote selector that refines it finds the words again in a
    text whose offsets have moved.
    """
    return {
        "trigger": _selector(incident.trigger, article.text),
        "mention": _selector(incident.where.mention, article.text) if incident.where else None,
        "evidence": [_selector(span, article.text) for span in incident.evidence],
        "claims": [_selector(claim.quote, article.text) for claim in incident.claims],
    }


def iso(moment: date | datetime | None) -> str | None:
    """ISO 8601: a date, or a datetime to the minute with its offset, or None."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if moment else None


def _collected(pairs: list[tuple[Incident, Article]]) -> dict[str, Any]:
    box = bbox(i.where.footprint.geometry if i.where else None for i, _ in pairs)
    found: dict[str, Any] = {"type": "FeatureCollection"}
    if box:
        found["bbox"] = box
    found["features"] = [_feature(incident, article) for incident, article in pairs]
    return found


def _feature(incident: Incident, article: Article) -> dict[str, Any]:
    geometry = incident.where.footprint.geometry if incident.where else None
    box = bbox([geometry])
    return {
        "type": "Feature",
        "id": incident.id,
        **({"bbox": box} if box else {}),
        "geometry": as_json(geometry),
        "properties": properties(incident, article),
        "selectors": selectors(incident, article),
    }


def _place_name(where: Located | None) -> str | None:
    if where is None:
        return None
    return where.place.name if where.place and where.mention.role != "relative" else where.mention.text


def _country(incident: Incident) -> str | None:
    if incident.country or incident.where is None:
        return incident.country or None
    countries = {place.country for place in incident.where.footprint.places}
    return next(iter(countries)) or None if len(countries) == 1 else None


def _admin1(where: Located | None) -> str | None:
    areas = {(place.country, place.admin1) for place in where.footprint.places} if where else set()
    if len(areas) != 1:
        return None
    country, code = next(iter(areas))
    return _admin1_name(country, code) if code else None


@lru_cache(maxsize=4096)
def _admin1_name(country: str, code: str) -> str:
    """The area's name by the default gazetteer; its code where no gazetteer is installed or it does not know it."""
    from gazetteer import open_default
    from gazetteer.errors import GazetteerError

    try:
        area = open_default().admin1(country, code)
    except GazetteerError:
        return code
    return area.name if area else code


def _how(incident: Incident) -> str:
    return incident.where.footprint.how if incident.where else incident.unlocated_because or incident.how


def _words(span: Span | Mention) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "measure": claim.measure,
        "value": claim.value,
        "low": claim.low,
        "high": claim.high,
        "side": claim.side,
        "claimant": claim.claimant,
        "quote": claim.quote.text,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "denied": claim.denied,
    }


def _selector(span: Span | Mention, text: str) -> Mapping[str, Any]:
    return {
        "type": "TextPositionSelector",
        "start": span.start,
        "end": span.end,
        "refinedBy": {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(0, span.start - CONTEXT) : span.start],
            "suffix": text[span.end : span.end + CONTEXT],
        },
    }
