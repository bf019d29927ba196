"""`quotidian doctor`: is everything well with the library, the configuration and the pipeline?"""

from __future__ import annotations

import argparse

from feeds.subscriptions import now, wants_a_look
from nlp.batch import analyse_all
from store.errors import PipelineError, QueryError
from store.library import Library
from store.models import Article, SavedSearch, Subscription
from store.searches import doubt
from store.text import clean_line, text_hash
from tui.cli.common import Reading, add_pipeline_option, configure, library_for
from tui.cli.output import many, say

EXAMPLE = "quotidian doctor --mend"

_PROBE = "Ann Lee of the Red Cross said on Monday: “It works.”"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--mend", action="store_true", help="put right what can be, after a backup inside the library")
    add_pipeline_option(parser)


def run(args: argparse.Namespace) -> int:
    """Say what is wrong, a line each; 1 where anything is."""
    config, wrong = configure(args), Reading(())
    _check_keys(config.keys, wrong)
    with library_for(config, writing=args.mend) as library:
        if args.mend:
            for sentence in library.mend():
                say(sentence)
        for fault in library.check():
            wrong.fail(f"{fault.sentence}{' `quotidian doctor --mend` puts it right.' * fault.mendable}")
        _check_feeds(library, wrong)
        articles, annotations = library.articles(), library.annotations()
        holds = f"{many(len(articles), 'article')} and {many(len(annotations), 'annotation')}"
        say(f"The library {library.folder} holds {holds}. {library.read_only}")
    _check_pipeline(config.pipeline, wrong)
    if not wrong.code:
        say("All is well.")
    return wrong.code


def _check_feeds(library: Library, wrong: Reading) -> None:
    """Feeds that fail on, and saved searches that make no sense or never tag anything."""
    states, at = library.feed_states(), now()
    for feed in library.records(Subscription):
        if sentence := wants_a_look(feed, states.get(feed.id), at):
            wrong.fail(sentence)
    for search in library.records(SavedSearch):
        try:
            sentence = doubt(search)
        except QueryError as error:
            sentence = f"It makes no sense: {error.sentence}"
        if sentence:
            wrong.fail(f"The saved search ‘{clean_line(search.name, 60)}’: {sentence}")


def _check_keys(keys: dict[str, str], wrong: Reading) -> None:
    if keys:
        from tui.actions import check_keymap  # imports the screen: only where there is something to check

        for sentence in check_keymap(keys):
            wrong.fail(sentence)


def _check_pipeline(pipeline: str, wrong: Reading) -> None:
    probe = Article(id="probe", source="a sentence", title="", text=_PROBE, text_hash=text_hash(_PROBE))
    try:
        for _, found in analyse_all([probe], pipeline, notify=wrong.fail):
            if isinstance(found, str):
                wrong.fail(found)
            else:
                say(f"The pipeline {found.pipeline} works.")
    except PipelineError as error:
        wrong.fail(error.sentence)
