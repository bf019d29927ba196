"""Draws the pictures of the README from the real reader, on the sample articles: `python docs/picture.py`.

The reader runs without a terminal; what is drawn is what it would show, findings of the shipped pipeline included.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # there is no terminal to ask

from textual.pilot import Pilot

from tui.app import Quotidian, make_app
from tui.config import Config
from tui.startup import prepare_aside
from tui.themes import DARK, LIGHT

HERE = Path(__file__).parent
PATIENCE = 120.0
"""Seconds that the analysis may take."""


async def rest(app: Quotidian, pilot: Pilot[None]) -> None:
    """Wait until nothing is under way."""
    await pilot.pause()
    while any(not worker.is_finished for worker in app.reading.workers):
        await pilot.pause(0.01)
    await pilot.pause()


async def picture(target: Path, theme: str, size: tuple[int, int], keys: list[str]) -> None:
    """Open the first sample, wait for its findings, press keys, and save the screen."""
    with tempfile.TemporaryDirectory() as library:
        app = make_app(prepare_aside(["seeds"], Path(library)), Config(theme=theme))
        async with app.run_test(size=size) as pilot:
            await rest(app, pilot)
            await pilot.press("enter")
            async with asyncio.timeout(PATIENCE):
                while app.reading.sheet is None or app.reading.sheet.analysis is None:
                    await pilot.pause(0.05)
            for key in keys:
                await pilot.press(key)
                await rest(app, pilot)
            app.save_screenshot(str(target))
            await app.reading.leave()


def main() -> None:
    """Draw all pictures."""
    os.chdir(HERE.parent)
    marking = ["tab", "tab", "a"]
    asyncio.run(picture(HERE / "reader-dark.svg", DARK, (140, 40), marking))
    asyncio.run(picture(HERE / "reader-light.svg", LIGHT, (140, 40), marking))


if __name__ == "__main__":
    main()
