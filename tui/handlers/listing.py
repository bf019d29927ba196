"""The articles of the list: read, star, pick, remove, next and previous; and undo, which reaches all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from msgspec.structs import replace

from store.library import Undone
from store.models import Article, ArticleRow, ArticleState, Known
from tui.desk import Desk
from tui.edits import Sheet, short
from tui.handlers.filtering import Filtering
from tui.rows import ArticleItem

OPENED = ("http", "https")
"""The schemes of links that are handed to the browser."""


class Listing(Filtering):
    """Acts on the open article, or in the list on the picked ones, or on that under its cursor."""

    _coming = ""
    """The article that was turned to and is not open yet."""

    async def open_article(self, article: str) -> None:
        """Open an article; see `tui.handlers.opening`."""
        raise NotImplementedError

    @property
    def chosen(self) -> ArticleRow | Article | None:
        """The article that is meant as a whole: the open one, or in the list the one at its cursor."""
        if (sheet := self.opened) is not None:
            return sheet.article
        item = self.articles.list.selected
        return item.row if item else None

    @property
    def opened(self) -> Sheet | None:
        """The open article, where it is the one that is meant: the focus is not in the list."""
        return None if self.choosing or self.articles.has_focus_within else self.sheet

    # Marks on articles as a whole

    def action_toggle_read(self) -> None:
        """Set the articles read, or unread where all of them are read."""
        self._toggle("read", lambda state: state.read, lambda state, on: replace(state, read=on))

    def action_star(self) -> None:
        """Give the articles a star, or take it away where all of them have one."""
        self._toggle("star", lambda state: state.starred, lambda state, on: replace(state, starred=on))

    def action_remove(self) -> None:
        """Take the articles out of all lists."""

        def act(what: str, ids: list[str]) -> None:
            self.set_states(f"remove {what}", ids, lambda state: replace(state, removed=True), again=True)
            self.label_bar.hint(f"removed {what}: u brings back")

        self.aim(act)

    def action_all_read(self) -> None:
        """Set every article shown read, as one change."""
        places = self.articles.list.rows.places

        async def work(desk: Desk) -> None:
            ids = await desk.look_up(lambda library: library.ids(places))
            unread = await desk.look_up(lambda library: [id for id in ids if not library.state(id).read])
            if unread:
                what = f"{len(unread)} articles read"
                await self._set_states(desk, what, unread, lambda state: replace(state, read=True))

        self.perform(work)

    def aim(self, act: Callable[[str, list[str]], None]) -> None:
        """Do something with the open article, or in the list with the picked ones, or that at its cursor.

        `act` gets words for them, and their ids.
        """
        if (sheet := self.opened) is not None:
            act(f"'{short(sheet.article.title)}'", [sheet.article.id])
            return
        picked = list(self.articles.list.picked)
        if not picked:
            self.articles.list.when_read(
                self.articles.list.cursor,
                lambda item: act(f"'{short(item.row.title) if item.row else ''}'", [item.key]),
            )
            return

        async def work(desk: Desk) -> None:
            ids = await desk.look_up(lambda library: library.ids(picked))
            act("1 article" if len(ids) == 1 else f"{len(ids):,} articles", ids)

        self.perform(work)

    def action_pick(self) -> None:
        """Pick the article at the cursor, and go to the next."""
        item = self.articles.list.selected
        if item is not None:
            self.articles.list.pick([item.place])
            self.articles.list.action_cursor_down()
            self.say_view()

    def action_pick_all(self) -> None:
        """Pick all articles shown, or none where all are picked."""
        places, picked = self.articles.list.rows.places, self.articles.list.picked
        self.articles.list.pick(places, on=len(picked) < len(places))
        self.say_view()

    def set_states(
        self,
        what: str,
        articles: list[str],
        change: Callable[[ArticleState], ArticleState],
        *,
        failed: Callable[[], None] | None = None,
        again: bool = False,
    ) -> None:
        """Change articles as a whole, as one step of undo, and show it; `again`: other articles are listed then."""

        async def work(desk: Desk) -> None:
            await self._set_states(desk, what, articles, change)
            if again:
                await self.show_view(desk, self.view, stay=True)

        self.perform(work, failed=failed)

    async def _set_states(
        self, desk: Desk, what: str, articles: list[str], change: Callable[[ArticleState], ArticleState]
    ) -> None:
        await desk.set_states(what, articles, change)
        self.articles.list.picked = {}
        self.say_view()
        self.articles.list.forget_drawn()
        if desk.sheet is not None and desk.sheet.article.id in articles:
            self.show_findings(desk.sheet)

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
        """Open in the browser the page that the article came from: the chosen one in the list, else the open one."""
        if not self.articles.list.has_focus and self.sheet is not None:
            self._open_in_browser(self.sheet.article.id)
            return
        self.articles.list.when_read(self.articles.list.cursor, lambda item: self._open_in_browser(item.key))

    def _open_in_browser(self, article: str) -> None:
        import webbrowser  # seldom wanted: not needed for the first paint

        async def work(desk: Desk) -> None:
            url = await desk.address(article)
            if urlsplit(url).scheme not in OPENED:
                self.label_bar.hint("this article has no address on the web")
            elif await asyncio.to_thread(webbrowser.open, url):
                self.label_bar.hint("opened in the browser")
            else:
                self.tell(f"No browser could be started. The address is {url}", "The page was not opened", failed=True)

        self.perform(work)

    # Helpers

    def _toggle(
        self, what: str, has: Callable[[ArticleState], bool], change: Callable[[ArticleState, bool], ArticleState]
    ) -> None:
        def act(which: str, ids: list[str]) -> None:
            if self.desk is not None:
                on = not all(has(self.desk.look(article)[0]) for article in ids)
                self.set_states(f"{what} {which}", ids, lambda state: change(state, on))

        self.aim(act)

    def _again(self, done: str, step: Callable[[Desk], Awaitable[Undone | None]]) -> None:
        async def work(desk: Desk) -> None:
            undone = await step(desk)
            if undone is None:
                self.label_bar.hint("there is nothing to undo" if done == "undone" else "there is nothing to do again")
                return
            if desk.sheet is not None:
                self.show_sheet(desk.sheet)
            self.show_states(undone.articles)
            self.label_bar.hint(f"{done}: {short(undone.what, 50)}")
            if any(isinstance(record, Known) for record in undone.records):
                await self.recognise(desk)
            if undone.states or undone.records:
                await self.show_view(desk, self.view, stay=True)  # what was removed is back

        self.perform(work)

    def _turn_article(self, by: int) -> None:
        rows = self.articles.list.rows
        here = self.articles.list.index_of(self._coming or self.articles.list.open_article)
        line = (0 if by > 0 else len(rows) - 1) if here is None else here + by
        while 0 <= line < len(rows) and not rows[line].key:
            line += by
        if not 0 <= line < len(rows):
            self.label_bar.hint("this is the last article" if by > 0 else "this is the first article")
            return
        self.articles.list.when_read(line, self._turn_to)

    def _turn_to(self, item: ArticleItem) -> None:
        self._coming = coming = item.key

        async def work(_: Desk) -> None:
            if self._coming == coming:  # else the person has gone on already
                try:
                    await self.open_article(coming)
                finally:
                    self._coming = "" if self._coming == coming else self._coming

        self.perform(work)
