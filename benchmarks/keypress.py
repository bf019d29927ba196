"""Key press to painted frame for a move of the caret in the article view, and the bytes sent for it.

    python -m benchmarks.keypress [--runs N] [--json] [--check]

Measured without a terminal, at 100 x 40 cells: from handing the key to the app until the escape sequences of the next
frame are made. On the longest sample article and on a generated one of 100,000 words with 12,000 highlights; the peer
is Textual's own read-only `TextArea` with the generated text. They take turns, so that a busy machine slows them all.

`--check` exits 1 where the 95th percentile of a move is 16 ms or more (a frame at 60 Hz), where the long article takes
more than 1.5 times the short one, or where a move that does not scroll sends 1,000 bytes or more.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from benchmarks._texts import article
from benchmarks.report import Report
from store.models import Article
from store.text import clean, text_hash
from tui.marks import Mark
from tui.reading.view import ArticleView

WORDS, HIGHLIGHTS = 100_000, 12_000
SIZE = (100, 40)
FRAME = 16.0
"""Milliseconds of a frame at 60 Hz."""
PAUSE = 0.05

MOVES: dict[str, tuple[str, ...]] = {
    "right": ("right",) * 30,
    "down": ("down",) * 14,
    "down, scrolling": ("down",) * 30,
    "select right": ("shift+right",) * 20,
}
"""What is measured: each is a round of key presses, after the ones before it."""

Samples = dict[str, list[tuple[float, int]]]
"""Milliseconds and bytes of each key press, by move."""


class Keys(ArticleView, inherit_bindings=False):
    """The article view with the keys of the peer."""

    BINDINGS = [
        Binding("right", "right"),
        Binding("down", "line_down"),
        Binding("shift+right", "select_right"),
        Binding("home", "text_start"),
    ]

    def action_select_right(self) -> None:
        """Extend the selection to the next token."""
        if not self.selecting:
            self.action_toggle_selection()
        self.action_right()


class Watched(App[None]):
    """One widget, and a note of every frame that is painted."""

    CSS = "Keys { height: 1fr; } TextArea { border: none; padding: 0; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.painted = asyncio.Event()
        self.sent = 0

    def compose(self) -> ComposeResult:
        yield self.widget

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            self.sent += len(renderable.render_segments(self.console).encode())
            self.painted.set()

    async def press(self, key: str) -> tuple[float, int]:
        """Milliseconds until the frame that follows, and its bytes."""
        self.painted.clear()
        self.sent = 0
        began = time.perf_counter()
        self.post_message(events.Key(key, None))
        await asyncio.wait_for(self.painted.wait(), 5)
        took = (time.perf_counter() - began) * 1000
        await asyncio.sleep(PAUSE)  # what else the key caused is over, and is not counted with the next
        return took, self.sent


async def measure(widget: Widget, samples: Samples, shown: tuple[Article, tuple[Mark, ...]] | None = None) -> float:
    """Run every move once; the milliseconds from asking for the article to its first frame."""
    app = Watched(widget)
    async with app.run_test(size=SIZE) as pilot:
        opened = 0.0
        widget.focus()
        await pilot.pause(0.2)
        if shown is not None and isinstance(widget, Keys):
            app.painted.clear()
            began = time.perf_counter()
            widget.show(*shown)
            await asyncio.wait_for(app.painted.wait(), 10)
            opened = (time.perf_counter() - began) * 1000
            await pilot.pause(0.2)
        gc.collect()
        gc.freeze()  # as the program does behind its first paint: no full collection between two keys
        for name, keys in MOVES.items():
            for key in keys:
                samples[name].append(await app.press(key))
    return opened


def longest_sample() -> tuple[Article, tuple[Mark, ...]]:
    """The longest of the sample articles, with a mark on every eighth word or so, as the generated one has."""
    seeds = Path(__file__).parents[1] / "seeds"
    text = max((clean(path.read_text("utf-8")) for path in seeds.glob("*.txt")), key=len)
    marks: list[Mark] = []
    _, generated = article(len(text.split()), len(text.split()) * HIGHLIGHTS // WORDS)
    for mark in generated:
        if mark.end < len(text) and "\n" not in text[mark.start : mark.end]:
            marks.append(mark)
    return Article(id="seed", source="seeds", title="Sample", text=text, text_hash=text_hash(text)), tuple(marks)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1]


def main() -> None:
    report = Report(__doc__ or "", runs=3)
    os.environ["COLORTERM"] = "truecolor"
    seed, long = longest_sample(), article(WORDS, HIGHLIGHTS)
    mine: Samples = defaultdict(list)
    huge: Samples = defaultdict(list)
    peer: Samples = defaultdict(list)
    opened = []
    for _ in range(report.runs):
        asyncio.run(measure(Keys(), mine, seed))
        opened.append(asyncio.run(measure(Keys(), huge, long)))
        asyncio.run(measure(TextArea(long[0].text, read_only=True), peer))
    report.figure(f"open {WORDS:,} words, {HIGHLIGHTS:,} highlights: first frame", median(opened), "ms")
    for name in MOVES:
        short, big, other = ([ms for ms, _ in samples[name]] for samples in (mine, huge, peer))
        scrolls = "scrolling" in name
        report.figure(f"{name}: sample, p50", median(short), "ms")
        report.figure(f"{name}: sample, p95", p95(short), "ms", at_most=FRAME)
        report.figure(f"{name}: {WORDS:,} words, p50", median(big), "ms")
        report.figure(f"{name}: {WORDS:,} words, p95", p95(big), "ms", at_most=FRAME)
        report.figure(f"{name}: {WORDS:,} words to sample", median(big) / median(short), "times", at_most=1.5)
        sent = median(sent for _, sent in huge[name])
        report.figure(f"{name}: sent", sent, "bytes", at_most=None if scrolls else 999)
        report.figure(f"{name}: TextArea, p50", median(other), "ms")
        report.figure(f"{name}: TextArea, sent", median(sent for _, sent in peer[name]), "bytes")
        report.figure(f"{name}: TextArea to ours", median(other) / median(big), "times")
    report.end()


if __name__ == "__main__":
    main()
