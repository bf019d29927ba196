"""Dialogs of names: what the library suggests by itself, and the places where a decision would be made everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from store.gazetteer import Entry
from tui.everywhere import Place, Word
from tui.screens.dialog import Choice, Picker
from tui.themes import label_sign, label_variable
from tui.widgets.pieces import foreign

_MOST = 500
"""How many lines a dialog shows; typing finds the others."""


class Names(Picker[Entry]):
    """The names that the library knows from the person's labels; the one that is picked is switched off, or on."""

    TITLE_TEXT = "Names that you labelled"
    PLACEHOLDER = "a name"
    KEYS = "type to find  Enter suggest it or never  Esc leave"

    def __init__(self, entries: Sequence[Entry], *, switched_off: bool = False) -> None:
        super().__init__("suggestions from names are off: see `gazetteer` in the configuration" if switched_off else "")
        self._entries = {f"{entry.label} {entry.text}": entry for entry in entries}

    def choices(self, query: str) -> Sequence[Choice]:
        """Those whose words match, the most often kept first."""
        typed = query.casefold()
        matching = [(key, one) for key, one in self._entries.items() if typed in one.text.casefold()]
        return [
            Choice(
                key=key,
                title=foreign(entry.text, 60),
                sign=label_sign(entry.label),
                hue=label_variable(entry.label),
                detail=foreign(_detail(entry)),
            )
            for key, entry in matching[:_MOST]
        ]

    def pick(self, choice: Choice | None, query: str) -> None:
        """The entry to switch."""
        if choice is not None:
            self.dismiss(self._entries[choice.key])
        elif query or not self._entries:
            self.say_keys("Nothing was labelled with these words.")


def _detail(entry: Entry) -> str:
    against = f", rejected {entry.rejected} times" if entry.rejected else ""
    if entry.word is False:
        return "never suggested, as you said"
    return f"{entry.reason}{against}" if entry.used else f"not suggested: {entry.kept} for, {entry.rejected} against"


class Everywhere(Picker[list[Place]]):
    """Every place in other articles where a decision would be made; typing narrows them down, enter makes it."""

    TITLE_TEXT = "In all articles"
    PLACEHOLDER = "type to keep fewer of them"

    def __init__(self, word: Word, places: Sequence[Place]) -> None:
        self._deed = "reject" if word.reject else "label"
        super().__init__(f"{self._deed} '{foreign(word.words, 40)}' {foreign(word.label, 30)}")
        self._places = tuple(places)

    def choices(self, query: str) -> Sequence[Choice]:
        """The places whose article or surroundings hold what was typed."""
        return [
            Choice(
                key=str(number),
                title=foreign("".join(place.context), 100),
                sign=" ",
                detail=foreign(place.sheet.article.title, 24),
            )
            for number, place in self._matching(query)[:_MOST]
        ]

    def show_choices(self) -> None:
        """Show them, and say what enter would do."""
        super().show_choices()
        found = len(self._matching(foreign(self.field.value)))
        self.say_keys(f"Enter {self._deed} all {found}  ↑↓ look  Esc leave" if found else "no such place  Esc leave")

    def pick(self, choice: Choice | None, query: str) -> None:
        """All of them."""
        if choice is not None:
            self.dismiss([place for _, place in self._matching(query)])
        else:
            self.say_keys("There is no such place.")

    def _matching(self, query: str) -> list[tuple[int, Place]]:
        typed = query.casefold()
        return [
            (number, place)
            for number, place in enumerate(self._places)
            if typed in "".join(place.context).casefold() or typed in place.sheet.article.title.casefold()
        ]
