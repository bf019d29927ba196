"""Where the person was in each article. A convenience: what can't be read or kept is no error, only the beginning."""

from __future__ import annotations

from contextlib import suppress

from store.database import Database
from store.errors import StoreError


class Bookmarks:
    """One place in each article of one database. It holds for one text: in another its offset would lie."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, article: str, text_hash: str) -> int:
        """The offset in the text that has this hash; 0 where none is known."""
        with suppress(StoreError), self._database.reading("find where you were") as connection:
            row = connection.execute(
                "SELECT position FROM bookmarks WHERE article = ? AND text_hash = ?", (article, text_hash)
            ).fetchone()
            return int(row[0]) if row else 0
        return 0

    def put(self, article: str, text_hash: str, position: int) -> None:
        """Keep an offset in place of the one that was known."""
        with suppress(StoreError), self._database.writing("keep where you are") as (connection, end):
            connection.execute(
                "INSERT INTO bookmarks (article, text_hash, position) VALUES (?, ?, ?) "
                "ON CONFLICT (article) DO UPDATE SET text_hash = excluded.text_hash, position = excluded.position",
                (article, text_hash, position),
            )
            end()
