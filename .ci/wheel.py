"""Build the wheel, install it into a fresh environment and run the main job from it, outside the checkout.

With the pip that comes with Python, as people have it: an older one resolves some requirements otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "notebooks" / "articles" / "border-clash.txt"


def run(*command: str | Path, cwd: Path) -> None:
    """Run a command and fail with it."""
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


def main() -> int:
    """Build, install, map; check that what came out is a map and GeoJSON."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", away, ROOT, cwd=away)
        (wheel,) = away.glob("dateline-*.whl")
        size_mb = wheel.stat().st_size / 1e6
        venv.create(away / "env", with_pip=True, symlinks=os.name != "nt")
        python = away / "env" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", wheel, cwd=away)
        outputs = ["-o", "map.html", "-o", "incidents.geojson"]
        page = away / "page.html"
        paragraphs = "".join(f"<p>{part}</p>" for part in ARTICLE.read_text("utf-8").split("\n\n"))
        page.write_text(f"<!doctype html><article>{paragraphs}</article>", "utf-8")
        run(away / "env/bin/dateline", "map", ARTICLE, page, "--date", "2022-09-14", *outputs, cwd=away)
        collection = json.loads((away / "incidents.geojson").read_text("utf-8"))
        assert collection["type"] == "FeatureCollection", "no GeoJSON came out"
        assert any(f["geometry"] for f in collection["features"]), "nothing was located"
        assert "<html" in (away / "map.html").read_text("utf-8"), "no map came out"
    print(f"the wheel ({size_mb:.0f} MB) maps the sample outside the checkout")
    return 0


if __name__ == "__main__":
    sys.exit(main())
