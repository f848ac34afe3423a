"""RSS and Atom in the forms that publishers write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from geo.article import ArticleFailure, iter_articles, load
from geo.records import Article

LONG = "Rebels attacked the harbour town of Porto Alto on Monday, police said. Six people were killed."
SHORT = "Rebels attacked Porto Alto."


def feed(folder: Path, item: str, name: str = "a.rss") -> Path:
    """A feed of one item, RSS or by the name's suffix Atom."""
    path = folder / name
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    whole = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Wire</title><entry>{item}</entry></feed>'
        if path.suffix == ".atom"
        else f'<rss version="2.0" {spaces}><channel><title>Coast Wire</title><item>{item}</item></channel></rss>'
    )
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>{whole}', "utf-8")
    return path


def test_the_whole_text_is_taken_where_a_feed_has_it(tmp_path: Path) -> None:
    """content:encoded beside a short description; author by Dublin Core, date with a zone."""
    item = (
        f"<title>Rebels attack</title><link>https://a.example/1</link><dc:creator>Ana Dorn</dc:creator>"
        f"<pubDate>Tue, 16 Nov 2021 23:30:00 -0500</pubDate><description>{SHORT}</description>"
        f"<content:encoded><![CDATA[<p>{LONG}</p><p>More was to come.</p><script>alert(1)</script>]]></content:encoded>"
    )
    (article,) = load(feed(tmp_path, item))
    assert article.text == f"Rebels attack\n\n{LONG}\n\nMore was to come."
    assert (article.author, article.source, article.url) == ("Ana Dorn", "Coast Wire", "https://a.example/1")
    assert str(article.published).startswith("2021-11-1")


def test_a_summary_alone_is_the_text(tmp_path: Path) -> None:
    """Most feeds carry no more than a summary."""
    item = f"<title>Rebels attack</title><updated>2021-11-16T10:00:00Z</updated><summary>{SHORT}</summary>"
    (article,) = load(feed(tmp_path, item, "a.atom"))
    assert article.text == f"Rebels attack\n\n{SHORT}"
    assert article.published is not None and article.published.isoformat().startswith("2021-11-16")


def test_xhtml_inside_atom(tmp_path: Path) -> None:
    """Content of type xhtml is markup, not text about markup."""
    content = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div></content>'
    (article,) = load(feed(tmp_path, f"<title>Rebels attack</title>{content}", "a.atom"))
    assert article.text == f"Rebels attack\n\n{LONG}"


@pytest.mark.parametrize(
    "content", ['<content type="video/mp4" src="https://a.example/v"/>', "<content/>", "<summary/>"]
)
def test_an_entry_without_text_is_its_title(tmp_path: Path, content: str) -> None:
    """A film instead of a text leaves the headline."""
    (article,) = load(feed(tmp_path, f"<title>Rebels attack Porto Alto</title>{content}", "a.atom"))
    assert article.text == "Rebels attack Porto Alto"


@pytest.mark.parametrize("name", ["a.rss", "a.html", "a.html.gz"])
def test_markup_beyond_its_limit_is_not_parsed(tmp_path: Path, name: str) -> None:
    """A tree of nested elements takes a hundred times the memory of its text."""
    data = b"<a>" * (3 * 2**20)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (failure,) = iter_articles([tmp_path / name])
    assert isinstance(failure, ArticleFailure) and "larger than 8 MiB" in failure.reason


def test_an_entry_with_nothing_is_named(tmp_path: Path) -> None:
    """Neither title nor text: a failure at its number, and the entry after it is there."""
    path = feed(
        tmp_path, f"<link>https://a.example</link></item><item><title>Calm</title><description>{SHORT}</description>"
    )
    failure, article = iter_articles([path])
    assert isinstance(failure, ArticleFailure) and failure.line == 1 and "no text" in failure.reason
    assert isinstance(article, Article) and article.title == "Calm"
