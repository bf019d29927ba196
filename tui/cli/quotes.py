"""`quotidian quotes`: who said what, across the library."""

from __future__ import annotations

import argparse

import msgspec

from store.models import Quote
from store.text import clean_line
from tui.cli.analyze import wanted_quotes
from tui.cli.common import (
    Reading,
    add_json_option,
    add_pipeline_option,
    add_selection,
    configure,
    library_for,
    select_articles,
)
from tui.cli.findings import analyses
from tui.cli.output import print_json, print_table

EXAMPLE = "quotidian quotes --speaker Blinken"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=True)
    parser.add_argument("--speaker", metavar="NAME", help="only of speakers whose name has these words in it")
    add_json_option(parser)
    add_pipeline_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each quotation; articles without a kept analysis are analysed first, and that is kept."""
    config, reading = configure(args), Reading(())
    table: list[tuple[str, str, str, str]] = []
    with library_for(config) as library:
        for article, analysis in analyses(library, config.pipeline, reading, select_articles(library, args.selection)):
            for quote in wanted_quotes(analysis, indirect=config.indirect):
                if args.speaker and not is_by(quote, args.speaker):
                    continue
                if args.json:
                    print_json({"article": article.id, "title": article.title, **msgspec.structs.asdict(quote)})
                else:
                    table.append((article.id, speaker_of(quote), quote.kind, clean_line(quote.text, 300)))
    if not args.json:
        print_table(("article", "speaker", "kind", "words"), table)
    return reading.code


def speaker_of(quote: Quote) -> str:
    """Who said it: the name where it is known, else the mention; "" where nobody is."""
    return (quote.speaker.name or quote.speaker.text) if quote.speaker else ""


def is_by(quote: Quote, name: str) -> bool:
    """Whether the words of `name` are all among those of the speaker's name or mention."""
    if quote.speaker is None:
        return False
    theirs = f"{quote.speaker.name or ''} {quote.speaker.text}".casefold().split()
    return all(word in theirs for word in name.casefold().split())
