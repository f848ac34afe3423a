"""KML 2.2 (OGC 07-147r2) of a FeatureCollection: a placemark an incident, its properties as ExtendedData."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.opengis.net/kml/2.2"
# XML 1.0 has no way to write these, not even escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def placemarks(collection: Mapping[str, Any]) -> bytes:
    """The bytes of the KML file; placemarks without a geometry are kept."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}kml")
    document = _child(root, "Document")
    _child(document, "name", "Incidents")
    for feature in collection["features"]:
        _placemark(document, feature)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _placemark(document: ET.Element, feature: Mapping[str, Any]) -> None:
    properties = feature["properties"]
    mark = _child(document, "Placemark")
    _child(mark, "name", properties.get("title") or properties.get("kind") or "")
    quotes = [quote.get("quote", "") for quote in properties.get("evidence") or []]
    _child(mark, "description", "\n".join(quotes))
    if properties.get("start"):
        span = _child(mark, "TimeSpan")
        _child(span, "begin", properties["start"])
        _child(span, "end", properties.get("end") or properties["start"])
    data = _child(mark, "ExtendedData")
    for name, value in {"id": feature["id"], **properties}.items():
        if value is not None:
            entry = _child(data, "Data")
            entry.set("name", name)
            _child(entry, "value", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    if feature["geometry"]:
        _geometry(mark, feature["geometry"])


def _geometry(parent: ET.Element, geometry: Mapping[str, Any]) -> None:
    kind = geometry["type"]
    if kind == "GeometryCollection" or kind.startswith("Multi"):
        multi = _child(parent, "MultiGeometry")
        single = kind.removeprefix("Multi")
        for part in geometry.get("geometries") or [
            {"type": single, "coordinates": inner} for inner in geometry["coordinates"]
        ]:
            _geometry(multi, part)
    elif kind == "Polygon":
        polygon = _child(parent, "Polygon")
        for number, ring in enumerate(geometry["coordinates"]):
            boundary = _child(polygon, "innerBoundaryIs" if number else "outerBoundaryIs")
            _child(_child(boundary, "LinearRing"), "coordinates", _coordinates(ring))
    else:
        points = [geometry["coordinates"]] if kind == "Point" else geometry["coordinates"]
        _child(_child(parent, kind), "coordinates", _coordinates(points))


def _coordinates(points: Sequence[Sequence[float]]) -> str:
    return " ".join(f"{x!r},{y!r}" for x, y, *_ in points)


def _child(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        child.text = _UNWRITABLE.sub("�", text)
    return child
