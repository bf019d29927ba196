"""Asking for a note: what was typed is kept, or is a draft that the next look at the same thing goes on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.config import Config
from tui.desk import Desk
from tui.handlers.base import Handler

if TYPE_CHECKING:
    from tui.screens.note import NoteEditor, Written

Keep = Callable[[str, Callable[[], None]], None]
"""Keeps a note; what it is given besides is called where that fails."""


class Noting(Handler):
    """Opens the editor of a note, on whatever it is."""

    def __init__(self, config: Config, labels: tuple[str, ...]) -> None:
        super().__init__(config, labels)
        self._drafts: dict[str, str] = {}
        """What was typed and not kept, by what it is about."""
        self._warned = False
        """Whether it was said that there are drafts, when the reader was to be left."""

    def ask_note(self, about: str, note: str, what: str, keep: Keep) -> None:
        """Ask for a note and keep it; where that fails, what was typed is there again.

        `about` tells what it is about from all else, `note` is what is kept now, `what` is said above it.
        """
        from tui.screens.note import NoteEditor  # not needed for the first paint

        def answered(written: Written | None) -> None:
            self._drafts.pop(about, None)
            if written is None:
                self.label_bar.hint("")
            elif written.draft:
                self._drafts[about], self._warned = written.text, False
                self.label_bar.hint("a draft: the same key goes on, ^s there keeps it")
            else:
                keep(written.text, lambda: ask(written.text))

        def ask(draft: str | None) -> None:
            editor = NoteEditor(note, what=what, draft=draft)
            self.app.push_screen(editor, answered)
            self.perform(lambda desk: self._offer_notes(desk, editor))

        ask(self._drafts.get(about))

    def warn_of_drafts(self) -> bool:
        """Whether there are drafts that nothing was said of yet; it is said now."""
        if not self._drafts or self._warned:
            return False
        self._warned = True
        count = "a note is a draft" if len(self._drafts) == 1 else f"{len(self._drafts)} notes are drafts"
        self.label_bar.hint(f"{count} still: m goes on with it, Q again leaves")
        return True

    async def _offer_notes(self, desk: Desk, editor: NoteEditor) -> None:
        editor.offer(await desk.look_up(lambda library: library.notes()))
