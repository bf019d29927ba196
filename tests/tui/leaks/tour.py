"""The reader in its own terminal, taken by itself through everything that the catalogue of actions offers.

Run as a program (`python -m tests.tui.leaks.tour LIBRARY REPORT hostile`, or `tame`, or `without-doors`): the app draws
with its real driver, and what drives it sits inside, so that each step waits for exactly what it leads to. The report
says what was opened.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import textual.app
import textual.pilot
from textual import events
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from nlp.client import Failed, Findings, Ready, Restarted
from store.models import Article
from tests.tui.conftest import Driver, Finder
from tests.tui.leaks.payloads import BUNDLES, PAYLOADS, TAME, analysis_of, broken
from tui.actions import BY_ID, CATALOGUE, CONTEXTS, Action, Context
from tui.app import Quotidian, make_app
from tui.config import Config, OwnLabel
from tui.listed import View
from tui.screens.dialog import Dialog
from tui.startup import prepare_aside
from tui.widgets.line_list import LineList

LEFT_OUT = {"quit": "it ends the tour"}
"""The actions that are not taken, and why."""

LAST = ("fetch-one", "fetch-all")
"""What is known of feeds is another thing afterwards."""

ENOUGH = ("names", "feeds", "note", "searches")
"""Actions that show words of many fields, for a look that need not be long."""

TYPED = ("who:Z", "feed:Z", "tag:Z", "label:Z", "#Z", "Z")
"""What makes a field offer how it could go on."""


class Finds(Finder):
    """Stands in for the analysis: finds what the library holds, and says things that hold payloads."""

    payloads: tuple[str, ...] = PAYLOADS

    def start(self) -> None:
        self._deliver(Ready(pipeline="other@1", notices=(f"Zz{self.payloads[0]} notice",)))

    def answer(self, article: Article, request: int) -> None:
        number = int(article.id, 16)
        payload = self.payloads[number]
        self._deliver(Restarted(sentence=f"Zz{number}{payload} was started again"))
        if number % 5 == 4:
            self._deliver(Failed(request=request, sentence=f"Zz{number}{payload} could not be read"))
        else:
            self._deliver(Findings(request=request, analysis=analysis_of(article, number, payload), done=True))


class Tour:
    """Takes every action in every pane on the first article; with other sequences, what showed words of it."""

    def __init__(self, app: Quotidian, pilot: Pilot[None], payloads: tuple[str, ...]) -> None:
        self.app, self.reading, self.pilot = app, app.reading, pilot
        self.driver = Driver(app, pilot)
        self.payloads = payloads
        self.opened: dict[str, set[str]] = {}
        """The screens that were seen, each with the actions that led there."""
        self.taken: set[str] = set()
        self._foreign: dict[str, tuple[Action, Context]] = {}
        """What shows words of the article, with an action and a pane that lead there."""
        self._looked_at: set[tuple[str, str]] = set()

    async def walk(self, articles: int, only: Sequence[str] = ()) -> None:
        """Take all steps, or only these actions."""
        await self.driver.until(lambda: self.reading.desk is not None, "the library opens")
        await self.driver.until(lambda: self.reading.articles.list.items, "the list is there")
        for action in sorted(CATALOGUE, key=lambda action: action.id in LAST):
            for context, groups in CONTEXTS.items():
                if action.group in groups and action.id not in LEFT_OUT and action.id in (only or BY_ID):
                    await self._take(action, context, 0)
        for number in range(1, articles):
            await self._look_round(number)
            for action, context in [*self._foreign.values()] if number < len(BUNDLES) else ():
                await self._take(action, context, number)

    # One step

    async def _take(self, action: Action, context: Context, number: int) -> None:
        await self._go(context, number, judged=action.group == "judge")
        desk, was = self.reading.desk, self._said()
        assert desk is not None
        done = desk.library.log(1)
        if action.keys:
            await self._press(action.keys[0])
        else:  # as the palette does
            await self.app.run_action(action.run, self.app.focused or self.reading)
            await self._rest()
        self.taken.add(action.id)
        if self._said() != was and "Z" in self._said():
            # Of several that show the same, one is enough; what shows no words of the article is always the same.
            self._foreign.setdefault(re.sub(r"Z.*", "", self._said()), (action, context))
        await self._answer(action, number)
        if desk.library.log(1) != done and action.id not in ("undo", "redo"):
            await self._press("u")

    def _said(self) -> str:
        """The dialog on top, what is asked below, and what the bar says."""
        screen = self.app.screen
        title = screen._title if isinstance(screen, Dialog) else ""
        return f"{type(screen).__name__} {self.reading.prompt.purpose} {title} {self.reading.label_bar._hint[0]}"

    async def _answer(self, action: Action, number: int) -> None:
        """Look at all that was opened, paste and type into it, and leave it again."""
        for _ in range(4):
            screen, asked = self.app.screen, self.reading.prompt.purpose
            if isinstance(screen, ModalScreen):
                self.opened.setdefault(type(screen).__name__, set()).add(action.id)
            elif not asked:
                return
            if (what := (type(screen).__name__, asked)) not in self._looked_at:
                self._looked_at.add(what)
                await self._scroll()
                await self._fill_in()
            await self._paste(number)
            await self._enter(action, number)
            if self.app.screen is screen:
                await self._press("escape")

    async def _scroll(self) -> None:
        for line_list in self.app.screen.query(LineList):
            if len(line_list.items) <= 40 and self.app.screen is not self.reading:
                await self._press(*["down"] * len(line_list.items))
        await self._press("pagedown", "end", "tab", "shift+tab")

    async def _fill_in(self) -> None:
        field = self.app.focused
        if isinstance(field, Input):
            for typed in TYPED:
                field.value, field.cursor_position = typed, len(typed)
                await self._rest()

    async def _paste(self, number: int) -> None:
        field = self.app.focused
        if isinstance(field, (Input, TextArea)):
            before = field.value if isinstance(field, Input) else ""
            self.app.post_message(events.Paste(f"Zv{self.payloads[number]}"))
            await self._rest()
            if isinstance(field, Input):
                field.value = before

    async def _enter(self, action: Action, number: int) -> None:
        """Have written what an export wants to; have loaded what no library would."""
        field = self.app.focused
        if action.id == "load" and isinstance(field, Input):
            odd = Path(f"odd{number}.jsonl")
            odd.write_text(broken(number, self.payloads[number]), encoding="utf-8")
            field.value = str(odd)
        if action.id in ("export", "load"):
            await self._press("enter")
            await self.driver.until(lambda: all(worker.is_finished for worker in self.app.workers), "it is done")

    async def _look_round(self, number: int) -> None:
        """Open an article: its three tabs, and what the caret comes by."""
        await self._go("findings", number)
        await self._press("j", "l", "j", "l", "j", "l")
        await self._go("article", number)
        await self._press("tab", "tab", "g")

    async def _go(self, context: Context, number: int, *, judged: bool = False) -> None:
        """The pane of a context with the focus, the caret on a name, everything as it was at first.

        `judged`: in the article, on one that is labelled already.
        """
        reading = self.reading
        while isinstance(self.app.screen, ModalScreen):
            await self._press("escape")
        if reading.prompt.purpose:
            await self._press("escape")
        reading.remove_class("-zen", "-list-off", "-findings-off", "-list-on", "-choosing")
        reading.article.zen = False
        reading.findings.set_filter("")
        if reading.view != View():
            reading.change_view(View())
            await self._rest()
        article = f"{number:012x}"
        if reading.sheet is None or reading.sheet.article.id != article:
            reading.perform(lambda _: reading.open_article(article))
            await self.driver.until(lambda: reading.sheet is not None and reading.sheet.article.id == article)
            await self._rest()
        reading.show_choosing(False)
        line = reading.articles.list.index_of(article)
        if line is not None:
            reading.articles.list.move_to(line, tell=False)
        reading.article.action_clear_selection()
        self.driver.go("Zh " if context == "article" and judged else f"Zm{number}")
        reading.label_bar.hint("")
        pane = {"articles": reading.articles.list, "findings": reading.findings.list, "article": reading.article}
        pane[context].focus()
        await self._rest()

    async def _press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self._rest()

    async def _rest(self) -> None:
        groups = ("desk", "begin", "list", "rows", "fetch", "analyse", "searches", "learn")
        await self.driver.until(
            lambda: all(w.is_finished for w in self.reading.workers if w.group in groups), "work ends"
        )


async def _soon(*_: float) -> None:
    """Stands in for Textual's wait until the process is idle: here each step waits for what it leads to."""
    await asyncio.sleep(0.001)


@contextmanager
def without_doors() -> Iterator[None]:
    """Take away the cleaning of text where it enters a widget: then a tour must leak, else it looks at nothing."""
    import tui.app
    import tui.handlers.base
    import tui.widgets.pieces
    import tui.widgets.prompt
    from tui.reading import cells

    def let_in(text: str, *_: int) -> str:
        return text

    doors = {
        tui.app: "strip_controls",
        tui.handlers.base: "clean_line",
        tui.widgets.pieces: "clean_line visible",
        tui.widgets.prompt: "clean_line strip_controls",
    }
    kept = {(module, name): getattr(module, name) for module, names in doors.items() for name in names.split()}
    unsafe, cells._UNSAFE = cells._UNSAFE, re.compile("(?!)")
    for module, name in kept:
        setattr(module, name, let_in)
    try:
        yield
    finally:
        cells._UNSAFE = unsafe
        for (module, name), door in kept.items():
            setattr(module, name, door)


def run(library: Path, report: Path, payloads: tuple[str, ...], articles: int, only: Sequence[str]) -> None:
    """Take the tour of a library that `payloads.fill` made, through so many of its articles."""
    Finds.payloads = payloads
    config = Config(
        annotator=f"Zw{payloads[0]}",
        pipeline="nowhere",
        labels=tuple(OwnLabel(name=f"Zl{payload}") for payload in payloads),
    )
    app = make_app(prepare_aside([], library, config), config, Finds)  # type: ignore[arg-type]
    said: dict[str, object] = {}

    async def drive(pilot: Pilot[None]) -> None:
        tour = Tour(app, pilot, payloads)
        try:
            await tour.walk(articles, only)
        except Exception:  # noqa: BLE001 - whoever reads the report has it
            said["failed"] = traceback.format_exc()
        said["opened"] = {screen: sorted(actions) for screen, actions in tour.opened.items()}
        said["taken"] = sorted(tour.taken)
        for _ in range(2):  # the first only says that notes are left as drafts, where some are
            await app.action_quit()

    textual.app.wait_for_idle = textual.pilot.wait_for_idle = _soon  # type: ignore[attr-defined]
    app.run(auto_pilot=drive)
    said.setdefault("failed", repr(app.fault) if app.fault else "")
    report.write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    folder, shown, wish = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if wish == "without-doors":
        with without_doors():
            run(folder, shown, PAYLOADS, 1, ENOUGH)
    else:
        run(folder, shown, TAME if wish == "tame" else PAYLOADS, 3 if wish == "tame" else len(PAYLOADS), ())
