"""What the article view says: `ArticleView.CaretMoved` and so on, handled as `on_article_view_caret_moved`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.marks import Mark
from tui.reading.tokens import Span

if TYPE_CHECKING:
    from tui.reading.canvas import Canvas


class ViewMessage(Message):
    """Something that happened on a view."""

    def __init__(self, view: Canvas) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> Canvas:
        """The view."""
        return self.view


class CaretMoved(ViewMessage, namespace="article_view"):
    """The caret stands elsewhere."""

    def __init__(self, view: Canvas, offset: int) -> None:
        super().__init__(view)
        self.offset = offset


class Turned(ViewMessage, namespace="article_view"):
    """Other rows are in sight."""

    def __init__(self, view: Canvas, seen: float) -> None:
        super().__init__(view)
        self.seen = seen
        """The share of the article down to the last row in sight, 0 to 1."""


class SelectionChanged(ViewMessage, namespace="article_view"):
    """Something else is selected, or nothing."""

    def __init__(self, view: Canvas, selection: Span | None) -> None:
        super().__init__(view)
        self.selection = selection


class MarkClicked(ViewMessage, namespace="article_view"):
    """A mark was clicked; the caret is on it already."""

    def __init__(self, view: Canvas, mark: Mark) -> None:
        super().__init__(view)
        self.mark = mark


class LabelMenuRequested(ViewMessage, namespace="article_view"):
    """A right click asks what can be done at `offset`; the caret or the selection is there already."""

    def __init__(self, view: Canvas, offset: int) -> None:
        super().__init__(view)
        self.offset = offset


class NothingFurther(ViewMessage, namespace="article_view"):
    """There is no further candidate or match in this direction; `what` names it."""

    def __init__(self, view: Canvas, what: str) -> None:
        super().__init__(view)
        self.what = what
