"""Pictures of the page for a person to look at: wide, phone, dark, print; the article, a card, the table, many points.

    python -m benchmarks.map_pictures [ARTICLE.txt] [--date 2021-11-16] [--out pictures]

Without an article, the border clash of `notebooks/articles` is read.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.map_pages import chromium, incidents

SAMPLE = Path(__file__).resolve().parent.parent / "notebooks" / "articles" / "border-clash.txt"
VIEWS: dict[str, tuple[tuple[int, int], str, str]] = {
    "wide": ((1400, 900), "light", ""),
    "phone": ((390, 844), "light", ""),
    "dark": ((1400, 900), "dark", ""),
    "card": ((1400, 900), "light", "document.querySelector('.trigger, button.incident').click()"),
    "table": ((1400, 900), "light", "document.getElementById('table-button').click()"),
}


def main() -> None:
    """Write a PNG a view and a PDF of the print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("article", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--date", default=None)
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    from geo import read
    from maps import incident_map

    page = given.out / "map.html"
    incident_map(read(given.article, date=given.date)).save(page)
    many = given.out / "many.html"
    incident_map(incidents(10_000), title="10,000 incidents").save(many)
    with chromium() as browser:
        for name, (size, scheme, script) in VIEWS.items():
            picture(browser, page, given.out / f"{name}.png", size, scheme, script)
        picture(browser, many, given.out / "many.png", (1400, 900), "light", "")
        opened = _open(browser, page, (1400, 900), "light")
        opened.pdf(path=given.out / "print.pdf", format="A4")
    print(f"pictures in {given.out}: {', '.join(sorted(p.name for p in given.out.iterdir()))}")


def picture(browser: Any, page: Path, target: Path, size: tuple[int, int], scheme: str, script: str) -> None:
    """One screenshot, after a script has been run."""
    opened = _open(browser, page, size, scheme)
    if script:
        opened.evaluate(script)
        opened.wait_for_timeout(900)
    opened.screenshot(path=target)
    opened.context.close()


def _open(browser: Any, page: Path, size: tuple[int, int], scheme: str) -> Any:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(page.resolve().as_uri())
    opened.wait_for_selector("#dl.ready", timeout=60_000)
    opened.wait_for_timeout(400)
    return opened


if __name__ == "__main__":
    main()
