"""The list of articles: read, star, filter, next and previous; and undo, which reaches all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from msgspec.structs import replace

from store.library import Undone
from store.models import ArticleRow, ArticleState
from tui.desk import Desk
from tui.edits import short
from tui.handlers.base import Handler

OPENED = ("http", "https")
"""The schemes of links that are handed to the browser."""


class Listing(Handler):
    """Acts on the article under the list's cursor, or on the open one where the list has no focus."""

    _coming = ""
    """The article that was turned to and is not open yet."""

    async def open_article(self, article: str) -> None:
        """Open an article; see `tui.handlers.opening`."""
        raise NotImplementedError

    @property
    def chosen(self) -> ArticleRow | None:
        """The article that is meant as a whole: the open one, or in the list the one at its cursor."""
        item = self.articles.list.selected
        if self.sheet is None or self.articles.has_focus_within:
            return item.row if item else None
        open_now, rows = self.sheet.article.id, self.desk.rows if self.desk else ()
        return next((row for row in rows if row.id == open_now), None)

    # Marks on articles as a whole

    def action_toggle_read(self) -> None:
        """Set the article read or unread."""
        self._toggle("read", lambda state: replace(state, read=not state.read))

    def action_star(self) -> None:
        """Give the article a star, or take it away."""
        self._toggle("star", lambda state: replace(state, starred=not state.starred))

    def action_all_read(self) -> None:
        """Set every article shown read, as one change."""
        ids = [item.key for item in self.articles.list.items if not item.state.read]
        if ids:
            self.set_states(f"{len(ids)} articles read", ids, lambda state: replace(state, read=True))

    def set_states(
        self,
        what: str,
        articles: list[str],
        change: Callable[[ArticleState], ArticleState],
        *,
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Change articles as a whole, and show it."""

        async def work(desk: Desk) -> None:
            await desk.set_states(what, articles, change)
            self.show_states(desk, articles)
            if desk.sheet is not None and desk.sheet.article.id in articles:
                self.show_findings(desk.sheet)

        self.perform(work, failed=failed)

    # Undo

    def action_undo(self) -> None:
        """Take back the last change."""
        self._again("undone", lambda desk: desk.undo())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._again("done again", lambda desk: desk.redo())

    # Which article

    def action_next_article(self) -> None:
        """Open the next article of the list."""
        self._turn_article(1)

    def action_previous_article(self) -> None:
        """Open the previous article of the list."""
        self._turn_article(-1)

    def action_open_in_browser(self) -> None:
        """Open the page that the article came from in the browser."""
        row, desk = self.chosen, self.desk
        if row is None or desk is None:
            return
        import webbrowser  # seldom wanted: not needed for the first paint

        async def work(desk: Desk) -> None:
            url = await desk.address(row.id)
            if urlsplit(url).scheme not in OPENED:
                self.label_bar.hint("this article has no address on the web")
            elif await asyncio.to_thread(webbrowser.open, url):
                self.label_bar.hint("opened in the browser")
            else:
                self.tell(f"No browser could be started. The address is {url}", "The page was not opened", failed=True)

        self.perform(work)

    # Helpers

    def _toggle(self, what: str, change: Callable[[ArticleState], ArticleState]) -> None:
        if (row := self.chosen) is not None:
            self.set_states(f"{what} '{short(row.title)}'", [row.id], change)

    def _again(self, done: str, step: Callable[[Desk], Awaitable[Undone | None]]) -> None:
        async def work(desk: Desk) -> None:
            undone = await step(desk)
            if undone is None:
                self.label_bar.hint("there is nothing to undo" if done == "undone" else "there is nothing to do again")
                return
            self.show_states(desk, undone.articles)
            if desk.sheet is not None:
                self.show_sheet(desk.sheet)
            self.label_bar.hint(f"{done}: {short(undone.what, 50)}")

        self.perform(work)

    def _turn_article(self, by: int) -> None:
        items = self.articles.list.items
        here = self.articles.list.index_of(self._coming or self.articles.list.open_article)
        place = (0 if by > 0 else len(items) - 1) if here is None else here + by
        if not 0 <= place < len(items):
            self.label_bar.hint("this is the last article" if by > 0 else "this is the first article")
            return
        self._coming = coming = items[place].key

        async def work(_: Desk) -> None:
            if self._coming == coming:  # else the person has gone on already
                try:
                    await self.open_article(coming)
                finally:
                    self._coming = "" if self._coming == coming else self._coming

        self.perform(work)
