"""Keeping what files hold: articles, the items of feeds, the feeds of lists. Light: it starts with the reader.

How it went is told as it happens, one result an article or feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice, takewhile
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from feeds.contents import Outlines
from feeds.files import quoted
from feeds.sources import FeedFile, ListFile, Skipped, find_sources
from store.articles import Arrival
from store.feeds import FeedState
from store.library import Library
from store.models import Article, Change, Subscription
from store.text import article_id, clean_line, without_login

_TOGETHER = 100
"""Articles kept in one transaction."""


class AddedArticle(Struct, frozen=True, kw_only=True):
    """An article that is in the library now."""

    article: Article
    arrival: Arrival
    notice: str = ""
    """What the person may want to know, as a sentence."""


class AddedFeed(Struct, frozen=True, kw_only=True):
    """A feed that is followed now."""

    subscription: Subscription
    name: str
    arrival: Arrival
    """'new', or 'same' where it was followed already."""
    new: tuple[str, ...] = ()
    """The ids of the articles that came with it."""
    notice: str = ""


Result = AddedArticle | AddedFeed | Skipped


def add_files(
    library: Library,
    sources: Iterable[str],
    *,
    stdin: BinaryIO | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Iterator[Result]:
    """Keep what the files and folders hold, in their order. Never raises for a source; raises StoreError.

    `go_on` is asked after each file that was read; where it says no, that file is left out and so is the rest.
    """
    found = takewhile(lambda _: go_on(), find_sources(sources, stdin=stdin))
    while some := list(islice(found, _TOGETHER)):
        for are_articles, part in groupby(some, lambda item: isinstance(item, Article)):
            if are_articles:
                yield from _keep(library, [item for item in part if isinstance(item, Article)])
                continue
            for item in part:
                if isinstance(item, FeedFile):
                    yield from _keep_items(library, item)
                elif isinstance(item, ListFile):
                    yield from follow_all(library, item.outlines, item.source, local=True)
                elif isinstance(item, Skipped):
                    yield item


def _keep(library: Library, articles: list[Article]) -> Iterator[Result]:
    for article, arrival in zip(articles, library.add_articles(articles), strict=True):
        yield AddedArticle(article=article, arrival=arrival)


def _keep_items(library: Library, file: FeedFile) -> Iterator[Result]:
    """The items of a feed in a file: known again when the file is read again, but nothing is followed."""
    from feeds.subscriptions import arriving, now

    feed, identity, at = file.feed, article_id(f"feed {file.identity}"), now()
    state = library.feed_states().get(identity) or FeedState(id=identity)
    state = replace(state, title=clean_line(feed.title, 200) or file.source, link=feed.link)
    arrived = library.take_in(state, tuple(arriving(item, file.source, at) for item in feed.items))
    notice = f"This feed says where it lives: `quotidian add {feed.address}` follows it." if feed.address else ""
    for number, (article, arrival) in enumerate(arrived):
        yield AddedArticle(article=article, arrival=arrival, notice=notice if not number else "")
    if not arrived:
        yield Skipped(source=file.source, sentence=f"{quoted(file.source)} is a feed without a single item.")
    if feed.left_out:
        sentence = f"{quoted(file.source)} holds {feed.left_out:,} more items, older ones, that were left out."
        yield Skipped(source=file.source, sentence=sentence)


def follow_all(library: Library, found: Outlines, source: str, *, local: bool) -> Iterator[Result]:
    """Follow the feeds of a list, as one change; they are fetched when the person says so."""
    from feeds.subscriptions import subscription

    followed = {feed.url: feed for feed in library.records(Subscription)}
    new = [
        subscription(outline.url, title=outline.title, tags=outline.tags)
        for outline in found.feeds
        if outline.url not in followed
    ]
    if new:
        library.commit(Change(what=f"follow the {len(new)} feeds of ‘{clean_line(source, 60)}’", keep=tuple(new)))
        for feed in new:
            library.take_in(FeedState(id=feed.id, local=local))
    for outline in found.feeds:
        known = followed.get(outline.url)
        feed = known or next(one for one in new if one.url == outline.url)
        yield AddedFeed(
            subscription=feed, name=feed.title or without_login(feed.url), arrival="same" if known else "new"
        )
    for sentence in found.refused:
        yield Skipped(source=source, sentence=sentence)
    if not found.feeds and not found.refused:
        yield Skipped(source=source, sentence=f"{quoted(source)} is a list without a single feed.")
