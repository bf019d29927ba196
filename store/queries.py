"""The finder of one library, made when it is first asked for: to open a library, and show an article, needs none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from store.annotations import Annotations
from store.articles import Articles
from store.database import Database
from store.feeds import Feeds

if TYPE_CHECKING:
    from store.query.finder import Finder


class Queries:
    """Makes the finder once, whatever thread asks first."""

    def __init__(self, database: Database, articles: Articles, annotations: Annotations, feeds: Feeds) -> None:
        self._over = database, articles, annotations, feeds
        self._made: Finder | None = None
        self._making = threading.Lock()

    @property
    def finder(self) -> Finder:
        """What answers queries."""
        with self._making:
            if self._made is None:
                from store.query.finder import Finder

                self._made = Finder(*self._over)
            return self._made

    def forget(self) -> None:
        """The articles changed."""
        with self._making:
            if self._made is not None:
                self._made.forget()
