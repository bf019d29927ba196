"""The desk: the library and the open article, as the screen sees them. Knows no widget; the screen awaits it.

Reading and writing happen in threads, one after the other in the order they were asked for, so that no key press waits
for the disk and a later decision always sees what an earlier one did. Nothing shows as done before it is on the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from store.errors import StoreError
from store.gazetteer import Hit
from store.library import Library, Undone
from store.models import Analysis, ArticleState, Change
from tui.edits import Sheet, lay_out
from tui.known import ALL, Wanted
from tui.reading.tokens import tokens

T = TypeVar("T")
Decision = Callable[[Sheet], Change]


def read_sheet(
    library: Library, article: str, pipeline: str = "", *, wanted: Wanted = ALL, annotator: str = ""
) -> Sheet:
    """An article with what is kept on it; the findings are those of `pipeline`, where there are any.

    Raises UnknownArticle and StoreError.
    """
    text = library.article(article)
    analysis = library.recall_analysis(text.text_hash, pipeline) if pipeline else None
    kept, state = library.annotations(article), library.state(article)
    begin = library.bookmark(article, text.text_hash)
    return lay_out(text, kept, state, analysis, wanted=wanted, annotator=annotator, begin=begin)


def known_names(library: Library, text: str) -> tuple[Hit, ...]:
    """Where a text says names that the library knows from the person's own labels."""
    gazetteer = library.gazetteer()
    return tuple(gazetteer.find(text, tokens(text, 0, len(text)))) if gazetteer else ()


class Desk:
    """One library and at most one open article. All methods belong to the thread of the event loop."""

    def __init__(self, library: Library, *, annotator: str = "", wanted: Wanted = ALL, gazetteer: bool = True) -> None:
        self.library = library
        self.sheet: Sheet | None = None
        self.names: list[str] = []
        """Who is named in the library, those of the most articles first, as they were last learned."""
        self.feeds: list[str] = []
        """What the feeds are called, likewise."""
        self._tags: list[str] = []
        self._annotator = annotator
        self._wanted = wanted
        self._gazetteer = gazetteer
        self._turn = asyncio.Lock()

    async def read(self, work: Callable[[Library], T]) -> T:
        """Do something with the library that is none of the below, in its turn."""
        return await self._in_turn(lambda: work(self.library))

    async def look_up(self, work: Callable[[Library], T]) -> T:
        """Ask the library something that needs no turn: whatever is being done meanwhile."""
        return await asyncio.to_thread(lambda: work(self.library))

    def look(self, article: str) -> tuple[ArticleState, int]:
        """What a person made of an article: its state, and how many annotations it has. From memory, at once."""
        try:
            return self.library.state(article), self.library.count("marked", article)
        except StoreError:  # the library is closed already, and the screen is painted once more
            return ArticleState(article=article), 0

    async def learn(self) -> None:
        """Learn which tags and names there are, to offer them where they are typed."""
        self._tags, self.names, titles = await self.look_up(
            lambda library: (library.tags(), library.names(), library.feed_titles())
        )
        self.feeds = list(titles.values())

    def known_tags(self) -> list[str]:
        """Tags that were used before, the most used first, as they were last learned, and those of the open article."""
        sheet = self.sheet
        here = [*sheet.state.tags, *(tag for a in sheet.annotations for tag in a.tags)] if sheet else []
        return list(dict.fromkeys((*self._tags, *here)))

    async def open(self, article: str, pipeline: str = "") -> Sheet:
        """Open an article, with the findings kept for `pipeline` (`name@version`) where there are any."""
        self.sheet = await self._in_turn(
            lambda: read_sheet(self.library, article, pipeline, wanted=self._wanted, annotator=self._annotator)
        )
        return self.sheet

    async def take(self, analysis: Analysis, *, whole: bool) -> Sheet | None:
        """Put findings on the sheet, and keep them when they cover the whole text; None if no longer wanted."""

        def put() -> Sheet | None:
            if whole:
                self.library.remember_analysis(analysis)
            sheet = self.sheet
            if sheet is None or sheet.article.id != analysis.article or sheet.article.text_hash != analysis.text_hash:
                return None
            return self._lay_out(sheet, analysis)

        sheet = await self._in_turn(put)
        self.sheet = sheet or self.sheet
        return sheet

    async def recognise(self) -> Sheet | None:
        """Put on the sheet what the library knows of the names in it; None if there is nothing, or no longer wanted."""
        sheet = self.sheet
        if sheet is None or not self._gazetteer:
            return None
        # Aside, not in turn: it may take a while, and no key press waits for it.
        hits = await asyncio.to_thread(known_names, self.library, sheet.article.text)

        def put() -> Sheet | None:
            now = self.sheet
            return self._lay_out(now, known=hits) if now is not None and now.article == sheet.article else None

        laid = await self._in_turn(put) if hits != sheet.known else None
        self.sheet = laid or self.sheet
        return laid

    async def carry_out(self, decide: Decision) -> Change | None:
        """Decide on the open sheet and do it, durably; None where no article is open.

        Raises what the decision raises (Refusal, OffsetError) and StoreError; then nothing has changed.
        """

        def do() -> tuple[Change, Sheet] | None:
            if (sheet := self.sheet) is None:
                return None
            change = decide(sheet)
            self.library.commit(change)
            return change, self._lay_out(sheet)

        done = await self._in_turn(do)
        if done is None:
            return None
        change, self.sheet = done
        return change

    async def set_states(
        self, what: str, articles: Iterable[str], change: Callable[[ArticleState], ArticleState], *, quiet: bool = False
    ) -> None:
        """Change the state of articles (read, starred, tags, note), as one step of undo; `quiet`: as none."""

        def do() -> list[ArticleState]:
            changed = [change(self.library.state(article)) for article in articles]
            self.library.commit(Change(what=what, states=tuple(changed)), undoable=not quiet)
            return changed

        changed = await self._in_turn(do)
        self._tags = list(dict.fromkeys((*self._tags, *(tag for state in changed for tag in state.tags))))
        for state in changed:
            if self.sheet is not None and self.sheet.article.id == state.article:
                self.sheet = replace(self.sheet, state=state)

    async def address(self, article: str) -> str:
        """Where an article came from: its URL, or its source where that is all that is known."""
        kept = await self._in_turn(lambda: self.library.article(article))
        return kept.url or kept.source

    async def undo(self) -> Undone | None:
        """Take back the last change, wherever it was made; None where there is none."""
        return await self._again(self.library.undo)

    async def redo(self) -> Undone | None:
        """Do again what was last taken back; None where there is nothing."""
        return await self._again(self.library.redo)

    async def refresh(self) -> None:
        """Read the open article's annotations and state again: another process wrote, or an undo."""

        def read() -> Sheet | None:
            sheet = self.sheet
            return sheet and self._lay_out(sheet)

        self.sheet = await self._in_turn(read)

    async def close(self) -> None:
        """Wait for what is under way, and close the library."""
        await self._in_turn(self.library.close)

    async def _again(self, step: Callable[[], Undone | None]) -> Undone | None:
        def do() -> tuple[Undone | None, Sheet | None]:
            undone, sheet = step(), self.sheet
            return undone, self._lay_out(sheet) if undone is not None and sheet is not None else sheet

        undone, self.sheet = await self._in_turn(do)
        return undone

    def _lay_out(self, sheet: Sheet, analysis: Analysis | None = None, known: tuple[Hit, ...] | None = None) -> Sheet:
        """The sheet as the library has it now, with other findings where some are given."""
        return lay_out(
            sheet.article,
            self.library.annotations(sheet.article.id),
            self.library.state(sheet.article.id),
            analysis or sheet.analysis,
            sheet.known if known is None else known,
            wanted=self._wanted,
            annotator=self._annotator,
            begin=sheet.begin,
            before=sheet,
        )

    async def _in_turn(self, work: Callable[[], T]) -> T:
        async with self._turn:
            return await asyncio.to_thread(work)
