"""`quotidian annotations`: what was marked, in one article or all."""

from __future__ import annotations

import argparse

from store.models import Annotation
from tui.cli.common import add_json_option, configure, library_for
from tui.cli.output import DONE, print_json, print_table

EXAMPLE = "quotidian annotations --json | jq -r 'select(.label == \"PERSON\") | .exact'"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("article", nargs="?", metavar="ARTICLE", help="only of this one: id, its beginning, or source")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each annotation, by article and place."""
    with library_for(configure(args)) as library:
        annotations = library.annotations(library.find_article(args.article) if args.article else None)
    if args.json:
        for annotation in annotations:
            print_json(annotation)
    else:
        head = ("id", "article", "start", "end", "label", "verdict", "tags", "note", "words")
        print_table(head, map(_row, annotations))
    return DONE


def _row(made: Annotation) -> tuple[object, ...]:
    verdict = made.verdict if made.anchor == "placed" else f"{made.verdict}, {made.anchor}"
    label = made.label or made.kind
    tags = " ".join(f"#{tag}" for tag in made.tags)
    return (made.id, made.article, made.start, made.end, label, verdict, tags, made.note, made.exact)
