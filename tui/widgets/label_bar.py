"""The bar below the article: which key gives which label, what else could be done, what is saved, and where one is.

Everything keeps its place: the position and the labels from the left, then the hint, and at the right what was saved.
The position changes with every move of the caret, and a line is sent from its left edge up to what changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events

from store.models import ENTITY_LABELS
from tui.actions import BY_ID
from tui.themes import label_variable
from tui.widgets.heading import LineWidget
from tui.widgets.pieces import Line, Piece, fit, foreign

KEYS = "1234567890"
SAVED_WIDTH = 7
POSITION_WIDTH = 10


class LabelBar(LineWidget):
    """One line; a click on a label, on `t more` or on the hint does what its key does."""

    DEFAULT_CSS = "LabelBar { background: $panel; }"

    def __init__(self, labels: Sequence[str] = ENTITY_LABELS[:10], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.labels: tuple[str, ...] = tuple(labels[: len(KEYS)])
        """The labels of the keys 1 to 9 and 0."""
        self._labelling = True
        self._hint: tuple[str, str] = ("", "")
        self._saved: Piece = ("", "muted")
        self._position = ""
        self._read = ""
        self._progress = ""
        self._spots: list[tuple[int, int, str]] = []
        """Cells `[first, last)` and the action that a click there runs."""

    def set_labels(self, labels: Sequence[str]) -> None:
        """The labels of the keys 1 to 9 and 0."""
        self.labels = tuple(labels[: len(KEYS)])
        self.refresh()

    def show_labels(self, shown: bool) -> None:
        """Whether there is something to label; else only the hint and what was saved are shown."""
        if shown != self._labelling:
            self.hint("")  # what was said was about another pane
        self._labelling = shown
        self.refresh()

    def hint(self, text: str, action: str = "") -> None:
        """Say what could be done next; a click on it runs the action with this id. "" clears it."""
        self._hint = (foreign(text), action)
        self.refresh_changed()

    def moved_on(self, text: str = "") -> None:
        """The caret is elsewhere: what was said about its place is over, `text` is said now; an offer stays."""
        if not self._hint[1] and self._hint[0] != text:
            self.hint(text)

    def saving(self) -> None:
        """Say that something is on its way to the disk."""
        self._say("saving…", "muted")

    def saved(self) -> None:
        """Say that everything is on the disk."""
        self._say("saved", "muted")

    def not_saved(self, why: str) -> None:
        """Say what is not on the disk, and why."""
        self._say(f"not saved: {foreign(why)}", "bold error")

    def position(self, at: int, total: int) -> None:
        """Say which candidate of how many one is at; 0 of 0 says nothing, 0 of n that one is at none."""
        self._place(f"{at or '-':>{len(str(total))}}/{total}" if total else "", self._read)

    def read(self, share: float) -> None:
        """Say how much of the article is read, 0 to 1."""
        self._place(self._position, f"{share:.0%}")

    def _place(self, position: str, read: str) -> None:
        self._position, self._read = position, read
        self.refresh_changed()

    def _where(self) -> str:
        return f"{f' {self._position} {self._read:>4}':>{POSITION_WIDTH}} " if self._labelling else " "

    def progress(self, text: str) -> None:
        """Say how far something has come that goes on by itself; "" once it is over."""
        self._progress = foreign(text)
        self.refresh()

    def line(self) -> Line:
        """Position, labels, hint, saved."""
        width = self.size.width
        saved, words = self._saved
        saved = fit(saved, max(SAVED_WIDTH, width // 2))
        progress = fit(self._progress, min(40, width // 3))
        right = (
            (f" {progress} " if progress else "", "muted"),
            (f"{saved:>{SAVED_WIDTH}} ", words),
        )
        room = width - sum(cell_len(text) for text, _ in right) - 1
        hint = fit(self._hint[0], room)
        hint_at = room - cell_len(hint)
        labels = self._labels(hint_at - 2 if hint else room)
        gap = hint_at - sum(cell_len(text) for text, _ in labels)
        if hint:
            self._spots.append((hint_at, room, self._hint[1]))
            labels.extend(((" " * gap, ""), (hint, "accent")))
        return Line(tuple(labels), right)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        for first, last, action in self._spots:
            if first <= event.x < last and action in BY_ID:
                await self.run_action(BY_ID[action].run)
                return

    def _labels(self, room: int) -> list[Piece]:
        """As many labels as fit, and how to reach the others."""
        more = " t more"
        pieces: list[Piece] = [(self._where(), "foreground")]
        used = cell_len(pieces[0][0])
        self._spots = []
        if not self._labelling:
            return pieces
        for key, label in zip(KEYS, self.labels, strict=False):
            shown = foreign(label, 24)
            cells = cell_len(shown) + 3
            if used + cells + len(more) > room:
                break
            pieces += ((f"{key} ", "bold foreground"), (f"{shown} ", label_variable(label)))
            self._spots.append((used, used + cells - 1, f"label-{key}"))
            used += cells
        if used + len(more) <= room:
            pieces += ((" t ", "bold foreground"), ("more", "muted"))
            self._spots.append((used, used + len(more), "label-any"))
        return pieces

    def _say(self, text: str, words: str) -> None:
        self._saved = (text, words)
        self.refresh_changed()
