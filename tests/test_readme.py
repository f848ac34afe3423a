"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.S)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_python_block_runs(number: int, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block by itself, beside an article of that name."""
    shutil.copy(articles / "border-clash.txt", tmp_path / "article.txt")
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS[number], f"README.md, block {number + 1}", "exec"), {})


def test_every_file_that_it_names_is_there() -> None:
    """Pictures and folders."""
    named = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"^\| `([a-z]+/)` \|", README, flags=re.M)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
