"""`quotidian add`: keep articles in the library, and follow feeds."""

from __future__ import annotations

import argparse
from collections import Counter

from feeds.adding import add
from feeds.client import Courier
from feeds.keeping import AddedArticle, AddedFeed, Result
from feeds.sources import Skipped
from store.text import without_login
from tui.cli.common import configure, library_for
from tui.cli.output import DONE, INCOMPLETE, many, print_json, say

EXAMPLE = "quotidian add https://example.org/feed.xml feeds.opml ~/articles notes.md"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="addresses of feeds and pages, lists of feeds (OPML), files or folders; - is the standard input",
    )
    parser.add_argument(
        "--page", action="store_true", help="take what is at an address as an article, whatever feed it names"
    )


def run(args: argparse.Namespace) -> int:
    """Add what can be read, and print a line for each article and feed: its id, and whether it is new here."""
    counts: Counter[str] = Counter()
    code = DONE
    with library_for(configure(args), writing=True) as library, Courier() as courier:
        for result in add(library, courier, args.sources, follow=not args.page):
            if isinstance(result, Skipped):
                say(result.sentence)
                code = INCOMPLETE
            else:
                print_json(_record(result))
                if result.notice:
                    say(result.notice)
            _count(counts, result)
    say(_summary(counts))
    return code


def _record(result: AddedArticle | AddedFeed) -> dict[str, object]:
    if isinstance(result, AddedArticle):
        article = result.article
        return {"id": article.id, "source": article.source, "title": article.title, "arrival": result.arrival}
    feed = result.subscription
    return {
        "feed": feed.id,
        "source": without_login(feed.url),
        "title": result.name,
        "arrival": result.arrival,
        "new": len(result.new),
    }


def _count(counts: Counter[str], result: Result) -> None:
    if isinstance(result, AddedArticle):
        counts[result.arrival] += 1
    elif isinstance(result, AddedFeed):
        counts["feeds"] += result.arrival == "new"
        counts["known"] += result.arrival == "same"
        counts["new"] += len(result.new)
        counts["waiting"] += result.arrival == "new" and not result.new


def _summary(counts: Counter[str]) -> str:
    feeds = f"{many(counts['feeds'], 'feed')} followed; " if counts["feeds"] else ""
    feeds += f"{many(counts['known'], 'feed')} followed already; " if counts["known"] else ""
    fetch = " `quotidian fetch` brings the articles of the feeds." if counts["waiting"] else ""
    said = f"{counts['new']} new, {counts['changed']} with a changed text, {counts['same']} already here."
    return f"{feeds}{said}{fetch}"
