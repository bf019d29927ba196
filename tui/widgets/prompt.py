"""A question in one line at the bottom: search, filter, tags, a path. It asks; others act on the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from store.text import clean_line, strip_controls
from tui.widgets.pieces import foreign


class Field(Input):
    """An input of one line that takes no control characters, however they come in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "clear_all", "empty", show=False),
        Binding("tab", "complete", "complete", show=False),
    ]
    DEFAULT_CSS = """
    Field, Field:focus { border: none; height: 1; padding: 0; background: $panel; background-tint: $panel 0%; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """What is typed, pasted or set, without what could not be drawn."""
        return strip_controls(value).replace("\n", " ").replace("\t", " ")

    def action_clear_all(self) -> None:
        """Empty it."""
        self.value = ""

    def action_complete(self) -> None:
        """Take what is offered; where nothing ever is, the key goes on to the next field as everywhere."""
        if self.suggester is None:
            raise SkipAction
        self.cursor_position = len(self.value)
        self.action_cursor_right()


class LastWord(Suggester):
    """Completes the last word from words used before: for tags."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = tuple(words)

    async def get_suggestion(self, value: str) -> str | None:
        """The value with its last word completed."""
        before, _, last = value.rpartition(" ")
        bare = last.lstrip("#")
        if not bare:
            return None
        for word in self._words:
            if word.casefold().startswith(bare.casefold()) and len(word) > len(bare):
                return f"{before}{' ' if before else ''}{last}{word[len(bare) :]}"
        return None


class Completer(Suggester):
    """Completes what is typed by a function of it."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """What the function says."""
        return self._complete(value)


class _From(Highlighter):
    """Marks the text from an offset on, in reverse too: colour never carries meaning alone."""

    def __init__(self, at: int) -> None:
        self._at = at

    def highlight(self, text: Text) -> None:
        """Mark it."""
        text.stylize("underline bold", self._at, max(self._at + 1, len(text)))


class Prompt(Horizontal):
    """Hidden until `ask`; enter answers, escape does not, and then the focus returns to where it was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "leave", show=False, priority=False)]
    DEFAULT_CSS = """
    Prompt { height: 1; display: none; background: $panel; padding: 0 1; }
    Prompt > #prompt-title { width: auto; color: $accent; text-style: bold; padding: 0 1 0 0; }
    Prompt > Field { width: 1fr; }
    Prompt > #prompt-hint { width: auto; max-width: 70%; color: $muted; padding: 0 0 0 1; }
    Prompt > #prompt-hint.-wrong { color: $error; }
    """

    class PromptMessage(Message):
        """Something happened to what was asked with this purpose."""

        def __init__(self, purpose: str, value: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.value = value

    class Changed(PromptMessage):
        """The text changed while it is typed."""

    class Answered(PromptMessage):
        """Enter was pressed; `value` is one clean line."""

    class Cancelled(PromptMessage):
        """Escape was pressed; `value` is what had been typed."""

    class Left(PromptMessage):
        """The person went elsewhere: nothing is answered, and what followed the typing stays as it is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.purpose = ""
        """What is asked now, "" for nothing."""
        self._title = Static(id="prompt-title", markup=False)
        self._hint = Static(id="prompt-hint", markup=False)
        self._field = Field()
        self._back: Widget | None = None
        self._usual = ""
        """What the hint says as long as nothing is wrong."""

    def compose(self) -> ComposeResult:
        """A title, the field, a hint."""
        yield self._title
        yield self._field
        yield self._hint

    def ask(
        self,
        purpose: str,
        title: str,
        value: str = "",
        *,
        words: Iterable[str] = (),
        hint: str = "",
        complete: Callable[[str], str | None] | None = None,
    ) -> None:
        """Ask; `words` complete the last word typed, or `complete` all; `purpose` comes back with the messages."""
        if not self.purpose:
            self._back = self.screen.focused
        self.purpose = purpose
        self._title.update(Content(foreign(title)))
        self._usual = hint or ("Tab completes  " if words or complete else "") + "Enter ok  Esc leave"
        self.refuse("")
        self._field.suggester = Completer(complete) if complete else LastWord(words)
        with self.prevent(Input.Changed):
            self._field.value = foreign(value)
        self._field.cursor_position = len(self._field.value)
        self.display = True
        self._field.focus()

    def refuse(self, why: str, at: int = 0) -> None:
        """Say why what is typed makes no sense, and mark it from `at` on; "": it does."""
        self._hint.set_class(bool(why), "-wrong")
        self._hint.update(Content(foreign(why) or self._usual))
        self._field.highlighter = _From(at) if why else None
        self._field.refresh()

    def close(self) -> None:
        """Ask no more."""
        self.purpose = ""
        self.display = False
        if self._back is not None and self._back.is_attached and self._field.has_focus:
            self._back.focus()
        self._back = None

    def action_cancel(self) -> None:
        """Leave without an answer."""
        purpose = self.purpose
        self.close()
        self.post_message(self.Cancelled(purpose, self._field.value))

    def on_descendant_blur(self) -> None:
        """Leave when the person goes elsewhere; not when the terminal loses the focus, which comes back."""
        self.call_later(self._leave_if_left)

    def _leave_if_left(self) -> None:
        if self.purpose and self.screen.focused is not None and not self.has_focus_within:
            self._back = None
            purpose = self.purpose
            self.close()
            self.post_message(self.Left(purpose, self._field.value))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.purpose:
            self.post_message(self.Changed(self.purpose, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        purpose = self.purpose
        self.close()
        self.post_message(self.Answered(purpose, clean_line(event.value)))
