"""`quotidian completion`: a script that teaches a shell to complete our commands and options."""

from __future__ import annotations

import argparse
import sys

from tui.cli.output import DONE

EXAMPLE = "quotidian completion bash > ~/.local/share/bash-completion/completions/quotidian"

SHELLS = ("bash", "zsh", "tcsh")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("shell", choices=SHELLS, help="which shell")


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    sys.stdout.write(shtab.complete(whole_parser(), args.shell) + "\n")
    return DONE


def whole_parser() -> argparse.ArgumentParser:
    """A parser of all commands with all their options; only completion needs all at once."""
    import shtab

    from tui.cli.main import COMMANDS, READ, fill

    parser = fill(argparse.ArgumentParser(prog="quotidian"), READ)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, command in COMMANDS.items():
        if name != READ:
            fill(commands.add_parser(name, help=command.about), name)
    for one in (parser, *commands.choices.values()):
        for action in one._actions:
            if action.metavar in ("SOURCE", "PATH", "FILE"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.metavar == "DIR":
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return parser
