"""From sources to an article on the screen with its findings: opening the library, articles, and the analysis."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress

from msgspec.structs import replace
from textual import on
from textual.message import Message
from textual.worker import WorkerError

from nlp.client import Analyst, Delivery, Failed, Findings, Ready, Restarted
from store.errors import QuotidianError
from tui.desk import Desk
from tui.edits import Sheet
from tui.handlers.bookmarking import Bookmarking
from tui.marks import dismissed
from tui.reading.messages import CaretMoved, NothingFurther
from tui.startup import SAMPLES, Prepared
from tui.widgets.findings import FindingsPane
from tui.widgets.line_list import LineList
from tui.widgets.welcome import Welcome

FOLLOW = 2.0
"""Seconds between looks at a library that another process writes."""

LEARN = 1.0
"""Seconds after which tags and names are learned from a list, so that showing it waits for nothing."""

LONG = 100_000
"""Characters from which on an article's marks and rows are many enough to slow the garbage collector down."""

SAVING = ("desk", "add")
"""The groups of workers that leaving waits for."""

MakeAnalyst = Callable[[str, Callable[[Delivery], None]], Analyst]


class Opening(Bookmarking):
    """Shows an article at once, its kept findings with it, and new findings when they arrive."""

    analyst: Analyst | None = None
    prepared: Future[Prepared]
    """The library and what is to be read, on their way since before the screen was there."""
    make_analyst: MakeAnalyst = Analyst
    _request = 0
    _pipeline = ""
    """The id of the pipeline, as it is expected, then as it is."""
    _ids: tuple[str, ...] | None = None
    """The articles that the person named; None for the whole library."""

    class Delivered(Message):
        """The analysing process said something."""

        def __init__(self, delivery: Delivery) -> None:
            super().__init__()
            self.delivery = delivery

    # The library

    def on_mount(self) -> None:
        """Wait for the library without keeping the screen from being painted; mostly it is there already."""
        if self.prepared.done() and self.prepared.exception() is None:
            self._take_up(self.prepared.result())  # then an article's words are in the first paint
        self.run_worker(self._begin(), group="begin", exit_on_error=False)

    def _take_up(self, prepared: Prepared) -> None:
        """Begin to work with the library; show the article that was named."""
        self.desk = Desk(
            prepared.library,
            annotator=self.config.annotator,
            wanted=self.config.wanted,
            gazetteer=self.config.gazetteer,
        )
        self._ids, self._pipeline = prepared.articles, prepared.pipeline
        if prepared.sheet is not None:
            self.desk.sheet = prepared.sheet
            self._show_article(prepared.sheet)

    async def _begin(self) -> None:
        try:
            prepared = await asyncio.wrap_future(self.prepared)
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
            self.label_bar.not_saved(error.title.lower())
            return
        if self.desk is None:
            self._take_up(prepared)
        if prepared.library.read_only:
            self.label_bar.not_saved("read only")
            self.tell(prepared.library.read_only, "The library is read-only")
            self.set_interval(
                FOLLOW, lambda: self.run_worker(self._follow_writer(), group="follow", exit_on_error=False)
            )
        self.complain(prepared.complaints)
        self.call_after_refresh(self.perform, self._list_first)  # the words of an article are painted before the list
        self.call_after_refresh(self._start_analyst)

    async def _list_first(self, desk: Desk) -> None:
        if desk.sheet is not None:
            await self._opened(desk, desk.sheet)
        elif self._ids is None:
            await self.show_first(desk)
        await self.list_articles()
        if addresses := self.prepared.result().addresses:
            await self.add_sources(addresses)

    async def list_articles(self) -> None:
        """Show the list as it is in the library now."""
        if self.desk is None:
            return
        await self.show_view(self.desk, replace(self.view, only=self._ids), stay=True)
        empty = not self._total
        if self.has_class("-empty") or empty:
            self.show_empty(empty)
        if self.sheet is not None:
            await self._point_at(self.desk, self.sheet.article.id)
        elif not empty:
            self.choose_article()
        self.set_timer(LEARN, self.learn)

    async def list_more(self, desk: Desk, new: Sequence[str]) -> None:
        """Show the list as it is now, these articles in it too, the cursor and the focus where they are."""
        if self._ids is not None:
            self._ids = tuple(dict.fromkeys((*self._ids, *new)))
        if self.has_class("-empty"):
            await self.list_articles()
        else:
            await self.show_view(desk, replace(self.view, only=self._ids), stay=True)

    async def _point_at(self, desk: Desk, article: str) -> None:
        """Show in the list which article is open."""
        places = await desk.look_up(lambda library: library.places([article]))
        self.articles.list.set_open(article, places.get(article))
        if (line := self.articles.list.index_of(article)) is not None:
            self.articles.list.move_to(line, tell=False)

    async def _follow_writer(self) -> None:
        """Show what the process that writes this library has changed."""
        desk = self.desk
        if desk is None or not await desk.read(lambda library: library.changed()):
            return
        await desk.read(lambda library: library.refresh())
        await desk.refresh()
        await self.list_articles()
        if desk.sheet is not None:
            self.show_sheet(desk.sheet)

    async def add_sources(self, sources: Sequence[str]) -> None:
        """Bring more articles into the library and list them; see `tui.handlers.fetching`."""
        raise NotImplementedError

    def stop_bringing(self) -> bool:
        """Stop what is being fetched or added, what came stays; whether anything was."""
        raise NotImplementedError

    @on(Welcome.SamplesWanted)
    def _samples_wanted(self) -> None:
        self.perform(lambda _: self.add_sources([str(SAMPLES)]))

    async def leave(self) -> None:
        """Wait for what is being saved, and close everything. Raises StoreError where the library does not close."""
        saving = [worker for worker in self.workers if worker.group in SAVING and not worker.is_finished]
        with suppress(WorkerError):  # what failed has been said; leaving goes on
            await self.workers.wait_for_complete(saving)
        await self.keep_place()
        if self.analyst is not None:
            await asyncio.to_thread(self.analyst.close)
        if self.desk is not None:
            await self.desk.close()

    def abandon(self) -> None:
        """End the analysing process, if leaving has not."""
        if self.analyst is not None:
            self.analyst.close()

    # An article

    @on(LineList.Chosen, "#article-list")
    def _article_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(lambda _: self.open_article(event.item.key))

    async def open_article(self, article: str) -> None:
        """Show an article: its text at once, and its findings, kept ones now, others when they arrive."""
        if (desk := self.desk) is not None:
            await self.keep_place()
            sheet = await desk.open(article, self._pipeline)
            self._show_article(sheet)
            await self._opened(desk, sheet)

    def _show_article(self, sheet: Sheet) -> None:
        article = sheet.article.id
        self.show_choosing(False)
        self.label_bar.hint("")  # what could be done was about another article
        words = self.articles.list.words_of(article)
        self.article.show(sheet.article, sheet.marks, sheet.begin, dismissed=dismissed(sheet.hidden), words=words)
        self.show_sheet(sheet)
        self.articles.list.set_open(article)
        if (index := self.articles.list.index_of(article)) is not None:
            self.articles.list.move_to(index, tell=False)
        self.article.focus()
        if len(sheet.article.text) > LONG:
            self.call_after_refresh(settle_memory)
        self._analyse()

    async def _opened(self, desk: Desk, sheet: Sheet) -> None:
        """What is done behind the first look at an article: say that its text changed, keep that it was read."""
        article = sheet.article.id
        await self._say_changed(desk, article)
        await self.recognise(desk)
        if not sheet.state.read and not desk.library.read_only:
            await desk.set_states("read", [article], lambda state: replace(state, read=True), quiet=True)
            self.show_states([article])

    def choose_article(self) -> None:
        """Give all the room to the list."""
        self.show_choosing(True)
        self.articles.list.set_open("")
        self.articles.list.focus()

    def action_back(self) -> None:
        """Leave the innermost thing that is open: a selection, a search, zen, the findings, the article."""
        if self.has_class("-zen"):
            self.action_zen()
        elif self.articles.list.picked and self.articles.list.has_focus:
            self.articles.list.picked = {}
            self.articles.list.forget_drawn()
            self.say_view()
        elif self.article.selection is not None:
            self.article.action_clear_selection()
        elif self.article.find_status[1]:
            self.article.clear_find()
            self.label_bar.hint("")
        elif self.findings.has_focus_within:
            self.article.focus()
        elif self.choosing:
            self.label_bar.hint("stopping: what came stays" if self.stop_bringing() else "Q leaves Quotidian")
        else:
            self.choose_article()

    # What changed

    async def _say_changed(self, desk: Desk, article: str) -> None:
        """Say so where the text is another than when it was first read, and where marks want a look."""
        revisions = await desk.read(lambda library: library.revisions(article))
        if len(revisions) < 2 or desk.sheet is None:
            return
        marks = desk.sheet.annotations
        moved, lost = (sum(a.anchor == anchor for a in marks) for anchor in ("moved", "orphaned"))
        parts = ["this text has changed: D shows how"]
        parts += [f"{moved} moved: look at Mine"] * bool(moved) + [f"{lost} lost their place"] * bool(lost)
        self.label_bar.hint("; ".join(parts), "changes")

    def action_changes(self) -> None:
        """Show how the text differs from the revision before."""

        async def work(desk: Desk) -> None:
            from tui.changes import differences  # neither is needed for the first paint
            from tui.screens.changes import Changes

            sheet = desk.sheet
            revisions = await desk.read(lambda library: library.revisions(sheet.article.id)) if sheet else []
            if sheet is None or len(revisions) < 2:
                self.label_bar.hint("this text has not changed since it was first read")
                return
            before = revisions[1]
            old = await desk.read(lambda library: library.text(sheet.article.id, before.text_hash))
            passages = await asyncio.to_thread(differences, old, sheet.article.text)
            self.app.push_screen(Changes(passages, before.fetched.replace("T", " ").removesuffix("Z")))

        self.perform(work)

    # The analysis

    def _start_analyst(self) -> None:
        if self.analyst is None:
            self.analyst = self.make_analyst(self.config.pipeline, self._hear)
            self.analyst.start()
            self._analyse()

    def _hear(self, delivery: Delivery) -> None:
        # Called from the client's thread; posting a message is safe from any.
        self.post_message(self.Delivered(delivery))

    def _analyse(self) -> None:
        """Ask for the findings of the open article, unless they were kept."""
        sheet = self.sheet
        self.findings.settled()
        if sheet is None or sheet.analysis is not None:
            return
        self.findings.analysing()
        if self.analyst is not None:
            self._request = self.analyst.request(sheet.article, self.article.caret)

    @on(Delivered)
    def _delivered(self, event: Delivered) -> None:
        delivery = event.delivery
        if isinstance(delivery, Findings) and delivery.request == self._request:
            self.perform(lambda desk: self._take(desk, delivery))
        elif isinstance(delivery, Failed) and delivery.request == self._request:
            self.findings.failed(delivery.sentence)
        elif isinstance(delivery, Ready):
            self._pipeline = delivery.pipeline
            for notice in delivery.notices:
                self.tell(notice, "The pipeline")
        elif isinstance(delivery, Restarted):
            self.tell(delivery.sentence, "The analysis")

    async def _take(self, desk: Desk, found: Findings) -> None:
        sheet = await desk.take(found.analysis, whole=found.done)
        if sheet is not None:
            self.show_sheet(sheet)
            if found.done:
                self.findings.settled()
                self.show_states([sheet.article.id])  # a rule may have tagged it

    # Caret and pane follow each other

    @on(CaretMoved)
    def _caret_moved(self, event: CaretMoved) -> None:
        self.show_place()
        mark, sheet = self.article.mark_at_caret, self.sheet
        left_here = sheet is not None and sheet.begin == event.offset > 0
        self.label_bar.moved_on(
            matches_said(*self.article.find_status)
            or (mark.reason if mark else "")
            or ("you left off here; g goes to the start" if left_here else "")
        )
        if not self.findings.has_focus_within:
            self.findings.reveal(event.offset)

    @on(NothingFurther)
    def _nothing_further(self, event: NothingFurther) -> None:
        self.label_bar.hint(f"no further {event.what}")

    @on(FindingsPane.FindingHighlighted)
    def _finding_highlighted(self, event: FindingsPane.FindingHighlighted) -> None:
        self.article.move_to(event.start, select_mark=event.mark)

    @on(FindingsPane.FindingChosen)
    def _finding_chosen(self, event: FindingsPane.FindingChosen) -> None:
        self.article.move_to(event.start, select_mark=event.mark)
        self.article.focus()


def matches_said(at: int, count: int) -> str:
    """Which match of how many the caret is on, in words; "" where nothing is searched."""
    if not count:
        return ""
    return f"match {at} of {count}: n N" if at else f"{count} match{'es' if count > 1 else ''}: n N"


def settle_memory() -> None:
    """Keep what is in memory now out of the garbage collector's way: looking through it takes longer than a frame."""
    gc.collect()
    gc.freeze()
