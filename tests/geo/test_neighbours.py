"""The guard against other packages of the same generic names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geo.neighbours import check


def test_our_own_packages_pass() -> None:
    """Nothing is wrong in this checkout."""
    check("gazetteer", "geo", "maps")


@pytest.mark.parametrize("package", ["gazetteer", "geo"])
def test_an_intruder_is_named(package: str, tmp_path: Path) -> None:
    """A module of the same name beside a script is told by its path."""
    root = Path(__file__).resolve().parents[2]
    (tmp_path / f"{package}.py").write_text("", "utf-8")
    code = f"import sys; sys.path[1:1] = [{str(tmp_path)!r}, {str(root)!r}]; import maps"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode != 0
    assert f"{package}.py" in done.stderr
