"""Articles from every type of file, and from hostile ones."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.article import MAX_TEXT, ArticleFailure, article_from_text, iter_articles, load
from geo.article.cleaning import clean
from geo.article.raw import MAX_LINE
from geo.errors import ArticleError, ArticleTooLarge, DateError
from geo.records import Article

BODY = "Rebels attacked the harbour town of Porto Alto on Monday, police said. Six people were killed in the fighting."
PAGE = f"""<html><head><title>Rebels attack Porto Alto</title>
<meta property="article:published_time" content="2021-11-16T10:00:00Z"><meta name="author" content="Ana Dorn"></head>
<body><nav>Home Sport Weather</nav><article><h1>Rebels attack Porto Alto</h1><p>{BODY}</p><p>{BODY}</p></article>
<footer>Copyright</footer></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Coast Wire</title>
<item><title>Rebels attack</title><link>https://a.example/1</link>
<pubDate>Tue, 16 Nov 2021 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;A second &lt;b&gt;bold&lt;/b&gt; paragraph.&lt;/p&gt;</description>
</item>
<item><title>Calm returns</title><description>All is quiet.</description></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Wire</title>
<entry><title>Rebels attack</title><updated>2021-11-16T10:00:00Z</updated>
<content type="html">{BODY}</content></entry></feed>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def failures(path: Path) -> list[ArticleFailure]:
    return [item for item in iter_articles([path]) if isinstance(item, ArticleFailure)]


def test_plain_text(tmp_path: Path) -> None:
    """A text file is one article; its first line is its title, a line "Categories: …" is not."""
    (article,) = load(write(tmp_path, "a.txt", f"Categories: World\n\nRebels attack\n\n{BODY}"), date="2021-11-16")
    assert (article.title, article.published, article.published_from) == ("Rebels attack", date(2021, 11, 16), "given")
    assert article.text.endswith(BODY)


def test_markdown(tmp_path: Path) -> None:
    """Markup goes, words stay, the front matter gives the fields."""
    source = f"---\ndate: 2021-11-16\nsource: Coast Wire\n---\n# Rebels attack\n\n**Six** [dead](http://x.example).\n\n{BODY}\n"
    (article,) = load(write(tmp_path, "a.md", source))
    assert (article.title, article.published, article.source) == ("Rebels attack", date(2021, 11, 16), "Coast Wire")
    assert "Six dead." in article.text and "http" not in article.text


def test_tables_of_markdown_are_left_out(tmp_path: Path) -> None:
    """As those of web pages are: their cells are no sentences, and their numbers no tolls."""
    (article,) = load(write(tmp_path, "a.md", f"{BODY}\n\n| Dead | Town |\n|---|---|\n| 40 | Alpha |\n\nThe end.\n"))
    assert article.text == f"{BODY}\n\nThe end."


def test_html(tmp_path: Path) -> None:
    """A page gives its article with title, date and author, without menus."""
    (article,) = load(write(tmp_path, "a.html", PAGE))
    assert (article.title, article.published, article.author) == (
        "Rebels attack Porto Alto",
        date(2021, 11, 16),
        "Ana Dorn",
    )
    assert BODY in article.text and "Weather" not in article.text


@pytest.mark.parametrize("content", ['{"text": "One.", "title": "T"}', '[{"text": "One."}, {"text": "Two."}]'])
def test_json(tmp_path: Path, content: str) -> None:
    """A JSON file holds one object or a list of them."""
    assert [article.text for article in load(write(tmp_path, "a.json", content))] == ["One.", "Two."][
        : content.count("text")
    ]


def test_an_empty_field_leaves_room_for_the_next_name(tmp_path: Path) -> None:
    """Collections have "text" for one outlet and "maintext" for another, and empty strings for what is missing."""
    record = {
        "text": " ",
        "maintext": "One.",
        "content": 7,
        "title": "",
        "headline": "T",
        "authors": [],
        "byline": "A. D.",
    }
    (article,) = load(write(tmp_path, "a.json", json.dumps(record)))
    assert (article.text, article.title, article.author) == ("One.", "T", "A. D.")


@pytest.mark.parametrize("pack", ["", ".gz", ".zst"])
def test_json_lines_also_packed(tmp_path: Path, pack: str) -> None:
    """Every line is an article with its own fields, packed or not."""
    import zstandard

    record = {
        "text": BODY,
        "title": "Rebels attack",
        "date": "2021-11-16",
        "source": "Wire",
        "url": "https://a.example",
        "id": "7",
    }
    data = (json.dumps(record) + "\n\n" + json.dumps({"text": "Two."})).encode()
    packed = {"": data, ".gz": gzip.compress(data, mtime=0), ".zst": zstandard.compress(data)}[pack]
    first, second = load(write(tmp_path, f"a.jsonl{pack}", packed))
    assert (first.id, first.title, first.published, first.source) == ("7", "Rebels attack", date(2021, 11, 16), "Wire")
    assert second.text == "Two."


@pytest.mark.parametrize(("name", "content", "count"), [("a.rss", FEED, 2), ("a.atom", ATOM, 1), ("a.xml", FEED, 2)])
def test_feeds(tmp_path: Path, name: str, content: str, count: int) -> None:
    """RSS and Atom entries are articles, with title, date and paragraphs."""
    articles = load(write(tmp_path, name, content))
    assert len(articles) == count
    assert articles[0].title == "Rebels attack" and BODY in articles[0].text
    assert str(articles[0].published).startswith("2021-11-16")


def test_paragraphs_of_a_feed_keep_their_words_in_order(tmp_path: Path) -> None:
    """Inline markup does not tear a sentence, and paragraphs stay apart."""
    article = load(write(tmp_path, "a.rss", FEED))[0]
    assert article.text.endswith(f"{BODY}\n\nA second bold paragraph.")


def test_web_archive(tmp_path: Path) -> None:
    """The HTML responses of a WARC file are articles, with their address."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "a.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for kind, status in (("text/html", "200 OK"), ("image/png", "200 OK"), ("text/html", "404 Not Found")):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                "https://a.example/2021/11/16/b", "response", payload=io.BytesIO(PAGE.encode()), http_headers=headers
            )
            writer.write_record(record)
    (article,) = load(tmp_path / "a.warc.gz")
    assert article.url == "https://a.example/2021/11/16/b" and BODY in article.text


def test_parquet(tmp_path: Path) -> None:
    """The rows of a table with a text column are articles."""
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({"text": ["One.", "Two."], "date": [date(2021, 11, 16), None]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    first, second = load(tmp_path / "a.parquet")
    assert (first.published, second.published) == (date(2021, 11, 16), None)


def test_folders_and_globs_in_order_without_hidden_files(tmp_path: Path) -> None:
    """A folder is read all the way down in the order of the names; a glob too; hidden files are not."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt"):
        write(tmp_path, name, f"Text of {name}.")
    texts = [item.text for item in iter_articles([tmp_path]) if isinstance(item, Article)]
    assert texts == ["Text of a.txt.", "Text of b.txt.", "Text of sub/c.txt."]
    assert len(load(tmp_path / "*.txt")) == 2


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Café in Škoda."),
        ("utf-16", "Café in Škoda."),
        ("cp1252", "The café’s owner saw naïve façades at the café."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    """Other encodings than UTF-8 are read as what they are."""
    assert load(write(tmp_path, "a.txt", text.encode(encoding)))[0].text == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"%PDF-1.4 " + bytes(range(256)), "binary"),
        ("a.txt", bytes(range(32)) * 20, "binary"),
        ("a.docx", b"PK\x03\x04", "no type"),
        ("a.json", b"{broken", "line 1"),
        ("a.json", b"[" * 100_000, "JSON"),
        ("a.json", b'{"words": "x"}', "its fields: words"),
        ("a.json", b'{"text": ["One.", "Two."]}', "no string (['One.', 'Two.'])"),
        ("a.jsonl", b'{"text": "One."}\n{broken\n', "JSON"),
        ("a.jsonl.gz", b"no gzip at all", "cannot be read"),
        ("a.jsonl.zst", b"no zstd at all", "cannot be read"),
        ("a.html", b"<html><body></body></html>", "no article"),
        ("a.rss", b"<rss></rss>", "no RSS"),
        ("a.warc", b"no warc at all", "WARC"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.0 \r\n\r\n", "WARC"),
        ("a.parquet", b"PAR1 no parquet at all", "Parquet"),
        ("a.txt", b"x" * 30_000, "a word of 30,000"),
        ("a.txt", b"word " * (MAX_TEXT // 4), "characters, more than"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """A broken file is a failure that names the file and says why; `load` raises the same."""
    path = write(tmp_path, name, content)
    (failure,) = failures(path)
    assert failure.source == str(path) and reason in failure.reason
    with pytest.raises(ArticleError, match="a\\."):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that is not there is a failure, not silence."""
    with pytest.raises(ArticleError, match="no such file"):
        load(tmp_path / "nowhere.txt")


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    """The articles round a broken line, and round one that is too long, are all there."""
    lines = [b'{"text": "One."}', b"{broken", b'{"text": "' + b"x" * (MAX_LINE + 10) + b'"}', b'{"text": "Two."}']
    items = list(iter_articles([write(tmp_path, "a.jsonl", b"\n".join(lines))]))
    assert [item.text for item in items if isinstance(item, Article)] == ["One.", "Two."]
    assert [item.line for item in items if isinstance(item, ArticleFailure)] == [2, 3]


def test_the_articles_before_a_break_are_read(tmp_path: Path) -> None:
    """A packed file that was not fetched to its end gives all that it holds, and says that it breaks off."""
    packed = gzip.compress(b'{"text": "One."}\n' * 500, mtime=0)[:-6]
    *articles, failure = iter_articles([write(tmp_path, "a.jsonl.gz", packed)])
    assert len(articles) == 500 and all(isinstance(article, Article) for article in articles)
    assert isinstance(failure, ArticleFailure) and "cannot be read" in failure.reason


def test_a_decompression_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that unpacks without end is given up at a limit, not held in memory."""
    monkeypatch.setattr("geo.article.formats.FREE_BYTES", 2**20)
    monkeypatch.setattr("geo.article.formats.MAX_LINE", 2**16)
    (failure,) = failures(write(tmp_path, "a.jsonl.gz", gzip.compress(b"0" * (64 * 2**20), mtime=0)))
    assert "times its size" in failure.reason


def test_a_feed_with_its_own_entities_is_refused(tmp_path: Path) -> None:
    """Entities that could grow without end, or name a file, are a reason to refuse the feed."""
    doctype = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    feed = FEED.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{doctype}').replace("All is quiet.", "&b;&f;")
    (failure,) = failures(write(tmp_path, "a.rss", feed))
    assert "entities" in failure.reason


def test_unsafe_characters_are_cleaned_with_a_note() -> None:
    """NULs, surrogates and bidirectional controls go, and the article says that they were there."""
    article = article_from_text("Ti\x00tle \u202eevil\u202c\ud800 text\r\nnext")
    assert article.text == "Title evil\ufffd text\nnext"
    assert len(article.notes) == 3


@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_is_text(text: str) -> None:
    """Whatever comes in, what comes out can be encoded, has no NUL, and is not cleaned a second time."""
    cleaned = clean(text).text
    assert "\x00" not in cleaned.encode("utf-8").decode("utf-8")
    assert clean(cleaned).text == cleaned


def test_the_same_text_has_the_same_id() -> None:
    """An id that is not given depends on the text alone."""
    assert article_from_text(BODY).id == article_from_text(BODY, title="Other").id != article_from_text("Else.").id


def test_limits_of_text_in_memory() -> None:
    """Too long a text, an empty one and a date that is none are refused."""
    with pytest.raises(ArticleTooLarge):
        article_from_text("word " * MAX_TEXT)
    with pytest.raises(ArticleError, match="no text"):
        article_from_text(" \n ")
    with pytest.raises(DateError):
        article_from_text(BODY, date="someday")
