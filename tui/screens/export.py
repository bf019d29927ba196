"""The export dialog: which format, which annotations, into which file. It asks, has it done, and says where it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from store.errors import QuotidianError
from tui.screens.dialog import LOW, Choice, ChoiceList, Dialog, typed_path
from tui.widgets.pieces import foreign
from tui.widgets.prompt import Field

if TYPE_CHECKING:
    from store.export import Only

_SOON = 0.3
"""Seconds after which it is said that something is being written."""

Scope = Literal["article", "picked", "list", "library"]

WHICH: tuple[tuple[Only, str], ...] = (
    ("all", "all marks"),
    ("accepted", "without the rejected"),
    ("suggestions", "suggestions that nobody judged yet"),
)
"""Which annotations, each in words."""


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
    only: Only = "all"


Perform = Callable[[Wish], Awaitable[str]]
"""Writes the file and returns what is to be said of it, a sentence a line; raises QuotidianError."""


class Export(Dialog[Wish]):
    """Dismissed with what was written, or with None. An error is shown, and the dialog stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("ctrl+t", "turn_scope", show=False, priority=True),
        Binding("tab", "turn_scope", show=False, priority=True),
        Binding("shift+tab", "turn_only", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Export > .panel { width: 100; max-width: 100%; }
    Export ChoiceList { height: auto; max-height: 7; margin-bottom: 1; }
    Export.-low ChoiceList { max-height: 4; }
    Export.-short.-done ChoiceList, Export.-low.-done ChoiceList { display: none; }
    Export.-low .result { max-height: 7; }
    Export.-low #only, Export.-low .result { margin: 0; }
    Export Field, Export Field:focus { background: $surface; padding: 0 1; }
    Export .scope { height: 1; }
    Export #only { margin-bottom: 1; }
    Export .result { height: auto; max-height: 10; overflow-y: auto; margin-top: 1; display: none; }
    Export .result.-failed { color: $error; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-short"), (32, "")]
    AUTO_FOCUS = "#path"
    TITLE_TEXT = "Export"
    KEYS = "↑↓ format  Tab which articles  S-Tab which marks  Enter write  Esc leave"

    def __init__(
        self,
        formats: Sequence[Format],
        scopes: Sequence[tuple[Scope, str]],
        folder: Path,
        names: Mapping[Scope, str],
        perform: Perform,
    ) -> None:
        """`scopes`: what can be written, each with its words ("this article: 12 annotations"); `folder`: where to;
        `names`: under which name, without a suffix, which follows the format."""
        super().__init__()
        self._formats = tuple(formats)
        self._scopes = tuple(scopes)
        self._scope = self._only = 0
        self._folder = folder
        self._names = names
        self._offered = self._offer()
        """The path that the person has not changed; the suffix apart."""
        self._writing = False
        self._perform = perform
        self._done: Wish | None = None
        self._warned: Path | None = None
        """What the person was told would be written over."""

    def body(self) -> ComposeResult:
        """Formats, which annotations, the path."""
        yield ChoiceList(id="formats")
        yield Static(classes="scope", id="scope")
        yield Static(classes="scope", id="only")
        yield Field(f"{self._offered}{self._formats[0].suffix}", id="path")
        yield Static(classes="result", id="result")

    def on_mount(self) -> None:
        """Show the formats."""
        formats = self.query_one("#formats", ChoiceList)
        formats.can_focus = False
        width = max(len(f.name) for f in self._formats)
        formats.show(Choice(key=f.name, title=f"{f.name:<{width}}  {f.says}") for f in self._formats)
        self._show_scope()
        self._follow_format()

    def action_move(self, by: int) -> None:
        """Another format."""
        formats = self.query_one("#formats", ChoiceList)
        formats.action_cursor_down() if by > 0 else formats.action_cursor_up()

    @on(events.Click, "#scope")
    def action_turn_scope(self) -> None:
        """Other articles."""
        if self._writing:
            return
        self._scope = (self._scope + 1) % len(self._scopes)
        self._show_scope()
        self._begin_anew()
        field, before, self._offered = self.query_one("#path", Field), self._offered, self._offer()
        if field.value.startswith(before) and (rest := field.value.removeprefix(before)) in self._suffixes:
            field.value = self._offered + rest

    @on(events.Click, "#only")
    def action_turn_only(self) -> None:
        """Only some of the annotations, or all again."""
        if self._writing:
            return
        self._only = (self._only + 1) % len(WHICH)
        self._show_scope()
        self._begin_anew()

    def action_leave(self) -> None:
        """Leave; with what was written, if something was. Not while it is written: what became of it is said here."""
        if not self._writing:
            self.dismiss(self._done)

    @on(ChoiceList.Highlighted)
    @on(ChoiceList.Chosen)
    def _follow_format(self) -> None:
        self._begin_anew()
        field, wanted = self.query_one("#path", Field), self._format()
        path = Path(field.value)
        if wanted is not None and path.suffix in self._suffixes:
            field.value = str(path.with_suffix(wanted.suffix))

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        event.stop()
        wanted, path = self._format(), event.value.strip()
        if self._writing:
            return
        if self._done is not None:
            self.action_leave()
            return
        if wanted is None or not path:
            self._say("Name a file to write to.", failed=True)
            return
        wish = Wish(wanted.name, self._scopes[self._scope][0], typed_path(path), WHICH[self._only][0])
        if (warning := written_over(wish.path, folder=not wanted.suffix)) and self._warned != wish.path:
            self._warned = wish.path
            self._say(warning, failed=True)
            return
        self._writing = True
        self.run_worker(self._have_written(wish))

    async def _have_written(self, wish: Wish) -> None:
        """Have it written, and say what became of it; that it takes a while is said only when it does."""
        slow = self.set_timer(_SOON, lambda: self._say("Writing …"))
        try:
            said = await self._perform(wish)
        except QuotidianError as error:
            self._say(error.sentence, failed=True)
        else:
            self._done = wish
            self.add_class("-done")
            self._say(said)
            self.say_keys("Enter or Esc leave")
        finally:
            slow.stop()
            self._writing = False

    def _format(self) -> Format | None:
        chosen = self.query_one("#formats", ChoiceList).selected
        return next((f for f in self._formats if chosen is not None and f.name == chosen.key), None)

    def _show_scope(self) -> None:
        self.query_one("#scope", Static).update(Content(f"◂ {foreign(self._scopes[self._scope][1])} ▸"))
        self.query_one("#only", Static).update(Content(f"◂ {WHICH[self._only][1]} ▸"))

    def _offer(self) -> str:
        return str(self._folder / self._names.get(self._scopes[self._scope][0], "quotidian"))

    @property
    def _suffixes(self) -> set[str]:
        return {one.suffix for one in self._formats}

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
        if self._writing:
            return
        self._done = self._warned = None
        self.remove_class("-done")
        self.query_one("#result", Static).display = False
        self.say_keys(self.KEYS)

    def _say(self, text: str, *, failed: bool = False) -> None:
        result = self.query_one("#result", Static)
        result.update(Content("\n".join(map(foreign, text.split("\n")))))
        result.set_class(failed, "-failed")
        result.display = True


def written_over(path: Path, *, folder: bool) -> str:
    """What is there already, in a sentence; "" where nothing is, or where it can't be looked at."""
    try:
        if folder and path.is_dir() and any(path.iterdir()):
            return f"There is a folder {path.name} already: Enter again writes into it, over files of the same names."
        return f"There is a file {path.name} already: Enter again writes over it." if path.is_file() else ""
    except (OSError, ValueError):
        return ""
