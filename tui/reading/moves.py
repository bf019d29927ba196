"""The actions of the article view, named as the catalogue of actions names them. No keys are bound here.

Each says what to do with the `Reader`; the view does it, paints what changed and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.reading.reader import Reader


class Moves:
    """Mixed into the view, which gives what these need."""

    if TYPE_CHECKING:
        reader: Reader

        def change(self, change: Callable[[], bool], *, from_sight: bool = False) -> bool: ...
        def go_to(self, what: str, change: Callable[[], bool]) -> None: ...
        def move_lines(self, delta: int) -> None: ...
        def turn_page(self, delta: int) -> None: ...

    def action_left(self) -> None:
        """Move back by a token or a character."""
        self.change(lambda: self.reader.step(-1), from_sight=True)

    def action_right(self) -> None:
        """Move on by a token or a character."""
        self.change(lambda: self.reader.step(1), from_sight=True)

    def action_line_down(self) -> None:
        """Move down by a row."""
        self.move_lines(1)

    def action_line_up(self) -> None:
        """Move up by a row."""
        self.move_lines(-1)

    def action_page_down(self) -> None:
        """Read on by a page, two rows of it the same."""
        self.turn_page(1)

    def action_page_up(self) -> None:
        """Go back by a page."""
        self.turn_page(-1)

    def action_next_paragraph(self) -> None:
        """Move to the next paragraph."""
        self.change(lambda: self.reader.paragraph(1))

    def action_previous_paragraph(self) -> None:
        """Move to the beginning of this paragraph, or of the one before."""
        self.change(lambda: self.reader.paragraph(-1))

    def action_next_sentence(self) -> None:
        """Move to the next sentence."""
        self.change(lambda: self.reader.sentence(1))

    def action_previous_sentence(self) -> None:
        """Move to the beginning of this sentence, or of the one before."""
        self.change(lambda: self.reader.sentence(-1))

    def action_text_start(self) -> None:
        """Move to the first token."""
        self.change(lambda: self.reader.edge(-1))

    def action_text_end(self) -> None:
        """Move to the last token."""
        self.change(lambda: self.reader.edge(1))

    def action_next_candidate(self) -> None:
        """Go to the next candidate."""
        self.go_to("candidate", lambda: self.reader.candidate(1))

    def action_previous_candidate(self) -> None:
        """Go to the previous candidate."""
        self.go_to("candidate", lambda: self.reader.candidate(-1))

    def action_next_match(self) -> None:
        """Go to the next match, round the end."""
        self.go_to("match", lambda: self.reader.match(1))

    def action_previous_match(self) -> None:
        """Go to the previous match, round the beginning."""
        self.go_to("match", lambda: self.reader.match(-1))

    def action_toggle_selection(self) -> None:
        """Begin to select at the target, or let go."""
        self.change(self.reader.toggle_selecting)

    def action_clear_selection(self) -> None:
        """Let go of the selection."""
        self.change(self.reader.clear_selection)

    def action_toggle_step(self) -> None:
        """Switch steps between tokens and characters."""
        self.reader.by_token = not self.reader.by_token

    def action_move_end(self, delta: int) -> None:
        """Move the selection's end by a step; without one, the target's."""
        self.change(lambda: self.reader.move_end(delta))

    def action_move_start(self, delta: int) -> None:
        """Move the selection's start by a step; without one, the target's."""
        self.change(lambda: self.reader.move_start(delta))
