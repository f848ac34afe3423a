"""Articles out of files, made safe to handle: a loader, a reader for each format, cleaning, limits on everything."""

from __future__ import annotations

from geo.article.loading import (
    MAX_TEXT,
    MAX_WORD,
    ArticleFailure,
    article_from_bytes,
    article_from_text,
    articles_of_file,
    files_of,
    iter_articles,
    load,
)
from geo.article.raw import MAX_FILE

__all__ = [
    "MAX_FILE",
    "MAX_TEXT",
    "MAX_WORD",
    "ArticleFailure",
    "article_from_bytes",
    "article_from_text",
    "articles_of_file",
    "files_of",
    "iter_articles",
    "load",
]
