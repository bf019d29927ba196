"""What several commands share: the configuration, the library, and the articles that were named."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from feeds import Skipped
from store.errors import QueryError, ReadOnlyError, UnknownArticle, UsageError
from store.feeds import FeedState
from store.library import Library, open_library
from store.models import Article, Subscription
from store.paths import VARIABLE
from store.text import clean_line, without_login
from tui.cli.output import DONE, INCOMPLETE, say
from tui.config import Config, load_config

if TYPE_CHECKING:
    from store.query import Node

PATIENCE = 5.0
"""Seconds that a command which writes waits for another process to end."""


def configure(args: argparse.Namespace) -> Config:
    """The configuration, with what the line says in place of what the file says. Raises ConfigError."""
    from msgspec.structs import replace

    config = load_config(args.config)
    if args.library is not None:
        config = replace(config, library=str(args.library))
    elif os.environ.get(VARIABLE):
        config = replace(config, library=os.environ[VARIABLE])
    if getattr(args, "pipeline", ""):
        config = replace(config, pipeline=args.pipeline)
    return config


NOTHING = "No article matches."
"""What a command says that was to act on articles and found none."""


@contextmanager
def library_for(config: Config, *, writing: bool = False) -> Iterator[Library]:
    """The library, open; what opening had to mend is said. Raises StoreError.

    A command that is `writing` waits for another process, and is refused (ReadOnlyError) where that does not end.
    """
    with open_library(config.library or None, wait=PATIENCE if writing else 0) as library:
        for notice in library.notices:
            say(notice)
        if writing and library.read_only:
            raise ReadOnlyError(f"{library.read_only} Nothing was changed.")
        yield library


def add_selection(parser: argparse.ArgumentParser, *, all_without: bool) -> None:
    """`QUERY ...`, for the commands that act on the articles a query finds; `select_articles` answers it."""
    parser.add_argument(
        "selection",
        nargs="*" if all_without else "+",
        metavar="QUERY",
        help="which articles, as in `quotidian search`, or an id or source"
        + ("; all without any" if all_without else "; in '...' where it begins with -"),
    )


def select_articles(library: Library, words: Sequence[str]) -> list[str]:
    """The ids of the articles that the words of a `QUERY ...` mean, newest first. Raises QueryError, StoreError.

    Where each of them is an id or a source, those articles in that order; else all together are a query.
    """
    named = [article for word in words if (article := _named(library, word))]
    return list(dict.fromkeys(named)) if words and len(named) == len(words) else library.search(read_query(words))


def _named(library: Library, word: str) -> str | None:
    """The id of the article with this id or source; a mere beginning of an id may be a word, `id:` says it is none."""
    with suppress(UnknownArticle):
        found = library.find_article(word)
        return found if found == word or not found.startswith(word.lower()) else None
    return None


def read_query(words: Sequence[str]) -> Node:
    """The query that the words of a command line say. Raises QueryError, whose sentence shows the place."""
    text = " ".join(words)
    try:
        from store.query import parse  # the reader's first paint waits for none

        return parse(text)
    except QueryError as error:
        raise QueryError(f"{error.sentence} ({pointed(text, error.at)})", error.at) from error


def pointed(text: str, at: int) -> str:
    """The query with a sign at the place where it goes wrong, for one line."""
    return clean_line(f"{text[:at]}▸{text[at:]}")


def find_feeds(library: Library, keys: Sequence[str]) -> list[Subscription]:
    """The feeds that `keys` mean: ids, beginnings of them, addresses, parts of names. Raises UsageError for one that
    means none.
    """
    states, followed = library.feed_states(), library.records(Subscription)
    found: dict[str, Subscription] = {}
    for key in keys:
        exact = [feed for feed in followed if key in (feed.id, feed.url)]
        near = [feed for feed in followed if _means(key, feed, states.get(feed.id))]
        if not (exact or near):
            raise UsageError(f"No feed that is followed is meant by ‘{key}’: `quotidian feeds` lists them.")
        found |= {feed.id: feed for feed in exact or near}
    return list(found.values())


def _means(key: str, feed: Subscription, state: FeedState | None) -> bool:
    name = feed.title or (state.title if state else "")
    return (
        len(key) >= 4 and feed.id.startswith(key.lower())
    ) or key.casefold() in f"{name} {without_login(feed.url)}".casefold()


class Reading:
    """Articles from sources; what could not be read is said, and makes `code` an exit code that tells."""

    def __init__(self, found: Iterable[Article | Skipped]) -> None:
        self.code = DONE
        self._found = found

    def __iter__(self) -> Iterator[Article]:
        for item in self._found:
            if isinstance(item, Skipped):
                self.fail(item.sentence)
            else:
                yield item

    def fail(self, sentence: str) -> None:
        """Say that something could not be done."""
        self.code = INCOMPLETE
        say(sentence)


def add_pipeline_option(parser: argparse.ArgumentParser) -> None:
    """`--pipeline`, for the commands that analyse."""
    parser.add_argument(
        "--pipeline", default="", metavar="NAME", help="an installed spaCy pipeline or a folder (else the configured)"
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """`--json`, for the commands that print a table."""
    parser.add_argument("--json", action="store_true", help="print JSON lines, for programs")
