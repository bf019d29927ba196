"""`quotidian export`: articles and annotations in a format that other tools read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from store import formats
from store.export import export
from tui.cli.common import configure, find_articles, library_for
from tui.cli.output import DONE, many, print_table, say

EXAMPLE = "quotidian export --format jsonl -o marks.jsonl"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="id, its beginning, or source; all without any")
    names = ", ".join(formats.names())
    parser.add_argument("--format", metavar="F", help=f"one of {names}; without it, they are explained")
    parser.add_argument("-o", "--output", metavar="PATH", help="the file or folder to write; else the standard output")


def run(args: argparse.Namespace) -> int:
    """Write the export; what the format can't express is said."""
    if args.format is None:
        print_table(("format", "file", "what it is"), [(f.name, f.suffix, f.about) for f in _formats()])
        return DONE
    chosen = formats.find(args.format)
    with library_for(configure(args)) as library:
        wanted = find_articles(library, args.articles)
        done = export(library, wanted, chosen, Path(args.output) if args.output else sys.stdout.buffer)
    for sentence in done.not_expressed:
        say(sentence)
    if done.files:
        where = done.files[0] if len(done.files) == 1 else f"{many(len(done.files), 'file')} in {done.files[0].parent}"
        say(f"{many(done.count, 'article')}, written to {where}.")
    return DONE


def _formats() -> list[formats.Format]:
    return [formats.find(name) for name in formats.names()]
