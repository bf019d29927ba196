"""`quotidian list`: the articles of the library."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

import msgspec

from store.library import Library
from store.models import ArticleRow
from tui.cli.common import add_json_option, configure, library_for
from tui.cli.output import DONE, print_json, print_table

EXAMPLE = "quotidian list --json | jq -r .title"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each article, newest first."""
    with library_for(configure(args)) as library:
        print_articles(library, library.articles(), json=args.json)
    return DONE


def print_articles(library: Library, rows: Iterable[ArticleRow], *, json: bool) -> None:
    """A line for each article, with what was made of it."""
    marks = Counter(a.article for a in library.annotations() if a.verdict != "rejected")
    if not json:
        table = [(row.id, row.published[:10], row.words, marks[row.id], row.title) for row in rows]
        print_table(("id", "published", "words", "marks", "title"), table)
        return
    for row in rows:
        state = library.state(row.id)
        made = {"read": state.read, "starred": state.starred, "tags": state.tags, "note": state.note}
        print_json({**msgspec.structs.asdict(row), **made, "annotations": marks[row.id]})
