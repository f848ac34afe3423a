"""Plain text out of Markdown, with the fields of its front matter."""

from __future__ import annotations

import re
from itertools import pairwise

from geo.article.raw import Raw

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<head>(?:[^\n]{0,500}\n){0,60}?)---[ \t]*\n")


def article_of_markdown(source: str) -> Raw:
    """The text of a Markdown file without its markup and tables; `title`, `date` … of its front matter."""
    from markdown_it import MarkdownIt

    source = source.replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if found := _FRONT_MATTER.match(source):
        source = source[found.end() :]
        for line in found["head"].splitlines():
            name, _, value = line.partition(":")
            if name.strip().lower() in {"title", "date", "source", "url", "author", "id"}:
                fields[name.strip().lower()] = value.strip().strip("\"'")
    blocks: list[str] = []
    tokens = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").parse(source)
    for before, token in pairwise(tokens):
        if token.type != "inline" or before.type in {"th_open", "td_open"}:
            continue
        inside = "".join(
            " " if child.type in {"softbreak", "hardbreak"} else "" if child.type == "image" else child.content
            for child in token.children or []
            if child.type != "html_inline"
        )
        blocks.append(inside)
        if token.map == [0, 1] and not fields.get("title") and source.lstrip().startswith("# "):
            fields["title"] = inside
    return Raw("\n\n".join(block for block in blocks if block.strip()), 0, **fields)
