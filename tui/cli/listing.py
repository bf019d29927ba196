"""`quotidian list`: the articles of the library, or those that a query finds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

import msgspec

from store.library import Library
from store.models import ArticleRow
from tui.cli.common import add_json_option, add_selection, configure, library_for, select_articles
from tui.cli.output import DONE, print_json, print_table

EXAMPLE = "quotidian list unread newer:2d --json | jq -r .title"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=True)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each article, newest first."""
    with library_for(configure(args)) as library:
        articles = library.articles(select_articles(library, args.selection))
        print_articles(library, articles, json=args.json)
    return DONE


def print_articles(library: Library, rows: Iterable[ArticleRow | None], *, json: bool) -> None:
    """A line for each article, with what was made of it."""
    if not json:
        table = [
            (row.id, row.published[:10], row.words, library.count("marked", row.id), row.title) for row in rows if row
        ]
        print_table(("id", "published", "words", "marks", "title"), table)
        return
    for row in filter(None, rows):
        state = library.state(row.id)
        made = {"read": state.read, "starred": state.starred, "tags": state.tags, "note": state.note}
        print_json({**msgspec.structs.asdict(row), **made, "annotations": library.count("marked", row.id)})
