"""From the net to the list: fetching feeds and pages while the reader goes on, with how far it has come in the bar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.message import Message
from textual.worker import get_current_worker

from feeds.links import is_address
from feeds.sources import count_files
from store.errors import QuotidianError
from store.library import Library
from store.models import Change, Subscription
from store.text import without_login
from tui.desk import Desk
from tui.handlers.opening import Opening
from tui.startup import Added, read_into

if TYPE_CHECKING:
    from feeds.client import Courier
    from tui.brought import Brought
    from tui.screens.feeds import Wanted

SETTLED = 3.0
"""Seconds after the start until feeds that are due are fetched: what the person came for is on the screen by then."""

LOOK = 0.2
"""Seconds between two looks at how many files were added."""

Work = Callable[[Library, "Courier"], Iterator["Brought"]]


class Adding:
    """Files that are being added: how far that has come, and whether it is to go on. Written by one thread each."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        """0 while they are still counted."""
        self.stopped = False

    def go_on(self) -> bool:
        """One more was read; whether to read on."""
        self.done += not self.stopped
        return not self.stopped

    @property
    def said(self) -> str:
        """How far it has come, for the bar."""
        return f"added {min(self.done, self.total):,} of {self.total:,}" if self.total else "adding …"


class Fetching(Opening):
    """Asks the net only where the person said so; no key waits for it.

    What fetches and tells of it is imported when it is first wanted: the first paint does without.
    """

    _courier: Courier | None = None
    """What fetches now; None while nothing does."""
    _adding: Adding | None = None
    """The files that are added now; None while none are."""

    class Arrived(Message):
        """Something came, or did not."""

        def __init__(self, result: Brought, done: int, total: int) -> None:
            super().__init__()
            self.result = result
            self.done = done
            self.total = total

    # What the person asks for

    def action_fetch_all(self) -> None:
        """Fetch all feeds."""
        self._fetch(None)

    def action_fetch_one(self) -> None:
        """Fetch the feed that the article under the cursor came by."""
        row = self.chosen
        if row is None or self.desk is None:
            return
        feed = next((feed for feed in self.desk.library.records(Subscription) if feed.id == row.feed), None)
        if feed is None:
            self.label_bar.hint("this article came by no feed that is followed: R fetches all feeds")
        else:
            self._fetch([feed])

    def action_feeds(self) -> None:
        """Show the feeds that are followed."""

        async def work(desk: Desk) -> None:
            from tui.feed_lines import feed_lines
            from tui.screens.feeds import Feeds

            self.app.push_screen(
                Feeds(await desk.read(lambda library: feed_lines(library, self.config.fetch_every))), self._wanted
            )

        self.perform(work)

    def _wanted(self, wanted: Wanted | None) -> None:
        """Do what was decided on in the list of feeds."""
        if wanted is None:
            return
        line = wanted.line
        if wanted.wish == "fetch all":
            self._fetch(None)
        elif line is None:
            return
        elif wanted.wish == "fetch":
            self._fetch([line.feed])
        elif wanted.wish == "show":
            self.change_view(replace(self.view, query=f'feed:"{line.name.replace(chr(34), " ")}"', saved=None))
            self.articles.list.focus()
        else:
            feed, name = line.feed, line.name

            async def unsubscribe(desk: Desk) -> None:
                change = Change(what=f"unsubscribe from ‘{name[:60]}’", drop=(feed,))
                await desk.read(lambda library: library.commit(change))
                self.label_bar.hint(f"‘{name}’ is followed no longer; its articles stay. u undoes it", "undo")

            self.perform(unsubscribe)

    def action_full_text(self) -> None:
        """Fetch the whole text of the open article, or of the one at the list's cursor."""
        article = self.sheet.article.id if self.sheet is not None and not self.choosing else ""
        if not article and self.chosen is not None:
            article = self.chosen.id
        if article:
            from feeds.full_text import fill

            self._start(lambda library, courier: fill(library, courier, [article]), 1, "fetching the whole text")

    async def add_sources(self, sources: Sequence[str]) -> None:
        """Read files, ask for what lies on the net; both go on by themselves."""
        addresses = [source for source in sources if is_address(source)]
        files = [source for source in sources if source not in addresses]
        if files:
            self._add_files(files)
        if addresses:
            from feeds.adding import add

            said = f"asking for {without_login(addresses[0])}"
            self._start(lambda library, courier: add(library, courier, addresses), len(addresses), said)

    def on_mount(self) -> None:
        """Fetch by itself only where the configuration says how often: what is due then, also since the last time."""
        if self.config.fetch_every:
            self.set_timer(SETTLED, self._fetch_due)
            self.set_interval(60, self._fetch_due)

    def _fetch_due(self) -> None:
        if self.desk is None:
            self.set_timer(SETTLED, self._fetch_due)  # the library is not open yet
        elif self._courier is None and not self.desk.library.read_only:
            self.perform(self._fetch_what_is_due)

    async def _fetch_what_is_due(self, desk: Desk) -> None:
        from feeds.fetching import due_feeds

        every = timedelta(minutes=self.config.fetch_every)
        feeds = await desk.look_up(lambda library: due_feeds(library, every))
        if feeds and self._courier is None:
            self._fetch(feeds, named=False)

    # Files

    def _add_files(self, files: Sequence[str]) -> None:
        if self.desk is None:
            return
        if self._adding is not None:
            self.label_bar.hint("one moment: files are being added already")
        elif self.desk.library.read_only:
            self.label_bar.hint("the library is only read here: nothing can be added")
        else:
            self._adding = Adding()
            self.run_worker(self._bring_files(self.desk, files, self._adding), group="add", exit_on_error=False)

    async def _bring_files(self, desk: Desk, files: Sequence[str], adding: Adding) -> None:
        """Add files in a thread, aside: no key waits for a folder of thousands."""

        def bring() -> Added:
            adding.total = count_files(files)
            return read_into(desk.library, files, adding.go_on)

        watch = self.set_interval(LOOK, lambda: self.label_bar.progress(adding.said))
        offer = self.set_timer(LOOK, self._offer_to_stop)
        try:
            added = await asyncio.to_thread(bring)
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
            return
        finally:
            watch.stop()
            offer.stop()
            self._adding = None
            self.label_bar.progress("")
        if self.is_attached:
            await self._show_added(desk, added, adding)

    def _offer_to_stop(self) -> None:
        if self.opened is None:
            self.label_bar.hint("Esc stops")

    async def _show_added(self, desk: Desk, added: Added, adding: Adding) -> None:
        """List what was added, the first of it at the cursor."""
        self.complain(added.complaints)
        if self._ids is not None:
            self._ids = tuple(dict.fromkeys((*self._ids, *added.articles)))
        await self.list_articles()
        stopped = f" of {adding.total:,}: the rest was left out" if adding.stopped else ""
        if added.articles:
            self.label_bar.hint(f"added {len(added.articles):,}{stopped}")
            await self._go_to(desk, added.articles[0])
        elif added.feeds:
            self.label_bar.hint(f"{added.feeds} feed{'' if added.feeds == 1 else 's'} followed: R fetches")
        elif adding.stopped:
            self.label_bar.hint("stopped: nothing was added")

    # Ending it

    def stop_bringing(self) -> bool:
        """Stop what is being fetched or added, what came stays; whether anything was."""
        bringing = self._courier is not None or self._adding is not None
        if self._courier is not None:
            self._courier.stop()
        if self._adding is not None:
            self._adding.stopped = True
        return bringing

    async def leave(self) -> None:
        """Stop fetching and adding, then leave; what came is kept."""
        self.abandon()
        await super().leave()

    def abandon(self) -> None:
        """Stop adding, and end the processes that fetch and analyse."""
        self.stop_bringing()
        super().abandon()

    # How it goes

    def _fetch(self, feeds: list[Subscription] | None, *, named: bool = True) -> None:
        """Fetch all feeds, or these: by name, or because they are due."""
        if self.desk is None:
            return
        total = len(feeds if feeds is not None else self.desk.library.records(Subscription))
        if total:
            said = f"fetching {total} feed{'' if total == 1 else 's'}"
            named = named and feeds is not None
            self._start(lambda library, courier: self._fetched(library, courier, feeds, named), total, said)
        else:
            self.label_bar.hint("no feed is followed yet: + adds one")

    def _fetched(
        self, library: Library, courier: Courier, feeds: list[Subscription] | None, named: bool
    ) -> Iterator[Brought]:
        """Fetch feeds, and the pages of what they give only the beginning of, where the person wants that."""
        from feeds.fetching import fetch_all

        return fetch_all(library, courier, feeds, full_text=self.config.full_text, named=named)

    def _start(self, work: Work, total: int, said: str) -> None:
        if self._courier is not None:
            self.label_bar.hint("one moment: something is being fetched already")
            return
        if self.desk is None or self.desk.library.read_only:
            self.label_bar.hint("the library is only read here: nothing can be added")
            return
        from feeds.client import Courier

        self._courier = Courier()
        self.label_bar.progress(f"{said} …")
        self.run_worker(self._bring(work, self.desk.library, self._courier, total), group="fetch", exit_on_error=False)

    async def _bring(
        self,
        work: Work,
        library: Library,
        courier: Courier,
        total: int,
    ) -> None:
        """Do the work in a thread; its results are told one by one and shown together at the end."""
        loop = asyncio.get_running_loop()
        results: list[Brought] = []

        def bring() -> None:
            with courier:
                for result in work(library, courier):
                    results.append(result)
                    loop.call_soon_threadsafe(self.post_message, self.Arrived(result, len(results), total))

        try:
            await asyncio.to_thread(bring)
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
        finally:
            self._courier = None
            self.label_bar.progress("")
        if not get_current_worker().is_cancelled and self.is_attached:
            await self._show_brought(results)

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        from tui.brought import name_of

        if self._courier is not None:
            self.label_bar.progress(f"{min(event.done, event.total)}/{event.total} {name_of(event.result)}")

    async def _show_brought(self, results: Sequence[Brought]) -> None:
        """List what came, and say what did not."""
        from tui import brought

        new = [article for result in results for article in brought.new_in(result)]
        changed = brought.changed_in(results)
        desk = self.desk
        if desk is not None and (new or changed):
            await self.list_more(desk, new)
        self.label_bar.hint(brought.said(results, len(new), changed))
        self.complain(list(filter(None, map(brought.complaint, results))))
        for notice in brought.notices(results):
            self.tell(notice)
        if desk is not None and desk.sheet is not None and desk.sheet.article.id in brought.filled_in(results):
            await self.open_article(desk.sheet.article.id)
        wanted = brought.to_open(results)
        if desk is not None and wanted:
            await self._go_to(desk, wanted)

    async def _go_to(self, desk: Desk, article: str) -> None:
        """Put the cursor of the list on an article, where no article is being read."""
        places = await desk.look_up(lambda library: library.places([article]))
        line = self.articles.list.rows.line_at(places.get(article, -1))
        if self.opened is None and line is not None:
            self.articles.list.move_to(line)
            self.articles.list.focus()
