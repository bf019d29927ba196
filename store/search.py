"""Full-text search: what a person types, as an FTS5 expression that can hold nothing but words. Pure, but for `find`.

Words must all be there; "several words" stand together; `word*` is the beginning of a word; `-word` must not be there;
`title:word` and `byline:word` look only there. Case and accents make no difference.
"""

from __future__ import annotations

import re

from store.database import Database

_TERM = re.compile(r'(-?)(?:(title|byline):)?(?:"([^"]*)"?|(\S+))')
_WORD = re.compile(r"\w")

WEIGHED = 10_000
"""So many matches, the newest, are weighed where a search is ranked and only the best are asked for."""

_FIRST = -(1 << 63)
_NEWEST = """
    SELECT (SELECT id FROM articles WHERE place = search.rowid) FROM search
    WHERE search MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?
"""
_RANKED = """
    SELECT (SELECT id FROM articles WHERE place = best.place) FROM (
      SELECT rowid AS place, bm25(search, 8, 4, 1) AS weight FROM search
      WHERE search MATCH ? AND rowid >= ? ORDER BY weight, place DESC LIMIT ?
    ) AS best ORDER BY weight, place DESC
"""


def expression(query: str) -> str:
    """The FTS5 expression for `query`; "" where it names no word that has to be there."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, column, phrase, word in _TERM.findall(query):
        words, star = (word.rstrip("*"), "*" if word.endswith("*") else "") if word else (phrase, "")
        if not _WORD.search(words):
            continue
        quoted = words.replace('"', '""')
        term = f'"{quoted}"{star}'
        (unwanted if minus else wanted).append(f"{column} : {term}" if column else term)
    if not wanted:
        return ""
    found = " AND ".join(f"({term})" for term in wanted)
    return f"({found})" + "".join(f" NOT ({term})" for term in unwanted)


def find(database: Database, query: str, *, ranked: bool = False, limit: int | None = None) -> list[str]:
    """Ids of the articles whose newest text matches, newest first, or the most fitting first. Raises StoreError.

    With a `limit`, no more than so many, and it costs what they cost: the rows of the index are in the order of the
    articles' age. Of many matches only the newest WEIGHED are then weighed.
    """
    wanted = expression(query)
    if not wanted:
        return []
    with database.reading("search the articles") as connection:
        oldest = None
        if ranked and limit is not None:
            oldest = connection.execute(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
                (wanted, max(limit, WEIGHED) - 1),
            ).fetchone()
        rows = connection.execute(
            _RANKED if ranked else _NEWEST,
            (wanted, _FIRST if oldest is None else oldest[0], -1 if limit is None else limit),
        ).fetchall()
    return [str(row[0]) for row in rows]
