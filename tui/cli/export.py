"""`quotidian export`: articles and annotations in a format that other tools read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from store import formats
from store.export import export
from tui.cli.common import NOTHING, add_selection, configure, library_for, select_articles
from tui.cli.output import DONE, INCOMPLETE, many, print_table, say

EXAMPLE = "quotidian export --format jsonl -o marks.jsonl"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=True)
    names = ", ".join(formats.names())
    parser.add_argument("--format", metavar="F", help=f"one of {names}; without it, they are explained")
    parser.add_argument("-o", "--output", metavar="PATH", help="the file or folder to write; else the standard output")
    only = "which annotations: all, or only what was made, accepted or corrected, without what was rejected"
    parser.add_argument("--only", choices=("all", "accepted"), default="all", help=only)


def run(args: argparse.Namespace) -> int:
    """Write the export; what the format can't express is said."""
    if args.format is None:
        print_table(("format", "file", "what it is"), [(f.name, f.suffix, f.about) for f in _formats()])
        return DONE
    chosen = formats.find(args.format)
    with library_for(configure(args)) as library:
        wanted = select_articles(library, args.selection)
        if args.selection and not wanted:
            say(NOTHING)
            return INCOMPLETE
        done = export(library, wanted, chosen, Path(args.output) if args.output else sys.stdout.buffer, only=args.only)
    for sentence in done.not_expressed:
        say(sentence)
    if done.files:
        where = done.files[0] if len(done.files) == 1 else f"{many(len(done.files), 'file')} in {done.files[0].parent}"
        say(f"{many(done.count, 'article')}, written to {where}.")
    return DONE


def _formats() -> list[formats.Format]:
    return [formats.find(name) for name in formats.names()]
