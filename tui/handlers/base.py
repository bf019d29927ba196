"""What all handlers share: the desk, work that may fail, and showing the sheet after it changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable, Sequence

from textual.timer import Timer

from store.errors import QuotidianError, StoreError
from store.text import clean_line
from tui.config import Config
from tui.desk import Decision, Desk
from tui.edits import Refusal, Sheet
from tui.marks import dismissed, order
from tui.screens.reader import ReaderScreen

Work = Callable[[Desk], Awaitable[None]]

PATIENCE = 0.3
"""Seconds that saving may take before the screen says that it is under way."""

MOST_COMPLAINTS = 4
"""How many sentences about unreadable sources are shown at once."""


class Handler(ReaderScreen):
    """The reader's screen with a desk behind it."""

    def __init__(self, config: Config, labels: tuple[str, ...]) -> None:
        super().__init__(labels[:10])
        self.config = config
        self.labels = labels
        """Every label that can be given, the ones with keys first."""
        self.desk: Desk | None = None
        """None until the library is open."""

    @property
    def sheet(self) -> Sheet | None:
        """The open article with what is known on it."""
        return self.desk.sheet if self.desk else None

    def perform(self, work: Work, *, failed: Callable[[], None] | None = None) -> None:
        """Do some work on the desk, in the order of the calls; what fails is said, never raised.

        `failed` is called where something was not saved, to give back what was typed.
        """
        if self.desk is None:
            self.label_bar.hint("one moment: the library is being opened")
            return
        self.run_worker(self._perform(work, self.desk, failed), group="desk", exit_on_error=False)

    def change(
        self,
        decide: Decision,
        then: Callable[[Sheet], Awaitable[None]] | None = None,
        *,
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Decide on the open sheet, make it durable, show it; `then` is awaited with the new sheet."""

        async def work(desk: Desk) -> None:
            change = await desk.carry_out(decide)
            if change is None or desk.sheet is None:
                return
            self.label_bar.hint("")
            self.show_sheet(desk.sheet)
            self.show_states([desk.sheet.article.id])
            if then is not None:
                await then(desk.sheet)

        self.perform(work, failed=failed)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the marks of the open article; the text stays where it is."""
        self.article.set_marks(sheet.marks, dismissed=dismissed(sheet.hidden))
        self.show_findings(sheet)

    def show_findings(self, sheet: Sheet) -> None:
        """Show the open article's marks in the pane beside it."""
        self.findings.show(sheet.marks, sheet.state, sheet.hidden)
        self.show_place()

    async def recognise(self, desk: Desk) -> None:
        """Show in the open article what the library knows of the names in it, where that is something else now."""
        if (sheet := await desk.recognise()) is not None:
            self.show_sheet(sheet)

    def behind_the_paint(self, act: Callable[[], object]) -> None:
        """Do something once what was shown just now is painted: by way of who is to be painted too."""
        self.call_later(self.label_bar.call_after_refresh, act)

    def show_states(self, articles: Iterable[str]) -> None:
        """Show in the list what became of these articles."""
        for article in articles:
            self.articles.list.redraw(article)

    def show_place(self) -> None:
        """Show which mark of how many the caret is on."""
        mark, marks = self.article.mark_at_caret, self.sheet.marks if self.sheet else ()
        self.label_bar.position(bisect_left(marks, order(mark), key=order) + 1 if mark else 0, len(marks))

    def tell(self, sentence: str, title: str = "", *, failed: bool = False) -> None:
        """Say something that must not be overlooked."""
        self.notify(
            clean_line(sentence), title=clean_line(title), severity="error" if failed else "information", markup=False
        )

    def complain(self, complaints: Sequence[str]) -> None:
        """Name what could not be read; of many, the first and how many more: toasts must not cover the screen."""
        shown = complaints if len(complaints) <= MOST_COMPLAINTS else complaints[: MOST_COMPLAINTS - 1]
        for complaint in shown:
            self.tell(complaint, failed=True)
        if more := len(complaints) - len(shown):
            self.tell(f"{more} more could not be read: `quotidian add` in a shell names them all.", failed=True)

    async def _perform(self, work: Work, desk: Desk, failed: Callable[[], None] | None) -> None:
        slow: Timer = self.set_timer(PATIENCE, self.label_bar.saving)
        try:
            await work(desk)
        except Refusal as refusal:
            self.label_bar.hint(str(refusal))
        except StoreError as error:
            self.label_bar.not_saved(error.title.lower())
            self.tell(error.sentence, error.title, failed=True)
            if failed is not None:
                failed()
            return
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
        finally:
            slow.stop()
        self.label_bar.saved()
