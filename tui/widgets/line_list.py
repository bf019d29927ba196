"""A list that draws only what is on the screen: tens of thousands of items, a cursor, headings, a mouse.

It knows nothing of what it lists: a subclass draws its items. The cursor stays on its item, and the item where it is on
the screen, when the list is given new items.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import bindings
from tui.widgets.pieces import Line, Palette, segments

CURSOR = "▌"
"""Marks the cursor's row where colour cannot."""


class Item(Struct, frozen=True, kw_only=True):
    """One item of a list."""

    key: str
    """Tells this item from all others and stays across updates; "" for a heading, which the cursor skips."""


I = TypeVar("I", bound=Item)  # noqa: E741 - an item


class LineList(ScrollView, Generic[I], can_focus=True, inherit_bindings=False):
    """A list of items with a cursor. `items` and `cursor` are read-only; None is the cursor of an empty list."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
        scrollbar-color: $rule;
        scrollbar-color-hover: $muted;
        scrollbar-color-active: $muted;
        background: $surface;
    }
    """

    ONE_LINE: ClassVar[bool] = True
    """Whether every item takes one line; then nothing is laid out before it is seen."""

    ACTIVE: ClassVar[bool] = False
    """Whether its cursor is the person's though the focus is elsewhere: in a field that moves it."""

    WIDEST: ClassVar[int] = 1000
    """In a wider list the right part of a line stands at this cell, near what it belongs to."""

    EMPTY: ClassVar[str] = ""
    """What an empty list says."""

    class AtItem(Message):
        """Something happened at an item of a list."""

        def __init__(self, list: LineList[Any], item: Item) -> None:
            super().__init__()
            self.list = list
            self.item = item

        @property
        def control(self) -> LineList[Any]:
            """The list, for `@on(..., selector)`."""
            return self.list

    class Highlighted(AtItem):
        """The cursor came to an item, by a key or the mouse."""

    class Chosen(AtItem):
        """An item was chosen: by enter, or by a click."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.items: Sequence[I] = ()
        self.cursor: int | None = None
        self.empty = self.EMPTY
        """What it says now, where it has no items."""
        self.waiting = False
        """Whether items are on their way: then an empty list does not say that there are none."""
        self._tops: Sequence[int] = range(1)
        """The first line of each item, and behind them the number of lines."""
        self._laid_out_for = 0
        """The cells that were there when items took the lines that `_tops` says."""
        self._by_key: dict[str, int] = {}
        self._cache: LRUCache[tuple[int, int], tuple[I, list[Strip]]] = LRUCache(512)
        self._palette: Palette | None = None
        self._base = Style()

    @abstractmethod
    def draw(self, item: I, width: int) -> Sequence[Line]:
        """The lines of an item, each `width` cells wide at most; always as many for the same width."""

    def show(self, items: Iterable[I], *, keep: bool = True) -> None:
        """Show these items; with `keep` the cursor stays on its item, or near where it was.

        Only lines that hold something else than before are drawn again.
        """
        old, old_y, before = self.selected, self._cursor_y(), self._in_sight()
        had = self.items, self._tops
        self._redraw(self.cursor)
        self._take(items)
        self._lay_out(had)
        found = self._again(old) if keep and old else None
        self.cursor = self._nearest(self.cursor or 0) if keep and found is None else found
        if self.cursor is None:
            self.cursor = self._nearest(0)
        if not keep or self.cursor is None:
            self.scroll_to(y=0, animate=False)
        elif old_y is not None:
            self.scroll_to(y=self._tops[self.cursor] - old_y, animate=False)
        self._scroll_to_cursor()
        self._redraw(self.cursor)
        self._refresh_changed(before, self._in_sight())

    @property
    def selected(self) -> I | None:
        """The item at the cursor."""
        return None if self.cursor is None else self.items[self.cursor]

    def index_of(self, key: str) -> int | None:
        """The index of the item with this key."""
        return self._by_key.get(key)

    def move_to(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on an item, or the nearest that is no heading; with `tell`, post Highlighted."""
        target = self._nearest(index)
        if target is None or target == self.cursor:
            return
        self._redraw(self.cursor)
        self.cursor = target
        self._redraw(target)
        self._scroll_to_cursor()
        if tell:
            self.post_message(self.Highlighted(self, self.items[target]))

    def redraw(self, key: str) -> None:
        """Draw one item again."""
        self._redraw(self.index_of(key))

    def _take(self, items: Iterable[I]) -> None:
        """Keep the items, and where each is."""
        self.items = tuple(items)
        self._by_key = {item.key: index for index, item in enumerate(self.items) if item.key}

    def _again(self, item: I) -> int | None:
        """Where an item of the list before is now."""
        return self._by_key.get(item.key)

    # Actions of the group "lists"

    def action_cursor_down(self) -> None:
        """One item down."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """One item up."""
        self._step(-1)

    def action_page_down(self) -> None:
        """One page down."""
        self._page(1)

    def action_page_up(self) -> None:
        """One page up."""
        self._page(-1)

    def action_first(self) -> None:
        """To the first item."""
        self.move_to(0)
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """To the last item."""
        self.move_to(len(self.items) - 1)

    def action_choose(self) -> None:
        """Choose the item at the cursor."""
        if (item := self.selected) is not None:
            self.post_message(self.Chosen(self, item))

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw what is on the screen; styles are read once for all lines."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the screen."""
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if line >= self._tops[-1]:
            return self._blank(y, width)
        index = bisect_right(self._tops, line) - 1
        strips, row = self._strips(index, width), line - self._tops[index]
        return strips[row] if row < len(strips) else self._blank(y, width)  # a scroll bar may be a frame ahead

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._palette = None
        self._cache.clear()
        super().notify_style_update()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Lay the items out again where their lines depend on the width.

        Textual calls this before it paints the new layout; the message Resize comes after, and one paint too late.
        """
        updated = super()._size_updated(size, virtual_size, container_size, layout)
        if not self.ONE_LINE and self._laid_out_for != self._room:
            self._lay_out()
            self._cache.clear()
            self._scroll_to_cursor()
        return updated

    def on_resize(self) -> None:
        """Forget what was drawn for another width."""
        self._cache.clear()

    def on_focus(self) -> None:
        """Show that the cursor is the person's."""
        self._redraw(self.cursor)

    def on_blur(self) -> None:
        """Show that the cursor only waits here."""
        self._redraw(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click goes to an item and chooses it."""
        line = event.y + self.scroll_offset.y
        if not 0 <= line < self._tops[-1]:
            return
        index = bisect_right(self._tops, line) - 1
        if self.items[index].key:
            self.move_to(index)
            self.action_choose()

    def _blank(self, y: int, width: int) -> Strip:
        base = self._base
        if y == 1 and self.empty and not self.items and not self.waiting:
            return Strip(segments(Line(((f"  {self.empty}", "muted"),)), width, base, self._colours()), width)
        return Strip([Segment(" " * width, base)], width)

    def _strips(self, index: int, width: int) -> list[Strip]:
        item, drawn = self.items[index], self._cache.get((index, width))
        strips = drawn[1] if drawn is not None and (drawn[0] is item or drawn[0] == item) else None
        if strips is None:
            colours = self._colours()
            here = index == self.cursor
            active = self.has_focus or self.ACTIVE
            base = self._base + colours.background("row" if active else "row-blurred") if here else self._base
            sign = (CURSOR, "accent" if active else "muted") if here else (" ", "")
            strips = [
                self._strip(line, sign, width, base if line.left or line.right else self._base)
                for line in self.draw(item, min(width, self.WIDEST) - 1)
            ]
            self._cache[(index, width)] = item, strips
        return strips

    def _strip(self, line: Line, sign: tuple[str, str], width: int, base: Style) -> Strip:
        drawn = Line((sign if line.left or line.right else (" ", ""), *line.left), line.right)
        strip = Strip(segments(drawn, min(width, self.WIDEST), base, self._colours()), min(width, self.WIDEST))
        return strip.adjust_cell_length(width, base)

    def _colours(self) -> Palette:
        if self._palette is None:
            self._palette = Palette(self.app.theme_variables, self.app.current_theme.dark)
        return self._palette

    def _redraw(self, index: int | None) -> None:
        if index is not None and index < len(self.items):
            self._cache.discard((index, self.scrollable_content_region.width))
            self.refresh_lines(self._tops[index], self._tops[index + 1] - self._tops[index])

    # Places

    @property
    def _room(self) -> int:
        return min(self.scrollable_content_region.width, self.WIDEST)

    def _lay_out(self, had: tuple[Sequence[I], Sequence[int]] = ((), ())) -> None:
        """Give each item its lines; `had` are the items before, with their first lines, at the same width."""
        if self.ONE_LINE:
            self._tops = range(len(self.items) + 1)
        else:
            items, tops = had if self._laid_out_for == self._room else ((), ())
            known = {item.key: (item, tops[n + 1] - tops[n]) for n, item in enumerate(items)}
            self._laid_out_for = self._room
            heights = (self._height(item, known.get(item.key)) for item in self.items)
            self._tops = list(accumulate(heights, initial=0))
        self._set_height(self._tops[-1])

    def _height(self, item: I, known: tuple[I, int] | None) -> int:
        if known is not None and known[0] == item:
            return known[1]
        return len(self.draw(item, self._room - 1)) if self._room > 1 else 1

    def _in_sight(self) -> dict[int, tuple[I, int]]:
        """What each line of the screen shows: an item, and which of its lines. Lines that show none are left out."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        index = bisect_right(self._tops, top) - 1
        seen: dict[int, tuple[I, int]] = {}
        while index < len(self.items) and self._tops[index] < top + height:
            for line in range(max(top, self._tops[index]), min(self._tops[index + 1], top + height)):
                seen[line - top] = self.items[index], line - self._tops[index]
            index += 1
        return seen

    def _refresh_changed(self, before: dict[int, tuple[I, int]], now: dict[int, tuple[I, int]]) -> None:
        if not before or not now:
            self.refresh()  # what an empty list says
            return
        width = self.size.width
        for y in before.keys() | now.keys():
            if before.get(y) != now.get(y):
                self.refresh(Region(0, y, width, 1))

    def _set_height(self, lines: int) -> None:
        """Say how many lines there are; the screen is set out anew only where the scroll bar comes or goes."""
        size, room = Size(0, lines), self.container_size.height
        if room and self.show_vertical_scrollbar != (lines > room):
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def _step(self, by: int) -> None:
        index = (0 if self.cursor is None else self.cursor) + by
        while 0 <= index < len(self.items) and not self.items[index].key:
            index += by
        if 0 <= index < len(self.items):
            self.move_to(index)
        elif by < 0:
            self.scroll_to(y=0, animate=False)

    def _page(self, direction: int) -> None:
        if self.cursor is None:
            return
        height = max(1, self.scrollable_content_region.height - 1)
        line = self._tops[self.cursor] + direction * height
        self.move_to(bisect_right(self._tops, max(0, min(line, self._tops[-1] - 1))) - 1)

    def _nearest(self, index: int) -> int | None:
        """`index`, or the next item down that is no heading, or else the next one up."""
        index = max(0, min(index, len(self.items) - 1))
        below = (i for i in range(index, len(self.items)) if self.items[i].key)
        above = (i for i in range(index - 1, -1, -1) if self.items[i].key)
        return next(below, next(above, None))

    def _cursor_y(self) -> int | None:
        return None if self.cursor is None else self._tops[self.cursor] - self.scroll_offset.y

    def _scroll_to_cursor(self) -> None:
        height = self.scrollable_content_region.height
        if self.cursor is None or height <= 0:
            return
        first, last = self._tops[self.cursor], self._tops[self.cursor + 1]
        if self.cursor and not self.items[self.cursor - 1].key:
            first = self._tops[self.cursor - 1]  # a heading stays with its first item
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif last > top + height:
            self.scroll_to(y=min(first, last - height) if last - first > height else last - height, animate=False)
