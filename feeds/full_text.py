"""The whole text of articles of which a feed gives only the beginning: from their pages, where those give more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from feeds.addresses import same_computer
from feeds.client import Courier
from feeds.contents import Page
from feeds.documents import Document
from feeds.protocol import Get
from store.library import Library
from store.models import Article, Subscription
from store.text import text_hash

SHORT = 600
"""Characters below which an item is taken for a beginning."""
_CUT = re.compile(
    r"(?:\.\.\.|…|\[(?:…|\.\.\.)\]|(?:read|continue|keep) (?:more|reading|on)\W*|full (?:story|article)\W*)\Z", re.I
)
_WORDS = re.compile(r"\w{4,}")
_SHARED = 0.5
"""How much of the words of a beginning its page must have, so that no notice about cookies takes its place."""


class Filled(Struct, frozen=True, kw_only=True):
    """How it went with one article."""

    article: str
    title: str
    filled: bool = False
    error: str = ""
    """What went wrong, as a sentence."""


def is_cut(text: str) -> bool:
    """Whether a text is only the beginning of one, as far as can be told."""
    return len(text) < SHORT or bool(_CUT.search(text[-60:]))


def fuller(article: Article, page: Document) -> Article | None:
    """The article with the text of its page, where that is the longer good one; else None. Pure."""
    if len(page.text) <= len(article.text):
        return None
    words = set(_WORDS.findall((article.text if article.text != article.title else "").casefold())[:200])
    if words and sum(word in page.text.casefold() for word in words) < _SHARED * len(words):
        return None
    return replace(
        article,
        text=page.text,
        text_hash=text_hash(page.text),
        byline=article.byline or page.byline,
        published=article.published or page.published,
        language=article.language or page.language,
    )


def fill(library: Library, courier: Courier, articles: Iterable[str]) -> Iterator[Filled]:
    """Fetch the pages of these articles and keep their texts where they are fuller: a revision like any other.

    Raises StoreError.
    """
    states, feeds = library.feed_states(), {feed.id: feed.url for feed in library.records(Subscription)}
    wanted: list[Article] = []
    orders: list[Get] = []
    for article in map(library.article, articles):
        if not article.url:
            yield Filled(article=article.id, title=article.title, error=f"‘{article.title}’ has no page on the web.")
            continue
        state = states.get(article.feed)
        # A link is content: it leads to this computer only where the person's own feed lies on the same server.
        local = state is not None and state.local and same_computer(article.url, feeds.get(article.feed, ""))
        orders.append(Get(request=len(wanted), url=article.url, wanted="page", local=local))
        wanted.append(article)
    for got in courier.answers(orders):
        article = wanted[got.request]
        page = got.contents.document if isinstance(got.contents, Page) else None
        whole = fuller(article, page) if page else None
        if whole is not None:
            library.add_articles([whole])
        nothing = f"The page of ‘{article.title}’ gives no more than its feed: `o` opens it in the browser."
        error = "" if whole else got.error or nothing
        yield Filled(article=article.id, title=article.title, filled=whole is not None, error=error)
