"""What looks at everything and changes nothing: statistics and exports, from the keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.conftest import Driver
from tui.screens.export import Export
from tui.screens.stats import Statistics

Reader = Callable[..., object]


async def test_statistics_come_with_a_key_and_go_with_escape(reader: Reader, articles: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        driver.go("Paris")
        await driver.press("3", "I")
        await driver.until(lambda: isinstance(driver.app.screen, Statistics), "the statistics")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.reading, "the reader")


async def ask(driver: Driver, name: str) -> None:
    """Open the dialog and go to a format."""
    await driver.press("e")
    await driver.until(lambda: isinstance(driver.app.screen, Export), "the dialog")
    while chosen(driver) != name:
        await driver.press("down")


def chosen(driver: Driver) -> str:
    found = driver.app.screen.query_one("#formats").selected
    return found.key if found else ""


def said(driver: Driver) -> str:
    """What the dialog says of what was done; "" where it says nothing."""
    result = driver.app.screen.query_one("#result")
    return str(result.content) if result.display else ""


async def write(driver: Driver, path: Path | str, *keys: str) -> str:
    """Press these keys, then have it written there; what is said of it."""
    await driver.press(*keys)
    driver.app.screen.query_one("#path").value = str(path)
    await driver.pilot.pause()
    await driver.press("enter")
    await driver.until(lambda: said(driver) not in ("", "Writing …"), "something is said")
    return said(driver)


def titles(path: Path) -> list[str]:
    return [json.loads(line)["title"] for line in path.read_text(encoding="utf-8").splitlines()]


async def test_only_the_picked_articles_are_written(reader: Reader, articles: Path, tmp_path: Path) -> None:
    (articles / "c.txt").write_text("A third\n\nNothing.", encoding="utf-8")
    async with reader(articles) as driver:
        await driver.until(lambda: len(driver.reading.articles.list.rows) == 3, "the list")
        driver.reading.articles.list.focus()
        await driver.press("g", "space", "space")
        await ask(driver, "jsonl")
        assert "the picked: 2 articles" in str(driver.app.screen.query_one("#scope").content)
        await write(driver, tmp_path / "picked.jsonl")
        await write(driver, tmp_path / "list.jsonl", "tab")
        await write(driver, tmp_path / "library.jsonl", "tab")
        await driver.press("escape")
    assert titles(tmp_path / "picked.jsonl") == ["The bridge", "Another article"]
    assert len(titles(tmp_path / "list.jsonl")) == len(titles(tmp_path / "library.jsonl")) == 3


async def test_suggestions_that_nobody_judged_are_written(reader: Reader, articles: Path, tmp_path: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        driver.go("Paris")
        await driver.press("a")
        await ask(driver, "jsonl")
        await write(driver, tmp_path / "all.jsonl")
        await write(driver, tmp_path / "open.jsonl", "shift+tab", "shift+tab")
        await driver.press("escape")
    (kept,) = json.loads((tmp_path / "all.jsonl").read_text(encoding="utf-8"))["annotations"]
    assert (kept["exact"], kept["verdict"]) == ("Paris", "accepted")
    left = json.loads((tmp_path / "open.jsonl").read_text(encoding="utf-8"))["annotations"]
    assert {one["verdict"] for one in left} == {"suggested"}
    assert sum(one["exact"] == "Paris" for one in left) == 1
    assert sum(one["kind"] == "quote" for one in left) == 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
async def test_each_loss_has_a_line_and_the_keys_stay_in_sight(
    reader: Reader, articles: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reader(articles / "a.txt", size=size) as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the findings")
        driver.go("Paris")
        await driver.press("x")
        driver.go("is safe")
        await driver.press("a")
        await ask(driver, "conll")
        told = await write(driver, tmp_path / "x.conll")
        assert told.split("\n") == [
            f"Written: {tmp_path / 'x.conll'}",
            "1 of 2 annotations can't be expressed in conll: they were rejected, and it can't say so.",
            "1 of 2 annotations can't be expressed in conll: it has no quotations.",
        ]
        shown = [strip.text for strip in driver.app.screen._compositor.render_strips()]
        assert sum("1 of 2 annotations" in line for line in shown) == 2
        assert any("Enter or Esc leave" in line for line in shown)
        await driver.press("down")
        assert said(driver) == ""
        assert driver.app.screen.query_one("#formats").display
        await driver.press("escape")


async def test_a_place_that_cannot_be_is_said_and_nothing_ends(
    reader: Reader, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet, "the article")
        await ask(driver, "csv")
        assert f"There is no folder {tmp_path / 'no'}: name one" in await write(driver, tmp_path / "no" / "x.csv")
        assert "is a folder: name a file in it" in await write(driver, home)
        assert "Could not write" in await write(driver, tmp_path / ("x" * 300 + ".csv"))
        assert "There is no folder ~nobody-of-this-name" in await write(driver, "~nobody-of-this-name/x.csv")
        assert str(home / "x.csv") in await write(driver, "~/x.csv")
        assert (home / "x.csv").exists()
        await driver.press("escape")


async def test_what_is_there_is_written_over_only_when_asked_twice(
    reader: Reader, articles: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("mine", encoding="utf-8")
    notes = tmp_path / "notes"
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet, "the article")
        await ask(driver, "csv")
        assert "There is a file x.csv already" in await write(driver, tmp_path / "x.csv")
        assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "mine"
        await driver.press("enter")
        await driver.until(lambda: said(driver).startswith("Written"), "it is written")
        assert (tmp_path / "x.csv").read_text(encoding="utf-8") != "mine"
        await driver.press("escape")
        await ask(driver, "markdown")
        assert (await write(driver, notes)).startswith("Written")
        (note,) = notes.iterdir()
        note.write_text("mine", encoding="utf-8")
        await driver.press("escape")
        await ask(driver, "markdown")
        assert "There is a folder notes already" in await write(driver, notes)
        assert note.read_text(encoding="utf-8") == "mine"
        await driver.press("enter")
        await driver.until(lambda: said(driver).startswith("Written"), "it is written")
        assert note.read_text(encoding="utf-8").startswith("---")
        await driver.press("escape")
