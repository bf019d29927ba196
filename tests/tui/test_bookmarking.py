"""The place in an article: found again when it is opened again, also in another run; how much is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import open_library
from tui.handlers import bookmarking

LONG = "A long read\n\n" + "\n\n".join(f"Paragraph {n} has some words, and one more sentence." for n in range(200))


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "pair"
    folder.mkdir()
    (folder / "a.txt").write_text(LONG, encoding="utf-8")
    (folder / "b.txt").write_text("Another\n\nShort.\n", encoding="utf-8")
    return folder


def bar(driver: object) -> str:
    return str(driver.reading.label_bar.line())


async def test_an_article_opens_where_it_was_left(reader: Callable[..., object], pair: Path) -> None:
    place = LONG.index("Paragraph 150")
    async with reader(pair) as r:
        await r.open(0)
        assert r.reading.article.caret == 0
        r.go("Paragraph 150")
        await r.press("greater_than_sign")
        await r.until(lambda: r.reading.sheet.article.title == "Another")
        await r.press("less_than_sign")
        await r.until(lambda: r.reading.article.caret == place, "where it was")
        await r.until(lambda: "left off here" in bar(r))
        await r.press("l")
        assert "left off here" not in bar(r)
    async with reader() as r:
        await r.open(0)
        assert LONG[r.reading.article.caret :].startswith("150")
        await r.until(lambda: "left off here" in bar(r))


async def test_a_place_that_the_wheel_led_to_counts_too(reader: Callable[..., object], pair: Path) -> None:
    async with reader(pair) as r:
        await r.open(0)
        r.reading.article.scroll_to(y=100, animate=False)
        await r.until(lambda: r.reading.article.scroll_offset.y == 100)
        seen = r.reading.article.place
        assert seen > 1000
    async with reader() as r:
        await r.open(0)
        assert r.reading.article.caret == seen


async def test_the_place_is_kept_while_reading(
    reader: Callable[..., object], pair: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmarking, "KEEP", 0.01)
    async with reader(pair) as r:
        await r.open(0)
        article = r.reading.sheet.article
        r.go("Paragraph 20")
        await r.until(lambda: r.reading.desk.library.bookmark(article.id, article.text_hash) == r.reading.article.caret)


async def test_it_is_no_place_in_another_text(library: Path, pair: Path, reader: Callable[..., object]) -> None:
    async with reader(pair) as r:
        await r.open(0)
        r.go("Paragraph 20")
    (pair / "a.txt").write_text(LONG + "\n\nMore.\n", encoding="utf-8")
    async with reader(pair) as r:
        await r.open(0)
        assert r.reading.article.caret == 0


async def test_how_much_is_read_is_said(reader: Callable[..., object], pair: Path) -> None:
    async with reader(pair) as r:
        await r.open(1)
        await r.until(lambda: "100%" in bar(r))
        await r.open(0)
        await r.until(lambda: " 6%" in bar(r))
        await r.press("G")
        await r.until(lambda: "100%" in bar(r))


def test_a_bookmark_is_kept_with_its_text(library: Path) -> None:
    with open_library(library) as opened:
        assert opened.bookmark("a", "h") == 0
        opened.keep_bookmark("a", "h", 5)
        opened.keep_bookmark("a", "h", 7)
        assert opened.bookmark("a", "h") == 7
        assert opened.bookmark("a", "other") == 0
