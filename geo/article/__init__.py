"""Articles out of files, made safe to handle: a loader, a reader for each format, cleaning, limits on everything."""

from __future__ import annotations

from geo.article.files import files_of
from geo.article.loading import Unread, iter_articles, load, unread_articles
from geo.article.making import MAX_TEXT, MAX_WORD, ArticleFailure, article_from_bytes, article_from_text
from geo.article.raw import MAX_FILE

__all__ = [
    "MAX_FILE",
    "MAX_TEXT",
    "MAX_WORD",
    "ArticleFailure",
    "Unread",
    "article_from_bytes",
    "article_from_text",
    "files_of",
    "iter_articles",
    "load",
    "unread_articles",
]
