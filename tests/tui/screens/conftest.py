"""A small app that opens a dialog and keeps what it is dismissed with."""

from collections.abc import Callable
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tui.themes import DARK, themes, variable_defaults

HOSTILE = [
    "[/b] plan",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07 \x9b2J",
    "x" * 10_000,
    "one\n" * 400,
    "مرحبا بالعالم",
    "👩‍👩‍👧 🇩🇪",
    "abc\u202edef",
]

WAITS = object()


class Host(App[None]):
    """Keeps the result of the dialog in `result`."""

    def __init__(self) -> None:
        super().__init__()
        self.result: object = WAITS
        for theme in themes():
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(True)

    def on_mount(self) -> None:
        self.theme = DARK

    def text(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def shows(self, words: str) -> bool:
        return any(words in line for line in self.text())


async def until(pilot: Pilot, condition: Callable[[], object]) -> None:
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    raise AssertionError("it never came")


def is_safe(text: str) -> bool:
    return all(ch >= " " and not "\x7f" <= ch <= "\x9f" and ch not in "\u202e\u2066" for ch in text)


@pytest.fixture
def opened():
    """Opens a screen: app, pilot."""

    @asynccontextmanager
    async def open_screen(screen: Screen, size: tuple[int, int] = (80, 24)):
        app = Host()
        async with app.run_test(size=size) as pilot:

            def keep(result: object) -> None:
                app.result = result

            await app.push_screen(screen, keep)
            await pilot.pause()
            yield app, pilot

    return open_screen


@pytest.fixture
def tools():
    class Tools:
        waits = WAITS
        hostile = HOSTILE

    Tools.until = staticmethod(until)
    Tools.is_safe = staticmethod(is_safe)
    return Tools
