"""`quotidian change`: tags, stars, read or unread, removed or not, for all articles that a query finds, as one step."""

from __future__ import annotations

import argparse

from msgspec.structs import replace

from store.errors import UsageError
from store.marking import clean_tags
from store.models import ArticleState, Change
from tui.cli.common import NOTHING, add_selection, configure, library_for, select_articles
from tui.cli.output import DONE, INCOMPLETE, many, say

EXAMPLE = "quotidian change 'climate newer:2d -#later' --tag later --star"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=False)
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="add a tag")
    parser.add_argument("--untag", action="append", default=[], metavar="T", help="take a tag away")
    for field, on, off in (("read", "read", "unread"), ("starred", "star", "unstar"), ("removed", "remove", "restore")):
        either = parser.add_mutually_exclusive_group()
        either.add_argument(f"--{on}", dest=field, action="store_true", default=None, help=f"set them {field}")
        either.add_argument(f"--{off}", dest=field, action="store_false", help=f"set them not {field}")


def run(args: argparse.Namespace) -> int:
    """Change all of them, as one step of undo; say how many were changed."""
    given = {field: getattr(args, field) for field in ("read", "starred", "removed")}
    wanted = {field: value for field, value in given.items() if value is not None}
    tags, gone = clean_tags(args.tag), {tag.casefold() for tag in clean_tags(args.untag)}
    if not (wanted or tags or gone):
        raise UsageError("Say what to change: --tag, --untag, --read, --star, --remove and so on, see --help.")

    def changed(state: ArticleState) -> ArticleState:
        kept = (tag for tag in state.tags if tag.casefold() not in gone)
        return replace(state, tags=clean_tags((*kept, *tags)), **wanted)

    with library_for(configure(args), writing=True) as library:
        found = select_articles(library, args.selection)
        if not found:
            say(NOTHING)
            return INCOMPLETE
        before = [library.state(article) for article in found]
        states = tuple(after for state in before if (after := changed(state)) != state)
        library.commit(Change(what=f"change {many(len(states), 'article')}", states=states))
    say(f"{many(len(states), 'article')} of {len(found):,} changed.")
    return DONE
