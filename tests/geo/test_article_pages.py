"""Web pages as publishers write them: title, date, author, source and text of each come out right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geo.article import ArticleFailure, iter_articles, load
from geo.article.pages import html_article, text_of
from geo.article.raw import Page
from geo.records import Article

LEAD = "PORTO ALTO - Rebels attacked the harbour of Porto Alto on Monday, killing six people, police said."
NEXT = "The governor, José Peña, said that order had been restored by the evening and that schools would open."
LAST = "A curfew is in force in the three districts north of the river, according to the interior ministry."
FILLER = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport tables</a></li></ul></nav>"
ASIDE = "<aside><h3>Most read</h3><ul><li><a href='/x'>Ten recipes for autumn</a></li></ul></aside>"


def read(folder: Path, page: str | bytes, name: str = "a.html") -> Article:
    """The one article of a page."""
    path = folder / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    (article,) = load(path)
    return article


def test_a_newspaper(tmp_path: Path) -> None:
    """Open Graph's properties, a byline in the page, share buttons, related stories and comments round the text."""
    article = read(tmp_path, f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Rebels attack Porto Alto | The Coast Courier</title>
<meta property="og:title" content="Rebels attack Porto Alto"><meta property="og:site_name" content="The Coast Courier">
<meta property="article:published_time" content="2021-11-16T06:12:00+00:00"><meta name="author" content="Ana Dorn">
<link rel="canonical" href="https://courier.example/world/rebels-attack"></head><body>{FILLER}
<main><article><h1>Rebels attack Porto Alto</h1><div class="byline">By Ana Dorn</div>
<div class="share"><a href="#">Share on Chirper</a></div>
<p>{LEAD}</p><p>{NEXT}</p>
<figure><img src="a.jpg"><figcaption>The harbour. Photo: Wire</figcaption></figure><p>{LAST}</p>
</article>{ASIDE}</main><section id="comments" class="comments"><p>Nonsense from Bob, who knows better.</p></section>
<footer>© The Coast Courier 1998-2024. All rights reserved.</footer></body></html>""")  # fmt: skip
    assert (article.title, article.author, article.source) == (
        "Rebels attack Porto Alto", "Ana Dorn", "The Coast Courier",
    )  # fmt: skip
    assert str(article.published).startswith("2021-11-16")
    assert article.url == "https://courier.example/world/rebels-attack"
    assert all(part in article.text for part in (LEAD, NEXT, LAST))
    assert not any(part in article.text for part in ("Sport tables", "recipes", "Nonsense", "All rights"))


def test_an_agency(tmp_path: Path) -> None:
    """No article element: paragraphs in a division, the date in a time element."""
    article = read(tmp_path, f"""<html><head><title>Rebels attack Porto Alto</title></head><body>{FILLER}
<div id="content"><div class="story-body"><h1>Rebels attack Porto Alto</h1>
<time datetime="2021-11-16T06:12:00Z" pubdate>16 November 2021</time>
<p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p><p>(Reporting by Ana Dorn)</p></div></div></body></html>""")  # fmt: skip
    assert article.title == "Rebels attack Porto Alto"
    assert str(article.published).startswith("2021-11-16")
    assert LEAD in article.text and LAST in article.text


def test_a_blog_of_the_usual_kind(tmp_path: Path) -> None:
    """Entry classes, tags, a sidebar with an archive of other dates."""
    article = read(tmp_path, f"""<html><head><title>Rebels attack Porto Alto – Coast Watch</title>
<meta name="generator" content="WordPress 5.8"><meta property="og:site_name" content="Coast Watch"></head>
<body class="single-post"><header class="site-header"><h2>Coast Watch</h2></header>
<article class="post type-post"><header class="entry-header"><h1 class="entry-title">Rebels attack Porto Alto</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2021-11-16T09:00:00+00:00">
November 16, 2021</time></span>
<span class="author vcard"><a class="url fn n" href="/author/ana">Ana Dorn</a></span></div>
</header><div class="entry-content"><p>{LEAD}</p><p>{NEXT}</p><blockquote><p>{LAST}</p></blockquote></div>
<footer class="entry-footer">Tagged: rebels, harbour</footer></article>
<aside id="secondary" class="widget-area"><h2>Archives</h2>
<ul><li><a>March 2012</a></li><li><a>May 2013</a></li></ul></aside>
</body></html>""")  # fmt: skip
    assert (article.title, article.source) == ("Rebels attack Porto Alto", "Coast Watch")
    assert str(article.published).startswith("2021-11-16")
    assert article.author == "Ana Dorn"
    assert LEAD in article.text and LAST in article.text and "March 2012" not in article.text


def test_a_live_blog(tmp_path: Path) -> None:
    """All posts are there, each in its own paragraph."""
    posts = "".join(
        f"<div class='liveblog-post'><time datetime='2021-11-16T{9 + n:02}:00:00Z'>{9 + n}:00</time><p>{text}</p></div>"
        for n, text in enumerate((LEAD, NEXT, LAST))
    )
    article = read(tmp_path, f"""<html><head><title>Live: Rebels attack Porto Alto</title>
<meta property="article:published_time" content="2021-11-16T09:00:00Z"></head><body>{FILLER}
<article><h1>Live: Rebels attack Porto Alto</h1>{posts}</article></body></html>""")  # fmt: skip
    assert str(article.published).startswith("2021-11-16")
    paragraphs = article.text.split("\n\n")
    assert [part for part in paragraphs if part in (LEAD, NEXT, LAST)] == [LEAD, NEXT, LAST]


def test_an_accelerated_mobile_page(tmp_path: Path) -> None:
    """AMP's own elements, with its data in JSON."""
    article = read(tmp_path, f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8">
<title>Rebels attack Porto Alto</title><link rel="canonical" href="https://courier.example/rebels">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Rebels attack Porto Alto","datePublished":"2021-11-16T06:12:00Z",
"author":{{"@type":"Person","name":"Ana Dorn"}},
"publisher":{{"@type":"Organization","name":"The Coast Courier"}}}}</script>
<style amp-boilerplate>body{{animation:none}}</style></head>
<body><amp-sidebar id="s"><ul><li>Sport tables</li></ul></amp-sidebar>
<article><h1>Rebels attack Porto Alto</h1><amp-img src="a.jpg" width="1" height="1"></amp-img>
<p>{LEAD}</p><amp-ad type="x"><p>Buy a boat</p></amp-ad>
<p>{NEXT}</p><p>{LAST}</p></article></body></html>""")  # fmt: skip
    assert (article.title, article.author) == ("Rebels attack Porto Alto", "Ana Dorn")
    assert str(article.published).startswith("2021-11-16")
    assert LEAD in article.text and LAST in article.text


def test_the_stub_before_a_paywall(tmp_path: Path) -> None:
    """What is there is read: the lead."""
    article = read(tmp_path, f"""<html><head><title>Rebels attack Porto Alto</title>
<meta property="article:published_time" content="2021-11-16T06:12:00Z"></head><body>{FILLER}
<article><h1>Rebels attack Porto Alto</h1><p>{LEAD}</p>
<div class="paywall"><p>Subscribe to read on</p><button>Subscribe</button></div></article>
</body></html>""")  # fmt: skip
    assert article.title == "Rebels attack Porto Alto" and LEAD in article.text


def test_dates_that_stand_in_json_alone(tmp_path: Path) -> None:
    """JSON-LD inside a graph, with a date of change that is later, and a year in the footer."""
    article = read(tmp_path, f"""<html><head><title>Rebels attack Porto Alto</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage","name":"x"}},
{{"@type":"NewsArticle","headline":"Rebels attack Porto Alto","datePublished":"2021-11-16T06:12:00+00:00",
"dateModified":"2021-11-19T06:12:00+00:00","author":[{{"@type":"Person","name":"Ana Dorn"}}]}}]}}</script></head>
<body>{FILLER}<article><h1>Rebels attack Porto Alto</h1><p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p></article>
<footer>Copyright 2024</footer></body></html>""")  # fmt: skip
    assert str(article.published).startswith("2021-11-16")
    assert article.author == "Ana Dorn"


def test_a_page_without_a_title(tmp_path: Path) -> None:
    """No title, no heading, no date: the text is there and nothing is made up."""
    article = read(tmp_path, f"<html><body><div><p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p></div></body></html>")
    assert LEAD in article.text and LAST in article.text
    assert article.published is None and article.title == ""


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("windows-1252", '<meta charset="iso-8859-1">'),
        ("windows-1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
        ("shift_jis", "<meta charset=Shift_JIS>"),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("utf-16", ""),
        ("windows-1252", ""),
    ],
)
def test_the_page_says_its_encoding_or_it_is_found(tmp_path: Path, encoding: str, meta: str) -> None:
    """What the page declares, by the web's names; UTF-8 wins over a wrong word, a byte order mark over all."""
    words = {"windows-1251": "Порто-Альто", "shift_jis": "ポルト"}.get(encoding, "José Peña’s café")
    text = f"<article><p>{LEAD} {words}.</p><p>{LAST}</p></article>"
    page = f"<html><head>{meta}<title>Attack</title></head><body>{text}</body></html>"
    article = read(tmp_path, page.encode(encoding))
    assert words in article.text


def test_a_server_that_is_wrong_about_the_encoding() -> None:
    """A server's word counts only where the page says nothing and is no UTF-8."""
    served = "text/html; charset=windows-1251"
    assert text_of(Page("<p>José</p>".encode(), content_type=served)) == "<p>José</p>"
    declared = '<meta charset="windows-1252"><p>José</p>'
    assert text_of(Page(declared.encode("cp1252"), content_type=served)) == declared
    assert text_of(Page("<p>Порто</p>".encode("cp1251"), content_type=served)) == "<p>Порто</p>"


def test_an_address_gives_source_and_date() -> None:
    """A page from an archive has its address, and many addresses have the day."""
    page = Page(f"<html><body><article><p>{LEAD}</p><p>{NEXT}</p></article></body></html>".encode(), 3,
                "https://courier.example/2021/11/16/rebels")  # fmt: skip
    raw = html_article(page)
    assert (raw.line, raw.url, raw.source) == (3, page.url, "courier.example")
    assert raw.date == "2021-11-16"


HOSTILE = {
    "divisions": "<div>" * 50_000 + LEAD,
    "inline": "<p>" + "<b><i>" * 20_000 + LEAD,
    "tables": "<table><tr><td>" * 5_000 + LEAD,
    "comments": "<!--" * 50_000,
    "attribute": "<a href='" + "x" * 1_000_000,
    "ampersands": "&" * 200_000,
    "numbers": "&#xFFFFFFFF;&#0;&#xD800;" * 1000 + LEAD,
    "entities": "<!DOCTYPE a [<!ENTITY b0 '" + "c" * 1000 + "'>"
    + "".join(f"<!ENTITY b{n + 1} '&b{n};&b{n};'>" for n in range(50)) + "]><p>&b49;</p>" + LEAD,
    "refresh": "<meta http-equiv='refresh' content='0;url=http://a.example/'><base href='http://a.example/'>",
}  # fmt: skip


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_articles_or_failures(tmp_path: Path, page: str) -> None:
    """Nesting without end, entities that grow, and pages that want to be somewhere else."""
    path = tmp_path / "a.html"
    path.write_text(page, "utf-8")
    (item,) = iter_articles([path])
    assert isinstance(item, ArticleFailure) or len(item.text) < 2_000


def test_a_page_names_no_file_of_this_machine(tmp_path: Path) -> None:
    """An entity that stands for a file is not what is in the file."""
    (tmp_path / "secret.txt").write_text("the secret words", "utf-8")
    path = tmp_path / "a.html"
    path.write_text(
        f"<!DOCTYPE a [<!ENTITY f SYSTEM 'file://{tmp_path}/secret.txt'>]><html><body><p>{LEAD} &f;</p></body></html>",
        "utf-8",
    )
    (item,) = iter_articles([path])
    assert "secret words" not in str(item)


def test_a_page_that_a_library_fails_on_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised in it: the other articles of a map are read."""

    def failing(*_given: Any, **_options: Any) -> None:
        raise AttributeError("'NoneType' object has no attribute 'tag'")

    monkeypatch.setattr("trafilatura.bare_extraction", failing)
    (tmp_path / "a.html").write_text(f"<p>{LEAD}</p>", "utf-8")
    (tmp_path / "b.txt").write_text(LEAD, "utf-8")
    page, text = iter_articles([tmp_path])
    assert isinstance(page, ArticleFailure) and "has no attribute 'tag'" in page.reason
    assert not isinstance(text, ArticleFailure)
