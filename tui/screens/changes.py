"""What changed in an article between two revisions: what went is struck out, what came is underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.text import clean
from tui.changes import Kind, Passage
from tui.screens.dialog import Dialog

SIGNS: dict[Kind, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "gone": ("[-", "-]", "strike $error"),
    "new": ("{+", "+}", "underline $success"),
}
"""What stands around a piece, so that nobody needs colours, and its style."""


class Changes(Dialog[None]):
    """Shows differences; changes nothing."""

    DEFAULT_CSS = """
    Changes > .panel { width: 84; }
    Changes VerticalScroll { height: auto; max-height: 30; background: $panel; }
    """
    AUTO_FOCUS = "VerticalScroll"
    KEYS = "[-gone-]  {+new+}   ↑↓ move  Esc leave"

    def __init__(self, passages: Sequence[Passage], since: str) -> None:
        """`since`: when the revision before was read."""
        super().__init__(f"What changed since {since}" if since else "What changed")
        self._passages = tuple(passages)

    def body(self) -> ComposeResult:
        """The passages."""
        with VerticalScroll():
            yield Static(Content("\n\n").join(self._shown()))

    def _shown(self) -> Iterator[Content]:
        for passage in self._passages:
            if passage.unchanged:
                many = "paragraph" if passage.unchanged == 1 else "paragraphs"
                yield Content.styled(f"… {passage.unchanged} {many} unchanged …", "$muted")
            else:
                yield Content.assemble(*(_styled(text, kind) for text, kind in passage.pieces))


def _styled(text: str, kind: Kind) -> tuple[str, str]:
    before, after, style = SIGNS[kind]
    # Pieces keep the blanks at their ends, which `clean` would take.
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    shown = f"{text[:start]}{clean(text)}{text[max(start, end) :]}"
    return f"{before}{shown}{after}", style
