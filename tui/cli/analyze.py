"""`quotidian analyze`: an analysis a line, for programs. Stores nothing.

Offsets count the characters of the `text` that is printed: the article's, which is the file's but for white space.
Where cleaning a text file changed its characters, it is the file's own text, with U+FFFD for each that can do
harm.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import msgspec

from feeds import read_sources
from nlp.batch import analyse_all
from store.alignment import Original
from store.models import Analysis, Article, Quote
from store.text import text_hash
from tui.cli.common import Reading, add_pipeline_option, configure
from tui.cli.output import print_json, say
from tui.cli.progress import counted

EXAMPLE = "quotidian analyze seeds | head -n 1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="files or folders; - is the standard input")
    add_pipeline_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the analyses in the order of the sources; 1 where one of them could not be read or analysed."""
    config = configure(args)
    originals: dict[str, str] = {}
    reading = Reading(read_sources(args.sources, originals=originals))
    for article, found in counted(analyse_all(reading, config.pipeline, notify=say)):
        if isinstance(found, str):
            reading.fail(found)
        else:
            printed = as_printed(article, found, indirect=config.indirect)
            original = originals.get(article.id)  # the same file may be named again
            print_json(printed if original is None else in_original(printed, Original(original, article.text)))
    return reading.code


def as_printed(article: Article, analysis: Analysis, *, indirect: bool) -> dict[str, object]:
    """What a line holds; indirect speech only where it is wanted."""
    return {
        "source": article.source,
        "title": article.title,
        "text": article.text,
        "text_hash": article.text_hash,
        "pipeline": analysis.pipeline,
        "entities": analysis.entities,
        "quotes": list(wanted_quotes(analysis, indirect=indirect)),
    }


def in_original(printed: dict[str, object], original: Original) -> dict[str, object]:
    """The line with the text as the file holds it, and offsets into that: cleaning had changed its characters."""
    moved = msgspec.to_builtins(printed)
    for found in (*moved["entities"], *moved["quotes"]):
        for mention in (found, found.get("speaker"), found.get("cue")):
            if mention:
                mention["start"], mention["end"] = original.span((mention["start"], mention["end"]))
                mention["text"] = original.text[mention["start"] : mention["end"]]
        if "parts" in found:
            found["parts"] = [original.span(part) for part in found["parts"]]
    return {**moved, "text": original.text, "text_hash": text_hash(original.text)}


def wanted_quotes(analysis: Analysis, *, indirect: bool) -> Iterator[Quote]:
    """The quotations, without indirect speech where the configuration leaves it out."""
    return (quote for quote in analysis.quotes if indirect or quote.kind != "indirect")
