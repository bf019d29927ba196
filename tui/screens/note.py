"""The editor of a note. What was typed is never lost: leaving keeps it, and undo takes it back."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from store.text import clean, strip_controls
from tui.screens.dialog import Dialog


class NoteArea(TextArea):
    """A text area that takes no control characters."""

    DEFAULT_CSS = """
    NoteArea, NoteArea:focus { height: 10; border: none; background: $surface; padding: 0 1; }
    NoteEditor.-low NoteArea { height: 7; }
    """

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is inserted."""
        event.text = strip_controls(event.text)


class NoteEditor(Dialog[str]):
    """A note on something. Dismissed with the text, or with None where it did not change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "leave", "keep", show=False, priority=True)]
    TITLE_TEXT = "Note"
    KEYS = "Esc or ^s keeps it  u takes it back afterwards"

    def __init__(self, note: str = "", *, what: str = "", draft: str | None = None) -> None:
        """`note` is what is kept; `draft`, where given, what was typed already."""
        super().__init__(f"Note on {what}" if what else "")
        self._note = clean(note)
        self._draft = self._note if draft is None else draft

    def body(self) -> ComposeResult:
        """The text."""
        yield NoteArea(self._draft, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", id="note")

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        area = self.query_one("#note", NoteArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_leave(self) -> None:
        """Keep what was typed."""
        text = clean(self.query_one("#note", NoteArea).text)
        self.dismiss(None if text == self._note else text)
