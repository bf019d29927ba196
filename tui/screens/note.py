"""The editor of a note. What was typed is never lost: where it is left and not kept, it is handed back as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from store.text import clean, strip_controls
from tui.screens.dialog import Dialog

LEAST = 2
"""Characters of a line from which on an earlier note is offered that goes on so."""


class Written(Struct, frozen=True):
    """What was typed, and whether it is but a draft."""

    text: str
    draft: bool = False


def completed(line: str, notes: Sequence[str]) -> str:
    """What an earlier note that begins as `line` does says behind that; "" where there is none. The first is taken."""
    if len(line.strip()) < LEAST:
        return ""
    return next((note[len(line) :] for note in notes if note.startswith(line) and note != line), "")


class NoteArea(TextArea):
    """A text area that takes no control characters, and offers what was written before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]
    DEFAULT_CSS = """
    NoteArea, NoteArea:focus { height: 10; border: none; background: $surface; padding: 0 1; }
    NoteEditor.-low NoteArea { height: 7; }
    """

    notes: tuple[str, ...] = ()
    """Lines of earlier notes, the last one first."""

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is inserted."""
        event.text = strip_controls(event.text)

    def update_suggestion(self) -> None:
        """Offer the rest of an earlier note, at the end of the text only."""
        row, column = end = self.cursor_location
        line = self.document.get_line(row)[:column]
        self.suggestion = completed(line, self.notes) if end == self.document.end else ""

    def action_complete(self) -> None:
        """Take what is offered; where nothing is, the key goes on as everywhere."""
        if not self.suggestion:
            raise SkipAction
        self.insert(self.suggestion)


class NoteEditor(Dialog[Written]):
    """A note on something. Dismissed with what was written, or with None where nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "keep", "keep", show=False, priority=True)]
    TITLE_TEXT = "Note"
    KEYS = "^s keeps it  Tab takes over  Esc leaves it as a draft"

    def __init__(self, note: str = "", *, what: str = "", draft: str | None = None) -> None:
        """`note` is what is kept; `draft`, where given, what was typed already."""
        super().__init__(f"Note on {what}" if what else "")
        self._note = clean(note)
        text = self._note if draft is None else draft
        self._area = NoteArea(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", id="note")

    def body(self) -> ComposeResult:
        """The text."""
        yield self._area

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def offer(self, notes: Sequence[str]) -> None:
        """Offer these notes, the last one first, where what is typed begins like one."""
        self._area.notes = tuple(line for note in notes for line in note.split("\n"))
        if self._area.is_mounted:
            self._area.update_suggestion()

    def action_keep(self) -> None:
        """Keep what was typed."""
        self._end(draft=False)

    def action_leave(self) -> None:
        """Leave without a decision; what was typed stays as a draft."""
        self._end(draft=True)

    def end(self) -> None:
        """The reader is left: keep what was typed."""
        self.action_keep()

    def _end(self, *, draft: bool) -> None:
        text = clean(self._area.text)
        self.dismiss(None if text == self._note else Written(text, draft))
