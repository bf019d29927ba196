"""The dialog that brings annotations in: which file, what would come of it, and only then the doing."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from store.errors import QuotidianError
from store.text import strip_controls
from tui.screens.dialog import Dialog, typed_path
from tui.widgets.pieces import foreign
from tui.widgets.prompt import Field

_MOST = 200
"""Sentences that are shown; of more, it is said how many."""
_PACE = 0.2
"""Seconds between two words on how far it has come."""


class Wish(Struct, frozen=True):
    """What to load."""

    path: Path
    format: str
    """"" where it is to be guessed."""


class Found(Struct, frozen=True):
    """What a file would bring."""

    summary: str
    conflicts: tuple[str, ...] = ()
    """What would be replaced or left out, a sentence each."""


class Left(Exception):
    """The person left the dialog: what it asked for is wanted no more."""


Tell = Callable[[int], None]
"""Is told, in any thread, how many articles were read; raises Left."""


class Load(Dialog[bool]):
    """Dismissed with True once it is loaded, else with None. The first enter looks, the second loads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "turn_format", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Load > .panel { width: 96; }
    Load Field, Load Field:focus { background: $surface; padding: 0 1; }
    Load #format { height: 1; margin-bottom: 1; }
    Load VerticalScroll { height: auto; max-height: 10; margin-top: 1; display: none; }
    Load VerticalScroll { background: $panel; scrollbar-background: $panel; }
    Load.-low VerticalScroll { max-height: 7; margin: 0; }
    Load.-low #format { margin: 0; }
    Load #result.-failed { color: $error; }
    """
    AUTO_FOCUS = "#path"
    TITLE_TEXT = "Load annotations from a file"
    KEYS = "Tab complete  ^t format  Enter look what would come in  Esc leave"

    def __init__(
        self,
        formats: Sequence[str],
        look: Callable[[Wish, Tell], Awaitable[Found]],
        load: Callable[[Wish, Tell], Awaitable[None]],
    ) -> None:
        """`look` says what a file would bring, `load` brings it; both raise QuotidianError."""
        super().__init__()
        self._formats = ("", *formats)
        self._format = 0
        self._look = look
        self._load = load
        self._looked: Wish | None = None
        """What was looked at, and would be loaded by the next enter."""
        self._busy = ""
        """What is being done."""
        self._left = self._loaded = False

    def body(self) -> ComposeResult:
        """The path, the format, what would come in."""
        yield Static(id="format")
        field = Field(placeholder="a file, or a folder of files", id="path")
        field.suggester = Paths()
        yield field
        with VerticalScroll(can_focus=False):
            yield Static(id="result")

    def on_mount(self) -> None:
        """Show the format."""
        self._show_format()

    @on(events.Click, "#format")
    def action_turn_format(self) -> None:
        """Another format than the one that is guessed."""
        if not self._busy:
            self._format = (self._format + 1) % len(self._formats)
            self._show_format()
            self._begin_anew()

    def action_scroll(self, by: int) -> None:
        """Read on in what is said."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """Leave. Looking stops; loading goes on to its end, and what became of it is said here."""
        if self._busy != "Loading":
            self._left = True
            self.dismiss(None)

    @on(Input.Changed)
    def _begin_anew(self) -> None:
        """Something else is wanted than what was looked at."""
        if not self._busy:
            self._looked = None
            self.query_one(VerticalScroll).display = False
            self.say_keys(self.KEYS)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        wish = Wish(typed_path(event.value.strip()), self._formats[self._format])
        if self._busy:
            return
        if not event.value.strip():
            self._say("Name a file, or a folder of files.", failed=True)
        elif wish == self._looked:
            self._begin("Loading", self._have_loaded(wish))
        else:
            self._begin("Looking", self._have_looked(wish))

    def _begin(self, busy: str, work: Awaitable[None]) -> None:
        self._busy = busy
        self.query_one("#path", Field).disabled = True

        async def do() -> None:
            slow = self.set_timer(_PACE, lambda: self._say(f"{busy} …"))
            try:
                await work
            except Left:
                return
            except QuotidianError as error:
                self._looked = None
                self._say(error.sentence, failed=True)
                self.say_keys(self.KEYS)
            finally:
                slow.stop()
                self._busy = ""
            if self._loaded:
                self.dismiss(True)
                return
            field = self.query_one("#path", Field)
            field.disabled = False
            field.focus()

        self.run_worker(do())

    async def _have_looked(self, wish: Wish) -> None:
        found = await self._look(wish, self._teller())
        self._looked = wish
        more = len(found.conflicts) - _MOST
        self._say("\n".join((found.summary, *found.conflicts[:_MOST], *([f"And {more:,} more."] if more > 0 else ()))))
        self.say_keys("Enter load it  ↑↓ read on  Esc leave")

    async def _have_loaded(self, wish: Wish) -> None:
        await self._load(wish, self._teller())
        self._loaded = True

    def _teller(self) -> Tell:
        """What a thread calls to say how far it has come."""
        loop, busy, last = asyncio.get_running_loop(), self._busy, time.monotonic()

        def tell(count: int) -> None:
            nonlocal last
            if self._left:
                raise Left
            if time.monotonic() - last > _PACE:
                last = time.monotonic()
                loop.call_soon_threadsafe(self._progress, f"{busy} … {count:,} read")

        return tell

    def _progress(self, text: str) -> None:
        if self._busy:
            self._say(text)

    def _show_format(self) -> None:
        chosen = self._formats[self._format]
        self.query_one("#format", Static).update(Content(f"◂ {f'as {chosen}' if chosen else 'guess the format'} ▸"))

    def _say(self, text: str, *, failed: bool = False) -> None:
        result = self.query_one("#result", Static)
        result.update(Content("\n".join(map(foreign, text.split("\n")))))
        result.set_class(failed, "-failed")
        scroll = self.query_one(VerticalScroll)
        scroll.display = True
        scroll.scroll_home(animate=False)


class Paths(Suggester):
    """Completes the name of a file or folder."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The path with its last name completed; the disk is asked aside."""
        return await asyncio.to_thread(completed, value)


def completed(value: str) -> str | None:
    """`value` with the first name that goes on so; a folder with its slash. None where there is none."""
    before, slash, begun = value.rpartition("/")
    if not value or value == "~":
        return None
    try:
        with os.scandir(typed_path(before + slash or ".")) as entries:
            fit = [one for one in entries if _goes_on(one.name, begun)]
            found = min(fit, key=lambda one: one.name, default=None)
            return found and f"{before}{slash}{found.name}{'/' if found.is_dir() else ''}"
    except (OSError, ValueError):
        return None


def _goes_on(name: str, begun: str) -> bool:
    """Whether a name begins so and is longer; hidden ones only where their dot is typed, none that can't be shown."""
    hidden = name.startswith(".") and not begun.startswith(".")
    return name.startswith(begun) and name != begun and not hidden and name == strip_controls(name)
