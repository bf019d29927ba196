"""Old articles out of the lists, where the person wants that: only what came by a feed and nobody touched.

Nothing is deleted: such an article is removed as the person could remove it, and undo brings it back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from feeds.timing import stamp
from store.library import Library
from store.models import ArticleRow, ArticleState, Change


def retire(library: Library, days: int, at: datetime) -> int:
    """Remove from the lists what is older than `days` and untouched, as one step of undo; how many there were.

    Raises StoreError.
    """
    since, states, marked = stamp(at - timedelta(days=days)), library.states(), library.counts("article")
    old = [row for row in library.articles() if row.feed and (row.published or row.fetched) < since]
    gone = [
        replace(state, removed=True)
        for row in old
        if (state := states.get(row.id) or ArticleState(article=row.id)) and not _touched(row, state, marked)
    ]
    if gone:
        what = f"{len(gone)} articles older than {days} days out of the lists"
        library.commit(Change(what=what, states=tuple(gone)))
    return len(gone)


def _touched(row: ArticleRow, state: ArticleState, marked: dict[str, int]) -> bool:
    return bool(state.removed or state.starred or state.tags or state.note or marked.get(row.id))
