"""Answers queries: which articles are meant, newest first. From SQLite and from what a person made, joined as sets.

An article is known here by its *place* among all (`store.migrations.PLACE`): a number, higher the newer the article.
So a list of a hundred thousand articles is an array of numbers, and an age is a slice of it.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from store.annotations import Annotations
from store.articles import Articles
from store.database import Database
from store.feeds import Feeds
from store.models import Subscription
from store.query.facts import Facts
from store.query.syntax import EVERYTHING, Age, And, Is, Node, Not, Or, Words
from store.query.text import SEPARATOR, fold, split, term
from store.text import without_login

Places = array
"""Of type "q": places, the highest (newest) first."""

WEIGHED = 10_000
"""So many matches, the newest, are weighed where a search is ranked and only the best are asked for."""

RECENT = 300
"""Of so many analysed articles, the newest, the names are offered."""

LITTLE = 4_000
"""Of so few articles that a query can find, the other conditions are asked of these alone."""

_decoder = msgspec.json.Decoder(list[int])
_SECOND = 1 << 20
"""Places that a second has, see `store.migrations.PLACE`."""
_LAST = 17_179_869_183
"""The last second that has places."""
_FIRST = -(1 << 63)
_FEW = 8
"""A set with less than one in so many is sorted; else all are gone through in their order."""
_WITHIN = "rowid BETWEEN ? AND ? AND (? = '' OR +rowid IN (SELECT value FROM json_each(?)))"
_RANKED = """
    SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?
    ORDER BY bm25(search, 8, 4, 1), rowid DESC
"""


class _Found(NamedTuple):
    """Places, or (`but`) all places but these."""

    places: frozenset[int] | set[int]
    but: bool = False


_NONE = _Found(frozenset())
_ALL = _Found(frozenset(), but=True)


class _Asked(NamedTuple):
    """What holds for a whole query: when it is asked, and between which places all lies that it can find."""

    now: datetime
    low: int
    high: int
    among: str = ""
    """Where it can find only these few: their places as JSON, so that SQLite gives no others."""


class Finder:
    """Answers queries over one library. Safe for threads; one query at a time."""

    def __init__(self, database: Database, articles: Articles, annotations: Annotations, feeds: Feeds) -> None:
        self.facts = Facts(annotations)
        self._database = database
        self._annotations = annotations
        self._articles = articles
        self._feeds = feeds
        self._turn = threading.Lock()
        self._stale = True
        self._order: Places[int] = array("q")
        """The places of all articles."""
        self._places: dict[str, int] = {}
        """The places of articles of which a person made something."""
        self._known: dict[str, frozenset[int]] = {}
        """The places by fact, as of this version of the facts."""
        self._known_of = 0

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

    def among(self, query: Node, places: Iterable[int]) -> set[int]:
        """Which of these few places the query means, removed articles too. It costs what they cost, not what all do."""
        few = _Found(set(places))
        with self._turn:
            self._freshen()
            asked = _Asked(datetime.now(UTC), _FIRST, -_FIRST - 1, str(list(few.places)))
            return set(_both(few, self._find(query, asked)).places)

    def tags(self) -> list[str]:
        """See `Facts.tags`."""
        with self._turn:
            return self.facts.tags()

    def names(self) -> list[str]:
        """Who is named in marks, and in the newest RECENT articles that were analysed; those of the most first."""
        with self._database.reading("search the articles") as connection:
            rows = connection.execute("SELECT who FROM findings ORDER BY rowid DESC LIMIT ?", (RECENT,)).fetchall()
        named = Counter(name.strip() for (who,) in rows for name in (who or "").split(SEPARATOR))
        named.update(self._annotations.counts("name"))
        named.update(self._annotations.counts("speaker"))
        del named[""]
        return [name for name, _ in named.most_common()]

    def _select(self, query: Node, ranked: bool, limit: int | None, now: datetime) -> Places[int]:
        self._freshen()
        hidden: set[int] | frozenset[int] = (
            frozenset() if _asks_for_removed(query) else self._at(self._annotations.removed())
        )
        parts, words = split(query.nodes if isinstance(query, And) else (query,))
        asked = _Asked(now, *self._limits(parts, now))
        if query == EVERYTHING and limit is not None and not self._order:
            found: Iterable[int] = self._first(limit + len(hidden))  # a first screenful, before all are known
        elif not words:
            found = self._in_order(self._all_of(parts, asked))
        elif parts or limit is None or ranked:
            found = self._with_words(words, self._all_of(parts, asked), asked, ranked, limit and limit + len(hidden))
        else:
            found = self._newest(words, asked, limit + len(hidden))
        if hidden:
            found = (place for place in found if place not in hidden)
        places = found if isinstance(found, array) else array("q", found)
        return places if limit is None else places[:limit]

    def _freshen(self) -> None:
        if self._stale:
            self._stale = False
            self._order, self._places, self._known = array("q"), {}, {}

    def _with_words(self, words: str, rest: _Found, asked: _Asked, ranked: bool, limit: int | None) -> Iterable[int]:
        """Of what `rest` is, the articles with these words, in the order that is asked for."""
        if rest == _NONE:
            return ()
        weigh = max(limit, WEIGHED) if ranked and limit is not None else None
        asked = _among(asked, rest)
        found: Sequence[int] = self._newest(words, asked, weigh if rest == _ALL else None)
        if rest.but and rest.places:
            found = [place for place in found if place not in rest.places]
        elif not rest.but:
            found = [place for place in found if place in rest.places]
        if not ranked or not found:
            return found
        weighed = found[:weigh]
        with self._database.reading("search the articles") as connection:
            best = _numbers(connection, _RANKED, words, weighed[-1], weighed[0])
        wanted = set(weighed)
        return [place for place in best if place in wanted]

    # What a condition finds

    def _find(self, node: Node, asked: _Asked) -> _Found:
        match node:
            case And(nodes):
                parts, words = split(nodes)
                found = self._all_of(parts, asked)
                return found if not words or found == _NONE else _both(found, self._matching("search", words, asked))
            case Or(nodes):
                found = _NONE
                for part in nodes:
                    found = _either(found, self._find(part, asked))
                return found
            case Not(inner):
                places, but = self._find(inner, asked)
                return _Found(places, not but)
            case Words(column="who"):
                return _either(self._matching("findings", term(node), asked), _Found(self._at(self.facts.named(node))))
            case Words(column="said"):
                return _either(self._matching("findings", term(node), asked), _Found(self._at(self.facts.said(node))))
            case Words():
                return self._matching("search", term(node), asked)
            case Age(newer):
                cut = bisect_left(self._everything(), 1 - _place(node, asked.now), key=lambda place: -place)
                return _Found(frozenset(self._order[:cut]), but=not newer)
            case Is(key, value):
                return self._with(key, value, asked)

    def _all_of(self, parts: Iterable[Node], asked: _Asked) -> _Found:
        """What all conditions find, those asked first that cost least."""
        found = _ALL
        for part in sorted(parts, key=_cost):
            found = _both(found, self._find(part, _among(asked, found)))
            if found == _NONE:
                break
        return found

    def _limits(self, parts: Iterable[Node], now: datetime) -> tuple[int, int]:
        """Between which places all lies that these conditions find together: their ages say so."""
        low, high = _FIRST, -_FIRST - 1
        for part in parts:
            match part:
                case Age(True):
                    low = max(low, _place(part, now))
                case Age(False):
                    high = min(high, _place(part, now) - 1)
        return low, high

    def _with(self, key: str, value: str, asked: _Asked) -> _Found:
        if key == "is":
            name = "read" if value == "unread" else value
            return _Found(self._made(f"is:{name}"), but=value == "unread")
        if key == "has":
            found = _Found(self._made(f"has:{value}"))
            quoted = f'said : "{SEPARATOR}"'
            return _either(found, self._matching("findings", quoted, asked)) if value == "quote" else found
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
        """The articles of the feeds that have these words in their name or address, followed still or no longer."""
        words = fold(value).split()
        followed = self._annotations.records.all(Subscription)
        called = {state.id: state.title for state in self._feeds.states().values()}
        for feed in followed:
            called[feed.id] = f"{feed.title} {called.get(feed.id, '')} {without_login(feed.url)}"
        found: set[int] = set()
        for feed_id, names in called.items():
            if all(word in fold(names) for word in words):
                found |= self._like("feed", _literal(feed_id))
        return found

    def _made(self, fact: str) -> frozenset[int]:
        """The places of the articles with this fact, kept until something is made of any article."""
        articles = self.facts.find(fact)
        if self._known_of != self.facts.version:
            self._known_of, self._known = self.facts.version, {}
        if fact not in self._known:
            self._known[fact] = frozenset(self._at(articles))
        return self._known[fact]

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
                self._order = _numbers(connection, "SELECT place FROM articles ORDER BY place DESC")
        return self._order

    def _first(self, limit: int) -> Places[int]:
        with self._database.reading("list the articles") as connection:
            return _numbers(connection, "SELECT place FROM articles ORDER BY place DESC LIMIT ?", limit)

    def _like(self, column: str, pattern: str) -> set[int]:
        with self._database.reading("search the articles") as connection:
            condition = f"{column} LIKE ? ESCAPE '\\'"
            return set(_numbers(connection, f"SELECT place FROM articles WHERE {condition}", pattern))  # noqa: S608

    def _matching(self, table: str, words: str, asked: _Asked) -> _Found:
        with self._database.reading("search the articles") as connection:
            select = f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND {_WITHIN}"  # noqa: S608
            return _Found(set(_numbers(connection, select, words, *asked[1:], asked.among)))

    def _newest(self, words: str, asked: _Asked, limit: int | None) -> Places[int]:
        """The articles with these words, newest first; with a limit, it costs what they cost."""
        with self._database.reading("search the articles") as connection:
            select = f"SELECT rowid FROM search WHERE search MATCH ? AND {_WITHIN} ORDER BY rowid DESC LIMIT ?"  # noqa: S608
            return _numbers(connection, select, words, *asked[1:], asked.among, -1 if limit is None else limit)

    def _in_order(self, found: _Found) -> Sequence[int]:
        places, but = found
        if not but and len(places) * _FEW < len(self._everything()):
            return sorted(places, reverse=True)
        if but:
            return [place for place in self._everything() if place not in places] if places else self._everything()[:]
        return [place for place in self._everything() if place in places]


def _numbers(connection: sqlite3.Connection, select: str, *values: str | int) -> Places[int]:
    """What a query of one column finds, in its order; as one value, since at each row the threads would take turns."""
    every = f"WITH found (number) AS ({select}) SELECT CAST(json_group_array(number) AS BLOB) FROM found"  # noqa: S608
    (numbers,) = connection.execute(every, values).fetchone()
    return array("q", _decoder.decode(numbers))


def _among(asked: _Asked, found: _Found) -> _Asked:
    """The question to ask of further conditions that must hold too."""
    few = not found.but and len(found.places) <= LITTLE
    return asked._replace(among=str(list(found.places))) if few else asked


def _place(age: Age, now: datetime) -> int:
    """The first place that an article of this age can have."""
    return min(max(int(age.moment.seconds(now)), 0), _LAST) * _SECOND


def _cost(node: Node) -> int:
    match node:
        case Age():
            return 0
        case Is():
            return 1
        case Not(inner):
            return _cost(inner)
        case Words():
            return 2
    return 3


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
