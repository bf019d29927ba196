"""Answers queries: which articles are meant, newest first. From SQLite and from what a person made, joined as sets.

An article is known here by its *place* among all (`store.migrations.PLACE`): a number, higher the newer the article.
So a list of a hundred thousand articles is an array of numbers, and an age is a slice of it.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from store.annotations import Annotations
from store.articles import Articles
from store.database import Database
from store.feeds import Feeds
from store.models import Subscription
from store.query.facts import Facts
from store.query.syntax import Age, And, Is, Node, Not, Or, Words
from store.query.text import SEPARATOR, expression, fold, split, term

Places = array
"""Of type "q": places, the highest (newest) first."""

WEIGHED = 10_000
"""So many matches, the newest, are weighed where a search is ranked and only the best are asked for."""

_SECOND = 1 << 20
"""Places that a second has, see `store.migrations.PLACE`."""
_LAST = 17_179_869_183
"""The last second that has places."""
_FIRST = -(1 << 63)
_FEW = 8
"""A set with less than one in so many is sorted; else all are gone through in their order."""
_RANKED = """
    SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ?
    ORDER BY bm25(search, 8, 4, 1), rowid DESC LIMIT ?
"""


class _Found(NamedTuple):
    """Places, or (`but`) all places but these."""

    places: frozenset[int] | set[int]
    but: bool = False


_NONE = _Found(frozenset())
_ALL = _Found(frozenset(), but=True)


class Finder:
    """Answers queries over one library. Safe for threads; one query at a time."""

    def __init__(self, database: Database, articles: Articles, annotations: Annotations, feeds: Feeds) -> None:
        self.facts = Facts(annotations)
        self._database = database
        self._articles = articles
        self._records = annotations.records
        self._feeds = feeds
        self._turn = threading.Lock()
        self._stale = True
        self._order: Places[int] = array("q")
        """The places of all articles."""
        self._places: dict[str, int] = {}
        """The places of articles of which a person made something."""

    def forget(self) -> None:
        """The articles changed: what was known of their places holds no longer."""
        self._stale = True

    def select(
        self, query: Node, *, ranked: bool = False, limit: int | None = None, now: datetime | None = None
    ) -> Places[int]:
        """The places of the articles that `query` means, newest first, or the most fitting first. Raises StoreError.

        Removed articles are left out, unless the query asks for them. With a `limit` no more than so many; of many
        matches only the newest WEIGHED are then weighed.
        """
        with self._turn:
            return self._select(query, ranked, limit, now or datetime.now(UTC))

    def values(self, kind: str) -> list[tuple[str, int]]:
        """See `Facts.values`."""
        with self._turn:
            return self.facts.values(kind)

    def _select(self, query: Node, ranked: bool, limit: int | None, now: datetime) -> Places[int]:
        if self._stale:
            self._stale = False
            self._order, self._places = array("q"), {}
        hidden: set[int] | frozenset[int] = frozenset() if _asks_for_removed(query) else self._made("is:removed")
        if words := expression(query):
            found: Iterable[int] = self._by_words(words, ranked, limit, len(hidden))
        else:
            found = self._in_order(self._find(query, now))
            if ranked and isinstance(query, And) and (words := split(query.nodes)[1]):
                wanted = frozenset(found)
                found = [place for place in self._by_words(words, True, None, 0) if place in wanted]
        if hidden:
            found = (place for place in found if place not in hidden)
        places = found if isinstance(found, array) else array("q", found)
        return places if limit is None else places[:limit]

    # What a condition finds

    def _find(self, node: Node, now: datetime) -> _Found:
        match node:
            case And(nodes):
                return self._all_of(nodes, now)
            case Or(nodes):
                found = _NONE
                for part in nodes:
                    found = _either(found, self._find(part, now))
                return found
            case Not(inner):
                places, but = self._find(inner, now)
                return _Found(places, not but)
            case Words(column="who"):
                return _Found(self._matching("findings", term(node)) | self._at(self.facts.named(node)))
            case Words(column="said"):
                return _Found(self._matching("findings", term(node)) | self._at(self.facts.said(node)))
            case Words():
                return _Found(self._matching("search", term(node)))
            case Age(newer, moment):
                second = min(max(int(moment.seconds(now)), 0), _LAST)
                cut = bisect_left(self._everything(), -second * _SECOND + 1, key=lambda place: -place)
                return _Found(frozenset(self._order[:cut]), but=not newer)
            case Is(key, value):
                return self._with(key, value)

    def _all_of(self, nodes: tuple[Node, ...], now: datetime) -> _Found:
        rest, words = split(nodes)
        found = _ALL
        for part in rest:
            found = _both(found, self._find(part, now))
            if not found.places and not found.but:
                return _NONE
        return _both(found, _Found(self._matching("search", words))) if words else found

    def _with(self, key: str, value: str) -> _Found:
        if key == "is":
            name = "read" if value == "unread" else value
            return _Found(self._made(f"is:{name}"), but=value == "unread")
        if key == "has":
            found = self._made(f"has:{value}")
            return _Found(found | self._matching("findings", f'said : "{SEPARATOR}"') if value == "quote" else found)
        if key == "#":
            return _Found(self._made(f"#{value}"))
        if key == "label":
            return _Found(self._made(f"label:{value}"))
        if key == "feed":
            return _Found(self._of_feeds(value))
        if key == "id":
            return _Found(self._like("id", f"{_literal(value)}%"))
        if key == "lang":
            return _Found(self._like("language", _literal(value)) | self._like("language", f"{_literal(value)}-%"))
        return _Found(self._like("source", f"%{_literal(value)}%"))

    def _of_feeds(self, value: str) -> set[int]:
        """The articles of the feeds that the person follows and that have these words in their name or address."""
        words = fold(value).split()
        found: set[int] = set()
        states = self._feeds.states()
        for feed in self._records.all(Subscription):
            called = states[feed.id].title if feed.id in states else ""
            if all(word in fold(f"{feed.title} {called} {feed.url}") for word in words):
                found |= self._like("feed", _literal(feed.id))
        return found

    def _made(self, fact: str) -> set[int]:
        return self._at(self.facts.find(fact))

    def _at(self, articles: Iterable[str]) -> set[int]:
        """The places of articles of which a person made something."""
        known, ids = self._places, list(articles)
        if missing := [article for article in ids if article not in known]:
            known.update(dict.fromkeys(missing, _FIRST))  # one that is in no list any more
            known.update(self._articles.places(missing))
        found = set(map(known.__getitem__, ids))
        found.discard(_FIRST)
        return found

    # From SQLite

    def _everything(self) -> Places[int]:
        if not self._order:
            with self._database.reading("list the articles") as connection:
                self._order = _numbers(connection.execute("SELECT place FROM articles ORDER BY place DESC"))
        return self._order

    def _like(self, column: str, pattern: str) -> set[int]:
        with self._database.reading("search the articles") as connection:
            condition = f"{column} LIKE ? ESCAPE '\\'"
            rows = connection.execute(f"SELECT place FROM articles WHERE {condition}", (pattern,))  # noqa: S608
            return set(_numbers(rows))

    def _matching(self, table: str, words: str) -> set[int]:
        with self._database.reading("search the articles") as connection:
            rows = connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (words,))  # noqa: S608
            return set(_numbers(rows))

    def _by_words(self, words: str, ranked: bool, limit: int | None, more: int) -> Places[int]:
        """The articles with these words, in the order that is asked for; with a limit, it costs what they cost."""
        most = -1 if limit is None else limit + more
        newest = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
        with self._database.reading("search the articles") as connection:
            if not ranked:
                return _numbers(connection.execute(newest, (words, most)))
            oldest = None
            if limit is not None:
                oldest = connection.execute(f"{newest} OFFSET ?", (words, 1, max(most, WEIGHED) - 1)).fetchone()
            return _numbers(connection.execute(_RANKED, (words, _FIRST if oldest is None else oldest[0], most)))

    def _in_order(self, found: _Found) -> Sequence[int]:
        places, but = found
        if not but and len(places) * _FEW < len(self._everything()):
            return sorted(places, reverse=True)
        if but:
            return [place for place in self._everything() if place not in places] if places else self._order_itself()
        return [place for place in self._everything() if place in places]

    def _order_itself(self) -> Places[int]:
        return self._everything()[:]


def _numbers(rows: sqlite3.Cursor) -> Places[int]:
    return array("q", [number for (number,) in rows])


def _both(one: _Found, other: _Found) -> _Found:
    if one.but and other.but:
        return _Found(one.places | other.places, but=True)
    if one.but or other.but:
        taken, left_out = (other, one) if one.but else (one, other)
        return _Found(taken.places - left_out.places)
    return _Found(one.places & other.places)


def _either(one: _Found, other: _Found) -> _Found:
    places, but = _both(_Found(one.places, not one.but), _Found(other.places, not other.but))
    return _Found(places, not but)


def _asks_for_removed(node: Node) -> bool:
    match node:
        case Is("is", "removed"):
            return True
        case Not(inner):
            return _asks_for_removed(inner)
        case And(nodes) | Or(nodes):
            return any(map(_asks_for_removed, nodes))
    return False


def _literal(value: str) -> str:
    """A value for LIKE in which nothing has a meaning of its own."""
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
