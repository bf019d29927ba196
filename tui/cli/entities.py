"""`quotidian entities`: who and what is named, across the library."""

from __future__ import annotations

import argparse
from collections import defaultdict

from msgspec import Struct

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

EXAMPLE = "quotidian entities --label PERSON"


class Named(Struct):
    """How often a name stands in which articles."""

    mentions: int = 0
    articles: dict[str, None] = {}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_selection(parser, all_without=True)
    parser.add_argument("--label", metavar="L", help="only entities with this label")
    add_json_option(parser)
    add_pipeline_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each name and label, the most often named first."""
    config, reading = configure(args), Reading(())
    found: dict[tuple[str, str], Named] = defaultdict(Named)
    with library_for(config) as library:
        for article, analysis in analyses(library, config.pipeline, reading, select_articles(library, args.selection)):
            for entity in analysis.entities:
                if args.label in (None, entity.label):
                    named = found[entity.name, entity.label]
                    named.mentions += 1
                    named.articles[article.id] = None
    ranked = sorted(found.items(), key=lambda item: (-item[1].mentions, item[0]))
    if args.json:
        for (name, label), named in ranked:
            print_json({"name": name, "label": label, "mentions": named.mentions, "articles": list(named.articles)})
    else:
        rows = [(label, named.mentions, len(named.articles), name) for (name, label), named in ranked]
        print_table(("label", "mentions", "articles", "name"), rows)
    return reading.code
