"""`quotidian annotate`: a mark on an article, without the screen."""

from __future__ import annotations

import argparse

from store.errors import UsageError
from store.marking import annotate
from store.models import Change
from store.text import clean_line
from tui.cli.common import configure, library_for
from tui.cli.output import DONE, print_json
from tui.config import Config

EXAMPLE = "quotidian annotate 3f2a --start 9 --end 14 --label GPE --tag capital --note 'the host'"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("article", metavar="ARTICLE", help="its id, the beginning of that, or its source")
    parser.add_argument("--start", type=int, required=True, metavar="N", help="offset of the first character, from 0")
    parser.add_argument("--end", type=int, required=True, metavar="N", help="offset after the last character")
    parser.add_argument("--label", required=True, metavar="L", help="PERSON, ORG, GPE ..., or one of your own")
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="may be given more than once")
    parser.add_argument("--note", default="", metavar="N", help="a note of your own")


def run(args: argparse.Namespace) -> int:
    """Keep the annotation, and print it as it is stored once it is on the disk."""
    config = configure(args)
    _check_label(args.label, config)
    with library_for(config, writing=True) as library:
        article = library.article(library.find_article(args.article))
        made = annotate(
            article,
            args.start,
            args.end,
            label=args.label,
            annotator=config.annotator,
            tags=args.tag,
            note=_note(args.note),
        )
        what = f"label {clean_line(made.exact, 30)!r} {made.label}"
        library.commit(Change(what=what, put=(made,)), who=config.annotator)
        print_json(library.annotation(made.id))
    return DONE


def _check_label(label: str, config: Config) -> None:
    if label not in config.label_names:
        raise UsageError(
            f"There is no label ‘{clean_line(label, 60)}’. There are: {', '.join(config.label_names)}. "
            "The configuration file can add more (`quotidian config`)."
        )


def _note(given: str) -> str:
    from store.text import clean

    return clean(given)
