"""`quotidian searches`: saved searches, which are feeds of their own, and rules that tag what arrives."""

from __future__ import annotations

import argparse

import msgspec

from store.errors import UsageError
from store.models import SavedSearch
from store.query import EVERYTHING
from store.searches import doubt, dropping, find, saving
from tui.cli.common import add_json_option, configure, library_for, read_query
from tui.cli.listing import print_articles
from tui.cli.output import DONE, print_json, print_table, say

EXAMPLE = "quotidian searches Climate 'climate OR said:climate' --tag later"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="list the articles of this search; without it, all searches"
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="keep this query under the name")
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="tag what arrives and matches")
    parser.add_argument("--delete", action="store_true", help="take the search away")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """List, keep or delete."""
    query = read_query(args.query)
    writing = query != EVERYTHING or args.delete
    if (args.name is None and args.delete) or (args.tag and query == EVERYTHING):
        raise UsageError("To delete a search, name it; to make a rule, give a name, a query and --tag.")
    with library_for(configure(args), writing=writing) as library:
        searches = library.records(SavedSearch)
        if args.name is None:
            _list(searches, json=args.json)
        elif query != EVERYTHING:
            change = saving(searches, args.name, " ".join(args.query), args.tag)
            library.commit(change)
            for sentence in filter(None, (doubt(kept) for kept in change.keep if isinstance(kept, SavedSearch))):
                say(sentence)
        else:
            search = find(searches, args.name)
            if search is None:
                raise UsageError(f"There is no saved search ‘{args.name}’. `quotidian searches` lists them.")
            if args.delete:
                library.commit(dropping(search))
            else:
                print_articles(library, library.at(library.select(search.query)), json=args.json)
    return DONE


def _list(searches: list[SavedSearch], *, json: bool) -> None:
    if not json:
        print_table(("name", "tags", "query"), [(s.name, " ".join(s.tags), s.query) for s in searches])
        return
    for search in searches:
        print_json(msgspec.structs.asdict(search))
