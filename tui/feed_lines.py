"""The feeds of a library as the list of feeds shows them."""

from __future__ import annotations

from datetime import timedelta

from feeds.subscriptions import health, kind_of_health, name_of, now, shown_due, shown_time
from store.library import Library
from store.models import Subscription
from tui.screens.feeds import FeedLine


def feed_lines(library: Library, every: int) -> list[FeedLine]:
    """A line for each feed that is followed, fetched `every` so many minutes; those that want a look first, then by
    name.
    """
    states, counts, at = library.feed_states(), library.feed_counts(), now()
    lines = [
        FeedLine(
            key=feed.id,
            feed=feed,
            name=name_of(feed, states.get(feed.id)),
            articles=counts.get(feed.id, 0),
            kind=kind_of_health(states.get(feed.id), at),
            health=health(states.get(feed.id), at),
            due=shown_due(states.get(feed.id), at, timedelta(minutes=every)),
            succeeded=shown_time(states[feed.id].succeeded) if feed.id in states else "",
        )
        for feed in library.records(Subscription)
    ]
    return sorted(lines, key=lambda line: (line.kind not in ("failed", "gone"), line.name.casefold()))
