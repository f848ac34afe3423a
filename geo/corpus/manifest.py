"""What a run was made of: its settings, and the versions and hashes of all that decides its result."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import gazetteer
from gazetteer.store import DATA_VARIABLE, own_places_file
from geo.corpus.batch import Settings
from geo.corpus.tables import TABLES, schema
from geo.language import MODEL_PACKAGES

_DATA = Path(__file__).parents[1] / "data"


def manifest(settings: Settings, batch_size: int) -> dict[str, object]:
    """The settings with what stands behind them: two runs whose manifests are equal read an article alike."""
    return {
        **asdict(settings),
        "batch_size": batch_size,
        "versions": {
            "dateline": _version("dateline"),
            "spaCy": _version("spacy"),
            "model": _model_version(settings.model),
            "tagger, resolver and word lists": digest(_DATA),
            "columns": hashlib.sha256("\n".join(map(str, map(schema, TABLES))).encode()).hexdigest(),
            "gazetteer files": digest(_gazetteer_path(settings.gazetteer)),
            "places files": [digest(path) for path in _places_files(settings)],
        },
    }


@lru_cache(maxsize=8)
def digest(path: Path) -> str:
    """A hash of a file, or of the files of a folder with their names; "missing" where there is nothing."""
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    if not path.is_dir():
        return "missing"
    parts = (f"{file.name} {digest(file)}\n" for file in sorted(path.iterdir()) if file.is_file())
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _gazetteer_path(chosen: str) -> Path:
    return Path(chosen or os.environ.get(DATA_VARIABLE) or Path(gazetteer.__file__).parent / "data")


def _places_files(settings: Settings) -> list[Path]:
    own = None if settings.gazetteer else own_places_file()
    return [path for path in (own, Path(settings.places) if settings.places else None) if path]


def _model_version(model: str) -> str:
    package = model or next((name for name in MODEL_PACKAGES if importlib.util.find_spec(name)), "none")
    if Path(package).is_dir():
        return f"{package} {digest(Path(package) / 'meta.json')}"
    distribution = packages_distributions().get(package, [package])[0]
    return f"{package} {_version(distribution)}"


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"
