"""What is known of each feed, and which article each of its items is. Rows in, records out.

What a person follows is a `Subscription`; here is what was fetched. No network: whoever fetches hands over what came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store.database import Database
from store.documents import UNREADABLE
from store.models import Article, Subscription
from store.text import article_id, text_hash, without_login

_CHUNK = 500


class FeedState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a feed is doing. Times are ISO 8601 in UTC, "" for never."""

    id: str
    """The id of its subscription."""
    title: str = ""
    link: str = ""
    """The page that it is the feed of."""
    etag: str = ""
    modified: str = ""
    checked: str = ""
    """When it was last asked."""
    succeeded: str = ""
    """When it last answered as it should."""
    error: str = ""
    """What went wrong since, in a sentence; "" when all is well."""
    failures: int = 0
    """How often it failed since it last succeeded."""
    fresh_until: str = ""
    """Until when it said that nothing changes."""
    wait_until: str = ""
    """Until when it asked to be left alone."""
    rest_until: str = ""
    """Until when it is left alone, because it failed again and again."""
    gone: bool = False
    """Whether it said that it is gone for good."""
    local: bool = False
    """Whether it may lie on this computer or its network: only where the person gave its address."""


class Arriving(Struct, frozen=True, kw_only=True):
    """An item of a feed on its way in: its article, whose id is found here, and its keys, the surest first."""

    article: Article
    keys: tuple[str, ...]
    """One for each way to know it again, "" where that way is none here."""


class Feeds:
    """Reading the feeds of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self) -> dict[str, FeedState]:
        """All of them, by id; one that another version wrote and that can't be read is left out, and fetched anew."""
        with self._database.reading("look at the feeds") as connection:
            rows = connection.execute("SELECT state FROM feeds").fetchall()
        found = (_decode(row[0]) for row in rows)
        return {state.id: state for state in found if state is not None}

    def titles(self, followed: Iterable[Subscription]) -> dict[str, str]:
        """What each feed is called, by its id: by the person, else by itself, else by its address."""
        said = {state.id: state.title for state in self.states().values() if state.title}
        return said | {feed.id: feed.title or said.get(feed.id, "") or without_login(feed.url) for feed in followed}

    def counts(self) -> dict[str, int]:
        """How many articles came by each feed, by id."""
        with self._database.reading("count the articles of the feeds") as connection:
            return dict(
                connection.execute("SELECT feed, count(*) FROM articles WHERE feed != '' GROUP BY feed").fetchall()
            )


def write_state(connection: sqlite3.Connection, state: FeedState) -> None:
    """Keep how a feed is doing, in an open transaction."""
    connection.execute("INSERT OR REPLACE INTO feeds (id, state) VALUES (?, ?)", (state.id, msgspec.json.encode(state)))


def recognised(connection: sqlite3.Connection, state: FeedState, arriving: Sequence[Arriving]) -> list[Article]:
    """Keep the state in an open transaction, and tell which articles the items are: those to write, ids and all.

    A feed and a file that it was saved to are known by each other's items; what came by the feed stays as it gave it.
    """
    kin = _kin(connection, state)
    write_state(connection, state)
    items = list({item.keys: item for item in reversed(arriving)}.values())[::-1]  # what stands twice is one: the first
    keys = {key for item in items for key in item.keys if key}
    own = _known(connection, state.id, keys)
    known = {key: article for feed in kin for key, article in _known(connection, feed, keys).items()} | own
    articles = []
    for item, found in zip(items, matched([item.keys for item in items], known), strict=True):
        key = next(filter(None, item.keys))
        identity = found or _new_id(connection, state.id, key)
        connection.executemany(
            "INSERT OR REPLACE INTO items (feed, key, article) VALUES (?, ?, ?)",
            [(state.id, key, identity) for key in item.keys if key and own.get(key) != identity],
        )
        followed = None if state.checked or not found else _of_feeds(connection, found, kin)
        articles.append(
            followed or _arrived(connection, replace(item.article, id=identity, feed=state.id), new=found is None)
        )
    return articles


def _kin(connection: sqlite3.Connection, state: FeedState) -> list[str]:
    """Of a file, the feeds that were fetched and have its title and page; of a feed when it is first fetched, such
    files. Two feeds are never the same: their items may have other texts.
    """
    row = connection.execute("SELECT state FROM feeds WHERE id = ?", (state.id,)).fetchone()
    before = _decode(row[0]) if row else None
    if not (state.title and state.link) or (before and before.succeeded):
        return []
    rows = connection.execute(
        "SELECT state FROM feeds WHERE id != ? AND instr(state, ?)", (state.id, msgspec.json.encode(state.link))
    )
    others = [other for (raw,) in rows if (other := _decode(raw))]
    return [
        other.id
        for other in others
        if (other.title, other.link) == (state.title, state.link) and bool(other.checked) != bool(state.checked)
    ]


def _of_feeds(connection: sqlite3.Connection, article: str, feeds: Sequence[str]) -> Article | None:
    """The article as it is, to be left as it is, where it came by one of these feeds; None otherwise."""
    row = connection.execute("SELECT source, title, feed FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None or row[2] not in feeds:
        return None
    return Article(id=article, source=row[0], title=row[1], text="", text_hash="", feed=row[2])


def matched(items: Sequence[tuple[str, ...]], known: dict[str, str]) -> list[str | None]:
    """For each item, by its keys, the article that it is known as; None for a new one. Pure.

    The surest keys of all items come before the less sure ones of any, and no article is two items.
    """
    result: list[str | None] = [None] * len(items)
    claimed: set[str] = set()
    for level in range(max(map(len, items), default=0)):
        for number, keys in enumerate(items):
            key = keys[level] if level < len(keys) else ""
            article = known.get(key) if key and result[number] is None else None
            if article is not None and article not in claimed:
                result[number] = article
                claimed.add(article)
    return result


def _known(connection: sqlite3.Connection, feed: str, keys: Iterable[str]) -> dict[str, str]:
    wanted, found = list(keys), {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            f"SELECT key, article FROM items WHERE feed = ? AND key IN ({marks})",  # noqa: S608
            (feed, *part),
        )
        found.update(dict(rows.fetchall()))
    return found


def _new_id(connection: sqlite3.Connection, feed: str, key: str) -> str:
    """An id that no article has: an item may bring the guid that another one had before."""
    identity, n = article_id(f"{feed} {key}"), 1
    while connection.execute("SELECT 1 FROM articles WHERE id = ?", (identity,)).fetchone():
        n += 1
        identity = article_id(f"{feed} {key} {n}")
    return identity


def _arrived(connection: sqlite3.Connection, article: Article, *, new: bool) -> Article:
    """The article with the text that it is to have: the feed's own, unless a fuller one was fetched meanwhile.

    An item without a text has its title as one, but takes nothing from what is there.
    """
    if not article.text:
        return replace(article, text=article.title, text_hash=text_hash(article.title)) if new else article
    row = connection.execute("SELECT text_hash FROM arrived WHERE article = ?", (article.id,)).fetchone()
    before = row[0] if row else ""
    if before != article.text_hash:
        connection.execute(
            "INSERT OR REPLACE INTO arrived (article, text_hash) VALUES (?, ?)", (article.id, article.text_hash)
        )
    if new or not before:
        return article
    now = connection.execute(
        "SELECT a.text_hash, length(r.text) FROM articles a JOIN revisions r"
        " ON r.article = a.number AND r.text_hash = a.text_hash WHERE a.id = ?",
        (article.id,),
    ).fetchone()
    if now is None or now[0] in (before, article.text_hash):
        return article
    fuller = before == article.text_hash or now[1] >= len(article.text)
    return replace(article, text="", text_hash="") if fuller else article


def _decode(state: bytes) -> FeedState | None:
    try:
        return msgspec.json.decode(state, type=FeedState)
    except UNREADABLE:
        return None
