"""Fetching the feeds that are followed, each kept as it comes: one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct

from feeds.client import Courier
from feeds.full_text import Filled, fill, is_cut
from feeds.protocol import Got
from feeds.subscriptions import due, name_of, not_now, now, order, outcome
from feeds.timing import stamp
from store.errors import ReadOnlyError, StoreError
from store.feeds import FeedState
from store.library import Library
from store.models import Article, Change, Subscription
from store.text import without_login

NOT_MODIFIED = 304
TOGETHER = 50
"""Feeds without news that are kept in one transaction: one that is lost is merely asked again."""


class Fetched(Struct, frozen=True, kw_only=True):
    """How it went with one feed."""

    subscription: Subscription
    name: str
    new: tuple[str, ...] = ()
    """The ids of articles that are new."""
    changed: tuple[str, ...] = ()
    """The ids of articles whose text changed."""
    unchanged: bool = False
    """Whether the server said that nothing changed."""
    passed_over: str = ""
    """Why it was not asked, as a sentence."""
    error: str = ""
    """What went wrong, as a sentence that names the feed."""
    notice: str = ""


def fetch(
    library: Library,
    courier: Courier,
    subscriptions: Sequence[Subscription] | None = None,
    *,
    named: bool | None = None,
) -> Iterator[Fetched]:
    """Fetch feeds, all or these, and keep what they bring; how it went with each, as the answers come.

    `named`: the person asked for these by name, so that they are asked even where nothing new is to be expected; by
    default where there are any. Raises StoreError where the library can't be written, and SourceError where nothing can
    be fetched at all.
    """
    if library.read_only:
        raise ReadOnlyError(f"{library.read_only} Nothing was fetched.")
    states = library.feed_states()
    at, asked = now(), []
    for feed in library.records(Subscription) if subscriptions is None else subscriptions:
        reason = not_now(_state(states, feed), at, named=subscriptions is not None if named is None else named)
        if reason:
            name = name_of(feed, states.get(feed.id))
            yield Fetched(subscription=feed, name=name, passed_over=f"‘{name}’ {reason}.")
        else:
            asked.append(feed)
    orders = [order(feed, _state(states, feed), number) for number, feed in enumerate(asked)]
    unchanged: list[FeedState] = []
    try:
        for got, counts in _with_blame(courier.answers(orders), alone=len(orders) == 1):
            feed = asked[got.request]
            state = _state(states, feed)
            if got.status == NOT_MODIFIED and not got.error and got.moved in ("", feed.url):
                result = outcome(feed, state, got, now())
                unchanged.append(result.state)
                yield Fetched(subscription=feed, name=name_of(feed, result.state), unchanged=True)
            else:
                yield keep(library, feed, state, got, counts=counts)
            if len(unchanged) >= TOGETHER:
                library.keep_feed_states(unchanged)
                unchanged = []
    finally:
        if unchanged:
            library.keep_feed_states(unchanged)


def _with_blame(answers: Iterable[Got], *, alone: bool) -> Iterator[tuple[Got, bool]]:
    """The answers, each with whether a failure is the feed's own: where no server at all was reached, it was this
    computer that was offline. What failed is held back until that is known.
    """
    held: list[Got] = []
    reached = alone
    for got in answers:
        reached = reached or bool(got.status)
        if not reached:
            held.append(got)
            continue
        while held:
            yield held.pop(0), True
        yield got, True
    for got in held:
        yield got, False


def fetch_all(
    library: Library,
    courier: Courier,
    subscriptions: Sequence[Subscription] | None = None,
    *,
    full_text: bool,
    named: bool | None = None,
) -> Iterator[Fetched | Filled]:
    """`fetch`; with `full_text`, then also the pages of new articles of which the feeds give only the beginning."""
    new: list[str] = []
    for fetched in fetch(library, courier, subscriptions, named=named):
        new += (*fetched.new, *fetched.changed)
        yield fetched
    if full_text:
        yield from fill(library, courier, [article for article in new if _begins(library.article(article))])


def due_feeds(library: Library, every: timedelta) -> list[Subscription]:
    """The feeds that the person's schedule has asked now."""
    states, at = library.feed_states(), stamp(now())
    moments = ((feed, due(_state(states, feed), every)) for feed in library.records(Subscription))
    return [feed for feed, moment in moments if moment and moment <= at]


def _begins(article: Article) -> bool:
    return bool(article.url) and is_cut(article.text)


def keep(library: Library, feed: Subscription, state: FeedState, got: Got, *, counts: bool = True) -> Fetched:
    """Keep what an answer brought; a failure that does not count is not the feed's own. Raises StoreError."""
    result = outcome(feed, state, got, now(), counts=counts)
    arrived = library.take_in(result.state, result.arriving)
    moved = _moved(library, feed, result.subscription)
    name = name_of(moved, result.state)
    notices = [f"it moved to {without_login(moved.url)}"] if moved.url != feed.url else []
    if result.left_out:
        notices.append(f"{result.left_out:,} of its older items were left out")
    return Fetched(
        subscription=moved,
        name=name,
        new=tuple(article.id for article, arrival in arrived if arrival == "new"),
        changed=tuple(article.id for article, arrival in arrived if arrival == "changed"),
        unchanged=got.status == NOT_MODIFIED and not got.error,
        error=_named(name, result.state.error),
        notice=f"{name}: {'; '.join(notices)}." if notices else "",
    )


def _named(name: str, error: str) -> str:
    return error if not error or name in error else f"{name}: {error}"


def _moved(library: Library, before: Subscription, now_at: Subscription) -> Subscription:
    """Keep the new address of a feed, unless another is followed there or it was unsubscribed in the meantime."""
    if now_at.url == before.url:
        return before
    followed = library.records(Subscription)
    if before not in followed or any(other.url == now_at.url for other in followed):
        return before
    with suppress(StoreError):  # the old address still leads there
        library.commit(
            Change(what=f"‘{without_login(now_at.url)[:60]}’ took the place of a feed", keep=(now_at,)), undoable=False
        )
        return now_at
    return before


def _state(states: dict[str, FeedState], feed: Subscription) -> FeedState:
    return states.get(feed.id) or FeedState(id=feed.id)
