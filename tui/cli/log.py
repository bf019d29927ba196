"""`quotidian log`: who changed what, and when."""

from __future__ import annotations

import argparse

from tui.cli.common import add_json_option, configure, library_for
from tui.cli.output import DONE, print_json, print_table

EXAMPLE = "quotidian log --limit 20"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--limit", type=count, default=100, metavar="N", help="how many changes (default 100)")
    add_json_option(parser)


def count(given: str) -> int:
    """A number of things, at least one."""
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of changes: give 1 or more")
    return int(given)


def run(args: argparse.Namespace) -> int:
    """Print a line for each change, newest first."""
    with library_for(configure(args)) as library:
        entries = library.log(args.limit)
    if args.json:
        for entry in entries:
            print_json(entry)
    else:
        rows = [(entry.time, entry.who, entry.act, " ".join(entry.articles), entry.what) for entry in entries]
        print_table(("time", "who", "act", "articles", "what"), rows)
    return DONE
