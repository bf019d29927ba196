"""The command `quotidian`: parses its line, runs one command, turns failures into sentences and exit codes.

Imports a command's module only when it is that command's turn: `--help` waits for neither Textual nor spaCy.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from store.errors import QuotidianError, UsageError
from tui.cli.output import DONE, INCOMPLETE, INTERRUPTED, MISUSED, say

READ = "read"
"""The command that is meant where none is named: the screen."""


class Command(NamedTuple):
    """What a command does, and its module, with `arguments(parser)`, `run(args) -> exit code` and `EXAMPLE`."""

    module: str
    about: str


COMMANDS: dict[str, Command] = {
    READ: Command("tui.cli.read", "open the reader, on these articles where some are named (the default)"),
    "add": Command("tui.cli.add", "follow feeds, add pages, files and folders to the library"),
    "fetch": Command("tui.cli.fetch", "bring what is new in the feeds"),
    "feeds": Command("tui.cli.feeds", "list the feeds and how they are doing, export them, unsubscribe"),
    "list": Command("tui.cli.listing", "list the articles of the library, or those that a query finds"),
    "search": Command("tui.cli.search", "find articles by a query, the best first"),
    "change": Command("tui.cli.change", "tag, star, read or remove all articles that a query finds"),
    "searches": Command("tui.cli.searches", "list saved searches and their articles, keep new ones"),
    "analyze": Command("tui.cli.analyze", "print the entities and quotations in articles, an article a line"),
    "annotate": Command("tui.cli.annotate", "annotate a span of an article"),
    "annotations": Command("tui.cli.annotations", "list annotations"),
    "export": Command("tui.cli.export", "write articles and annotations in a format that other tools read"),
    "load": Command("tui.cli.load", "read articles and annotations that were exported"),
    "quotes": Command("tui.cli.quotes", "list the quotations in the library's articles"),
    "entities": Command("tui.cli.entities", "list who and what the library's articles name"),
    "gazetteer": Command("tui.cli.gazetteer", "list the names you labelled, which other articles suggest; stop that"),
    "stats": Command("tui.cli.stats", "count marks by label, tag, verdict, origin and day"),
    "log": Command("tui.cli.log", "list the changes that were made, newest first"),
    "doctor": Command("tui.cli.doctor", "check the library, the configuration and the pipeline"),
    "backup": Command("tui.cli.backup", "write the whole library into one file"),
    "restore": Command("tui.cli.restore", "make a library of a backup"),
    "config": Command("tui.cli.configuration", "print a configuration file with every key explained"),
    "completion": Command("tui.cli.completion", "print a completion script for a shell"),
}

_ABOUT = "A news reader for the terminal in which you mark what you read: who is in it, and who said what."
_TAKE_A_VALUE = ("--library", "--config", "--pipeline")
"""The options that may stand before a command, and have a value."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError in a sentence instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """What argparse calls when the line makes no sense."""
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{sentence}. `{self.prog} --help` shows what it takes.")


class ShowVersion(argparse.Action):
    """Looks the version up when it is asked for: that takes longer than parsing."""

    def __call__(self, parser: argparse.ArgumentParser, *_args: Any) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"quotidian {version('quotidian')}\n")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (without the program's name); returns the exit code and raises for no failure."""
    try:
        args = parse(list(sys.argv[1:] if argv is None else argv))
        code = int(args.run(args))
        sys.stdout.flush()
    except QuotidianError as error:
        say(error.sentence)
        return MISUSED if isinstance(error, UsageError) else INCOMPLETE
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as done:  # argparse ends --help and --version this way
        return done.code if isinstance(done.code, int) else INCOMPLETE
    except MemoryError:
        say("There is not enough memory for this: close something, or give less at a time.")
        return INCOMPLETE
    except OSError as error:
        say(f"The system refused: {error.strerror or type(error).__name__} ({error.filename or 'standard output'}).")
        return INCOMPLETE
    except Exception as error:
        if os.environ.get("QUOTIDIAN_DEBUG"):
            raise
        say(f"This should not have happened ({type(error).__name__}: {error}). QUOTIDIAN_DEBUG=1 shows where it did.")
        return INCOMPLETE
    return code


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments as the command they name understands them; `run` in the result is that command's function."""
    at = _first_word(argv)
    name = argv[at] if at < len(argv) and argv[at] in COMMANDS else None
    if name is not None:
        parser = Parser(prog=f"quotidian {name}", allow_abbrev=False)
        return fill(parser, name).parse_args([*argv[:at], *argv[at + 1 :]])
    if any(word in ("-h", "--help", "--version") for word in argv[:at]):
        overview().parse_args(argv[:at])
    return fill(Parser(prog="quotidian", allow_abbrev=False), READ).parse_args(argv)


def fill(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    """Make `parser` that of the command `name`; imports the command's module."""
    module = import_module(COMMANDS[name].module)
    parser.description = f"{COMMANDS[name].about[:1].upper()}{COMMANDS[name].about[1:]}."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"example: {module.EXAMPLE}"
    module.arguments(parser)
    _everywhere(parser)
    parser.set_defaults(run=module.run)
    return parser


def overview() -> argparse.ArgumentParser:
    """The parser that explains the whole command; it knows no command's own arguments."""
    width = max(map(len, COMMANDS)) + 2
    lines = "\n".join(f"  {name:{width}}{command.about}" for name, command in COMMANDS.items())
    parser = Parser(
        prog="quotidian",
        usage="quotidian [SOURCE ...]\n       quotidian COMMAND ...",
        description=f"{_ABOUT}\n\ncommands:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: quotidian seeds\n`quotidian COMMAND --help` tells more. A file named like a command: ./NAME",
    )
    _everywhere(parser)
    return parser


def _everywhere(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("everywhere")
    group.add_argument("--library", type=path, metavar="DIR", help="the library's folder (else QUOTIDIAN_LIBRARY)")
    group.add_argument("--config", type=path, metavar="FILE", help="the configuration file")
    group.add_argument("--version", action=ShowVersion, nargs=0, help="print the version and end")


def path(given: str) -> Path:
    """The path that an argument names."""
    if not given:
        raise argparse.ArgumentTypeError("an empty name is no path")
    return Path(given)


def _first_word(argv: Sequence[str]) -> int:
    """The place of the first word that is neither an option nor an option's value."""
    at = 0
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-", "--"):
        at += 2 if argv[at] in _TAKE_A_VALUE else 1
    return min(at, len(argv))


def _reader_left() -> int:
    """Whoever read our output has seen enough (`| head`): no failure. Python must not write there again at exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
    return DONE
