"""Everything with the mouse, in the whole reader: read, select, label, judge, and go from pane to pane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Offset
from textual.widget import Widget

from tests.tui.conftest import BRIDGE, Driver
from tui.screens.pickers import LabelPicker
from tui.widgets.line_list import LineList

LONG = "A long read\n\n" + "\n\n".join(f"Paragraph {n} has words, and Lopez in Paris reads it." for n in range(120))


class Mouse:
    """Points at words of the article, and at items of lists."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.pilot, self.view = driver, driver.pilot, driver.reading.article

    def place(self, words: str, into: int = 0, nth: int = 0) -> Offset:
        """The cell of the article's pane in which a character is drawn."""
        text = self.driver.reading.sheet.article.text
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        page, offset = self.view._page, start + into
        row = page.layout.row_of(offset)
        x = page.left + page.layout.column_of(offset, row)
        return Offset(x, page.top + row - self.view.scroll_offset.y)

    async def click(self, words: str, into: int = 0, *, times: int = 1, button: int = 1, nth: int = 0) -> None:
        await self.pilot.click(self.view, offset=self.place(words, into, nth), times=times, button=button)
        await self.driver.rest()

    async def drag(self, start: Offset, end: Offset) -> None:
        await self.pilot.mouse_down(self.view, offset=start)
        await self.pilot.hover(self.view, offset=end)
        await self.pilot.mouse_up(self.view, offset=end)
        await self.driver.rest()

    async def item(self, line_list: LineList, index: int) -> None:
        """Click the line of a list on which an item begins."""
        await self.pilot.click(line_list, offset=(3, line_list._tops[index] - line_list.scroll_offset.y))
        await self.driver.rest()

    async def wheel(self, widget: Widget, event: type = MouseScrollDown, times: int = 3) -> None:
        for _ in range(times):
            await self.pilot._post_mouse_events([event], widget, (5, 5))
        await self.pilot.pause()


@pytest.fixture
def long(tmp_path: Path) -> Path:
    file = tmp_path / "long.txt"
    file.write_text(LONG, encoding="utf-8")
    return file


def selected(driver: Driver) -> str:
    """The words that are selected."""
    assert driver.reading.article.selection is not None
    return driver.reading.sheet.article.text[slice(*driver.reading.article.selection)]


def kept(driver: Driver) -> list[tuple[str, str]]:
    return [(a.exact, a.label) for a in driver.reading.sheet.annotations]


def index_of(line_list: LineList, title: str) -> int:
    return next(number for number, item in enumerate(line_list.items) if item.key and item.title == title)


async def test_a_click_on_a_row_opens_the_article(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.until(lambda: r.reading.articles.list.items)
        rows = r.reading.articles.list
        titles = [rows.items[line].named for line in range(2)]
        for line in (1, 0):
            await Mouse(r).item(rows, line)
            await r.until(lambda line=line: r.reading.sheet and r.reading.sheet.article.title == titles[line])
            assert r.reading.article.has_focus


async def test_a_click_places_the_caret_and_the_focus(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        mouse = Mouse(r)
        r.reading.findings.focus_list()
        await mouse.click("checked", 2)
        assert r.reading.article.has_focus
        assert r.reading.article.caret == BRIDGE.index("checked") + 2
        assert r.reading.article.selection is None
        await mouse.click("Ann Reed", 1)
        assert r.reading.findings.mark.name == "Ann Reed", "the pane follows"


@pytest.mark.parametrize(
    ("times", "words", "expected"),
    [(2, "checked", "checked"), (3, "checked", "Lopez checked every bolt of the 24 old ones there.")],
)
async def test_two_clicks_select_a_word_and_three_a_sentence_to_be_labelled(
    reader: Callable[..., object], articles: Path, times: int, words: str, expected: str
) -> None:
    async with reader(articles) as r:
        await r.open(0)
        await Mouse(r).click(words, 3, times=times)
        assert selected(r) == expected
        await r.press("2")
        assert kept(r) == [(expected, "ORG")]


async def test_what_is_dragged_over_is_labelled_by_a_click_in_the_bar(
    reader: Callable[..., object], articles: Path
) -> None:
    async with reader(articles) as r:
        await r.open(0)
        mouse = Mouse(r)
        await mouse.drag(mouse.place("every", 2), mouse.place("bolt", 1))
        assert selected(r) == "every bolt"
        bar = r.reading.label_bar
        first = next(first for first, _, action in bar._spots if action == "label-6")
        await r.pilot.click(bar, offset=(first, 0))
        await r.rest()
        assert kept(r) == [("every bolt", "EVENT")]


async def test_a_drag_backwards_selects_the_same(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        mouse = Mouse(r)
        await mouse.drag(mouse.place("bolt", 1), mouse.place("every", 2))
        assert selected(r) == "every bolt"


@pytest.mark.parametrize(("edge", "by"), [("below", 1), ("above", -1)])
async def test_a_drag_beyond_an_edge_scrolls_and_goes_on_selecting(
    reader: Callable[..., object], long: Path, edge: str, by: int
) -> None:
    async with reader(long) as r:
        await r.until(lambda: r.reading.sheet is not None and r.reading.sheet.analysis)
        r.go("Paragraph 40")
        await r.rest()
        mouse, view = Mouse(r), r.reading.article
        before, at = view.scroll_offset.y, mouse.place("Paragraph 40")
        await r.pilot.mouse_down(view, offset=at)
        await r.pilot.hover(offset=(view.region.x + at.x, view.size.height + 1 if edge == "below" else 0))
        await r.until(lambda: by * (view.scroll_offset.y - before) > 5, "it scrolls")
        assert len(selected(r)) > 100
        await r.pilot.mouse_up(view, offset=(at.x, 5))
        still = view.scroll_offset.y
        assert view._pointer._scrolling is None, "it stops with the button"
        await r.pilot.pause()
        assert view.scroll_offset.y == still


async def test_the_wheel_scrolls_and_moves_nothing(reader: Callable[..., object], long: Path) -> None:
    async with reader(long) as r:
        await r.until(lambda: r.reading.sheet is not None and r.reading.sheet.analysis)
        mouse, view, findings = Mouse(r), r.reading.article, r.reading.findings
        caret = view.caret
        await mouse.wheel(view)
        down = view.scroll_offset.y
        assert down > 0
        assert view.caret == caret
        await mouse.wheel(view, MouseScrollUp, 1)
        assert 0 <= view.scroll_offset.y < down
        findings.open_tab("quotes")
        findings.open_tab("entities")
        assert view.has_focus


async def test_the_wheel_scrolls_a_list_and_leaves_its_cursor(reader: Callable[..., object], tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"Number {number}\n\nWords.\n", encoding="utf-8")
    async with reader(folder) as r:
        await r.until(lambda: len(r.reading.articles.list.items) == 60)
        rows = r.reading.articles.list
        await Mouse(r).wheel(rows)
        assert rows.scroll_offset.y > 0
        assert rows.cursor == 0
        seen = rows.items[rows.scroll_offset.y + 4].named
        await r.pilot.click(rows, offset=(3, 4))
        await r.until(lambda: r.reading.sheet is not None)
        assert r.reading.sheet.article.title == seen, "a click hits what is seen"


async def test_a_click_on_a_name_goes_to_its_first_mention_and_again_to_the_next(
    reader: Callable[..., object], articles: Path
) -> None:
    async with reader(articles) as r:
        await r.open(0)
        names = r.reading.findings.list
        await Mouse(r).item(names, index_of(names, "Paris"))
        assert r.reading.article.caret == BRIDGE.index("Paris")
        assert r.reading.article.has_focus
        await Mouse(r).item(names, index_of(names, "Paris"))
        assert r.reading.article.caret == BRIDGE.rindex("Paris")


async def test_a_click_on_a_quotation_goes_to_it(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        tabs = r.reading.findings.tabs
        await r.pilot.click(tabs, offset=(tabs.line().left[0][0].__len__() + 2, 0))
        assert r.reading.findings.tab == "quotes"
        await Mouse(r).item(r.reading.findings.list, 0)
        assert r.reading.article.caret == BRIDGE.index("“The bridge")
        assert r.reading.article.mark_at_caret.kind == "quote"


async def test_a_click_in_mine_jumps_to_the_mark(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        await Mouse(r).click("Ann Reed", 1, nth=1)
        await r.press("2", "g")
        r.reading.findings.open_tab("mine")
        await r.pilot.pause()
        own = r.reading.findings.list
        await Mouse(r).item(own, index_of(own, "Ann Reed"))
        assert r.reading.article.caret == BRIDGE.rindex("Ann Reed")
        await r.press("backspace")
        assert kept(r) == []


async def test_a_right_click_asks_for_a_label_and_a_click_gives_it(
    reader: Callable[..., object], articles: Path
) -> None:
    async with reader(articles) as r:
        await r.open(0)
        mouse = Mouse(r)
        await mouse.click("bolt", 1, button=3)
        await r.until(lambda: isinstance(r.app.screen, LabelPicker))
        labels = r.app.screen.list
        await mouse.item(labels, index_of(labels, "PRODUCT"))
        await r.until(lambda: r.app.screen is r.reading)
        await r.rest()
        assert kept(r) == [("bolt", "PRODUCT")]


async def test_a_right_click_on_the_selection_keeps_it(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        mouse = Mouse(r)
        await mouse.drag(mouse.place("every", 0), mouse.place("bolt", 3))
        await mouse.click("every", 1, button=3)
        await r.until(lambda: isinstance(r.app.screen, LabelPicker))
        labels = r.app.screen.list
        await mouse.item(labels, index_of(labels, "PRODUCT"))
        await r.until(lambda: r.app.screen is r.reading)
        await r.rest()
        assert kept(r) == [("every bolt", "PRODUCT")]


async def test_a_click_on_the_offer_labels_all_the_same(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        await Mouse(r).click("Paris", 1)
        await r.press("3")
        bar = r.reading.label_bar
        await r.until(lambda: "*" in bar._hint[0])
        first = next(first for first, _, action in bar._spots if action == "same")
        await r.pilot.click(bar, offset=(first + 1, 0))
        await r.rest()
        assert kept(r) == [("Paris", "GPE")] * 2
