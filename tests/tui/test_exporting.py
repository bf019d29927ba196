"""What looks at everything and changes nothing: statistics and exports, from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui.screens.stats import Statistics


async def test_statistics_come_with_a_key_and_go_with_escape(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        driver.go("Paris")
        await driver.press("3", "I")
        await driver.until(lambda: isinstance(driver.app.screen, Statistics), "the statistics")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.reading, "the reader")
