"""What was labelled in one article, in the next: suggestions with a reason, and one decision in all articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import open_library
from store.models import LIBRARY
from tui.config import Config
from tui.screens.names import Everywhere, Names

FIRST = "The mill\n\nThe Millers of Dunmore met at Old Forge on Monday, and Old Forge was full.\n"
SECOND = "The forge\n\nAt old forges nothing happens; Old Forge burned down. Old Forge Road is closed.\n"


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "pair"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    return folder


def suggested(driver: object) -> list[tuple[str, str, str]]:
    sheet = driver.reading.sheet
    return [(sheet.article.text[m.start : m.end], m.label, m.reason) for m in sheet.marks if m.origin == LIBRARY]


async def label_in_the_first(driver: object) -> None:
    await driver.open(0)
    driver.go("Old Forge")
    await driver.press("v", "l", "2")


async def test_a_label_is_suggested_in_the_next_article_and_says_why(reader: Callable[..., object], pair: Path) -> None:
    async with reader(pair) as driver:
        await label_in_the_first(driver)
        await driver.press("greater_than_sign")
        await driver.until(lambda: suggested(driver), "the suggestion")
        assert suggested(driver)[0] == ("Old Forge", "ORG", "seen once as ORG")
        driver.go("Old Forge")
        await driver.until(lambda: "seen once as ORG" in str(driver.reading.label_bar.line()), "the reason")
        await driver.press("a")
        (kept,) = driver.reading.sheet.annotations
        assert (kept.exact, kept.label, kept.origin, kept.verdict) == ("Old Forge", "ORG", LIBRARY, "accepted")


async def test_switched_off_nothing_is_suggested(reader: Callable[..., object], pair: Path) -> None:
    async with reader(pair, config=Config(gazetteer=False)) as driver:
        await label_in_the_first(driver)
        await driver.press("greater_than_sign")
        await driver.until(lambda: driver.reading.sheet.article.title != "The mill", "the next article")
        await driver.rest()
        assert suggested(driver) == []


async def test_a_name_can_be_switched_off_and_undo_brings_it_back(reader: Callable[..., object], pair: Path) -> None:
    async with reader(pair) as driver:
        await label_in_the_first(driver)
        await driver.press("greater_than_sign")
        await driver.until(lambda: suggested(driver), "the suggestion")
        await driver.press("W")
        await driver.until(lambda: isinstance(driver.app.screen, Names), "the dialog")
        await driver.press("enter")
        await driver.until(lambda: not suggested(driver), "no suggestion")
        await driver.press("u")
        assert driver.reading.desk.library.gazetteer().best("Old Forge") is not None
        await driver.until(lambda: suggested(driver), "the suggestion, in the open article")


async def test_the_same_in_all_articles_is_one_change(reader: Callable[..., object], pair: Path, library: Path) -> None:
    async with reader(pair) as driver:
        await label_in_the_first(driver)
        await driver.press("E")
        await driver.until(lambda: isinstance(driver.app.screen, Everywhere), "the places")
        assert len(driver.app.screen.list.items) == 2
        assert all("Old Forge" in item.title[:24] for item in driver.app.screen.list.items)  # seen in any window
        assert "label all 2" in str(driver.app.screen.query_one(".keys").render())
        await driver.press("enter")
        await driver.until(lambda: not isinstance(driver.app.screen, Everywhere), "done")
        await driver.rest()
        kept = driver.reading.desk.library.annotations()
        assert sorted(a.exact for a in kept) == ["Old Forge"] * 3
        await driver.press("u")
        assert len(driver.reading.desk.library.annotations()) == 1
    with open_library(library) as opened:
        assert opened.check() == []
