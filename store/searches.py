"""Saved searches as a person names them: found by name, made, and taken away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from store.errors import RecordError
from store.marking import clean_tags, new_id
from store.models import Change, SavedSearch
from store.query import parse, show
from store.query.syntax import asks_of_marks
from store.text import clean_line


def find(searches: Sequence[SavedSearch], name: str) -> SavedSearch | None:
    """The search with this name, in whatever case; None where there is none."""
    wanted = clean_line(name).casefold()
    return next((search for search in searches if search.name.casefold() == wanted), None)


def saving(searches: Sequence[SavedSearch], name: str, query: str, tags: Iterable[str] = ()) -> Change:
    """The change that keeps a query under a name, in place of one with this name; with tags it is a rule too.

    Raises QueryError for a query that makes no sense, RecordError where there is no name.
    """
    name = clean_line(name)
    if not name:
        raise RecordError("A saved search needs a name.")
    known = find(searches, name)
    fresh = known or SavedSearch(id=new_id(), name=name, query="")
    search = replace(fresh, query=show(parse(query)), tags=clean_tags(tags))
    return Change(what=f"save the search '{name}'", keep=(search,))


def doubt(search: SavedSearch) -> str:
    """Why a rule will never tag anything, as a sentence; "" where it may. Raises QueryError."""
    asked = asks_of_marks(parse(search.query)) if search.tags else ""
    return (
        f"This rule never tags anything: {asked} looks at what you made of an article, and of what arrives nothing is "
        "made yet."
        if asked
        else ""
    )


def dropping(search: SavedSearch) -> Change:
    """The change that takes a saved search away."""
    return Change(what=f"delete the search '{search.name}'", drop=(search,))
