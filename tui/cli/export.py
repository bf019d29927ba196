"""`quotidian export`: articles and annotations in a format that other tools read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from store.errors import UsageError
from store.export import Exported, Tell, export, export_split
from store.library import Library
from store.splitting import parse_shares
from tui.cli.common import NOTHING, add_selection, configure, library_for, select_articles
from tui.cli.output import DONE, INCOMPLETE, many, output, print_table, say
from tui.cli.progress import Line
from tui.exchange import formats

EXAMPLE = "quotidian export unread has:marks --format jsonl -o marks.jsonl"

_ONLY = """which annotations: all that were made or judged (the default); accepted: without what was rejected; or
suggestions: what the last pipeline found and nobody judged yet"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=True)
    names = ", ".join(formats.names())
    parser.add_argument("--format", metavar="F", help=f"one of {names}; without it, they are explained")
    parser.add_argument("-o", "--output", metavar="PATH", help="the file or folder to write; else the standard output")
    parser.add_argument("--only", choices=("all", "accepted", "suggestions"), default="all", help=_ONLY)
    shares = "write train, dev and test into the folder PATH, whole articles to these shares"
    parser.add_argument("--split", metavar="80/10/10", help=shares)
    parser.add_argument("--seed", type=int, metavar="N", help="another draw of the split (else 0)")
    links = "in Markdown, names of people and speakers as [[links]] to notes of their own"
    parser.add_argument("--wiki-links", action="store_true", help=links)


def run(args: argparse.Namespace) -> int:
    """Write the export; what the format can't express is said."""
    if args.format is None:
        if args.output or args.split:
            raise UsageError("Name the format with --format; `quotidian export` alone explains those there are.")
        print_table(("format", "file", "what it is"), [(f.name, f.suffix, f.about) for f in _formats()])
        return DONE
    chosen = _chosen(args)
    with library_for(configure(args)) as library:
        wanted = select_articles(library, args.selection)
        if args.selection and not wanted:
            say(NOTHING)
            return INCOMPLETE
        with Line() as line:
            drawn = args.output or not sys.stdout.isatty()  # or the line would be drawn into the export
            tell = (lambda count: line.show(f"{count:,} of {many(len(wanted), 'article')}")) if drawn else None
            parts = _write(library, wanted, chosen, args, tell)
    for part, done in parts.items():
        for sentence in done.not_expressed:
            say(f"{part}: {sentence}" if part else sentence)
        if done.files or part:
            say(f"{many(done.count, 'article')}, written to {_where(done, args, part)}.")
    return DONE


def _chosen(args: argparse.Namespace) -> formats.Format:
    """The format; UsageError where the options don't go together."""
    if args.seed is not None and not args.split:
        raise UsageError("--seed draws a split: give --split too.")
    if args.split and not args.output:
        raise UsageError("A split is three files: name their folder with -o.")
    chosen = formats.find(args.format)
    if args.wiki_links:
        from store.formats.markdown import Markdown

        if not isinstance(chosen, Markdown):
            raise UsageError("--wiki-links is for --format markdown.")
        return Markdown(wiki_links=True)
    return chosen


def _write(
    library: Library, wanted: list[str], chosen: formats.Format, args: argparse.Namespace, tell: Tell | None
) -> dict[str, Exported]:
    """What was written, by part; one part without a name where nothing is split."""
    if args.split:
        shares = parse_shares(args.split)
        folder, seed = Path(args.output), args.seed or 0
        return export_split(library, wanted, chosen, folder, shares, seed=seed, only=args.only, tell=tell)
    target = Path(args.output) if args.output else output()
    return {"": export(library, wanted, chosen, target, only=args.only, tell=tell)}


def _where(done: Exported, args: argparse.Namespace, part: str) -> str:
    if not done.files:
        return str(Path(args.output) / part)
    if len(done.files) == 1:
        return str(done.files[0])
    return f"{many(len(done.files), 'file')} in {done.files[0].parent}"


def _formats() -> list[formats.Format]:
    return [formats.find(name) for name in formats.names()]
