"""What several commands share: the configuration, the library, and the articles that were named."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from feeds import Skipped
from store.errors import ReadOnlyError, UsageError
from store.feeds import FeedState
from store.library import Library, open_library
from store.models import Article, Subscription
from store.paths import VARIABLE
from tui.cli.output import DONE, INCOMPLETE, say
from tui.config import Config, load_config

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


def find_articles(library: Library, keys: Sequence[str]) -> list[str]:
    """The ids of the articles that `keys` mean; all where there are no keys. Raises UnknownArticle."""
    return [library.find_article(key) for key in keys] if keys else [row.id for row in library.articles()]


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
    return (len(key) >= 4 and feed.id.startswith(key.lower())) or key.casefold() in f"{name} {feed.url}".casefold()


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
