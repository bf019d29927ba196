"""Where the person is in the open article: said while they read, kept, and found again when they come back."""

from __future__ import annotations

from textual import on

from tui.handlers.listing import Listing
from tui.reading.messages import CaretMoved, Turned

KEEP = 2.0
"""Seconds after a move until the place is kept; moves within it are kept together."""


class Bookmarking(Listing):
    """Keeps the place soon after it changed, and whenever the article is left."""

    _kept_soon = False
    _bookmark: tuple[str, int] = ("", 0)
    """The article and the offset that were kept last."""

    @on(Turned)
    def _say_progress(self, event: Turned) -> None:
        self.label_bar.read(event.seen)
        self._keep_soon()

    @on(CaretMoved)
    def _keep_soon(self) -> None:
        if not self._kept_soon:
            self._kept_soon = True
            self.set_timer(KEEP, self._keep_aside)

    def _keep_aside(self) -> None:
        self._kept_soon = False
        self.run_worker(self.keep_place(), group="bookmark", exit_on_error=False)

    async def keep_place(self) -> None:
        """Keep where the person is in the open article, if that is another place than before."""
        article, desk = self.article.article, self.desk
        if article is None or desk is None:
            return
        bookmark = article.id, self.article.place
        if bookmark != self._bookmark:
            self._bookmark = bookmark
            await desk.read(lambda library: library.keep_bookmark(article.id, article.text_hash, bookmark[1]))
