"""What must happen before there is something to read: open the library, read the sources. Needs no screen.

`prepare` runs in a thread that is started before the screen is, so that reading and drawing begin together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from msgspec import Struct

from feeds import Skipped
from feeds.keeping import AddedArticle, add_files
from feeds.links import is_address
from nlp.identity import expected_id
from store.errors import ReadOnlyError
from store.library import Library, open_library
from tui.config import Config
from tui.desk import read_sheet
from tui.edits import Sheet

SAMPLES = Path(__file__).parents[1] / "seeds"
"""The sample articles: beside this package, in a checkout and when installed."""


class Added(Struct, frozen=True, kw_only=True):
    """What reading some sources led to."""

    articles: tuple[str, ...]
    """The ids of the articles read, in order."""
    complaints: tuple[str, ...]
    """What could not be read, a sentence each."""
    feeds: int = 0
    """How many feeds are followed now that were not before."""


class Prepared(Struct, frozen=True, kw_only=True):
    """An open library and what was asked to be read."""

    library: Library
    pipeline: str
    """The id that the pipeline will have, "" where that is not known; findings kept under it can be shown at once."""
    articles: tuple[str, ...] | None
    """The ids of what the person named, in that order; None where they named nothing and the list shows all."""
    addresses: tuple[str, ...] = ()
    """What the person named that lies on the net: asked for once the screen is there."""
    sheet: Sheet | None = None
    """The article, where the person named one alone: it is the first thing to be seen."""
    complaints: tuple[str, ...] = ()
    """What could not be read or had to be mended, a sentence each."""


def read_into(library: Library, sources: Sequence[str], go_on: Callable[[], bool] = lambda: True) -> Added:
    """Read sources and keep their articles, as long as `go_on` says yes after each file. Raises StoreError."""
    articles: list[str] = []
    complaints: list[str] = []
    feeds = 0
    for result in add_files(library, sources, go_on=go_on):
        if isinstance(result, Skipped):
            complaints.append(result.sentence)
        elif isinstance(result, AddedArticle):
            articles.append(result.article.id)
        else:
            feeds += result.arrival == "new"
    return Added(articles=tuple(dict.fromkeys(articles)), feeds=feeds, complaints=tuple(complaints))


def prepare(sources: Sequence[str], folder: Path | None, config: Config) -> Prepared:
    """Open the library in `folder` (None: the usual one) and keep what `sources` hold. Raises StoreError."""
    library = open_library(folder)
    articles: tuple[str, ...] | None = None
    complaints = list(library.notices)
    addresses = tuple(source for source in sources if is_address(source))
    sources = [source for source in sources if source not in addresses]
    if sources:
        try:
            added = read_into(library, sources)
        except ReadOnlyError as error:
            complaints.append(f"{error.sentence} What you named was not added; the list shows what is there already.")
        else:
            articles = added.articles
            complaints += added.complaints
    pipeline, sheet = expected_id(config.pipeline), None
    if articles and len(articles) == 1:
        sheet = read_sheet(library, articles[0], pipeline, wanted=config.wanted, annotator=config.annotator)
    return Prepared(
        library=library,
        pipeline=pipeline,
        articles=articles,
        addresses=addresses,
        sheet=sheet,
        complaints=tuple(complaints),
    )


def prepare_aside(
    sources: Sequence[str] = (), folder: Path | None = None, config: Config | None = None
) -> Future[Prepared]:
    """`prepare` in a thread of its own, started at once; the future holds its result or its error."""
    future: Future[Prepared] = Future()
    config = config or Config()

    def work() -> None:
        try:
            future.set_result(prepare(sources, folder, config))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future gets it
            future.set_exception(error)

    # A daemon: quitting while a huge folder is read must not wait for it; what is in the library is whole at any time.
    threading.Thread(target=work, name="prepare", daemon=True).start()
    return future
