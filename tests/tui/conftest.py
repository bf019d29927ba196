"""The reader on a temporary library, without a process for the analysis: a stand-in finds what a test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nlp.client import Delivery, Findings, Ready
from store.models import Analysis, Article, Cue, Entity, Mention, Quote
from tui.app import Quotidian, make_app
from tui.config import Config
from tui.startup import prepare_aside

PIPELINE = "test@1"


class Finder:
    """Stands in for `nlp.client.Analyst`: finds given words, and quotations in curly marks said by whoever follows."""

    words: dict[str, str] = {"Maria Lopez": "PERSON", "Lopez": "PERSON", "Ann Reed": "ORG", "Paris": "GPE"}

    def __init__(self, pipeline: str, deliver: Callable[[Delivery], None]) -> None:
        self._deliver = deliver
        self._last = 0

    def start(self) -> None:
        self._deliver(Ready(pipeline=PIPELINE))

    def request(self, article: Article, visible: int = 0) -> int:
        self._last += 1
        self.answer(article, self._last)
        return self._last

    def answer(self, article: Article, request: int) -> None:
        """What is delivered for an article."""
        self._deliver(Findings(request=request, analysis=find(article), done=True))

    def prefetch(self, article: Article) -> int:
        return 0

    def cancel(self, request: int) -> None: ...

    def close(self) -> None: ...


def find(article: Article) -> Analysis:
    """What the stand-in finds in an article."""
    entities: list[Entity] = []
    text = article.text
    for words, label in Finder.words.items():
        start = text.find(words)
        while start >= 0:
            end = start + len(words)
            if not any(e.start < end and start < e.end for e in entities):
                name = "Maria Lopez" if "Lopez" in words else words
                entities.append(Entity(start=start, end=end, text=words, label=label, name=name))
            start = text.find(words, end)
    quotes: list[Quote] = []
    start = text.find("“")
    while start >= 0 and (end := text.find("”", start) + 1):
        speaker, cue = text.find("Lopez said", end), text.find("said", end)
        quotes.append(
            Quote(
                start=start,
                end=end,
                text=text[start:end],
                parts=((start, end),),
                kind="direct",
                speaker=Mention(start=speaker, end=speaker + 5, text="Lopez", name="Maria Lopez"),
                cue=Cue(start=cue, end=cue + 4, text="said"),
                confidence="high",
            )
        )
        start = text.find("“", end)
    return Analysis(
        article=article.id,
        text_hash=article.text_hash,
        pipeline=PIPELINE,
        entities=tuple(sorted(entities, key=lambda e: e.start)),
        quotes=tuple(quotes),
    )


BRIDGE = """The bridge

Maria Lopez met Ann Reed in Paris. Lopez checked every bolt of the 24 old ones there.

“The bridge is safe,” Lopez said. Ann Reed agreed with Lopez, and so did 300 others in Paris.
"""
OTHER = "Another article\n\nNothing of note happened in Paris on Monday.\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of a library that does not exist yet."""
    return tmp_path / "library"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    return folder


class Driver:
    """A reader under test: presses keys and waits for conditions."""

    def __init__(self, app: Quotidian, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.reading = app.reading

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until the condition holds; fail where it does not in a long time."""
        for _ in range(600):
            if condition():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"this never came true: {what or condition}")

    async def press(self, *keys: str) -> None:
        """Press keys and let what they lead to, saving included, come to rest."""
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def rest(self) -> None:
        """Wait until no work is under way."""
        await self.until(
            lambda: all(w.is_finished for w in self.reading.workers if w.group in ("desk", "begin", "list", "rows")),
            "work ends",
        )

    async def open(self, number: int = 0) -> None:
        """Open an article of the list and wait for its findings."""
        await self.until(lambda: self.reading.articles.list.items, "the list is there")
        self.reading.articles.list.focus()
        self.reading.articles.list.move_to(number)
        await self.press("enter")
        await self.until(lambda: self.reading.sheet is not None and self.reading.sheet.analysis, "the findings")
        await self.rest()

    def go(self, words: str, nth: int = 0) -> None:
        """Put the caret on some words of the open article."""
        assert self.reading.sheet is not None
        start = -1
        for _ in range(nth + 1):
            start = self.reading.sheet.article.text.index(words, start + 1)
        self.reading.article.focus()
        self.reading.article.move_to(start)


@pytest.fixture
def reader(library: Path) -> Callable[..., object]:
    """A context manager that runs the reader on sources: `async with reader(path) as driver`."""

    @asynccontextmanager
    async def run(
        *sources: Path | str, size: tuple[int, int] = (120, 40), config: Config | None = None
    ) -> AsyncIterator[Driver]:
        prepared = prepare_aside([str(source) for source in sources], library)
        app = make_app(prepared, config, Finder)  # type: ignore[arg-type]
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: app.reading.desk is not None, "the library opens")
            await driver.rest()
            yield driver
            await driver.rest()
            await app.reading.leave()

    return run
