"""`quotidian backup`: the whole library in one file."""

from __future__ import annotations

import argparse

from tui.cli.common import configure, library_for
from tui.cli.main import path
from tui.cli.output import DONE, many, say

EXAMPLE = "quotidian backup ~/quotidian-backup.zip"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=path, metavar="FILE", help="the archive to write; one that is there is replaced")


def run(args: argparse.Namespace) -> int:
    """Write the backup, while the library may be in use."""
    with library_for(configure(args)) as library:
        library.backup(args.file)
        say(f"{args.file} holds {many(len(library.articles()), 'article')} and all that was marked.")
    return DONE
