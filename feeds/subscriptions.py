"""What an answer means for a feed that is followed: its new state, its articles, its new address. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feeds.addresses import same_computer
from feeds.contents import Feed, Item
from feeds.links import feed_address, quoted_address
from feeds.protocol import Get, Got
from feeds.timing import PATIENT, rest_until, stamp
from store.feeds import Arriving, FeedState
from store.models import Article, Subscription
from store.text import article_id, clean_line, text_hash, without_login

AHEAD = timedelta(days=1)
"""An item that is dated further in the future would stay on top of every list: its date is not believed."""

_ADDRESSED = re.compile(r"^‘[^’]*’ ")


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
    return subscription.title or (state.title if state else "") or without_login(subscription.url)


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
    if state.rest_until > stamp(at):
        return (
            f"failed {_times(state.failures)}, and is asked again after {shown_time(state.rest_until)}, or by its name"
        )
    return f"says that nothing changes before {shown_time(state.fresh_until)}" if state.fresh_until > stamp(at) else ""


def due(state: FeedState, every: timedelta) -> str:
    """From when on a feed is asked by itself, where that is done `every` so often; "" for never."""
    if state.gone or not every:
        return ""
    waits = (state.wait_until, state.rest_until, state.fresh_until)
    return max(stamp(_moment(state.checked) + every) if state.checked else "0", *waits)


def shown_due(state: FeedState | None, at: datetime, every: timedelta) -> str:
    """When a feed is asked next, in a few words."""
    state = state or FeedState(id="")
    if state.gone:
        return "only by its name"
    if every:
        moment = due(state, every)
        return _soon(moment, at) if moment > stamp(at) else "now"
    earliest = max(state.wait_until, state.rest_until, state.fresh_until)
    return f"not before {_soon(earliest, at)}" if earliest > stamp(at) else "when you say so"


def wants_a_look(subscription: Subscription, state: FeedState | None, at: datetime) -> str:
    """What is wrong with a feed that will not mend itself, as a sentence with what the person can do; "" where nothing
    is known to be.
    """
    name = f"‘{clean_line(name_of(subscription, state), 100)}’"
    if not feed_address(subscription.url):
        return f"The feed {name} has no address on the web: unsubscribe from it, and add it with its address."
    if state is None or not (state.gone or state.failures > PATIENT):
        return ""
    away = f"`quotidian feeds --unsubscribe {subscription.id}` ends it; its articles stay."
    if state.gone:
        return f"The feed {name} is gone for good, its server says: {away}"
    since = f" since {shown_time(state.succeeded)}" if state.succeeded else ""
    return f"The feed {name} {health(replace(state, wait_until=''), at).rstrip('.')}; nothing came{since}. {away}"


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
    """How a feed is doing, in a few words; the whole error where there is one, but for the address it begins with."""
    kind = kind_of_health(state, at)
    if state is None or kind == "new":
        return "not fetched yet"
    if kind == "gone":
        return "gone for good, its server says"
    if kind == "waiting":
        return f"asked to wait until {shown_time(state.wait_until)}"
    if kind == "failed":
        return f"failed {_times(state.failures)}: {_ADDRESSED.sub('', state.error)}"
    fresh = state.fresh_until > stamp(at)
    return f"well, nothing new before {shown_time(state.fresh_until)}" if fresh else "well"


def _soon(kept: str, at: datetime) -> str:
    """A time to come; of today, only the hour."""
    shown = shown_time(kept)
    return shown[11:] if kept[:10] == stamp(at)[:10] else shown


def _times(count: int) -> str:
    return {0: "just now", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def outcome(subscription: Subscription, state: FeedState, got: Got, at: datetime, *, counts: bool = True) -> Outcome:
    """What follows from an answer that came `at` this time. A failure that does not `count` is not the feed's own."""
    asked = replace(state, checked=stamp(at), wait_until=got.wait_until)
    feed = got.contents
    if got.error or not (isinstance(feed, Feed) or got.status == 304):
        error = got.error or f"{quoted_address(subscription.url)} is a web page or a list, not a feed."
        failures = state.failures + counts
        failed = replace(
            asked,
            error=clean_line(error),
            failures=failures,
            rest_until=rest_until(failures, at) if counts else state.rest_until,
            gone=state.gone or got.status == 410,
        )
        return Outcome(state=failed, subscription=subscription)
    moved = got.moved or subscription.url
    well = replace(
        asked,
        succeeded=stamp(at),
        error="",
        failures=0,
        rest_until="",
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
        source=item.link or without_login(feed),
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
