"""The article view: shows one article with its marks, moves a caret in it, selects, and says what happened.

It binds no keys, labels nothing and stores nothing: actions are called by whoever binds them, and what they lead to is
posted as messages. What it decides lives in the pure rooms beside it: `Reader` (caret, selection); what it looks like,
in `Canvas`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual import events
from textual.geometry import Offset

from store.models import Article
from store.text import count_words
from tui.marks import Mark
from tui.reading.candidates import Candidate
from tui.reading.canvas import AIR, Canvas
from tui.reading.messages import CaretMoved, LabelMenuRequested, MarkClicked, NothingFurther, SelectionChanged, Turned
from tui.reading.moves import Moves
from tui.reading.paint import differing
from tui.reading.pointer import Pointer
from tui.reading.reader import Reader
from tui.reading.tokens import Span


class ArticleView(Moves, Canvas, can_focus=True, inherit_bindings=False):
    """One article, read and marked. Offsets are code points into the article's text."""

    ALLOW_SELECT = False
    CaretMoved = CaretMoved
    SelectionChanged = SelectionChanged
    MarkClicked = MarkClicked
    LabelMenuRequested = LabelMenuRequested
    NothingFurther = NothingFurther
    Turned = Turned

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._pointer = Pointer(self)

    # What is shown

    def show(
        self,
        article: Article,
        marks: Sequence[Mark] = (),
        position: int = 0,
        *,
        dismissed: Collection[Span] = (),
        words: int | None = None,
    ) -> None:
        """Show an article with the caret at `position`; nothing selected, nothing searched.

        `dismissed` is where suggestions were rejected (`tui.marks.dismissed`): no candidate is proposed there. `words`
        is how many the text has, where that is known (`ArticleRow.words`): counting them takes a while in a long one.
        """
        self.article = article
        self._words = count_words(article.text) if words is None else words
        self.reader = Reader(article.text, marks, dismissed)
        self.reader.move(position)
        self._page = None
        self._set_page()
        self._scroll(0)
        self._reveal(far=True)
        if not self._settled:
            self.call_after_refresh(self._settle)
        self.post_message(self.CaretMoved(self, self.caret))

    def set_marks(self, marks: Sequence[Mark], *, dismissed: Collection[Span] | None = None) -> None:
        """Show other marks on the same text: nothing moves, only changed rows are painted."""

        def change() -> bool:
            for start, end in self.reader.set_marks(marks, dismissed):
                self._forget(start, end)
            return True

        self.change(change)

    def move_to(self, offset: int, *, select_mark: Mark | None = None) -> None:
        """Put the caret at `offset` and show it; `select_mark` becomes what is judged and labelled there."""
        chosen = Candidate(select_mark.start, select_mark.end, select_mark) if select_mark else None

        def change() -> bool:
            self.reader.clear_selection()
            return self.reader.move(offset, chosen=chosen)

        self.change(change, far=True)

    # What is there

    @property
    def selection(self) -> Span | None:
        """What is selected."""
        return self.reader.selection

    @property
    def selecting(self) -> bool:
        """Whether moves extend the selection (`v`)."""
        return self.reader.selecting

    @property
    def by_token(self) -> bool:
        """Whether steps go by tokens, else by characters (`c`)."""
        return self.reader.by_token

    @property
    def target(self) -> Span | None:
        """What a label key would act on: selection, else what is marked or proposed at the caret, else the token."""
        return self.reader.target

    @property
    def mark_at_caret(self) -> Mark | None:
        """The mark that a judgement would act on."""
        return self.reader.mark

    # Searching

    def find(self, pattern: str) -> int:
        """Search as it is typed: the caret goes to the first match from where the search began. How many there are."""
        self.change(lambda: self.reader.find(pattern) >= 0, far=True, everything=True)
        return len(self.reader.matches)

    def clear_find(self) -> None:
        """Forget the search and its matches; the caret stays."""
        self.reader.clear_find()
        self.refresh()

    @property
    def find_status(self) -> tuple[int, int]:
        """Which match the caret is on, from 1, or 0; how many there are."""
        return self.reader.match_number, len(self.reader.matches)

    # Changing the caret or the selection, and painting what differs

    def change(
        self,
        change: Callable[[], bool],
        *,
        far: bool = False,
        everything: bool = False,
        from_sight: bool = False,
        scroll: bool = True,
    ) -> bool:
        """Do one change, paint what it changed and say so. False where it led nowhere."""
        reader = self.reader
        before, caret, selection = list(self._laid_spans()), reader.caret, reader.selection
        if from_sight:
            self._bring_caret_into_sight()
        led = change()
        if not led and reader.caret == caret:
            return False
        if everything:
            self.refresh()
        elif self._page is not None:
            for start, end in differing(before, list(self._laid_spans())):
                self._refresh_span(start, end)
        if reader.caret != caret:
            if scroll:
                self._reveal(far=far)
            self.post_message(self.CaretMoved(self, reader.caret))
        if reader.selection != selection:
            self.post_message(self.SelectionChanged(self, reader.selection))
        return led

    def go_to(self, what: str, change: Callable[[], bool]) -> None:
        if not self.change(change, far=True):
            self.post_message(self.NothingFurther(self, what))

    def move_lines(self, delta: int) -> None:
        if self._page is not None:
            layout = self._page.layout
            if not self.change(lambda: self.reader.lines(layout, delta), from_sight=True) and delta < 0:
                self._scroll(0)

    def turn_page(self, delta: int) -> None:
        if self._page is not None:
            layout, rows = self._page.layout, delta * max(1, self.size.height - AIR)
            self.change(lambda: self.reader.leap(layout, rows), from_sight=True, scroll=False)
            self._scroll(self.scroll_offset.y + rows)
            self._reveal()

    def _bring_caret_into_sight(self) -> None:
        """Where the wheel scrolled the caret away, moves go from the nearest row that is seen."""
        if self._page is None or self.reader.selecting:
            return
        top, height, y = self.scroll_offset.y, self.size.height, self._page.y_of(self.caret)
        if not top <= y < top + height:
            edge = top + AIR if y < top else top + height - 1 - AIR
            self.reader.move(self._page.offset_at(self._page.left, edge))

    # The mouse: what it does is decided in `Pointer`, which calls these

    def offset_under(self, place: Offset) -> int:
        """The offset nearest to a cell of the pane."""
        page = self._page
        return page.offset_at(place.x, place.y + self.scroll_offset.y) if page is not None else 0

    def ask_at(self, place: Offset) -> None:
        """A right click: the caret comes, unless it falls on the selection, and the menu is asked for."""
        offset, selection = self.offset_under(place), self.selection
        if selection is None or not selection[0] <= offset < selection[1]:
            self.change(lambda: self.reader.move(offset), scroll=False)
        self.post_message(self.LabelMenuRequested(self, offset))

    def drag(self, anchor: int, place: Offset) -> None:
        """Select from the character at `anchor` to the one under the pointer."""
        height = self.size.height
        seen = Offset(place.x, min(max(0, place.y), height - 1))
        self.change(lambda: self.reader.select_between(anchor, self.offset_under(seen)), scroll=False)

    def click(self, place: Offset, times: int) -> None:
        """The caret comes; the second click of a chain selects the token, the third the sentence."""
        offset = self.offset_under(place)
        if times == 2:
            self.change(lambda: self.reader.select_token(offset), scroll=False)
        elif times == 3:
            self.change(lambda: self.reader.select_sentence(offset), scroll=False)
        else:
            self.change(lambda: self.reader.clear_selection() | self.reader.move(offset), scroll=False)
            if (mark := self.mark_at_caret) is not None:
                self.post_message(self.MarkClicked(self, mark))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to click or drag."""
        self._pointer.down(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        self._pointer.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        self._pointer.up(event)

    def on_click(self, event: events.Click) -> None:
        """A click; the second or third of a chain selects."""
        self._pointer.click(event)
