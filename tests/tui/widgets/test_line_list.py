"""A list on the line API: cursor, headings, scrolling, mouse, and new items under the cursor."""

from contextlib import asynccontextmanager

import pytest
from textual.events import MouseScrollDown

from tui.widgets.line_list import CURSOR, Item, LineList
from tui.widgets.pieces import Line


class Row(Item, frozen=True, kw_only=True):
    title: str
    height: int = 1


class Rows(LineList[Row]):
    EMPTY = "nothing here"

    def draw(self, item, _width):
        return [Line(((f"{item.title}{'' if n == 0 else f' {n}'}", ""),)) for n in range(item.height)]


class TallRows(Rows):
    ONE_LINE = False


def rows(count, first=0):
    return [Row(key=f"k{n}", title=f"row {n}") for n in range(first, first + count)]


@pytest.fixture
def listed(tools):
    """A list in an app, as a context manager: app, pilot, list."""

    @asynccontextmanager
    async def open_list(items, kind=Rows, size=(40, 10)):
        view = kind(id="rows")
        app = tools.host(view)
        async with app.run(size) as pilot:
            view.show(items)
            view.focus()
            await pilot.pause()
            yield app, pilot, view

    return open_list


def shown(app):
    return [line.rstrip() for line in app.text()]


async def test_only_what_is_on_the_screen_is_drawn(listed):
    drawn = []

    class Counting(Rows):
        def draw(self, item, width):
            drawn.append(item.key)
            return super().draw(item, width)

    async with listed(rows(10_000), Counting) as (_app, pilot, view):
        assert view.virtual_size.height == 10_000
        await pilot.press("G")
        await pilot.pause()
        assert view.selected.key == "k9999"
        assert len(set(drawn)) < 50


async def test_the_cursor_moves_and_says_so(listed):
    async with listed(rows(30)) as (app, pilot, view):
        await pilot.press("j", "down", "k", "enter")
        assert view.selected.key == "k1"
        assert [message.item.key for message in app.posted(Rows.Highlighted)] == ["k1", "k2", "k1"]
        assert [message.item.key for message in app.posted(Rows.Chosen)] == ["k1"]
        assert shown(app)[1].startswith(CURSOR)


async def test_pages_and_ends(listed):
    async with listed(rows(100)) as (_app, pilot, view):
        await pilot.press("ctrl+d")
        assert view.selected.key == "k9"
        await pilot.press("ctrl+u")
        assert view.selected.key == "k0"
        await pilot.press("G")
        assert view.selected.key == "k99"
        assert view.scroll_offset.y == 90
        await pilot.press("g")
        assert view.selected.key == "k0"
        assert view.scroll_offset.y == 0


async def test_moving_at_the_ends_posts_nothing(listed):
    async with listed(rows(2)) as (app, pilot, view):
        await pilot.press("k", "k")
        assert view.selected.key == "k0"
        assert app.posted(Rows.Highlighted) == []


async def test_headings_are_skipped_and_stay_with_their_first_item(listed):
    items = [Row(key="", title="A"), *rows(12), Row(key="", title="B"), *rows(1, 12)]
    async with listed(items) as (app, pilot, view):
        assert view.selected.key == "k0"
        await pilot.press("G")
        assert view.selected.key == "k12"
        await pilot.press(*["k"] * 12)
        assert view.selected.key == "k0"
        assert shown(app)[0].strip() == "A"


async def test_a_list_of_headings_alone_has_no_cursor(listed):
    async with listed([Row(key="", title="A")]) as (_app, pilot, view):
        await pilot.press("j", "enter")
        assert view.selected is None


async def test_an_empty_list_says_so(listed):
    async with listed([]) as (app, pilot, view):
        await pilot.press("j", "k", "G", "ctrl+d", "enter")
        assert view.selected is None
        assert "nothing here" in shown(app)[1]


async def test_a_click_goes_there_and_chooses(listed):
    async with listed(rows(5)) as (app, pilot, view):
        await pilot.click(view, offset=(3, 2))
        assert view.selected.key == "k2"
        assert [message.item.key for message in app.posted(Rows.Chosen)] == ["k2"]
        await pilot.click(view, offset=(3, 8))
        assert view.selected.key == "k2"


async def test_the_wheel_scrolls_and_leaves_the_cursor(listed, tools):
    async with listed(rows(50)) as (_app, pilot, view):
        await pilot._post_mouse_events([MouseScrollDown], view, (3, 3))
        await tools.until(pilot, lambda: view.scroll_offset.y > 0)
        assert view.selected.key == "k0"


async def test_the_cursor_stays_on_its_item_and_where_it_is(listed):
    async with listed(rows(40)) as (_app, pilot, view):
        await pilot.press(*["j"] * 20)
        place = view.cursor - view.scroll_offset.y
        view.show([*rows(7, 100), *rows(40)])
        await pilot.pause()
        assert view.selected.key == "k20"
        assert view.cursor - view.scroll_offset.y == place


async def test_when_its_item_goes_the_cursor_stays_near(listed):
    async with listed(rows(10)) as (_app, pilot, view):
        await pilot.press("j", "j")
        view.show([row for row in rows(10) if row.key != "k2"])
        assert view.selected.key == "k3"
        view.show(rows(2))
        assert view.selected.key == "k1"
        view.show([])
        assert view.selected is None


async def test_without_keep_the_list_begins_anew(listed):
    async with listed(rows(40)) as (_app, pilot, view):
        await pilot.press("G")
        view.show(rows(40), keep=False)
        assert view.selected.key == "k0"
        assert view.scroll_offset.y == 0


async def test_items_of_several_lines_are_shown_whole(listed):
    items = [Row(key=f"k{n}", title=f"card {n}", height=3) for n in range(20)]
    async with listed(items, TallRows) as (app, pilot, view):
        assert view.virtual_size.height == 60
        await pilot.press("j", "j", "j")
        assert view.selected.key == "k3"
        assert any("card 3 2" in line for line in shown(app))
        await pilot.click(view, offset=(3, 0))
        assert view.selected.key == items[view.scroll_offset.y // 3].key


async def test_a_wide_list_keeps_the_right_part_near(listed):
    class Narrow(Rows):
        WIDEST = 12

        def draw(self, item, _width):
            return [Line(((item.title, ""),), (("12", ""),))]

    async with listed(rows(1), Narrow) as (app, _pilot, _view):
        assert app.text()[0].rstrip().endswith("12")
        assert len(app.text()[0].rstrip()) == 12


async def test_it_follows_the_theme(listed, tools):
    async with listed(rows(3)) as (app, pilot, view):
        dark = view.render_line(0)
        app.theme = "quotidian-light"
        await tools.until(pilot, lambda: view.render_line(0) != dark)


class Wrapping(Rows):
    """Items that take more lines where there is less room."""

    ONE_LINE = False

    def draw(self, item, width):
        return [Line(((f"{item.title} {n}", ""),)) for n in range(max(1, 60 // max(1, width)))]


@pytest.mark.parametrize("sizes", [((70, 10), (12, 10)), ((12, 10), (70, 10)), ((70, 10), (61, 10))])
async def test_lines_are_laid_out_for_the_width_before_they_are_painted(listed, sizes):
    painted = []

    class Watched(Wrapping):
        def render_lines(self, crop):
            room = self.scrollable_content_region.width - 1
            painted.append(self._tops[-1] == sum(len(self.draw(item, room)) for item in self.items))
            return super().render_lines(crop)

    async with listed(rows(30), Watched, sizes[0]) as (app, pilot, view):
        view.move_to(29)
        await pilot.pause()
        painted.clear()
        await pilot.resize_terminal(*sizes[1])
        view.display = False
        await pilot.resize_terminal(*sizes[0])
        view.display = True
        await pilot.pause()
        assert painted
        assert all(painted)
        assert "row 29 0" in "\n".join(shown(app))


@pytest.mark.parametrize("kind", [Rows, TallRows])
async def test_of_new_items_only_those_that_are_other_ones_are_drawn(listed, kind):
    drawn = []

    class Counting(kind):
        def draw(self, item, width):
            drawn.append(item.key)
            return super().draw(item, width)

    async with listed(rows(8), Counting) as (app, pilot, view):
        drawn.clear()
        changed = [*rows(4), Row(key="k4", title="other"), *rows(3, 5)]
        view.show(changed)
        await pilot.pause()
        assert set(drawn) == {"k0", "k4"}  # the cursor's too
        assert "other" in shown(app)[4]
        drawn.clear()
        view.show([*rows(2), *changed[3:]])
        await pilot.pause()
        assert [line.strip() for line in shown(app)[2:4]] == ["row 3", "other"]


async def test_lines_that_are_free_now_are_empty(listed):
    async with listed(rows(6)) as (app, pilot, view):
        view.show(rows(2))
        await pilot.pause()
        assert [line.strip() for line in shown(app)[1:6]] == ["row 1", "", "", "", ""]
        view.show([])
        await pilot.pause()
        assert "nothing here" in shown(app)[1]
        view.show(rows(3))
        await pilot.pause()
        assert [line.strip() for line in shown(app)[1:4]] == ["row 1", "row 2", ""]
