"""The mouse on the article: click, drag, double and triple click, right click. Called by the view, which does the rest.

Cells are mapped to offsets by the page (by characters as a reader sees them), never by Textual's own hit test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.timer import Timer

if TYPE_CHECKING:
    from tui.reading.view import ArticleView

_LEFT, _RIGHT = 1, 3
_SCROLL_EVERY = 0.05
"""Seconds between two rows while a drag is held beyond the edge."""


class Pointer:
    """What the mouse is doing on one view."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._anchor: int | None = None
        """Where the button went down; None while it is up."""
        self._dragged = False
        self._at = self._from = Offset()
        """Where the pointer is, and where the button went down."""
        self._scrolling: Timer | None = None

    def down(self, event: events.MouseDown) -> None:
        """A button goes down: a drag may begin, or (with shift) the selection reaches to here."""
        place = event.get_content_offset_capture(self._view)
        if event.button == _RIGHT:
            self._view.ask_at(place)
            event.stop()
        elif event.button == _LEFT and self._view.article is not None:
            self._dragged = event.shift
            self._anchor = self._view.caret if event.shift else self._view.offset_under(place)
            self._at = self._from = place
            if event.shift:
                self._view.drag(self._anchor, place)
            self._view.capture_mouse()
            event.stop()

    def move(self, event: events.MouseMove) -> None:
        """The pointer moves: with the button down it selects, and beyond an edge it scrolls."""
        if self._anchor is None:
            return
        place = event.get_content_offset_capture(self._view)
        if place == self._at and not self._dragged:
            return
        self._dragged, self._at = True, place
        self._view.drag(self._anchor, place)
        self._scroll(beyond=self._beyond() != 0)
        event.stop()

    def up(self, event: events.MouseUp) -> None:
        """The button goes up: the drag is over."""
        if self._anchor is not None:
            self._anchor = None
            self._scroll(beyond=False)
            self._view.release_mouse()
            event.stop()

    def click(self, event: events.Click) -> None:
        """A click that was no drag: the caret comes; twice selects a word, three times a sentence."""
        if event.button == _LEFT and not self._dragged:
            self._view.click(event.get_content_offset_capture(self._view), event.chain)
        self._dragged = False
        event.stop()

    def _beyond(self) -> int:
        """Whether the pointer is above the pane (-1), below it (1), or in it (0).

        Above a pane that begins where the screen does nobody can point: its first row is above for a drag from below.
        """
        first = 1 if self._view.region.y == 0 and self._from.y > 0 else 0
        return -1 if self._at.y < first else 1 if self._at.y >= self._view.size.height else 0

    def _scroll(self, *, beyond: bool) -> None:
        if beyond and self._scrolling is None:
            self._scrolling = self._view.set_interval(_SCROLL_EVERY, self._scroll_on)
        elif not beyond and self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _scroll_on(self) -> None:
        if self._anchor is not None:
            self._view.scroll_to(y=self._view.scroll_offset.y + self._beyond(), animate=False)
            self._view.drag(self._anchor, self._at)
