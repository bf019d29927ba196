"""Which articles the list shows: the filter as it is typed, headings, saved searches, rows as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on

from store.errors import QueryError, QuotidianError
from store.models import Change, SavedSearch
from tui.desk import Desk
from tui.handlers.base import Handler
from tui.listed import View, first_articles, list_articles, unread_in
from tui.rows import GROUPINGS, Rows
from tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from tui.screens.searches import Searches


class Filtering(Handler):
    """Shows a view of the library; the last one asked for wins."""

    view = View()
    """What the list shows, or is about to."""
    _before = View()
    """What it showed before a filter was begun to be typed."""
    _total = 0

    async def show_view(self, desk: Desk, view: View, *, stay: bool = False) -> None:
        """Show these articles; with `stay`, those too that are shown already and match no longer. Raises StoreError."""
        self.view = view
        shown, selected = self.articles.list.rows, self.articles.list.selected
        near = selected.place if selected else -1
        listed = await desk.look_up(
            lambda library: list_articles(library, view, stay=shown.places if stay else (), near=near)
        )
        if self.view is not view:
            return  # something else was asked for meanwhile
        self.articles.list.look = desk.look
        self._total = listed.total
        self.articles.list.picked = {place: None for place in self.articles.list.picked if listed.rows.line_at(place)}
        self.articles.list.show_rows(listed.rows)
        self.say_view()

    async def show_first(self, desk: Desk) -> None:
        """Show the beginning of the whole list, however long it is; the rest is to follow. Raises StoreError."""
        rows = await desk.look_up(first_articles)
        if rows.places:
            self.articles.list.look = desk.look
            self.articles.list.show_rows(rows)
            self.choose_article()

    def choose_article(self) -> None:
        """Give all the room to the list; see `tui.handlers.opening`."""
        raise NotImplementedError

    def say_view(self) -> None:
        """Show above the list what it shows."""
        self.articles.say(self._total, self.view.query, self.view.saved.name if self.view.saved else "")

    def change_view(self, view: View) -> None:
        """Show something else; what fails is said."""
        if self.desk is not None:
            self.view = view
            self.run_worker(self._change_view(self.desk, view), group="list", exclusive=True, exit_on_error=False)

    async def _change_view(self, desk: Desk, view: View) -> None:
        try:
            await self.show_view(desk, view)
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)

    @on(ArticleList.RowsWanted)
    def _rows_wanted(self, event: ArticleList.RowsWanted) -> None:
        event.stop()
        if self.desk is not None:
            for page in event.pages:
                self.run_worker(self._read_page(self.desk, event.rows, page), group="rows", exit_on_error=False)

    async def _read_page(self, desk: Desk, rows: Rows, page: int) -> None:
        try:
            read = await desk.look_up(lambda library: library.at(rows.slice(page)))
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
        else:
            self.articles.list.put(rows, page, read)

    # The filter

    def action_filter(self) -> None:
        """Show only some articles."""
        if self.desk is None:
            return
        self._before = self.view
        self.run_worker(self.learn(), group="learn", exclusive=True, exit_on_error=False)
        self.prompt.ask("filter", "show", self.view.query, complete=self._completed)

    def _completed(self, text: str) -> str | None:
        if (desk := self.desk) is None:
            return None
        known = {"tag": desk.known_tags(), "who": desk.names, "label": self.labels, "feed": desk.feeds}
        from store.query.complete import complete  # queries come after the first paint

        return complete(text, known)

    async def learn(self) -> None:
        """Learn the tags and names that are offered while a query is typed."""
        if self.desk is not None:
            with suppress(QuotidianError):  # nothing is offered then
                await self.desk.learn()

    def action_clear_filter(self) -> None:
        """Show all articles."""
        self.change_view(replace(self.view, query="", saved=None))

    def filter_typed(self, text: str) -> None:
        """Show what matches so far; where it makes no sense, say where and leave the list as it is."""
        from store.query import parse
        from store.query.complete import begun

        query = begun(text)
        try:
            parse(query)
        except QueryError as error:
            self.prompt.refuse(error.sentence, error.at)
            return
        self.prompt.refuse("")
        if query.strip() != self.view.query:
            self.change_view(replace(self.view, query=query.strip(), saved=None))

    def filter_answered(self, text: str) -> None:
        """Go to the list; what makes no sense is not applied."""
        from store.query import parse

        try:
            parse(text)
        except QueryError as error:
            self.change_view(self._before)
            self.label_bar.hint(f"not applied: {error.sentence}")
        self.articles.list.focus()

    def filter_left(self) -> None:
        """Show again what was shown before."""
        self.change_view(self._before)

    # Saved searches

    def action_searches(self) -> None:
        """Choose a saved search, or save the filter as one."""
        from store.searches import dropping, saving
        from tui.screens.searches import Decided, Searches

        if self.desk is None:
            return
        searches = self.desk.library.records(SavedSearch)
        query = self.view.query

        def decided(what: Decided | None) -> None:
            if what is None:
                return
            if what.save:
                change = saving(searches, what.save, query, what.tags)
                self.perform(lambda desk: self._keep(desk, change))
            elif what.delete is not None:
                gone = dropping(what.delete)
                self.perform(lambda desk: self._keep(desk, gone))
            else:
                self.change_view(replace(self.view, query=what.show.query if what.show else "", saved=what.show))
                self.articles.list.focus()

        picker = Searches(searches, query)
        self.app.push_screen(picker, decided)
        self.run_worker(self._count_unread(self.desk, searches, picker), group="searches", exit_on_error=False)

    async def _count_unread(self, desk: Desk, searches: Sequence[SavedSearch], picker: Searches) -> None:
        with suppress(QuotidianError):  # then it is not said how many there are
            unread = await desk.look_up(lambda library: unread_in(library, searches))
            if picker.is_current:
                picker.show_unread(unread)

    async def _keep(self, desk: Desk, change: Change) -> None:
        await desk.read(lambda library: library.commit(change))
        kept = next((record for record in change.keep if isinstance(record, SavedSearch)), None)
        if kept is not None or change.drop == (self.view.saved,):
            self.view = replace(self.view, saved=kept)
            self.say_view()
        self.label_bar.hint(change.what)
        if kept is not None:
            from store.searches import doubt

            if sentence := doubt(kept):
                self.tell(sentence)

    # Headings

    def action_group(self) -> None:
        """Put the articles under dates, under feeds, or under no headings."""
        grouping = GROUPINGS[(GROUPINGS.index(self.view.grouping) + 1) % len(GROUPINGS)]
        self.change_view(replace(self.view, grouping=grouping))
        self.label_bar.hint(f"by {grouping}" if grouping else "no headings")
