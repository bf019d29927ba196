"""`quotidian search`: the articles that hold certain words."""

from __future__ import annotations

import argparse

from store.errors import UsageError
from store.search import expression
from tui.cli.common import add_json_option, configure, library_for
from tui.cli.listing import print_articles
from tui.cli.output import DONE

EXAMPLE = "quotidian search 'blinken \"taiwan issue\" title:beijing visit* -trade'"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        f'{parser.description}\nWords must all be there; "several words" stand together; word* begins a word;\n'
        "-word must not be there; title:word and byline:word look only there."
    )
    parser.add_argument("query", nargs="+", metavar="QUERY", help="words to look for; in '...' where they begin with -")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each article that is found, the most fitting first."""
    query = " ".join(args.query)
    if not expression(query):
        raise UsageError("The query names no word that has to be there: give a word to look for.")
    with library_for(configure(args)) as library:
        print_articles(library, library.articles(library.search(query, ranked=True)), json=args.json)
    return DONE
