"""Key press to painted frame, and the bytes sent for it: the whole reader, on articles of three lengths.

    python -m benchmarks.latency [--runs N] [--json] [--check]

Measured without a terminal, at 120 x 40 cells, from handing the key to the app until the escape sequences of the frame
that shows what it did are made. For what changes annotations that is behind the write to the disk, and it is the frame
that paints the rows of the text with the changed marks or, where none of them is in sight, the bar that counts them.
The findings pane beside the text may follow in a later frame: "the findings follow" is until that one, from the key
press too. A resize is done in the frame that shows all panes as they stay.

The articles are generated, of 800, 5,000 and 100,000 words, with a highlight every eight words, every third of them
kept; a name that nothing covers stands in each 51 times, to be labelled everywhere by `*`. The peer is Textual's own
read-only `TextArea` on the longest text, in the same run. Last, the longest article is analysed by the shipped pipeline
while the lag of the event loop is watched: how much later than asked it wakes up.

`--check` exits 1 where a target is missed.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from msgspec.structs import replace
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from benchmarks._texts import article
from benchmarks.report import Report
from nlp.client import Analyst, Delivery, Findings, Ready
from nlp.identity import expected_id
from store.library import Library, open_library
from store.marking import judge
from store.models import Analysis, Article, Change
from store.text import text_hash
from tui.app import Quotidian, make_app
from tui.marks import Mark, order
from tui.parting import parted
from tui.screens.reader import ReaderScreen
from tui.startup import Prepared
from tui.widgets.label_bar import POSITION_WIDTH

WORDS = (800, 5_000, 100_000)
EVERY = 8
NAME, TIMES = "Zorbania Holdings", 51
SIZE, NARROWER = (120, 40), (90, 40)
FRAME, OPENED, RESIZED, LAG = 16.0, 500.0, 150.0, 50.0
"""Milliseconds: the targets for keys (a frame at 60 Hz), for opening, for another size, and for the event loop."""
FOLLOW = "the findings follow"
LIMIT = {"opening": OPENED, "resize": RESIZED, FOLLOW: LAG}
SMALL = 1_000
"""Bytes that a move of the caret may send."""
PAUSE = 0.05

Samples = dict[str, list[tuple[float, int]]]
"""Milliseconds and bytes, by deed."""


class Idle:
    """Stands for the analyst where everything is analysed already."""

    def __init__(self, _pipeline: str, deliver: Callable[[Delivery], None]) -> None:
        self._deliver = deliver

    def start(self) -> None:
        """Say that the pipeline is there."""
        self._deliver(Ready(pipeline=PIPELINE))

    def request(self, _article: Article, _visible: int = 0) -> int:
        """Find nothing."""
        return 0

    def prefetch(self, _article: Article) -> int:
        """Find nothing."""
        return 0

    def cancel(self, request: int) -> None:
        """There is nothing to cancel."""

    def close(self) -> None:
        """There is nothing to close."""


PIPELINE = expected_id("")


class Watch:
    """Notes every frame that an app paints; presses keys and waits for the frame that shows what they did."""

    def __init__(self, app: App[None]) -> None:
        self.app = app
        self.wanted: list[Callable[[], object]] = []
        """What is looked at behind each frame; the first that holds is noted with its time, and the next is wanted."""
        self._times: list[float] = []
        self._done = asyncio.Event()
        self._sent = 0
        self._cells: Callable[[int, int], bool] = lambda _x, _y: False
        paint = app._display

        def display(screen: Screen[Any], renderable: Any) -> None:
            paint(screen, renderable)
            if isinstance(renderable, CompositorUpdate):
                self._sent += len(renderable.render_segments(app.console).encode())
                self._note(time.perf_counter(), renderable)

        app._display = display  # type: ignore[method-assign]

    def _note(self, now: float, frame: CompositorUpdate) -> None:
        if isinstance(frame, ChopsUpdate):
            spans = frame.spans
            self._cells = lambda x, y: any(line == y and first <= x < last for line, first, last in spans)
        else:
            self._cells = lambda _x, _y: True
        while len(self._times) < len(self.wanted) and self.wanted[len(self._times)]():
            self._times.append(now)
        if self.wanted and len(self._times) == len(self.wanted):
            self._done.set()

    def painted(self, widget: Widget, x: int = 0, y: int = 0) -> bool:
        """Whether the last frame painted this cell of a widget."""
        return self._cells(widget.region.x + x, widget.region.y + y)

    async def frames(self, deed: Callable[[], object], *wanted: Callable[[], object]) -> list[tuple[float, int]]:
        """Milliseconds from the deed to the frames behind which each in turn is so, and all bytes that it led to."""
        self._times, self.wanted, self._sent = [], list(wanted), 0
        self._done.clear()
        began = time.perf_counter()
        deed()
        await asyncio.wait_for(self._done.wait(), 10)
        await asyncio.sleep(PAUSE)  # what else it causes is over, and is not counted with the next
        self.wanted = []
        return [((noted - began) * 1000, self._sent) for noted in self._times]

    async def of(self, deed: Callable[[], object], done: Callable[[], object] = lambda: True) -> tuple[float, int]:
        """Milliseconds from the deed to the first frame behind which it is `done`, and all bytes that it led to."""
        return (await self.frames(deed, done))[0]

    async def key(self, key: str, done: Callable[[], object] = lambda: True) -> tuple[float, int]:
        """A key press."""
        return await self.of(lambda: self.app.post_message(events.Key(key, None)), done)

    async def size(self, size: tuple[int, int], done: Callable[[], object] = lambda: True) -> tuple[float, int]:
        """Another size of the terminal."""

        def resize() -> None:
            assert isinstance(self.app._driver, HeadlessDriver)
            self.app._driver._size = Size(*size)
            self.app.post_message(events.Resize(Size(*size), Size(*size)))

        return await self.of(resize, done)


def marked(words: int) -> tuple[Article, Analysis]:
    """An article with a highlight every EVERY words, and NAME in it TIMES, uncovered."""
    made, marks = article(words, words // EVERY)
    ends = [found.start() for found in re.finditer("\n\n", made.text)] or [0]
    inserted = [ends[n * len(ends) // TIMES] for n in range(TIMES)]
    added = f" by {NAME} too"
    whole = added.join(made.text[start:end] for start, end in pairwise([0, *inserted, len(made.text)]))
    by = [len(added) * bisect_right(inserted, mark.start) for mark in marks]
    entities = tuple(
        replace(mark.entity, start=mark.start + moved, end=mark.end + moved)
        for mark, moved in zip(marks, by, strict=True)
        if mark.entity is not None
    )
    made = replace(made, id=f"generated-{words}", title=f"{words:,} words", text=whole, text_hash=text_hash(whole))
    return made, Analysis(article=made.id, text_hash=made.text_hash, pipeline=PIPELINE, entities=entities)


def filled(folder: Path) -> Library:
    """A library with the articles, analysed, every third suggestion accepted."""
    library = open_library(folder)
    for words in WORDS:
        made, found = marked(words)
        library.add_articles([made])
        library.remember_analysis(found)
        kept = tuple(judge(made, entity, PIPELINE, "accepted", "") for entity in found.entities[::3])
        library.commit(Change(what="accept", put=kept))
    return library


@asynccontextmanager
async def reading(library: Library, analyst: Any = Idle) -> AsyncIterator[tuple[Quotidian, Watch]]:
    """The reader on a library, its list shown."""
    prepared: Future[Prepared] = Future()
    prepared.set_result(Prepared(library=library, pipeline=PIPELINE, articles=None))
    app = make_app(prepared, None, analyst)
    async with app.run_test(size=SIZE) as pilot:
        while not app.reading.articles.list.items:
            await pilot.pause(0.05)
        yield app, Watch(app)


async def measure(library: Library, samples: dict[int, Samples]) -> None:
    """Every deed on every article."""
    async with reading(library) as (app, watch):
        r = app.reading
        for words in WORDS * 4:
            await opened(app, watch, words, samples[words])
        for words in WORDS:
            taken = samples[words]
            await opened(app, watch, words, taken)
            gc.collect()
            gc.freeze()  # as the program does behind its first paint: no full collection between two keys
            for _ in range(20):
                taken["caret move"].append(await watch.key("l"))
            for _ in range(6):
                taken["page"].append(await watch.key("space"))
                taken["page"].append(await watch.key("b"))
            await watch.key("v")
            for _ in range(20):
                taken["selection"].append(await watch.key("l"))
            await watch.key("v")
            for _ in range(20):
                taken["hop"].append(await watch.key("tab"))
            await change(app, watch, taken)
            for size in (NARROWER, SIZE) * 2:
                taken["resize"].append(await watch.size(size, partial(standing, r, size)))
        await r.leave()


async def opened(app: Quotidian, watch: Watch, words: int, taken: Samples) -> None:
    """Open an article of the list."""
    r, identity = app.reading, f"generated-{words}"
    taken["opening"].append(
        await watch.of(
            lambda: r.perform(lambda _: r.open_article(identity)),
            lambda: r.article.article is not None and r.article.article.id == identity,
        )
    )
    await asyncio.sleep(0.5)
    while not all(worker.is_finished for worker in r.workers):  # what the library knows of the names in it is there
        await asyncio.sleep(PAUSE)


async def change(app: Quotidian, watch: Watch, taken: Samples) -> None:
    """Label a name, mark it everywhere, take both back; again at other places."""
    r = app.reading
    for round in range(6):
        assert r.article.article is not None
        place = -1
        for _ in range(round * 3 + 1):
            place = r.article.article.text.index(NAME, place + 1)
        r.article.move_to(place)
        await asyncio.sleep(PAUSE)
        for deed, key, more in (
            ("label", "2", 1), ("propagate over 50 hits", "asterisk", TIMES - 1), ("undo", "u", 1 - TIMES),
            ("undo", "u", -1),
        ):  # fmt: skip
            before, counted = r.article.reader.index.marks, r.findings.tabs.counts["entities"]
            press = partial(app.post_message, events.Key(key, None))
            first, second = await watch.frames(
                press, partial(marks_painted, r, watch, before), partial(tab_painted, r, watch, counted + more)
            )
            taken[deed].append(first)
            taken[FOLLOW].append(second)
            assert kept_in(r.article.reader.index.marks) == kept_in(before) + more


def standing(r: ReaderScreen, size: tuple[int, int]) -> bool:
    """Whether the panes stand as they do at this size, the findings beside the article or below it, and are set so."""
    article, findings, page = r.article.region, r.findings.region, r.article._page
    below = findings.y >= article.bottom
    return (
        below == (size == NARROWER)
        and page is not None
        and page.width == r.article.scrollable_content_region.width
        and findings.right == size[0]
    )


def kept_in(marks: Iterable[Mark]) -> int:
    """How many of them are the person's."""
    return sum(mark.annotation is not None for mark in marks)


def marks_painted(r: ReaderScreen, watch: Watch, before: tuple[Mark, ...]) -> bool:
    """Whether the last frame painted other marks than `before`: those in sight or, where none is, their number."""
    gone, come = parted(before, r.article.reader.index.marks, order)
    page, top = r.article._page, r.article.scroll_offset.y
    assert page is not None
    rows = [page.y_of(mark.start) - top for mark in (*gone, *come)]
    seen = [row for row in rows if 0 <= row < r.article.size.height]
    if not seen:
        return bool(rows) and any(watch.painted(r.label_bar, x) for x in range(2 * POSITION_WIDTH))
    return all(watch.painted(r.article, page.left + 1, row) for row in seen)


def tab_painted(r: ReaderScreen, watch: Watch, count: int) -> bool:
    """Whether the findings pane has followed: the last frame painted its tabs, which count so many names."""
    return r.findings.tabs.counts["entities"] == count and watch.painted(r.findings.tabs)


class Plain(App[None]):
    """The peer."""

    CSS = "TextArea { border: none; padding: 0; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.area = TextArea(text, read_only=True)

    def compose(self) -> ComposeResult:
        yield self.area


async def measure_peer(text: str, taken: Samples) -> None:
    """The deeds that a text area has."""
    app = Plain(text)
    async with app.run_test(size=SIZE) as pilot:
        watch = Watch(app)
        app.area.focus()
        await pilot.pause(0.2)
        for deed, key, times in (
            ("caret move", "right", 20), ("page", "pagedown", 12), ("selection", "shift+right", 20)
        ):  # fmt: skip
            for _ in range(times):
                taken[deed].append(await watch.key(key))
        for size in (NARROWER, SIZE) * 2:
            taken["resize"].append(await watch.size(size))


async def lag(folder: Path) -> list[float]:
    """Milliseconds by which the event loop woke up too late while the longest article was analysed."""
    with open_library(folder) as library:
        made, _ = marked(WORDS[-1])
        library.add_articles([made])
        late: list[float] = []
        done = asyncio.Event()

        class Heard(Analyst):
            def __init__(self, pipeline: str, deliver: Callable[[Delivery], None]) -> None:
                def hear(delivery: Delivery) -> None:
                    deliver(delivery)
                    if isinstance(delivery, Findings) and delivery.done:
                        loop.call_soon_threadsafe(done.set)

                super().__init__(pipeline, hear)

        loop = asyncio.get_running_loop()
        async with reading(library, Heard) as (app, _):
            app.reading.perform(lambda _: app.reading.open_article(made.id))
            while app.reading.sheet is None:
                await asyncio.sleep(0.01)
            gc.collect()
            gc.freeze()
            until = None
            while until is None or time.perf_counter() < until:
                began = time.perf_counter()
                await asyncio.sleep(0.002)
                late.append((time.perf_counter() - began) * 1000 - 2)
                if done.is_set() and until is None:
                    until = time.perf_counter() + 1.0  # the last findings are shown too
            await app.reading.leave()
        return late


def percentile(values: list[float], n: int) -> float:
    """The `n`th percentile."""
    return quantiles(values, n=100)[n - 1]


def main() -> None:
    report = Report(__doc__ or "", runs=3)
    os.environ["COLORTERM"] = "truecolor"
    samples: dict[int, Samples] = {words: defaultdict(list) for words in WORDS}
    peer: Samples = defaultdict(list)
    for _ in range(report.runs):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(filled(Path(folder)), samples))
        asyncio.run(measure_peer(marked(WORDS[-1])[0].text, peer))
    for words in WORDS:
        for deed, taken in samples[words].items():
            what, times = f"{deed}, {words:,} words", [ms for ms, _ in taken]
            sent = median(sent for _, sent in taken)
            report.figure(f"{what}: p50", median(times), "ms")
            report.figure(f"{what}: p95", percentile(times, 95), "ms", at_most=LIMIT.get(deed, FRAME))
            report.figure(f"{what}: sent", sent, "bytes", at_most=SMALL if deed == "caret move" else None)
    for deed, taken in peer.items():
        ours = median(ms for ms, _ in samples[WORDS[-1]][deed])
        theirs = median(ms for ms, _ in taken)
        report.figure(f"{deed}: TextArea, p50", theirs, "ms")
        report.figure(f"{deed}: TextArea to ours", theirs / ours, "times")
        report.figure(f"{deed}: TextArea, sent", median(sent for _, sent in taken), "bytes")
    with tempfile.TemporaryDirectory() as folder:
        late = asyncio.run(lag(Path(folder)))
    report.figure(f"event loop late while {WORDS[-1]:,} words are analysed: p50", median(late), "ms")
    report.figure(
        f"event loop late while {WORDS[-1]:,} words are analysed: p99", percentile(late, 99), "ms", at_most=LAG
    )
    report.figure(f"event loop late while {WORDS[-1]:,} words are analysed: most", max(late), "ms")
    report.end()


if __name__ == "__main__":
    main()
