"""What a source turned out to hold: a feed with its items, a page with its article, a list of feeds. Plain records.

They travel between processes, so everything in them is clean text and nothing else.
"""

from __future__ import annotations

from msgspec import Struct

from feeds.documents import Document

Keys = tuple[str, ...]


class Item(Struct, frozen=True, kw_only=True):
    """One item of a feed, as text."""

    title: str
    text: str
    guid: str = ""
    """The feed's own name for it, "" where it gives none."""
    link: str = ""
    byline: str = ""
    published: str = ""
    """As the feed says it, ISO 8601 in UTC; "" where it says nothing, or nothing that can be."""
    language: str = ""
    keys: Keys = ()
    """What it is known again by, the surest first (`feeds.identity`)."""


class Feed(Struct, frozen=True, kw_only=True, tag="feed"):
    """A feed."""

    title: str = ""
    link: str = ""
    """The page that it is the feed of."""
    address: str = ""
    """Where the feed says that it is itself."""
    language: str = ""
    items: tuple[Item, ...] = ()
    left_out: int = 0
    """Items beyond those that are read of one feed."""


class Page(Struct, frozen=True, kw_only=True, tag="page"):
    """A web page: the article in it, its text "" where there is none, and the feeds that it names."""

    document: Document
    feeds: tuple[str, ...] = ()
    says_article: bool = False
    """Whether the page says of itself that it is an article, not a front page."""


class Outline(Struct, frozen=True, kw_only=True):
    """One feed in a list of feeds."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()


class Outlines(Struct, frozen=True, kw_only=True, tag="outlines"):
    """A list of feeds (OPML)."""

    title: str = ""
    feeds: tuple[Outline, ...] = ()
    refused: tuple[str, ...] = ()
    """What names no feed on the web and is not followed, a sentence each."""


class Unreadable(Struct, frozen=True, kw_only=True, tag="unreadable"):
    """Nothing of these; `what` is the end of a sentence that begins with the name of the source."""

    what: str


Contents = Feed | Page | Outlines | Document | Unreadable
