"""What the person made, in the pane: filtered, gone to, the article's own note and tags, rejections taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


async def test_the_findings_are_filtered_and_shown_again(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        pane = driver.reading.findings
        everything = pane.tabs.counts["entities"]
        driver.reading.article.focus()
        await driver.press("f6", "slash", *"label:org", "enter")
        await driver.until(lambda: 0 < pane.tabs.counts["entities"] < everything, "fewer")
        assert {item.mark.label for item in pane.list.items if getattr(item, "mark", None)} <= {"ORG"}
        pane.list.focus()
        await driver.press("ctrl+l")
        assert pane.tabs.counts["entities"] == everything


async def test_the_open_article_is_tagged_from_the_text(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as driver:
        await driver.open(0)
        opened = driver.reading.sheet.article.id
        driver.reading.articles.list.move_to(1)
        driver.reading.article.focus()
        await driver.press("T")
        await driver.press(*"later", "enter")
        await driver.until(lambda: driver.reading.desk.library.state(opened).tags, "the tag")
        assert driver.reading.desk.library.state(opened).tags == ("later",)
        others = {id for id, state in driver.reading.desk.library.states().items() if state.tags}
        assert others == {opened}


async def test_a_rejection_is_listed_and_taken_back(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        driver.go("Ann Reed")
        await driver.press("x")
        (rejected,) = driver.reading.desk.library.annotations()
        pane = driver.reading.findings
        await driver.press("f6", "l", "l")
        await driver.until(lambda: pane.tab == "mine", "the tab")
        place = next(
            n for n, item in enumerate(pane.list.items) if item.annotation and item.annotation.id == rejected.id
        )
        pane.list.move_to(place)
        await driver.press("backspace")
        await driver.until(lambda: not driver.reading.desk.library.annotations(), "taken back")
