"""Many articles: read in parallel, written in shards, resumable at any moment, merged at the end.

    geo.article.unread_articles → batches → process_batch (pool, Dask or Spark) → shards → merge → one GeoParquet file

`process_batch` is the one function that every engine calls.
"""

from __future__ import annotations

from geo.corpus.batch import Rows, Settings, process_batch

__all__ = ["Rows", "Settings", "process_batch"]
