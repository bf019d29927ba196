"""The articles: their revisions, lists of them, and the analyses that were computed. Rows in, records out."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from store.database import Database
from store.documents import UNREADABLE
from store.errors import StoreError, UnknownArticle
from store.migrations import PLACE
from store.models import Analysis, Article, ArticleRow, Revision
from store.text import article_id, count_words

Arrival = Literal["new", "changed", "same"]

_ROW = "id, source, title, byline, published, fetched, words, text_hash, feed"
_ARTICLE = "a.id, a.source, a.title, r.text, a.text_hash, a.url, a.byline, a.published, a.fetched, a.language, a.feed"
_REVISION = "JOIN revisions r ON r.article = a.number AND r.text_hash = a.text_hash"
_CHUNK = 500


def write(connection: sqlite3.Connection, article: Article) -> Arrival:
    """Keep one article in an open transaction: whether it is new, has another text, or the same."""
    query = f"SELECT a.number, {_ARTICLE} FROM articles a LEFT {_REVISION} WHERE a.id = ?"  # noqa: S608
    row = connection.execute(query, (article.id,)).fetchone()
    if row is None:
        _write_text(connection, _insert(connection, article), article)
        return "new"
    number, known = row[0], _article(row[1:])
    lost = row[4] is None  # a damaged database was mended: the text was not among what could be read
    merged = _merge(known, article)
    if replace(merged, fetched=known.fetched) == known or (lost and not article.text):
        return "same"
    _forget_words(connection, number)
    _update(connection, number, merged)
    _write_text(connection, number, merged)
    return "same" if merged.text_hash == known.text_hash and not lost else "changed"


def confirm(connection: sqlite3.Connection, sequence: int) -> None:
    """Note in an open transaction that the change of the annotations with this number belongs to it."""
    connection.execute("UPDATE confirmed SET sequence = ?", (sequence,))


def _merge(known: Article, article: Article) -> Article:
    """`article`, with what it lacks taken from what is known: an emptied page never replaces a good one."""
    kept = {
        field: getattr(known, field)
        for field in ("title", "url", "byline", "published", "fetched", "language", "feed")
        if not getattr(article, field)
    }
    if not article.text:
        kept |= {"text": known.text, "text_hash": known.text_hash}
    return replace(article, **kept)


def _fields(article: Article) -> dict[str, Any]:
    words = count_words(article.text)
    return {**msgspec.structs.asdict(article), "words": words, "newest": article.published or article.fetched}


def _insert(connection: sqlite3.Connection, article: Article) -> int:
    done = connection.execute(
        "INSERT INTO articles (id, source, url, title, byline, published, fetched, language, words, text_hash, newest,"
        " feed) VALUES (:id, :source, :url, :title, :byline, :published, :fetched, :language, :words, :text_hash,"
        " :newest, :feed)",
        _fields(article),
    )
    return int(done.lastrowid or 0)


def _update(connection: sqlite3.Connection, number: int, article: Article) -> None:
    connection.execute(
        "UPDATE articles SET source = :source, url = :url, title = :title, byline = :byline, published = :published,"
        " fetched = :fetched, language = :language, words = :words, text_hash = :text_hash, newest = :newest,"
        " feed = :feed WHERE number = :number",
        {**_fields(article), "number": number},
    )


def _write_text(connection: sqlite3.Connection, number: int, article: Article) -> None:
    """Keep the text as a revision, and make it findable, at the place that the article's age gives it."""
    connection.execute(
        "INSERT OR IGNORE INTO revisions (article, text_hash, fetched, text) VALUES (?, ?, ?, ?)",
        (number, article.text_hash, article.fetched, article.text),
    )
    connection.execute(f"UPDATE articles SET place = {PLACE} WHERE number = ?", (number,))  # noqa: S608
    connection.execute(
        "INSERT INTO search (rowid, title, byline, text)"
        " SELECT place, title, byline, text FROM searched WHERE number = ?",
        (number,),
    )
    connection.execute(
        "INSERT INTO findings (rowid, who, said) SELECT place, who, said FROM found WHERE number = ?", (number,)
    )


def _forget_words(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(
        "INSERT INTO search (search, rowid, title, byline, text)"
        " SELECT 'delete', place, title, byline, text FROM searched WHERE number = ?",
        (number,),
    )
    connection.execute("DELETE FROM findings WHERE rowid = (SELECT place FROM articles WHERE number = ?)", (number,))


class Articles:
    """Reading the articles of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has_confirmed(self, sequence: int) -> bool:
        """Whether the transaction that belongs to this change of the annotations ended.

        A new file, made after the old one was lost, can't say, and lets the change stand.
        """
        with self._database.reading("look at the articles") as connection:
            row = connection.execute("SELECT sequence, EXISTS (SELECT 1 FROM articles) FROM confirmed").fetchone()
        return row is None or row[0] >= sequence or not row[1]

    def get(self, article: str) -> Article:
        """The newest revision. Raises UnknownArticle."""
        found = self.find(article)
        if found is None:
            raise UnknownArticle(f"There is no article {article!r} in this library.")
        return found

    def find(self, article: str) -> Article | None:
        """The newest revision, or None."""
        with self._database.reading("read the article") as connection:
            row = connection.execute(
                f"SELECT {_ARTICLE} FROM articles a {_REVISION} WHERE a.id = ?",  # noqa: S608
                (article,),
            ).fetchone()
        return None if row is None else _article(row)

    def with_text(self, text_hash: str) -> str | None:
        """The id of the article that has this text now, the first that was added where several do; None without."""
        with self._database.reading("find the article") as connection:
            row = connection.execute(
                "SELECT id FROM articles WHERE text_hash = ? ORDER BY number LIMIT 1", (text_hash,)
            ).fetchone()
        return None if row is None else str(row[0])

    def text(self, article: str, text_hash: str) -> str | None:
        """The text of one revision, or None."""
        with self._database.reading("read the article") as connection:
            row = connection.execute(
                "SELECT r.text FROM articles a JOIN revisions r ON r.article = a.number"
                " WHERE a.id = ? AND r.text_hash = ?",
                (article, text_hash),
            ).fetchone()
        return None if row is None else str(row[0])

    def revisions(self, article: str) -> list[Revision]:
        """The texts that the article had: the one it has now first, then the others, newest first."""
        with self._database.reading("list the revisions") as connection:
            rows = connection.execute(
                "SELECT r.text_hash, r.fetched FROM articles a JOIN revisions r ON r.article = a.number"
                " WHERE a.id = ? ORDER BY r.text_hash = a.text_hash DESC, r.fetched DESC, r.rowid DESC",
                (article,),
            ).fetchall()
        return [Revision(text_hash=text_hash, fetched=fetched) for text_hash, fetched in rows]

    def hashes(self, ids: Iterable[str]) -> dict[str, str]:
        """Article id -> text_hash of its newest revision, for those that are known."""
        return {row.id: row.text_hash for row in self._rows(list(ids))}

    def rows(self, ids: Sequence[str] | None) -> list[ArticleRow]:
        """These in this order, unknown ones left out; all, newest first and equals as added, where no ids are given."""
        if ids is not None:
            known = {row.id: row for row in self._rows(list(ids))}
            return [known[article] for article in ids if article in known]
        with self._database.reading("list the articles") as connection:
            found = connection.execute(f"SELECT {_ROW} FROM articles ORDER BY place DESC").fetchall()  # noqa: S608
        return [_row(row) for row in found]

    def at(self, places: Sequence[int]) -> list[ArticleRow | None]:
        """The articles at these places among all, None where there is none any more."""
        found: dict[int, ArticleRow] = {}
        with self._database.reading("list the articles") as connection:
            for start in range(0, len(places), _CHUNK):
                part = places[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT place, {_ROW} FROM articles WHERE place IN ({marks})", part)  # noqa: S608
                found.update((row[0], _row(row[1:])) for row in rows)
        return [found.get(place) for place in places]

    def ids(self, places: Sequence[int]) -> list[str]:
        """The ids of the articles at these places, in this order; those that are there no more left out."""
        found: dict[int, str] = {}
        with self._database.reading("list the articles") as connection:
            for start in range(0, len(places), _CHUNK):
                part = places[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                found.update(connection.execute(f"SELECT place, id FROM articles WHERE place IN ({marks})", part))  # noqa: S608
        return [found[place] for place in places if place in found]

    def feeds(self) -> dict[int, str]:
        """The feeds of articles, by the articles' places; articles that came by none left out."""
        with self._database.reading("list the articles") as connection:
            return dict(connection.execute("SELECT place, feed FROM articles WHERE feed > ''"))

    def places(self, ids: Iterable[str]) -> dict[str, int]:
        """The places of these articles among all, the newest the highest; unknown ones left out."""
        with self._database.reading("find the articles") as connection:
            return dict(
                connection.execute(
                    "SELECT a.id, a.place FROM json_each(?) wanted JOIN articles a ON a.id = wanted.value",
                    (msgspec.json.encode(list(ids)).decode(),),
                )
            )

    def _rows(self, ids: list[str]) -> list[ArticleRow]:
        found: list[ArticleRow] = []
        with self._database.reading("list the articles") as connection:
            for start in range(0, len(ids), _CHUNK):
                part = ids[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT {_ROW} FROM articles WHERE id IN ({marks})", part)  # noqa: S608
                found.extend(_row(row) for row in rows)
        return found

    def identify(self, key: str) -> str:
        """The id that `key` means: an id, the beginning of one, a source. Raises UnknownArticle."""
        with self._database.reading("find the article") as connection:
            for condition, value in _meanings(key):
                found = connection.execute(
                    f"SELECT id FROM articles WHERE {condition} = ? LIMIT 2",  # noqa: S608
                    (value,),
                ).fetchall()
                if len(found) == 1 and value:
                    return str(found[0][0])
            if len(key) < 4 or not all(digit in "0123456789abcdef" for digit in key.lower()):
                raise UnknownArticle(f"There is no article {key!r} in this library.")
            begins = connection.execute(
                "SELECT id, title FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT 6",
                (key.lower(), key.lower() + "g"),
            ).fetchall()
        if len(begins) == 1:
            return str(begins[0][0])
        if not begins:
            raise UnknownArticle(f"There is no article {key!r} in this library.")
        names = ", ".join(f"{article} ({title})" for article, title in begins[:5])
        more = " and others" if len(begins) > 5 else ""
        raise UnknownArticle(f"{key!r} is the beginning of several ids: {names}{more}. Give more of it.")

    def analysed(self, ids: Iterable[str]) -> set[str]:
        """Those of these articles whose texts were analysed, by whatever pipeline."""
        with self._database.reading("look at the analyses") as connection:
            rows = connection.execute(
                "SELECT a.id FROM json_each(?) wanted JOIN articles a ON a.id = wanted.value"
                " WHERE EXISTS (SELECT 1 FROM analyses n WHERE n.text_hash = a.text_hash)",
                (msgspec.json.encode(list(ids)).decode(),),
            )
            return {article for (article,) in rows}

    def remember(self, analysis: Analysis) -> list[str]:
        """Keep an analysis; older versions of the same pipeline are forgotten. A failure is no error.

        The ids of the articles with this text, where it is the first analysis of it.
        """
        name = analysis.pipeline.partition("@")[0]
        first: list[str] = []
        with contextlib.suppress(StoreError), self._database.writing("keep the analysis") as (connection, end):
            text = (analysis.text_hash,)
            if connection.execute("SELECT 1 FROM analyses WHERE text_hash = ?", text).fetchone() is None:
                first = [row[0] for row in connection.execute("SELECT id FROM articles WHERE text_hash = ?", text)]
            connection.execute("DELETE FROM analyses WHERE text_hash = ? AND name = ?", (analysis.text_hash, name))
            connection.execute(
                "INSERT INTO analyses (text_hash, name, pipeline, analysis) VALUES (?, ?, ?, ?)",
                (analysis.text_hash, name, analysis.pipeline, msgspec.json.encode(analysis)),
            )
            having = "SELECT place FROM articles WHERE text_hash = ?"
            connection.execute(f"DELETE FROM findings WHERE rowid IN ({having})", (analysis.text_hash,))  # noqa: S608
            connection.execute(
                "INSERT INTO findings (rowid, who, said) SELECT place, who, said FROM found WHERE text_hash = ?",
                (analysis.text_hash,),
            )
            end()
        return first

    def recall(self, text_hash: str, pipeline: str) -> Analysis | None:
        """The kept analysis, or None; the last one by any pipeline where none is named."""
        with self._database.reading("find the analysis") as connection:
            row = connection.execute(
                "SELECT analysis FROM analyses WHERE text_hash = ?1 AND ?2 IN (pipeline, '')"
                " ORDER BY rowid DESC LIMIT 1",
                (text_hash, pipeline),
            ).fetchone()
        try:
            return None if row is None else msgspec.json.decode(row[0], type=Analysis)
        except UNREADABLE:  # written by another version: computed again
            return None


def _meanings(key: str) -> Iterator[tuple[str, str]]:
    """The columns that may hold `key`, or what it stands for, the most exact first."""
    yield from (("id", key), ("source", key), ("url", key), ("id", article_id(key)))
    with contextlib.suppress(OSError, ValueError):
        yield "id", article_id(str(Path(key).expanduser().absolute()))
        yield "id", article_id(str(Path(key).expanduser().resolve()))


def _article(row: tuple[Any, ...]) -> Article:
    identity, source, title, text, text_hash, url, byline, published, fetched, language, feed = row
    return Article(
        id=identity,
        source=source,
        title=title,
        text=text,
        text_hash=text_hash,
        url=url,
        byline=byline,
        published=published,
        fetched=fetched,
        language=language,
        feed=feed,
    )


def _row(row: tuple[Any, ...]) -> ArticleRow:
    identity, source, title, byline, published, fetched, words, text_hash, feed = row
    return ArticleRow(
        id=identity,
        source=source,
        title=title,
        byline=byline,
        published=published,
        fetched=fetched,
        words=words,
        text_hash=text_hash,
        feed=feed,
    )
