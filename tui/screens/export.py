"""The export dialog: which format, which annotations, into which file. It asks, has it done, and says where it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar, Literal

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from store.errors import QuotidianError
from tui.screens.dialog import Choice, ChoiceList, Dialog
from tui.widgets.pieces import foreign
from tui.widgets.prompt import Field

Scope = Literal["article", "list", "library"]


class Format(Struct, frozen=True):
    """A format that annotations can be written in."""

    name: str
    says: str
    """What it is for, in a few words."""
    suffix: str
    """Of its files, with the dot."""


class Wish(Struct, frozen=True):
    """What to write, how and where."""

    format: str
    scope: Scope
    path: Path


Perform = Callable[[Wish], Awaitable[str]]
"""Writes the file and returns a sentence that says where it is; raises QuotidianError."""


class Export(Dialog[Wish]):
    """Dismissed with what was written, or with None. An error is shown, and the dialog stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("ctrl+t", "turn_scope", show=False, priority=True),
        Binding("tab", "turn_scope", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Export ChoiceList { height: auto; max-height: 7; margin-bottom: 1; }
    Export.-low ChoiceList { max-height: 4; }
    Export.-low .scope, Export.-low .result { margin: 0; }
    Export Field, Export Field:focus { background: $surface; padding: 0 1; }
    Export .scope { height: 1; margin-bottom: 1; }
    Export .result { height: auto; margin-top: 1; display: none; }
    Export .result.-failed { color: $error; }
    """
    AUTO_FOCUS = "#path"
    TITLE_TEXT = "Export"
    KEYS = "↑↓ format  Tab which annotations  Enter write  Esc leave"

    def __init__(
        self,
        formats: Sequence[Format],
        scopes: Sequence[tuple[Scope, str]],
        path: Path,
        perform: Perform,
    ) -> None:
        """`scopes`: what can be written, each with its words ("this article: 12 annotations"); `path`: where to,
        its suffix follows the format."""
        super().__init__()
        self._formats = tuple(formats)
        self._scopes = tuple(scopes)
        self._scope = 0
        self._path = path
        self._perform = perform
        self._done: Wish | None = None
        self._warned: Path | None = None
        """What the person was told would be written over."""

    def body(self) -> ComposeResult:
        """Formats, which annotations, the path."""
        yield ChoiceList(id="formats")
        yield Static(classes="scope", id="scope")
        yield Field(str(self._path), id="path")
        yield Static(classes="result", id="result")

    def on_mount(self) -> None:
        """Show the formats."""
        formats = self.query_one("#formats", ChoiceList)
        formats.can_focus = False
        formats.show(Choice(key=f.name, title=f"{f.name:<12} {f.says}", detail=f.suffix) for f in self._formats)
        self._show_scope()
        self._follow_format()

    def action_move(self, by: int) -> None:
        """Another format."""
        formats = self.query_one("#formats", ChoiceList)
        formats.action_cursor_down() if by > 0 else formats.action_cursor_up()

    @on(events.Click, "#scope")
    def action_turn_scope(self) -> None:
        """Other annotations."""
        self._scope = (self._scope + 1) % len(self._scopes)
        self._show_scope()
        self._begin_anew()

    def action_leave(self) -> None:
        """Leave; with what was written, if something was."""
        self.dismiss(self._done)

    @on(ChoiceList.Highlighted)
    @on(ChoiceList.Chosen)
    def _follow_format(self) -> None:
        self._begin_anew()
        field, wanted = self.query_one("#path", Field), self._format()
        path = Path(field.value)
        if wanted is not None and path.suffix in {f.suffix for f in self._formats}:
            field.value = str(path.with_suffix(wanted.suffix))

    @on(Input.Submitted)
    async def _write(self, event: Input.Submitted) -> None:
        event.stop()
        wanted, path = self._format(), event.value.strip()
        if self._done is not None:
            self.action_leave()
            return
        if wanted is None or not path:
            self._say("Name a file to write to.", failed=True)
            return
        wish = Wish(wanted.name, self._scopes[self._scope][0], Path(path).expanduser())
        if is_file(wish.path) and self._warned != wish.path:
            self._warned = wish.path
            self._say(f"There is a file {wish.path.name} already: Enter again writes over it.", failed=True)
            return
        try:
            said = await self._perform(wish)
        except QuotidianError as error:
            self._say(error.sentence, failed=True)
            return
        self._done = wish
        self._say(said)
        self.say_keys("Enter or Esc leave")

    def _format(self) -> Format | None:
        chosen = self.query_one("#formats", ChoiceList).selected
        return next((f for f in self._formats if chosen is not None and f.name == chosen.key), None)

    def _show_scope(self) -> None:
        self.query_one("#scope", Static).update(Content(f"◂ {foreign(self._scopes[self._scope][1])} ▸"))

    @on(Input.Changed)
    def _path_changed(self, event: Input.Changed) -> None:
        """The format follows the suffix that is typed, as the suffix does the format."""
        self._begin_anew()
        wanted, suffix = self._format(), Path(event.value.strip()).suffix
        named = [index for index, f in enumerate(self._formats) if f.suffix and f.suffix == suffix]
        if named and wanted is not None and wanted.suffix != suffix:
            self.query_one("#formats", ChoiceList).move_to(named[0], tell=False)

    def _begin_anew(self) -> None:
        """Something else is wanted than what was written or warned of."""
        self._done = self._warned = None
        self.query_one("#result", Static).display = False
        self.say_keys(self.KEYS)

    def _say(self, text: str, *, failed: bool = False) -> None:
        result = self.query_one("#result", Static)
        result.update(Content(foreign(text)))
        result.set_class(failed, "-failed")
        result.display = True


def is_file(path: Path) -> bool:
    """Whether there is a file; no path that cannot be looked at is one."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
