"""`quotidian feeds`: which feeds are followed and how they are doing; write them to a list; follow one no longer."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from msgspec.structs import asdict

from feeds.contents import Outline
from feeds.subscriptions import due, health, name_of, now, shown_due, shown_time
from store.errors import UsageError
from store.feeds import FeedState
from store.library import Library
from store.models import Change, Subscription
from store.text import without_login
from tui.cli.common import add_json_option, configure, find_feeds, library_for
from tui.cli.output import DONE, many, output, print_json, print_table, say

EXAMPLE = "quotidian feeds --opml feeds.opml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "feeds", nargs="*", metavar="FEED", help="ids, addresses or parts of names; all feeds without any"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--opml", metavar="FILE", help="write the list as OPML, - to the standard output")
    what.add_argument("--unsubscribe", action="store_true", help="follow the named feeds no longer; articles stay")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """List feeds, export them, or unsubscribe from them."""
    config = configure(args)
    with library_for(config, writing=args.unsubscribe) as library:
        if args.unsubscribe and not args.feeds:
            raise UsageError("Name the feeds to follow no longer: their ids, addresses or parts of their names.")
        chosen = find_feeds(library, args.feeds) if args.feeds else library.records(Subscription)
        if args.unsubscribe:
            library.commit(Change(what=f"unsubscribe from {many(len(chosen), 'feed')}", drop=tuple(chosen)))
            for feed in chosen:
                say(f"‘{name_of(feed, library.feed_states().get(feed.id))}’ is followed no longer; its articles stay.")
        elif args.opml:
            _export(library, chosen, args.opml)
        else:
            _list(library, chosen, timedelta(minutes=config.fetch_every), json=args.json)
    return DONE


def _list(library: Library, chosen: list[Subscription], every: timedelta, *, json: bool) -> None:
    states, articles, at = library.feed_states(), library.feed_counts(), now()
    if not json:
        rows = [
            (
                feed.id,
                articles.get(feed.id, 0),
                shown_time(states[feed.id].succeeded) if feed.id in states else "",
                shown_due(states.get(feed.id), at, every),
                name_of(feed, states.get(feed.id)),
                health(states.get(feed.id), at),
            )
            for feed in chosen
        ]
        print_table(("id", "articles", "last success", "next due", "feed", "state"), rows)
        return
    for feed in chosen:
        state = states.get(feed.id) or FeedState(id=feed.id)
        known = {**asdict(state), **asdict(feed), "title": name_of(feed, state), "url": without_login(feed.url)}
        words = {"health": health(state, at), "next_due": shown_due(state, at, every)}
        print_json({**known, "articles": articles.get(feed.id, 0), "due": due(state, every), **words})


def _export(library: Library, chosen: list[Subscription], target: str) -> None:
    from feeds.opml import write_opml
    from store import disk

    states = library.feed_states()
    outlines = [
        Outline(url=without_login(feed.url), title=name_of(feed, states.get(feed.id)), tags=feed.tags)
        for feed in chosen
    ]
    data = write_opml(outlines, "Feeds of Quotidian")
    if target == "-":
        output().write(data)
        return
    path = Path(target)
    try:
        disk.write_aside(path, [data])
    except OSError as error:
        raise disk.failure("write the list of feeds", path, error) from error
    left_out = sum(without_login(feed.url) != feed.url for feed in chosen)
    said = f" {many(left_out, 'address')} without the password." if left_out else ""
    say(f"{many(len(outlines), 'feed')} written to {path}.{said}")
