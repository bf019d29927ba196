"""The article on its page: set for the width of the pane, scrolled, painted row by row. Decides nothing, moves nothing.

What the article view is drawn on: `Page` says where the text stands, `Painter` makes the strips, and what is laid over
them (caret, selection, target, matches) is read from the `Reader`.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.models import Article
from tui.marks import Mark
from tui.reading.find import matches_over
from tui.reading.messages import Turned
from tui.reading.page import Page
from tui.reading.paint import Overlaid, Painter, laid_by_row
from tui.reading.palette import Palette
from tui.reading.reader import Reader

AIR = 2
"""Rows kept between the caret and the edges of the pane."""


class Canvas(ScrollView, inherit_bindings=False):
    """One article as it is seen."""

    DEFAULT_CSS = """
    Canvas {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $panel-lighten-1;
        scrollbar-color-hover: $panel-lighten-2;
        scrollbar-color-active: $panel-lighten-3;
    }
    """

    zen: reactive[bool] = reactive(False, init=False)
    """Only the text and what is kept: no suggestions, no signs in the margin."""

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.article: Article | None = None
        self.reader = Reader()
        self._words = 0
        self._page: Page | None = None
        self._painter: Painter | None = None
        self._palette: Palette | None = None
        self._settled = False
        """Whether the first page is on the screen; only then is the target found and shown: the page waits for none."""

    @property
    def caret(self) -> int:
        """The offset of the caret."""
        return self.reader.caret

    @property
    def place(self) -> int:
        """Where the person is: at the caret or, where they scrolled it away, at the first row in sight."""
        page = self._page
        return self.caret if page is None or self._sees(page) else page.offset_at(page.left, self.scroll_offset.y)

    def _sees(self, page: Page) -> bool:
        """Whether the caret's row is in sight."""
        top = self.scroll_offset.y
        return top <= page.y_of(self.caret) < top + self.size.height

    # Scrolling

    def _scroll(self, y: int) -> None:
        """Put the page's row `y` at the top. Forced: a page that was just set is not known to be scrollable yet."""
        self.scroll_to(y=max(0, min(y, self.max_scroll_y)), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say what is in sight now."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._say_seen()

    def _say_seen(self) -> None:
        if self._page is not None:
            seen = min(1.0, (self.scroll_offset.y + self.size.height) / max(1, self._page.height))
            self.post_message(Turned(self, seen))

    def _reveal(self, *, far: bool = False) -> None:
        """Scroll, if need be, until the caret is seen: no further than needed, unless it came from afar."""
        if self._page is None:
            return
        top, height, y = self.scroll_offset.y, self.size.height, self._page.y_of(self.caret)
        air = min(AIR, max(0, (height - 1) // 2))
        if top + air <= y < top + height - air:
            return
        if far and not top <= y < top + height:
            wanted = y - height // 3
        else:
            wanted = y - air if y < top + air else y - height + 1 + air
        if y <= self._page.top + air and y < height - air:
            wanted = 0
        self._scroll(wanted)

    # Setting the page

    def _set_page(self) -> None:
        """Set the article for the pane's width, as it is now."""
        width = self.scrollable_content_region.width
        if self.article is None or width <= 0:
            return
        self._page = Page(self.article, self._words, width, zen=self.zen)
        self._painter = None
        self.virtual_size = Size(width, self._page.height)
        self._say_seen()
        self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Set the text anew where its width changed, and keep what was seen in place.

        Textual calls this before it paints the new layout; the message Resize comes after, and one paint too late.
        """
        updated = super()._size_updated(size, virtual_size, container_size, layout)
        if self._page is None or self._page.width != self.scrollable_content_region.width:
            self._set_page_in_place()
        self._say_seen()
        return updated

    def watch_zen(self) -> None:
        """Set the text anew without its apparatus, or with it."""
        self._set_page_in_place()

    def _set_page_in_place(self) -> None:
        page, top = self._page, self.scroll_offset.y
        if page is None:
            self._set_page()
            self._reveal(far=True)
            return
        seen, offset = self._sees(page), self.place
        below = page.y_of(self.caret) - top if seen else 0
        self._set_page()
        if self._page is not None and top > 0:
            self._scroll(self._page.y_of(offset) - below)
        if seen:
            self._reveal()

    # Painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`. Without borders and the like, cached strips go out as they are: scrolling costs half."""
        styles = self.styles
        if self.opacity != 1.0 or styles.tint.a or any(edge for edge, _ in styles.outline) or any(styles.gutter):
            return super().render_lines(crop)
        page, filters, first, last = self.background_colors[1], self.get_line_filters(), *crop.column_span
        strips = []
        for strip in self._strips(crop.y, crop.bottom):
            for filtered in filters:
                strip = strip.apply_filter(filtered, page)
            strips.append(strip.crop_extend(first, last, self._look.base))
        return strips

    def render_line(self, y: int) -> Strip:
        """The visible row `y`, with what is laid over it."""
        return next(self._strips(y, y + 1))

    def _strips(self, first: int, last: int) -> Iterator[Strip]:
        """The visible rows `[first, last)`."""
        if self._page is None:
            blank = Strip.blank(self.size.width, self._look.base)
            yield from (blank for _ in range(first, last))
            return
        top, paint = self.scroll_offset.y, self._paint
        laid = laid_by_row(
            self._page, (*self._matches_on(top + first, top + last), *self._laid_spans()), top + first, top + last
        )
        for y in range(top + first, top + last):
            yield paint.line(y, laid.get(y, ()))

    @property
    def _paint(self) -> Painter:
        if self._painter is None:
            assert self._page is not None  # noqa: S101  (only asked for behind a page)
            self._painter = Painter(self._page, self.reader.index, self._look, apparatus=not self.zen)
        return self._painter

    @property
    def _look(self) -> Palette:
        if self._palette is None:
            _, _, page, ink = self.colors
            plain = self.app.no_color or self.app.console.color_system in ("standard", "windows")
            self._palette = Palette(self.app.theme_variables, page, ink, plain=plain)
        return self._palette

    def on_mount(self) -> None:
        """Follow the theme: its label colours are no styles of this widget, so nobody else says when they change."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.notify_style_update())

    def on_focus(self) -> None:
        """Show where the keys go now."""
        self._refresh_laid()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self._refresh_laid()

    def _settle(self) -> None:
        self._settled = True
        self._refresh_laid()

    def _refresh_laid(self) -> None:
        for start, end, _ in self._laid_spans():
            self._refresh_span(start, end)

    def notify_style_update(self) -> None:
        """The looks changed: every strip is painted anew."""
        self._palette = self._painter = None
        super().notify_style_update()

    def _matches_on(self, first: int, last: int) -> Iterator[Overlaid]:
        """The matches of the search on the page's rows `[first, last)`."""
        if self._page is not None and self.reader.matches:
            for start, end in matches_over(self.reader.matches, *self._page.stretch(first, last)):
                yield start, end, "match"

    def _laid_spans(self) -> Iterator[Overlaid]:
        """What is laid over the text beside matches, the lowest first."""
        reader = self.reader
        if not reader.text:
            return
        if (match := reader.match_here) is not None:
            yield (*match, "here")
        if not self.zen and (quote := reader.quote) is not None:
            yield from _who_said(quote)
        if reader.selection is not None:
            yield (*reader.selection, "selection")
        elif self._settled and not self.zen and (target := reader.shown_target) is not None:
            yield (*target, "target" if self.has_focus else "far")
        yield (reader.caret, reader.caret + 1, "caret" if self.has_focus else "away")

    def _refresh_span(self, start: int, end: int) -> None:
        """Paint the cells of `[start, end)` again, as far as they are seen."""
        page = self._page
        if page is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, last = page.layout.row_of(start), page.layout.row_of(max(start, end - 1))
        first, last = max(first, top - page.top), min(last, top + height - page.top)
        for row in range(first, last + 1):
            left, right = page.layout.columns(row, start, end)
            left = min(left, page.width - page.left - 1)
            self.refresh(Region(page.left + left, page.top + row - top, max(1, right - left), 1))

    def _forget(self, start: int, end: int) -> None:
        """The marks of `[start, end)` changed: paint its rows, margin and all."""
        if self._page is None:
            return
        rows = self._paint.forget(start, end)
        top = self.scroll_offset.y - self._page.top
        first, last = max(rows.start, top), min(rows.stop, top + self.size.height)
        if first < last:
            self.refresh(Region(0, first - top, self._page.width, last - first))


def _who_said(quote: Mark) -> Iterator[Overlaid]:
    """The speaker and the cue of the quotation that the caret is in."""
    source = quote.annotation or quote.quote
    if source is not None and source.speaker is not None and source.speaker.end > source.speaker.start:
        yield source.speaker.start, source.speaker.end, "speaker"
    if source is not None and source.cue is not None and source.cue.end > source.cue.start:
        yield source.cue.start, source.cue.end, "cue"
