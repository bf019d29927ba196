"""`quotidian restore`: a library from a backup."""

from __future__ import annotations

import argparse

from store.backup import restore
from store.paths import library_folder
from tui.cli.common import PATIENCE, configure
from tui.cli.main import path
from tui.cli.output import DONE, say

EXAMPLE = "quotidian restore ~/quotidian-backup.zip --library ~/my-library"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=path, metavar="FILE", help="what `quotidian backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Unpack the backup where there is no library yet."""
    folder = library_folder(configure(args).library or None)
    restore(args.file, folder, wait=PATIENCE)
    say(f"The library is in {folder}.")
    return DONE
