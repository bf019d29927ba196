"""Bringing annotations in from a file, from the palette to undo."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store import open_library
from store.export import export
from store.marking import annotate
from store.models import Article, Change
from store.text import article_id, text_hash
from tests.tui.conftest import Driver
from tui.screens.load import Load

Reader = Callable[..., object]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An export of two articles, one with a mark and one with two."""
    texts = {"One": "Ada met Bob.", "Two": "Cy left Ada."}
    made = [Article(id=article_id(t), source=t, title=t, text=x, text_hash=text_hash(x)) for t, x in texts.items()]
    marks = [annotate(made[0], 0, 3, label="PERSON"), annotate(made[1], 0, 2), annotate(made[1], 8, 11, label="PERSON")]
    with open_library(tmp_path / "other") as library:
        library.add_articles(made)
        library.commit(Change(what="marks", put=tuple(marks)))
        export(library, [one.id for one in made], "jsonl", tmp_path / "marks.jsonl")
    return tmp_path / "marks.jsonl"


async def ask(driver: Driver) -> None:
    """Open the dialog, by the palette."""
    await driver.press(":")
    await driver.until(lambda: type(driver.app.screen).__name__ == "CommandPalette", "the palette")
    await driver.press(*"load ann")
    await driver.until(lambda: driver.app.screen.query_one("OptionList").option_count, "the action is found")
    await driver.press("enter", "enter")
    await driver.until(lambda: isinstance(driver.app.screen, Load), "the dialog")


def said(driver: Driver) -> str:
    """What the dialog says; "" where it says nothing."""
    if not isinstance(driver.app.screen, Load) or not driver.app.screen.query_one("VerticalScroll").display:
        return ""
    return str(driver.app.screen.query_one("#result").content)


async def look(driver: Driver, path: Path | str) -> str:
    """Name the file, press enter once; what is said of it."""
    driver.app.screen.query_one("#path").value = str(path)
    await driver.pilot.pause()
    await driver.press("enter")
    await driver.until(lambda: said(driver) and not said(driver).startswith("Looking"), "something is said")
    return said(driver)


def held(driver: Driver) -> tuple[int, int]:
    """How many articles and annotations the library shows."""
    assert driver.reading.desk is not None
    library = driver.reading.desk.library
    return len(library.select()), len([a for a in library.annotations() if not library.state(a.article).removed])


async def test_a_file_is_looked_at_then_loaded_then_taken_back(reader: Reader, articles: Path, file: Path) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the article")
        await ask(driver)
        assert await look(driver, file) == "3 annotations in 2 articles, 2 of them new, would come in (jsonl)."
        assert held(driver) == (1, 0)
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.reading, "it is loaded")
        await driver.rest()
        assert held(driver) == (3, 3)
        assert len(driver.reading.articles.list.rows.places) == 3
        assert driver.reading.sheet.article.title == "The bridge"
        await driver.press("u")
        assert held(driver) == (1, 0)


async def test_an_empty_library_is_filled(reader: Reader, file: Path) -> None:
    async with reader() as driver:
        assert driver.reading.has_class("-empty")
        await ask(driver)
        await look(driver, file)
        await driver.press("enter")
        await driver.until(lambda: driver.reading.articles.list.items, "the list")
        assert not driver.reading.has_class("-empty")
        assert held(driver) == (2, 3)


async def test_marks_of_the_open_article_are_shown(
    reader: Reader, articles: Path, tmp_path: Path, library: Path
) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the article")
        article = driver.reading.sheet.article
        start = article.text.index("bolt")
        (tmp_path / "x.csv").write_text(
            f"article,kind,label,start,end,text\n{article.id},entity,TOOL,{start},{start + 4},bolt\n"
            f"{article.id},entity,TOOL,0,4,this is nowhere in it\nunknown,entity,X,0,3,abc\n",
            encoding="utf-8",
        )
        await ask(driver)
        told = (await look(driver, tmp_path / "x.csv")).split("\n")
        assert told[0] == "1 annotation in 1 article, none of them new, would come in (csv)."
        assert len(told) == 3
        assert all("1 of 3 annotations are not as in the file" in line for line in told[1:])
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.reading, "it is loaded")
        await driver.rest()
        assert [(a.exact, a.label) for a in driver.reading.sheet.annotations] == [("bolt", "TOOL")]
        assert any(mark.label == "TOOL" for mark in driver.reading.sheet.marks)


async def test_what_is_wrong_is_said_and_nothing_changes(
    reader: Reader, articles: Path, tmp_path: Path, file: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(file.read_text(encoding="utf-8") + "{\x1b[31m[/b]\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.jsonl")
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet and driver.reading.sheet.analysis, "the article")
        await ask(driver)
        assert "bad.jsonl: line 3: " in await look(driver, bad)
        assert "\x1b" not in said(driver)
        assert "neither a file nor a folder" in await look(driver, tmp_path / "pipe.jsonl")
        assert "No such file" in await look(driver, tmp_path / "none.jsonl")
        assert "Could not read" in await look(driver, tmp_path / ("x" * 300))
        assert "There is nothing to load" in await look(driver, articles)
        assert "Name a file" in await look(driver, "  ")
        assert held(driver) == (1, 0)
        assert driver.app.screen.query_one("#path").has_focus
        await driver.press("escape")


async def test_the_format_can_be_named(reader: Reader, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "x.data").write_text('{"text": "Ada", "spans": [{"start": 0, "end": 3, "label": "X"}]}\n')
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet, "the article")
        await ask(driver)
        while "as conll" not in str(driver.app.screen.query_one("#format").content):
            await driver.press("ctrl+t")
        assert "line 1: " in await look(driver, tmp_path / "x.data")
        while "guess" not in str(driver.app.screen.query_one("#format").content):
            await driver.press("ctrl+t")
        assert said(driver) == ""
        assert "would come in (prodigy)" in await look(driver, tmp_path / "x.data")
        await driver.press("escape")


async def test_another_file_is_looked_at_before_it_is_loaded(
    reader: Reader, articles: Path, tmp_path: Path, file: Path
) -> None:
    async with reader(articles / "a.txt") as driver:
        await driver.until(lambda: driver.reading.sheet, "the article")
        await ask(driver)
        await look(driver, file)
        (tmp_path / "y.jsonl").write_text(file.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
        assert "1 annotation in 1 article" in await look(driver, tmp_path / "y.jsonl")
        assert held(driver)[1] == 0
        await driver.press("escape")
        assert held(driver)[1] == 0


async def test_a_library_that_is_only_read_takes_nothing(reader: Reader, articles: Path, library: Path) -> None:
    with open_library(library):
        async with reader() as driver:
            await driver.press(":")
            await driver.press("escape")
            await driver.app.run_action("screen.load")
            assert driver.app.screen is driver.reading
