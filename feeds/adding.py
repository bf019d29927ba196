"""Adding what a person names, whatever it is: files and folders (`feeds.keeping`), feeds, pages, pages with a feed,
lists of feeds. How it went is told as it happens, one result a source or article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

from feeds.addresses import same_computer
from feeds.client import Courier
from feeds.contents import Feed, Outlines, Page
from feeds.documents import Document
from feeds.fetching import keep
from feeds.files import quoted, shown
from feeds.keeping import AddedArticle, AddedFeed, Result, add_files, follow_all
from feeds.links import feed_address, is_address, with_login
from feeds.protocol import Get, Got
from feeds.sources import Skipped
from feeds.subscriptions import now, subscription
from feeds.timing import stamp
from store.feeds import FeedState
from store.library import Library
from store.models import Article, Change, Subscription
from store.text import article_id, clean_line, text_hash, without_login

_ENOUGH = 250
"""Characters from which a page is taken for an article where it names a feed too and says that it is one."""


def add(
    library: Library, courier: Courier, sources: Iterable[str], *, stdin: BinaryIO | None = None, follow: bool = True
) -> Iterator[Result]:
    """Add what `sources` name to the library, in their order. Never raises for a source; raises StoreError.

    With `follow` a page that names a feed, and does not say that it is an article, is followed by that feed; without,
    it is always taken as an article.
    """
    for address, some in groupby(sources, is_address):
        named = list(some)
        if address:
            yield from _addresses(library, courier, named, follow)
        else:
            yield from add_files(library, named, stdin=stdin)


def _addresses(library: Library, courier: Courier, sources: list[str], follow: bool) -> Iterator[Result]:
    orders: list[Get] = []
    for source in dict.fromkeys(sources):
        url = feed_address(source)
        if url:
            orders.append(Get(request=len(orders), url=url, wanted="any" if follow else "page", local=True))
        else:
            said = without_login(source)
            yield Skipped(
                source=shown(said), sentence=f"{quoted(said)} is no address on the web: check how it is written."
            )
    waiting: dict[int, Got] = {}
    turn = 0
    for got in courier.answers(orders):  # they come as they come, and are told in the order in which they were named
        waiting[got.request] = got
        while turn in waiting:
            yield from _taken(library, courier, orders[turn].url, waiting.pop(turn), follow)
            turn += 1


def _taken(library: Library, courier: Courier, url: str, got: Got, follow: bool) -> Iterator[Result]:
    """What one address gave."""
    found, said = got.contents, without_login(url)
    if got.error or found is None:
        yield Skipped(source=said, sentence=got.error or f"{quoted(said)} gave nothing to read.")
    elif isinstance(found, Feed):
        yield _follow(library, got.moved or url, got, local=same_computer(got.moved or url, url))
    elif isinstance(found, Outlines):
        yield from follow_all(library, found, said, local=False)
    elif isinstance(found, Page):
        yield from _page(library, courier, url, got, found, follow)
    elif isinstance(found, Document):
        yield _article(library, found, got.url, "")


def _page(library: Library, courier: Courier, url: str, got: Got, page: Page, follow: bool) -> Iterator[Result]:
    article = len(page.document.text) >= _ENOUGH and page.says_article
    if page.feeds and follow and not article:
        feed = with_login(page.feeds[0], url)
        local = same_computer(feed, url)
        for answer in courier.answers([Get(request=0, url=feed, wanted="feed", local=local)]):
            if answer.error or not isinstance(answer.contents, Feed):
                if page.document.text:
                    yield _article(library, page.document, got.url, "")
                yield Skipped(source=page.feeds[0], sentence=answer.error or f"{quoted(page.feeds[0])} is no feed.")
            else:
                yield _follow(library, answer.moved or feed, answer, local=local)
    elif page.document.text:
        notice = "".join(f"This page names a feed: `quotidian add {feed}` follows it." for feed in page.feeds[:1])
        yield _article(library, page.document, got.url, notice if follow else "")
    else:
        said = without_login(url)
        sentence = f"{quoted(said)} is a page with no article in it and no feed: name the page of an article."
        yield Skipped(source=said, sentence=sentence)


def _article(library: Library, document: Document, url: str, notice: str) -> Result:
    if not document.text:
        said = without_login(url)
        sentence = f"{quoted(said)} holds nothing but white space: there is nothing to read."
        return Skipped(source=said, sentence=sentence)
    article = page_article(document, url, stamp(now()))
    (arrival,) = library.add_articles([article])
    return AddedArticle(article=article, arrival=arrival, notice=notice)


def page_article(document: Document, url: str, fetched: str) -> Article:
    """The article that a page at `url` held."""
    source = without_login(url)
    return Article(
        id=article_id(source.partition("#")[0]),
        source=source,
        title=document.title,
        text=document.text,
        text_hash=text_hash(document.text),
        url=document.url or source,
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
        library.commit(Change(what=f"follow ‘{clean_line(without_login(url), 60)}’", keep=(feed,)))
    state = library.feed_states().get(feed.id) or FeedState(id=feed.id, local=local)
    fetched = keep(library, feed, state, got)
    return AddedFeed(
        subscription=fetched.subscription,
        name=fetched.name,
        arrival="new" if known is None else "same",
        new=fetched.new,
        notice=fetched.notice,
    )
