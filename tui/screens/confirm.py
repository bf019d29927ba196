"""A question that is answered with yes or no. Leaving it is no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from tui.screens.dialog import Dialog
from tui.widgets.pieces import foreign


class Confirm(Dialog[bool]):
    """Dismissed with True for yes; with False, or None by escape, for no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
    ]
    DEFAULT_CSS = """
    Confirm .question { height: auto; }
    Confirm Horizontal { height: 1; margin-top: 1; }
    Confirm Button, Confirm Button:focus { border: none; height: 1; min-width: 8; margin-right: 2; }
    Confirm Button { background: $surface; }
    Confirm Button:focus { background: $accent; color: $background; }
    """
    AUTO_FOCUS = "#no"
    KEYS = "y yes  n no  Esc leave"

    def __init__(self, title: str, question: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__(title)
        self._question, self._yes, self._no = foreign(question), foreign(yes, 20), foreign(no, 20)

    def body(self) -> ComposeResult:
        """The question and two buttons."""
        yield Static(Content(self._question), classes="question")
        with Horizontal():
            yield Button(Content(self._yes), id="yes", compact=True)
            yield Button(Content(self._no), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click, or enter on a button."""
        event.stop()
        self.action_answer(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)
