"""`quotidian search`: the articles that a query finds, the most fitting first."""

from __future__ import annotations

import argparse

from store.errors import UsageError
from store.query import EVERYTHING
from store.query.syntax import KEYS
from tui.cli.common import add_json_option, configure, library_for, read_query
from tui.cli.listing import print_articles
from tui.cli.output import DONE

EXAMPLE = 'quotidian search \'unread (flood OR dam) who:"Ann Lee" newer:"2 days" -title:opinion\''


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = f"{parser.description}\n\n{explained()}"
    parser.add_argument("query", nargs="+", metavar="QUERY", help="what to look for; in '...' where it begins with -")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each article that is found."""
    query = read_query(args.query)
    if query == EVERYTHING:
        raise UsageError("The query is empty: give a word to look for, or see `quotidian list`.")
    with library_for(configure(args)) as library:
        print_articles(library, library.at(library.select(query, ranked=True)), json=args.json)
    return DONE


def explained() -> str:
    """The language of queries in a few lines."""
    width = max(map(len, KEYS)) + 2
    keys = "\n".join(f"  {key + ':':{width}}{finds}" for key, finds in KEYS.items())
    return (
        'words             all of them; "several words" stand together; word* begins a word\n'
        "unread starred    not read yet; with a star\n"
        "#tag              with this tag, or with a mark that has it\n"
        "a OR b, (a b)     one of them; parentheses as usual\n"
        f"-x                not what x finds\n\n{keys}"
    )
