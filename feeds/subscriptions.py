"""What an answer means for a feed that is followed: its new state, its articles, its new address. Pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feeds.addresses import same_computer
from feeds.contents import Feed, Item
from feeds.protocol import Get, Got
from feeds.timing import stamp
from store.feeds import Arriving, FeedState
from store.models import Article, Subscription
from store.text import article_id, clean_line, text_hash

AHEAD = timedelta(days=1)
"""An item that is dated further in the future would stay on top of every list: its date is not believed."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What one answer comes to."""

    state: FeedState
    subscription: Subscription
    """As it is now: at its new address, where the feed moved for good."""
    arriving: tuple[Arriving, ...] = ()
    left_out: int = 0


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def subscription(url: str, *, title: str = "", tags: Sequence[str] = ()) -> Subscription:
    """A new subscription. The same address always gives the same id."""
    return Subscription(id=article_id(f"feed {url}"), url=url, title=title, tags=tuple(tags), added=stamp(now()))


def name_of(subscription: Subscription, state: FeedState | None) -> str:
    """What a feed is called: by the person, by itself, else by its address."""
    return subscription.title or (state.title if state else "") or subscription.url


def order(subscription: Subscription, state: FeedState, request: int) -> Get:
    """What to ask for it."""
    return Get(
        request=request,
        url=subscription.url,
        wanted="feed",
        local=state.local,
        etag=state.etag,
        modified=state.modified,
        failures=state.failures,
    )


def not_now(state: FeedState, at: datetime, *, named: bool) -> str:
    """Why a feed is not asked, as the end of a sentence; "" where it is. What the person `named` is only refused where
    its server asked to be left alone.
    """
    if state.wait_until > stamp(at):
        return f"asked to be left alone until {shown_time(state.wait_until)}"
    if named:
        return ""
    if state.gone:
        return "is gone for good, its server says"
    return f"says that nothing changes before {shown_time(state.fresh_until)}" if state.fresh_until > stamp(at) else ""


def shown_time(kept: str) -> str:
    """A kept time as a person reads it."""
    return kept.replace("T", " ").removesuffix("Z")[:16] + " UTC" if kept else ""


def kind_of_health(state: FeedState | None, at: datetime) -> str:
    """How a feed is doing, in a word: new, well, waiting, failed or gone."""
    if state is None or not state.checked:
        return "new"
    if state.gone:
        return "gone"
    if state.wait_until > stamp(at):
        return "waiting"
    return "failed" if state.error else "well"


def health(state: FeedState | None, at: datetime) -> str:
    """How a feed is doing, in a few words; the whole error where there is one."""
    kind = kind_of_health(state, at)
    if state is None or kind == "new":
        return "not fetched yet"
    if kind == "gone":
        return f"gone for good: {state.error}" if state.error else "gone for good"
    if kind == "waiting":
        return f"asked to wait until {shown_time(state.wait_until)}"
    if kind == "failed":
        return f"failed {state.failures} time{'' if state.failures == 1 else 's'}: {state.error}"
    fresh = state.fresh_until > stamp(at)
    return f"well, nothing new before {shown_time(state.fresh_until)}" if fresh else "well"


def outcome(subscription: Subscription, state: FeedState, got: Got, at: datetime) -> Outcome:
    """What follows from an answer that came `at` this time."""
    asked = replace(state, checked=stamp(at), wait_until=got.wait_until)
    feed = got.contents
    if got.error or not (isinstance(feed, Feed) or got.status == 304):
        error = got.error or f"‘{clean_line(subscription.url, 200)}’ is a web page or a list, not a feed."
        failed = replace(
            asked, error=clean_line(error), failures=state.failures + 1, gone=state.gone or got.status == 410
        )
        return Outcome(state=failed, subscription=subscription)
    moved = got.moved or subscription.url
    well = replace(
        asked,
        succeeded=stamp(at),
        error="",
        failures=0,
        gone=False,
        fresh_until=got.fresh_until,
        etag=got.etag or (state.etag if got.status == 304 else ""),
        modified=got.modified or (state.modified if got.status == 304 else ""),
        local=state.local and same_computer(subscription.url, moved),
    )
    if not isinstance(feed, Feed):
        return Outcome(state=well, subscription=replace(subscription, url=moved))
    return Outcome(
        state=replace(well, title=clean_line(feed.title, 200), link=feed.link),
        subscription=replace(subscription, url=moved),
        arriving=tuple(arriving(item, moved, at) for item in feed.items),
        left_out=feed.left_out,
    )


def arriving(item: Item, feed: str, at: datetime) -> Arriving:
    """An item of the feed at `feed` that came `at` this time, on its way into the library."""
    believed = item.published if item.published <= stamp(at + AHEAD) else ""
    article = Article(
        id="",
        source=item.link or feed,
        title=item.title,
        text=item.text,
        text_hash=text_hash(item.text) if item.text else "",
        url=item.link,
        byline=item.byline,
        published=believed,
        fetched=stamp(at),
        language=item.language,
    )
    return Arriving(article=article, keys=item.keys)
