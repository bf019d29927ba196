"""`quotidian [SOURCE ...]`: the screen."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from store.errors import UsageError
from tui.cli.common import add_pipeline_option, configure
from tui.cli.output import DONE

EXAMPLE = "quotidian seeds ~/articles/talks.html"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="files or folders; the whole library without any")
    add_pipeline_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open the screen; returns when it is closed."""
    gc.disable()  # looking through all that is imported would come just before the first paint; the app goes on with it
    try:
        return _read(args)
    finally:
        gc.enable()


def _read(args: argparse.Namespace) -> int:
    config = configure(args)
    _check_sources(args.sources)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The reader needs a terminal. For programs there is `quotidian analyze`, see --help.")
    from tui.startup import prepare_aside

    folder = Path(config.library).expanduser() if config.library else None
    prepared = prepare_aside(args.sources, folder, config)  # reads while the next line imports
    from tui.app import run as run_app

    run_app(prepared, config)
    return DONE


def _check_sources(sources: Sequence[str]) -> None:
    """Refuse a mistyped command, which would be taken for a file."""
    if not sources or Path(sources[0]).exists():
        return
    from difflib import get_close_matches  # only now: the reader starts without

    from tui.cli.main import COMMANDS

    if near := get_close_matches(sources[0], COMMANDS, 1, 0.75):
        raise UsageError(f"‘{sources[0]}’ is neither a file nor a command. Did you mean `quotidian {near[0]}`?")
