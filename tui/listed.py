"""Which articles the list shows: from what a person asked for to rows. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from msgspec import Struct

from store.errors import QueryError
from store.library import Library
from store.models import SavedSearch
from tui.rows import PAGE, Grouping, Rows, by_date, by_feed


class View(Struct, frozen=True, kw_only=True):
    """What the list is to show."""

    query: str = ""
    saved: SavedSearch | None = None
    """The saved search that the query is of."""
    grouping: Grouping = ""
    only: tuple[str, ...] | None = None
    """The articles that the person named, in that order; None for the whole library."""


class Listed(Struct, frozen=True, kw_only=True):
    """What there is to show."""

    rows: Rows
    total: int
    """How many articles there would be without a query."""


def first_articles(library: Library) -> Rows:
    """The beginning of the whole list, read: to be shown until all of it is known."""
    rows = Rows(library.select(limit=PAGE))
    rows.put(0, library.at(rows.places))
    return rows


def list_articles(library: Library, view: View, *, stay: Sequence[int] = (), near: int = -1) -> Listed:
    """The articles of a view, with the first rows read, the last, and those around the place `near`.

    Articles at the places `stay` are listed though they match no longer, unless they were removed: what was read
    while only the unread are shown stays until the list is left. Raises QueryError, StoreError.
    """
    everything = library.select()
    named = None if view.only is None else library.places(view.only)
    total = len(everything) if named is None else len(named)
    places: Sequence[int] = library.select(view.query) if view.query else everything
    if stay and view.query:
        shown = {*places, *stay}
        places = [place for place in everything if place in shown]
    falling = True
    if view.only is not None and named is not None:
        found = set(places)
        places, falling = [named[id] for id in view.only if named.get(id) in found], False
    rows = _grouped(library, view, places, falling)
    for line in (0, len(rows) - 1, *(filter(None, [rows.line_at(near)]))):
        for page in rows.missing(line, line):
            rows.put(page, library.at(rows.slice(page)))
    return Listed(rows=rows, total=total)


def unread_in(library: Library, searches: Iterable[SavedSearch]) -> dict[str, int]:
    """How many unread articles each saved search finds, by its id; none that makes no sense to this version."""
    from store.query import parse
    from store.query.syntax import And, Is

    counts: dict[str, int] = {}
    for search in searches:
        with suppress(QueryError):
            counts[search.id] = len(library.select(And((parse(search.query), Is("is", "unread")))))
    return counts


def _grouped(library: Library, view: View, places: Sequence[int], falling: bool) -> Rows:
    if view.grouping == "date":
        places = places if falling else sorted(places, reverse=True)
        return Rows(places, by_date(places, datetime.now(UTC)))
    if view.grouping == "feed":
        titles = library.feed_titles()
        together, groups = by_feed(places, library.feeds_of_places(), lambda feed: titles.get(feed, "By no feed"))
        return Rows(together, groups, falling=False)
    return Rows(places, falling=falling)
