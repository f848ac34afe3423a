"""Data inside a page: as JSON that no HTML parser can misread, or packed, always inert until our script reads it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Sequence
from typing import Any

PACK_ABOVE = 40_000  # characters of JSON; below, a reader of the source sees plain text
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")


def block(identifier: str, value: Any) -> str:
    """A script element of type application/json; large values are gzip in base64 (`data-packed`)."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be written
    if len(text) > PACK_ABOVE:
        return packed(identifier, text.encode())
    return _element(identifier, text.translate(_ESCAPES), "")


def packed(identifier: str, data: bytes) -> str:
    """A script element of bytes, gzip in base64."""
    return _element(identifier, base64.b64encode(gzip.compress(data, 6, mtime=0)).decode(), " data-packed")


def column(values: Sequence[Any]) -> Any:
    """A column in few characters: null where empty throughout, a dictionary and codes where values repeat."""
    if all(value in (None, "", []) for value in values):
        return None
    if all(isinstance(value, str) or value is None for value in values):
        distinct = list(dict.fromkeys(values))
        if len(distinct) * 2 <= len(values):
            code = {value: i for i, value in enumerate(distinct)}
            return {"d": distinct, "c": [code[value] for value in values]}
    return list(values)


def _element(identifier: str, content: str, attribute: str) -> str:
    if not _IDENTIFIER.fullmatch(identifier):
        raise ValueError(f"not an identifier: {identifier!r}")
    return f'<script type="application/json" id="{identifier}"{attribute}>{content}</script>\n'
