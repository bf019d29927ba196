"""`quotidian add`: keep articles in the library."""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import islice

from feeds import read_sources
from tui.cli.common import Reading, configure, library_for
from tui.cli.output import print_json, say

EXAMPLE = "quotidian add ~/articles notes.md"

_TOGETHER = 100
"""Articles kept in one transaction."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="files or folders; - is the standard input")


def run(args: argparse.Namespace) -> int:
    """Add what can be read, and print a line for each article: its id, and whether it is new here."""
    counts: Counter[str] = Counter()
    with library_for(configure(args), writing=True) as library:
        reading = Reading(read_sources(args.sources))
        articles = iter(reading)
        while some := list(islice(articles, _TOGETHER)):
            for article, arrival in zip(some, library.add_articles(some), strict=True):
                counts[arrival] += 1
                print_json({"id": article.id, "source": article.source, "title": article.title, "arrival": arrival})
    say(f"{counts['new']} new, {counts['changed']} with a changed text, {counts['same']} already here.")
    return reading.code
