"""The last line of the screen: the next useful keys of the pane with the focus, read from the catalogue."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.screen import Screen

from tui.actions import BY_ID, Action, show_key
from tui.widgets.heading import LineWidget
from tui.widgets.pieces import Line, Piece

LAST = "help"
"""The action whose hint stands at the right."""


class KeyHints(LineWidget):
    """Keys and what they do, as many as fit, the most useful first; a click does it."""

    DEFAULT_CSS = "KeyHints { background: $panel; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints: list[tuple[str, Action]] = []
        self._spots: list[tuple[int, int, Action]] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def line(self) -> Line:
        """The hints that fit; how to get help keeps its place at the right."""
        pieces: list[Piece] = [(" ", "")]
        last: list[Piece] = []
        self._spots = []
        column, room = 1, self.size.width
        for key, action in self._hints:
            cells = cell_len(key) + len(action.label) + 3
            pair = ((f"{key} ", "bold accent"), (f"{action.label}  ", "muted"))
            if action.id == LAST:
                last.extend(pair)
                room -= cells
                self._spots.append((room, room + cells, action))
                continue
            if column + cells >= room:
                break
            pieces.extend(pair)
            self._spots.append((column, column + cells - 2, action))
            column += cells
        return Line(tuple(pieces), tuple(last))

    async def on_click(self, event: events.Click) -> None:
        """Do what the key would do, where the focus is."""
        for first, last, action in self._spots:
            if first <= event.x < last:
                await self.app.run_action(action.run, self.screen.focused or self.screen)
                return

    def _update(self, screen: Screen[object]) -> None:
        keys: dict[str, str] = {}
        for active in screen.active_bindings.values():
            if active.enabled and active.binding.id in BY_ID:
                keys.setdefault(active.binding.id, active.binding.key)
        empty = screen.has_class("-empty")  # the welcome says what can be done; with no article, no key does anything
        shown = [(show_key(keys[id]), BY_ID[id]) for id in keys if BY_ID[id].hint and (id == LAST or not empty)]
        self._hints = sorted(shown, key=lambda hint: hint[1].hint if hint[1].id != LAST else 0)
        self.refresh()
