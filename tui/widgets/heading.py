"""The line above a pane: what it shows and how many; in the accent colour while the focus is in the pane."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.pieces import Line, Palette, Piece, segments

Cell = tuple[str, Style | None]
"""What a cell shows: the character that begins there, "" for the rest of a wide one."""


def _cells(segments: Iterable[Segment]) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, _ in segments:
        for character in text:
            width = cell_len(character)
            if width == 0 and cells:
                cells[-1] = cells[-1][0] + character, style
            cells += [(character, style), ("", style)][:width]
    return cells


class LineWidget(Widget):
    """A widget of one line, drawn from pieces."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "LineWidget { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._palette: Palette | None = None
        self._drawn: list[Segment] = []
        """What stands on the screen, or is to be drawn there."""
        self._cells: list[Cell] | None = None
        """The same cell by cell, as far as it was asked for."""
        self._stale = False
        """Whether it may be something else now."""

    def line(self) -> Line:
        """What the line holds; asked each time it is drawn."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        line = self.line() if y == 0 else Line(())
        drawn = segments(line, width, self.rich_style, self.colours())
        if y == 0 and drawn != self._drawn:
            self._drawn, self._cells = drawn, None
        return Strip(drawn, width)

    def refresh_changed(self) -> None:
        """Draw again what is different now, and no more: it is sent at every move of a caret, over slow lines too.

        It is looked for once, before the next paint, however much changes until then.
        """
        self._stale = True
        self.check_idle()

    def _check_refresh(self) -> None:
        if self._stale:
            self._stale = False
            self._refresh_difference()
        super()._check_refresh()

    def _refresh_difference(self) -> None:
        width = self.size.width
        before = _cells(self._drawn) if self._cells is None else self._cells
        if not self.is_attached or len(before) != width:
            self.refresh()
            return
        self._drawn = segments(self.line(), width, self.rich_style, self.colours())
        now = self._cells = _cells(self._drawn)
        changed = [place for place, (old, new) in enumerate(zip(before, now, strict=False)) if old != new]
        if changed:
            self.refresh(Region(changed[0], 0, changed[-1] + 1 - changed[0], 1))

    def colours(self) -> Palette:
        """The styles of the current theme."""
        if self._palette is None:
            self._palette = Palette(self.app.theme_variables, self.app.current_theme.dark)
        return self._palette

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        self._palette = None
        super().notify_style_update()


class Heading(LineWidget):
    """A pane's title at the left and a few words, such as a count, at the right."""

    DEFAULT_CSS = "Heading { background: $surface; }"

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = title
        self._middle: tuple[Piece, ...] = ()
        self._right = ""

    def say(self, right: str, *middle: Piece) -> None:
        """Show `right` at the right edge, and pieces behind the title."""
        self._right, self._middle = right, middle
        self.refresh()

    def line(self) -> Line:
        """The title, in the accent colour where the focus is."""
        focused = self.parent is not None and isinstance(self.parent, Widget) and self.parent.has_focus_within
        title = (f"  {self._title}", "bold accent" if focused else "bold")
        return Line((title, *((f"  {text}", words) for text, words in self._middle)), ((f"{self._right} ", "muted"),))
