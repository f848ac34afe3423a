"""Documents in, resolved mentions out: the JSON-lines interface of `dateline places`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from geo.article import article_from_text
from geo.errors import ArticleError, DateError
from geo.reading import PLACES_BATCH
from geo.records import Article, Candidate, Located, Mention

if TYPE_CHECKING:
    from geo.reading import Reader

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no document: its number (from 1) and why."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


def resolve_lines(
    reader: Reader, lines: Iterable[bytes | str], *, given_spans: bool = False, geometry: bool = False
) -> Iterator[dict[str, Any] | BadLine]:
    """For each line {text, id?, title?, date?, source?, url?, toponyms?} a document {id, mentions}, or a `BadLine`.

    Args:
        reader: resolves the places.
        lines: JSON objects, one a line; blank lines are passed over.
        given_spans: resolve exactly the spans in `toponyms` ({start, end} in code points of `text`), in their order.
        geometry: give each mention its footprint as a GeoJSON `geometry` too.
    """
    documents = (_document(line, number, given_spans) for number, line in enumerate(lines, start=1) if line.strip())
    while chunk := list(islice(documents, PLACES_BATCH)):
        found = reader.places_many([one.article for one in chunk if isinstance(one, _Document) and one.spans is None])
        for one in chunk:
            if isinstance(one, BadLine):
                yield one
                continue
            located = next(found) if one.spans is None else reader.resolve(one.article, one.spans)
            yield {"id": one.id, "mentions": [mention_record(each, geometry=geometry) for each in located]}


def mention_record(located: Located, *, geometry: bool = False) -> dict[str, Any]:
    """One mention as the interface has it; lat and lon are those of the place, or of the footprint's middle."""
    mention, footprint, place = located.mention, located.footprint, located.place
    lon, lat = _point(located)
    record = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "lat": lat,
        "lon": lon,
        "geonameid": geoname_id(place.id) if place else None,
        "place": place.name if place else None,
        "kind": place.kind if place else None,
        "country": _country(located),
        "where_precision": footprint.where_precision,
        "radius_km": round(footprint.radius_km, 3),
        "confidence": round(footprint.confidence, 4),
        "how": footprint.how,
        "alternatives": [_alternative(candidate) for candidate in footprint.alternatives],
    }
    if geometry:
        from shapely.geometry import mapping

        record["geometry"] = mapping(footprint.geometry) if footprint.geometry is not None else None
    return record


def geoname_id(uid: str) -> int | None:
    """The GeoNames id in a place's id, or None where the place comes from elsewhere.

    >>> geoname_id("gn:616052"), geoname_id("region:sahel")
    (616052, None)
    """
    scheme, _, number = uid.partition(":")
    return int(number) if scheme == "gn" and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class _Document:
    """A line that was read: its own id, its article, and the spans to resolve where these are given."""

    id: Any
    article: Article
    spans: Sequence[Mention] | None  # None: to be found


def _document(line: bytes | str, number: int, given_spans: bool) -> _Document | BadLine:
    try:
        raw = orjson.loads(line)
        if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
            raise ArticleError('no JSON object with a `text`; cure: one {"text": …} a line')
        spans = _spans(raw) if given_spans else None
        article = _article(raw, number, exact=given_spans)
    except (ArticleError, DateError, orjson.JSONDecodeError) as error:
        return BadLine(number, str(error))
    return _Document(raw.get("id", str(number)), article or Article(""), spans if article else ())


def _article(raw: Mapping[str, Any], number: int, *, exact: bool) -> Article | None:
    """The document as an article. Offsets must hold in the text as it was sent, so it is only taken if unchanged."""
    text = raw["text"]
    if not text.strip():
        return None
    fields = {name: str(raw.get(name) or "") for name in ("title", "url")}
    source = str(raw.get("source") or raw.get("domain") or "")
    metadata_date = raw.get("date") if isinstance(raw.get("date"), str) else None
    article = article_from_text(
        text, metadata_date=metadata_date, source=source, id=str(raw.get("id", number)), **fields
    )
    if article.text == text:
        return article
    if exact and len(article.text) != len(text):
        raise ArticleError("the text has characters that had to be removed, so its spans no longer fit")
    return article


def _spans(raw: Mapping[str, Any]) -> Sequence[Mention]:
    from geo.recognise import from_spans

    toponyms = raw.get("toponyms")
    if not isinstance(toponyms, list):
        raise ArticleError("no list `toponyms`, which --given-spans needs")
    try:
        pairs = [(int(span["start"]), int(span["end"])) for span in toponyms]
    except (KeyError, TypeError, ValueError) as error:
        raise ArticleError(f"a toponym without a whole number in `start` and `end` ({error})") from error
    length = len(raw["text"])
    for start, end in pairs:
        if not 0 <= start < end <= length:
            raise ArticleError(f"the span {start}–{end} lies outside the text of {length} characters")
    return from_spans(raw["text"], pairs)


def _point(located: Located) -> tuple[float | None, float | None]:
    if located.place is not None and located.mention.role != "relative":
        return round(located.place.lon, DECIMALS), round(located.place.lat, DECIMALS)
    geometry = located.footprint.geometry
    if geometry is None or geometry.is_empty:
        return None, None
    middle = geometry.centroid
    return round(middle.x, DECIMALS), round(middle.y, DECIMALS)


def _country(located: Located) -> str | None:
    countries = {place.country for place in located.footprint.places}
    return countries.pop() or None if len(countries) == 1 else None


def _alternative(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "geonameid": geoname_id(place.id),
        "lat": round(place.lat, DECIMALS),
        "lon": round(place.lon, DECIMALS),
        "confidence": round(candidate.confidence, 4),
    }
