"""Tables of human coders in our columns: ACLED's export and UCDP GED, and ours in ACLED's column order.

Codebooks: ACLED (https://acleddata.com/knowledge-base/codebook/), UCDP GED 25.1 (https://ucdp.uu.se/downloads/). What
their words mean in ours stands in `data/coders.toml`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from geo.export.tables import CRS, framed_rows

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

ACLED_ORDER = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip


_ACLED_NEEDS = frozenset({"event_type", "sub_event_type", "event_date", "latitude", "longitude"})
_UCDP_NEEDS = frozenset({"type_of_violence", "where_prec", "date_start", "latitude", "longitude"})
_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{4}")


def is_acled(columns: Iterable[str]) -> bool:
    """Whether a table has ACLED's column names."""
    return set(columns) >= _ACLED_NEEDS


def is_ucdp(columns: Iterable[str]) -> bool:
    """Whether a table has UCDP GED's column names."""
    return set(columns) >= _UCDP_NEEDS


def missing_columns(columns: Iterable[str]) -> str:
    """What a table lacks to be one of theirs: "ACLED's (latitude is missing) nor …"."""
    lacks = [", ".join(sorted(needs - set(columns))) for needs in (_ACLED_NEEDS, _UCDP_NEEDS)]
    return f"ACLED's (without {lacks[0]}) nor UCDP GED's (without {lacks[1]})"


def from_acled(table: DataFrame) -> GeoDataFrame:
    """ACLED's export as incidents: a row each, `notes` as the evidence, `fatalities` as a claim by `source`."""
    words = _words()["acled"]
    return _framed(table, lambda row: _acled_row(row, words))


def from_ucdp(table: DataFrame) -> GeoDataFrame:
    """UCDP GED as incidents: `best`, `low` and `high` as a claim, `where_prec` as it is (its scale is ours)."""
    words = _words()["ucdp"]
    return _framed(table, lambda row: _ucdp_row(row, words))


def as_acled(table: GeoDataFrame) -> DataFrame:
    """Our incidents in ACLED's column order; what we do not know stays empty, places are representative points."""
    import pandas

    words = _words()["acled"]
    points = table.geometry.representative_point()
    rows = []
    for row, point in zip(table.to_dict("records"), points, strict=True):
        actors = [*(_listed(row.get("actors"))), "", ""]
        start = str(_text(row.get("start")))[:10]
        located = point is not None and not point.is_empty
        rows.append(
            {
                "event_id_cnty": _text(row.get("id")),
                "event_date": start,
                "year": start[:4],
                "time_precision": words["time_precision_of"].get(_text(row.get("date_precision")), ""),
                "event_type": _text(row.get("acled_event_type")),
                "sub_event_type": _text(row.get("acled_sub_event_type")),
                "actor1": actors[0],
                "actor2": actors[1],
                "country": _text(row.get("country")),
                "admin1": _text(row.get("admin1")),
                "location": _text(row.get("place")),
                "latitude": round(point.y, 4) if located else "",
                "longitude": round(point.x, 4) if located else "",
                "geo_precision": words["geo_precision_of"].get(_text(row.get("where_precision")), ""),
                "source": _text(row.get("source")),
                "notes": " ".join(q.get("quote", "") for q in _listed(row.get("evidence"))) or _text(row.get("title")),
                "fatalities": _text(row.get("killed")),
            }
        )
    blank = dict.fromkeys(ACLED_ORDER, "")
    return pandas.DataFrame([{**blank, **row} for row in rows], columns=list(ACLED_ORDER))


def _acled_row(row: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    sub = _text(row.get("sub_event_type"))
    notes, source = _text(row.get("notes")), _text(row.get("source"))
    deaths = _whole(row.get("fatalities"))
    day = _day(row.get("event_date"))
    return {
        "id": _text(row.get("event_id_cnty") or row.get("event_id_no_cnty") or row.get("data_id")),
        "kind": words["kinds"].get(sub) or words["types"].get(_text(row.get("event_type")), "other"),
        "acled_event_type": _text(row.get("event_type")),
        "acled_sub_event_type": sub,
        "title": " · ".join(part for part in (sub, _text(row.get("location"))) if part),
        "start": day,
        "end": day,
        "date_precision": words["time_precision"].get(_text(row.get("time_precision")), "day"),
        "place": _text(row.get("location")) or None,
        "country": _text(row.get("country")) or None,
        "admin1": _text(row.get("admin1")) or None,
        "where_precision": words["geo_precision"].get(_text(row.get("geo_precision")), 2),
        "killed": deaths,
        "actors": _actors(row, ("actor1", "actor2")),
        "claims": [_toll(deaths, deaths, deaths, source, notes)] if deaths is not None else [],
        "evidence": [{"quote": notes, "start": 0, "end": len(notes)}] if notes else [],
        "source": source,
        "article": "",
    }


def _ucdp_row(row: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    best, low, high = (_whole(row.get(name)) for name in ("best", "low", "high"))
    source = _text(row.get("source_office")) or _text(row.get("source_article"))
    headline = _text(row.get("source_headline")) or _text(row.get("source_article"))
    precision = _whole(row.get("where_prec")) or 2
    return {
        "id": _text(row.get("id")),
        "kind": words["kinds"].get(_text(row.get("type_of_violence")), "other"),
        "title": " · ".join(p for p in (_text(row.get("dyad_name")), _text(row.get("where_coordinates"))) if p),
        "start": _day(row.get("date_start")),
        "end": _day(row.get("date_end")),
        "date_precision": words["date_precision"].get(_text(row.get("date_prec")), "day"),
        "place": _text(row.get("where_coordinates")) or None,
        "country": _text(row.get("country")) or None,
        "admin1": _text(row.get("adm_1")) or None,
        "where_precision": precision,
        "how": _text(row.get("where_description")),
        "killed": best,
        "actors": _actors(row, ("side_a", "side_b")),
        "claims": [_toll(best, low, high, source, headline)] if best is not None else [],
        "evidence": [{"quote": headline, "start": 0, "end": len(headline)}] if headline else [],
        "source": source,
        "article": "",
    }


def _framed(table: DataFrame, translate: Any) -> GeoDataFrame:
    import geopandas
    import pandas

    rows = [{**_BLANK, **translate(row)} for row in table.to_dict("records")]
    x, y = (
        pandas.to_numeric(table[name].astype(str).str.replace(",", "."), errors="coerce").where(
            lambda v, n=most: v.abs() <= n
        )
        for name, most in (("longitude", 180), ("latitude", 90))
    )
    points = geopandas.GeoSeries(geopandas.points_from_xy(x, y), crs=CRS)
    return framed_rows(rows, points.where((x.notna() & y.notna()).to_numpy(), None))


_BLANK: Mapping[str, Any] = {
    "acled_event_type": "", "acled_sub_event_type": "", "status": "reported", "radius_km": 0.0, "confidence": 1.0,
    "how": "", "injured": None, "captured": None, "missing": None, "trigger": None, "mention": None, "url": "",
}  # fmt: skip


def _toll(value: int | None, low: int | None, high: int | None, claimant: str, quote: str) -> dict[str, Any]:
    return {
        "measure": "killed", "value": value, "low": low, "high": high, "side": "", "claimant": claimant,
        "quote": quote, "start": 0, "end": len(quote), "denied": False,
    }  # fmt: skip


def _actors(row: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [name for column in names if (name := _text(row.get(column)))]


def _day(value: Any) -> str | None:
    """An ISO date of "2021-11-16", "16 November 2021" (ACLED's older files) or "2021-11-16 00:00:00.000" (UCDP).

    None where it cannot be told: 03/04/2021 is a day in March to some and in April to others.
    """
    import pandas

    numeric = _NUMERIC_DAY.fullmatch(_text(value))
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12 and numeric[1] != numeric[2]:
        return None
    moment = pandas.to_datetime(_text(value), errors="coerce")
    return None if pandas.isna(moment) else moment.date().isoformat()


def _text(value: Any) -> str:
    import pandas

    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or pandas.isna(value) else str(value).strip()


def _whole(value: Any) -> int | None:
    text = _text(value)
    return int(float(text)) if text.replace(".", "", 1).isdigit() else None


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        return list(json.loads(value)) if value.startswith("[") else []
    return [] if value is None or not hasattr(value, "__iter__") else list(value)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("geo.export") / "data" / "coders.toml").read_text(encoding="utf-8"))
