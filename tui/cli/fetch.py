"""`quotidian fetch`: bring what the feeds that are followed have to say."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from feeds.client import Courier
from feeds.fetching import Fetched, fetch_all
from feeds.full_text import Filled
from feeds.retention import retire
from feeds.subscriptions import now
from store.models import Subscription
from store.text import without_login
from tui.cli.common import add_json_option, configure, find_feeds, library_for
from tui.cli.output import DONE, INCOMPLETE, many, print_json, say
from tui.cli.progress import Line

EXAMPLE = "quotidian fetch            # or: quotidian fetch bbc"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "feeds", nargs="*", metavar="FEED", help="ids, addresses or parts of names; all feeds without any"
    )
    parser.add_argument(
        "--full", action="store_true", help="also fetch the pages of articles of which a feed gives only the beginning"
    )
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch feeds; one that fails is named and stops no other."""
    counts: Counter[str] = Counter()
    config = configure(args)
    with library_for(config, writing=True) as library, Courier() as courier:
        chosen = find_feeds(library, args.feeds) if args.feeds else None
        total = len(library.records(Subscription)) if chosen is None else len(chosen)
        if not total:
            say("No feed is followed yet: `quotidian add ADDRESS` follows one.")
            return DONE
        with Line() as line:
            for fetched in fetch_all(library, courier, chosen, full_text=args.full or config.full_text):
                if isinstance(fetched, Filled):
                    counts["filled"] += fetched.filled
                    line.show(f"whole texts: {counts['filled']}: {fetched.title}")
                    continue  # that a page gives no more is no failure of the fetch
                _count(counts, fetched)
                line.show(f"{counts['done']} of {many(total, 'feed')}, {counts['new']} new: {fetched.name}")
                if args.json:
                    print_json(_record(fetched))
                    sys.stdout.flush()
                for sentence in filter(None, (fetched.error, fetched.notice)):
                    line.clear()
                    say(sentence)
                if chosen is not None and fetched.passed_over:
                    line.clear()
                    say(fetched.passed_over)
        if config.keep_days:
            counts["retired"] = retire(library, config.keep_days, now())
    say(_summary(counts))
    return INCOMPLETE if counts["failed"] else DONE


def _count(counts: Counter[str], fetched: Fetched) -> None:
    counts["done"] += 1
    counts["new"] += len(fetched.new)
    counts["changed"] += len(fetched.changed)
    counts["unchanged"] += fetched.unchanged
    counts["passed"] += bool(fetched.passed_over)
    counts["failed"] += bool(fetched.error)


def _summary(counts: Counter[str]) -> str:
    parts = [f"{many(counts['done'] - counts['passed'], 'feed')} asked: {many(counts['new'], 'new article')}"]
    parts += [f"{counts['changed']} changed"] * bool(counts["changed"])
    parts += [f"{many(counts['filled'], 'whole text')} from their pages"] * bool(counts["filled"])
    parts += [f"{many(counts['unchanged'], 'feed')} without news"] * bool(counts["unchanged"])
    parts += [f"{counts['retired']} old ones out of the lists"] * bool(counts["retired"])
    parts += [f"{counts['passed']} passed over, see `quotidian feeds`"] * bool(counts["passed"])
    parts += [f"{counts['failed']} failed"] * bool(counts["failed"])
    return ", ".join(parts) + "."


def _record(fetched: Fetched) -> dict[str, object]:
    return {
        "feed": fetched.subscription.id,
        "url": without_login(fetched.subscription.url),
        "title": fetched.name,
        "new": fetched.new,
        "changed": fetched.changed,
        "unchanged": fetched.unchanged,
        "error": fetched.error,
        "passed_over": fetched.passed_over,
    }
