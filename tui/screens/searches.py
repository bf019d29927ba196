"""The dialog of saved searches: choose one, save the filter under a name, take one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from store.models import SavedSearch
from store.searches import find
from tui.screens.dialog import Choice, Picker
from tui.screens.pickers import ranked
from tui.widgets.pieces import foreign

NEW = "+"
"""The key of the choice that saves the filter."""
ALL = "all"
"""The key of the choice that shows everything."""


class Decided(Struct, frozen=True):
    """What is to be done."""

    show: SavedSearch | None = None
    save: str = ""
    """The name to save the filter under."""
    tags: tuple[str, ...] = ()
    """What arrives and matches gets these."""
    delete: SavedSearch | None = None


class Searches(Picker[Decided]):
    """Saved searches; what is typed finds one by its name, or names the filter that the list has now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete,ctrl+x", "delete", show=False, priority=True)]
    TITLE_TEXT = "Saved searches"
    KEYS = "Enter show  type a name to save the filter, #tag to tag what arrives  ^X delete  Esc leave"
    PLACEHOLDER = "name #tag"

    def __init__(self, searches: Sequence[SavedSearch], query: str) -> None:
        """`query`: the filter that could be saved, "" for none."""
        super().__init__()
        self._searches = tuple(searches)
        self._query = query
        self._unread: Mapping[str, int] = {}

    def show_unread(self, unread: Mapping[str, int]) -> None:
        """Show how many unread articles each finds, by its id."""
        self._unread = unread
        cursor = self.list.cursor
        self.list.show(self.choices(foreign(self.field.value)))
        if cursor is not None:
            self.list.move_to(cursor, tell=False)

    def choices(self, query: str) -> Sequence[Choice]:
        """Those whose names match, and the filter where it can be saved under what is typed."""
        name, tags = _split(query)
        by_name = {search.name: search for search in self._searches}
        found = [
            Choice(key=search.id, title=foreign(search.name), sign="/", hue="accent", detail=self._detail(search))
            for search in map(by_name.__getitem__, ranked(name, list(by_name)))
        ]
        if not name:
            return [*found, Choice(key=ALL, title="all articles", sign=" ")]
        if self._query:
            rule = f" and tag what arrives {' '.join(tags)}" if tags else ""
            words = "replace" if find(self._searches, name) else "save"
            new = Choice(key=NEW, title=f"{words} ‘{name}’{rule}", sign="+", detail=foreign(self._query, 30))
            found = [new, *found] if tags or not found else [*found, new]
        return found

    def pick(self, choice: Choice | None, query: str) -> None:
        """Show it, or save the filter."""
        if choice is None:
            self.say_keys("There is no such search. A filter that the list has now could be saved under this name.")
        elif choice.key == NEW:
            name, tags = _split(query)
            self.dismiss(Decided(save=name, tags=tuple(tags)))
        else:
            self.dismiss(Decided(show=self._search(choice)))

    def action_delete(self) -> None:
        """Take away the search at the cursor."""
        choice = self.list.selected
        if choice is not None and (search := self._search(choice)) is not None:
            self.dismiss(Decided(delete=search))

    def _detail(self, search: SavedSearch) -> str:
        count = self._unread.get(search.id)
        unread = () if count is None else (f"{count:,} unread",)
        return "  ".join((foreign(" ".join((search.query, *(f"+#{tag}" for tag in search.tags))), 40), *unread))

    def _search(self, choice: Choice) -> SavedSearch | None:
        return next((search for search in self._searches if search.id == choice.key), None)


def _split(query: str) -> tuple[str, list[str]]:
    """A name, and the tags behind it."""
    words = query.split()
    tags = [word for word in words if word.startswith("#") and len(word) > 1]
    return " ".join(word for word in words if not word.startswith("#")), tags
