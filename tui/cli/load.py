"""`quotidian load`: articles and annotations from a file, all of them or none."""

from __future__ import annotations

import argparse

from store.loading import load
from tui.cli.common import configure, library_for
from tui.cli.main import path
from tui.cli.output import DONE, many, say
from tui.cli.progress import Line
from tui.exchange import readable

EXAMPLE = "quotidian load marks.jsonl --dry-run"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=path, metavar="FILE", help="the file, or the folder; nothing in it is run")
    parser.add_argument("--format", metavar="F", default="", help=f"one of {', '.join(readable())}; else it is guessed")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")


def run(args: argparse.Namespace) -> int:
    """Load the file; each conflict is said, and the whole is one step of undo."""
    with library_for(configure(args), writing=not args.dry_run) as library, Line() as line:
        tell = lambda count: line.show(f"{many(count, 'article')} read")  # noqa: E731
        done = load(library, args.file, args.format, dry_run=args.dry_run, tell=tell)
    for sentence in done.conflicts:
        say(sentence)
    what = f"{many(done.annotations, 'annotation')} in {many(len(done.articles), 'article')}, {done.new:,} of them new"
    if args.dry_run:
        say(f"{what}: nothing was changed, this was a dry run.")
    else:
        say(f"{what}, loaded from {args.file} ({done.format}). `u` in the reader takes all of it back.")
    return DONE
