"""`quotidian stats`: what is in the library, counted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from store.stats import Stats, gather
from tui.cli.common import add_json_option, configure, library_for
from tui.cli.output import DONE, print_json, print_table
from tui.plots import bar

EXAMPLE = "quotidian stats --json"

_BAR = 24
"""Cells of the longest bar."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts, with a bar beside each."""
    with library_for(configure(args)) as library:
        found = gather(library)
    if args.json:
        print_json(found)
    else:
        print_table(("what", "which", "count", ""), _rows(found))
        if found.agreement:
            print_table(("suggested", "accepted", "corrected", "rejected", "precision"), _agreement(found))
    return DONE


def _rows(found: Stats) -> Iterator[tuple[str, str, int, str]]:
    yield "articles", "all", found.articles, ""
    yield "articles", "read", found.read, ""
    yield "articles", "with marks", found.marked_articles, ""
    yield "words", "read", found.read_words, ""
    if found.words_per_minute is not None:
        yield "words", "a minute, while reading and marking", round(found.words_per_minute), ""
    yield "marks", "all", found.annotations, ""
    if found.per_minute is not None:
        yield "marks", "a minute, while marking", round(found.per_minute), ""
    tables = {"kind": found.kinds, "label": found.labels, "tag": found.tags, "verdict": found.verdicts}
    tables |= {"origin": found.origins, "day": found.days}
    for what, table in tables.items():
        most = max(table.values(), default=1)
        for which, count in table.items():
            yield what, which, count, bar(count, most, _BAR)


def _agreement(found: Stats) -> Iterator[tuple[object, ...]]:
    for row in found.agreement:
        yield row.label, row.accepted, row.corrected, row.rejected, f"{row.precision:.0%}"
