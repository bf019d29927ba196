"""Adding what a person names, whatever it is: files and folders, feeds, pages, pages with a feed, lists of feeds.

All that arrives is kept here and nowhere else in this package. How it went is told as it happens, one result a source
or article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from feeds.addresses import same_computer
from feeds.client import Courier
from feeds.contents import Feed, Outlines, Page
from feeds.documents import Document
from feeds.fetching import keep
from feeds.files import TEXT_LIMIT, quoted, read_file, shown
from feeds.links import feed_address, is_address
from feeds.protocol import Get, Got, Read
from feeds.sources import Skipped, read_sources
from feeds.subscriptions import now, subscription
from feeds.timing import stamp
from store.articles import Arrival
from store.errors import SourceError
from store.feeds import FeedState
from store.library import Library
from store.models import Article, Change, Subscription
from store.text import article_id, clean_line, text_hash

_LIST = frozenset((".opml",))
_TOGETHER = 100
"""Articles kept in one transaction."""
_ENOUGH = 250
"""Characters from which a page is taken for an article where it names a feed too and says that it is one."""


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


def add(
    library: Library, courier: Courier, sources: Iterable[str], *, stdin: BinaryIO | None = None, follow: bool = True
) -> Iterator[Result]:
    """Add what `sources` name to the library, in their order. Never raises for a source; raises StoreError.

    With `follow` a page that names a feed, and does not say that it is an article, is followed by that feed; without,
    it is always taken as an article.
    """
    for kind, some in groupby(sources, _kind):
        if kind == "address":
            yield from _addresses(library, courier, list(some), follow)
        elif kind == "list":
            yield from _lists(library, courier, list(some))
        else:
            yield from _files(library, some, stdin)


def _kind(source: str) -> str:
    if is_address(source):
        return "address"
    return "list" if Path(source).suffix.lower() in _LIST else "file"


def _files(library: Library, sources: Iterable[str], stdin: BinaryIO | None) -> Iterator[Result]:
    found = read_sources(sources, stdin=stdin)
    while some := list(islice(found, _TOGETHER)):
        articles = [item for item in some if isinstance(item, Article)]
        arrivals = iter(library.add_articles(articles))
        for item in some:
            yield item if isinstance(item, Skipped) else AddedArticle(article=item, arrival=next(arrivals))


def _lists(library: Library, courier: Courier, paths: list[str]) -> Iterator[Result]:
    for path in paths:
        try:
            data = read_file(Path(path), TEXT_LIMIT)
        except SourceError as error:
            yield Skipped(source=shown(path), sentence=error.sentence)
            continue
        order = Read(request=0, url=shown(path), data=data, wanted="feed")
        for got in courier.answers([order]):
            if isinstance(got.contents, Outlines):
                yield from _follow_all(library, got.contents, shown(path), local=True)
            else:
                yield Skipped(source=shown(path), sentence=got.error or f"{quoted(path)} is no list of feeds.")


def _addresses(library: Library, courier: Courier, sources: list[str], follow: bool) -> Iterator[Result]:
    orders: list[Get] = []
    for source in dict.fromkeys(sources):
        url = feed_address(source)
        if url:
            orders.append(Get(request=len(orders), url=url, wanted="any" if follow else "page", local=True))
        else:
            sentence = f"{quoted(source)} is no address on the web: check how it is written."
            yield Skipped(source=shown(source), sentence=sentence)
    waiting: dict[int, Got] = {}
    turn = 0
    for got in courier.answers(orders):  # they come as they come, and are told in the order in which they were named
        waiting[got.request] = got
        while turn in waiting:
            yield from _taken(library, courier, orders[turn].url, waiting.pop(turn), follow)
            turn += 1


def _taken(library: Library, courier: Courier, url: str, got: Got, follow: bool) -> Iterator[Result]:
    """What one address gave."""
    found = got.contents
    if got.error or found is None:
        yield Skipped(source=url, sentence=got.error or f"{quoted(url)} gave nothing to read.")
    elif isinstance(found, Feed):
        yield _follow(library, got.moved or url, got, local=same_computer(got.moved or url, url))
    elif isinstance(found, Outlines):
        yield from _follow_all(library, found, url, local=False)
    elif isinstance(found, Page):
        yield from _page(library, courier, url, got, found, follow)
    elif isinstance(found, Document):
        yield _article(library, found, got.url, "")


def _page(library: Library, courier: Courier, url: str, got: Got, page: Page, follow: bool) -> Iterator[Result]:
    article = len(page.document.text) >= _ENOUGH and page.says_article
    if page.feeds and follow and not article:
        feed = page.feeds[0]
        local = same_computer(feed, url)
        for answer in courier.answers([Get(request=0, url=feed, wanted="feed", local=local)]):
            if answer.error or not isinstance(answer.contents, Feed):
                if page.document.text:
                    yield _article(library, page.document, got.url, "")
                yield Skipped(source=feed, sentence=answer.error or f"{quoted(feed)} is no feed.")
            else:
                yield _follow(library, answer.moved or feed, answer, local=local)
    elif page.document.text:
        notice = "".join(f"This page names a feed: `quotidian add {feed}` follows it." for feed in page.feeds[:1])
        yield _article(library, page.document, got.url, notice if follow else "")
    else:
        sentence = f"{quoted(url)} is a page with no article in it and no feed: name the page of an article."
        yield Skipped(source=url, sentence=sentence)


def _article(library: Library, document: Document, url: str, notice: str) -> Result:
    if not document.text:
        return Skipped(source=url, sentence=f"{quoted(url)} holds nothing but white space: there is nothing to read.")
    article = page_article(document, url, stamp(now()))
    (arrival,) = library.add_articles([article])
    return AddedArticle(article=article, arrival=arrival, notice=notice)


def page_article(document: Document, url: str, fetched: str) -> Article:
    """The article that a page at `url` held."""
    return Article(
        id=article_id(url.partition("#")[0]),
        source=url,
        title=document.title,
        text=document.text,
        text_hash=text_hash(document.text),
        url=document.url or url,
        byline=document.byline,
        published=document.published,
        fetched=fetched,
        language=document.language,
    )


def _follow(library: Library, url: str, got: Got, *, local: bool) -> AddedFeed:
    """Follow the feed that an answer holds, and keep its articles."""
    known = next((feed for feed in library.records(Subscription) if feed.url == url), None)
    feed = known or subscription(url)
    if known is None:
        library.commit(Change(what=f"follow ‘{clean_line(url, 60)}’", keep=(feed,)))
    state = library.feed_states().get(feed.id) or FeedState(id=feed.id, local=local)
    fetched = keep(library, feed, state, got)
    return AddedFeed(
        subscription=fetched.subscription,
        name=fetched.name,
        arrival="new" if known is None else "same",
        new=fetched.new,
        notice=fetched.notice,
    )


def _follow_all(library: Library, found: Outlines, source: str, *, local: bool) -> Iterator[Result]:
    """Follow the feeds of a list, as one change; they are fetched when the person says so."""
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
        yield AddedFeed(subscription=feed, name=feed.title or feed.url, arrival="same" if known else "new")
    for sentence in found.refused:
        yield Skipped(source=source, sentence=sentence)
    if not found.feeds and not found.refused:
        yield Skipped(source=source, sentence=f"{quoted(source)} is a list without a single feed.")
