"""What the reader says when there is nothing to read, and when there is no room to say it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

WELCOME = Content.assemble(
    ("Quotidian\n", "bold $accent"),
    ("A news reader in which you mark what you read.\n\n", "$muted"),
    "There is nothing in the library yet.\n\n",
    ("Enter", "bold $accent"),
    "  read the sample articles\n",
    ("  +  ", "bold $accent"),
    "  add a feed, a page, a file or a folder\n",
    ("  ?  ", "bold $accent"),
    "  all keys\n",
    ("  Q  ", "bold $accent"),
    "  quit\n\n",
    ("Or from the shell:\n", "$muted"),
    "quotidian add https://example.org/feed.xml\n",
)

TOO_SMALL = Content("This window is too small.\nQuotidian needs 60 columns and 15 lines.")
SMALLEST = (60, 15)
"""Columns and lines that are needed."""


class Welcome(Static, can_focus=True):
    """Shown in place of the article while the library is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "samples", "read the samples", show=False),
        Binding("+", "screen.add_source", "add", show=False),
    ]
    DEFAULT_CSS = "Welcome { width: 1fr; height: 1fr; content-align: center middle; }"

    class SamplesWanted(Message):
        """The person wants the sample articles."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(WELCOME, id=id)

    def action_samples(self) -> None:
        """Ask for the sample articles."""
        self.post_message(self.SamplesWanted())

    def on_click(self) -> None:
        """A click is as good as enter."""
        self.action_samples()


class TooSmall(Static):
    """Covers everything while the terminal is smaller than SMALLEST."""

    DEFAULT_CSS = """
    TooSmall {
        layer: notice; display: none; width: 100%; height: 100%;
        content-align: center middle; text-align: center; background: $background; color: $foreground;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(TOO_SMALL, id=id)
