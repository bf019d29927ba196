"""What all dialogs share: a calm panel with a title and a line of keys, and a list that is picked from while typing.

Escape leaves a dialog without a decision: it is dismissed with None.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.widgets.line_list import Item, LineList
from tui.widgets.pieces import Line, Piece, few_colours, fit, foreign
from tui.widgets.prompt import Field

T = TypeVar("T")

LOW = 22
"""Rows of the terminal below which a dialog gives up its air, so that its last line is seen."""


def typed_path(text: str) -> Path:
    """The path that was typed. `~` is the home folder, `~ann` Ann's; a name where there is nobody of this name."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


class Dialog(ModalScreen[T | None]):
    """A panel over the reader; a subclass composes its `body`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .panel { width: 72; max-width: 95%; height: auto; max-height: 90%; background: $panel; padding: 1 2; }
    Dialog .title { color: $accent; text-style: bold; height: auto; max-height: 2; margin-bottom: 1; }
    Dialog .keys { color: $muted; height: auto; margin-top: 1; }
    Dialog LineList { background: $panel; scrollbar-background: $panel; }
    Dialog.-low > .panel { padding: 0 2; max-height: 100%; }
    Dialog.-few-colours > .panel { border: round $muted; padding: 0 1; }
    Dialog.-few-colours.-low > .panel { border-top: none; border-bottom: none; }
    Dialog.-low .title, Dialog.-low .keys { margin: 0; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "")]
    TITLE_TEXT: ClassVar[str] = ""
    KEYS: ClassVar[str] = "Esc leave"

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._title = foreign(title or self.TITLE_TEXT)

    def compose(self) -> ComposeResult:
        """Title, body, keys."""
        self.set_class(few_colours(self.app), "-few-colours")
        with Vertical(classes="panel"):
            yield Static(Content(self._title), classes="title")
            yield from self.body()
            yield Static(Content(self.KEYS), classes="keys")

    @abstractmethod
    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""

    def say_keys(self, text: str) -> None:
        """Say something else in the last line."""
        self.query_one(".keys", Static).update(Content(text))

    def action_leave(self) -> None:
        """Leave without a decision."""
        self.dismiss(None)

    def end(self) -> None:
        """The reader is left."""
        self.action_leave()


class Choice(Item, frozen=True, kw_only=True):
    """One thing to pick."""

    title: str
    sign: str = " "
    """A character before the title: a digit that picks it, or what kind it is."""
    hue: str = "muted"
    """The style of the sign."""
    detail: str = ""


class ChoiceList(LineList[Choice]):
    """Choices, one line each."""

    ACTIVE: ClassVar[bool] = True
    EMPTY = "Nothing matches."

    def draw(self, item: Choice, width: int) -> Sequence[Line]:
        """A heading, or sign, title and detail; of a detail that is long, a third of the line."""
        if not item.key:
            return (Line(((item.title, "bold accent"),)),)
        shown = fit(item.detail, max(width // 3, width - cell_len(item.title) - 5))
        detail: tuple[Piece, ...] = ((f"{shown} ", "muted"),) if shown else ()
        return (Line(((f"{item.sign} ", item.hue), (item.title, "foreground")), detail),)


class Picker(Dialog[T]):
    """Type to narrow a list down; arrows move in it, enter or a click picks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Picker Field, Picker Field:focus { background: $surface; padding: 0 1; margin-bottom: 1; }
    Picker ChoiceList { height: 12; }
    Picker.-low ChoiceList { height: 7; }
    """
    KEYS = "type to find  ↑↓ move  Enter pick  Esc leave"
    PLACEHOLDER: ClassVar[str] = ""

    @abstractmethod
    def choices(self, query: str) -> Sequence[Choice]:
        """What can be picked while `query` stands in the field, best first."""

    @abstractmethod
    def pick(self, choice: Choice | None, query: str) -> None:
        """Dismiss the dialog with what was picked; None where nothing matches."""

    def body(self) -> ComposeResult:
        """The field and the list."""
        yield self.make_field()
        yield self.make_list()

    def make_field(self) -> Field:
        """The field, with the id `query`."""
        return Field(placeholder=self.PLACEHOLDER, id="query")

    def make_list(self) -> ChoiceList:
        """The list, with the id `choices`."""
        return ChoiceList(id="choices")

    def on_mount(self) -> None:
        """Show all choices."""
        self.query_one("#choices").can_focus = False
        self.query_one("#query").focus()
        self.show_choices()

    @property
    def field(self) -> Field:
        """Where the query is typed."""
        return self.query_one("#query", Field)

    @property
    def list(self) -> ChoiceList:
        """What matches."""
        return self.query_one("#choices", ChoiceList)

    def show_choices(self) -> None:
        """Show what matches the query now; the first of it is what enter picks."""
        self.list.show(self.choices(foreign(self.field.value)), keep=False)

    def action_move(self, by: int) -> None:
        """Move in the list while the field keeps the focus."""
        self.list.action_cursor_down() if by > 0 else self.list.action_cursor_up()

    def action_turn(self, by: int) -> None:
        """Move by a page."""
        self.list.action_page_down() if by > 0 else self.list.action_page_up()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_choices()

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.pick(self.list.selected, foreign(self.field.value))

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.pick(self.list.selected, foreign(self.field.value))
