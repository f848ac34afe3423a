"""Time and memory of a build from GeoNames' dumps, on a generated file of any size in the dumps' format.

    python -m benchmarks.gazetteer_big_build [--rows 1000000] [--folder DIR]

The rows are made by a seeded generator: invented names, spread over land and sea, 1.5 alternate names a place. Prints
the time of generating and building, the size of the files and the largest resident memory of the process.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gazetteer import open_default
from gazetteer.build.from_dumps import build_from_dumps
from gazetteer.build.recipe import to_stderr

_SYLLABLES = ("ka", "ro", "mi", "ten", "sha", "lu", "var", "do", "pel", "gor", "is", "an", "be", "zu", "nor", "ef")
_CODES = ("PPL", "PPL", "PPL", "PPLA3", "STM", "MT", "LK", "ADM2", "SCH", "FRM")
_LANGUAGES = ("en", "ru", "fr", "link", "hy", "")


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))).capitalize()


def places(rows: int) -> Iterator[str]:
    """Lines of an invented allCountries.txt."""
    chance = random.Random(20_261_125)
    for number in range(1, rows + 1):
        name = _name(chance)
        lat, lon = f"{chance.uniform(-60, 75):.5f}", f"{chance.uniform(-180, 180):.5f}"
        code = chance.choice(_CODES)
        before = (str(number), name, name, _name(chance), lat, lon, "P", code, "XA", "", f"{number % 40:02}")
        yield "\t".join((*before, "", "", "", str(chance.randint(0, 99_999)), "", "0", "UTC", "2026-11-01")) + "\n"


def names(rows: int) -> Iterator[str]:
    """Lines of an invented alternateNamesV2.txt, in no order of places."""
    chance = random.Random(4_711)
    for number in range(1, rows * 3 // 2 + 1):
        yield f"{number}\t{chance.randint(1, rows)}\t{chance.choice(_LANGUAGES)}\t{_name(chance)}\t\t\t\t\t\t\n"


def generate(folder: Path, rows: int) -> None:
    """Write both dumps."""
    for name, lines in (("allCountries.txt", places(rows)), ("alternateNamesV2.txt", names(rows))):
        with (folder / name).open("w", encoding="utf-8") as stream:
            stream.writelines(lines)


def main() -> None:
    """Generate, build, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        begun = time.perf_counter()
        generate(folder, options.rows)
        generated = time.perf_counter()
        files = build_from_dumps(folder, folder / "out", to_stderr, open_default(own_places=False))
        built = time.perf_counter()
        size = sum(path.stat().st_size for path in files) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.rows:,} places: generated in {generated - begun:.0f} s, built in {built - generated:.0f} s, "
          f"{size:,.0f} MB of files, at most {memory:,.0f} MiB resident")  # fmt: skip


if __name__ == "__main__":
    main()
