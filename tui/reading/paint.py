"""Rows of a page as strips of the terminal: text under its marks, the margin's signs, and what is laid over. No widget.

Base strips are cached by row; caret, selection and matches are laid over them and never part of what is cached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.marks import Mark
from tui.reading.cells import clusters, is_plain
from tui.reading.index import MarkIndex
from tui.reading.page import Page
from tui.reading.palette import Overlay, Palette

Laid = tuple[int, int, Overlay]
"""Cells `[first, last)` of a row and what is laid over them."""

Overlaid = tuple[int, int, Overlay]
"""Offsets `[start, end)` of the text and what is laid over them."""


_KEPT = 2000
"""How many rows are kept painted: some megabytes."""


class Painter:
    """Paints one page; asks nothing but the page, the marks and the palette."""

    def __init__(self, page: Page, index: MarkIndex, palette: Palette, *, apparatus: bool = True) -> None:
        self._page, self._index, self._palette = page, index, palette
        self._apparatus = apparatus
        """Whether suggestions and the margin's signs are shown."""
        self._rows: dict[int, Strip] = {}
        self._laid: dict[int, tuple[tuple[Laid, ...], Strip]] = {}
        """The rows that something is laid over, as they were drawn last."""
        self._blank = Strip([Segment(" " * page.width, palette.base)], page.width)

    def forget(self, start: int, end: int) -> range:
        """Paint the rows of `[start, end)` anew when they are asked for; which they are."""
        layout = self._page.layout
        rows = range(layout.row_of(start), layout.row_of(max(start, end - 1)) + 1)
        for row in rows:
            self._rows.pop(row, None)
            self._laid.pop(row, None)
        return rows

    def line(self, y: int, laid: tuple[Laid, ...] = ()) -> Strip:
        """The page's row `y`, with `laid` over it; columns count from the text's left edge."""
        row = self._page.row_at(y)
        if row is None:
            return self._head(y) if 0 <= y < self._page.top else self._blank
        strip = self._rows.get(row)
        if strip is None:
            if len(self._rows) >= _KEPT:
                self._rows.clear()
                self._laid.clear()
            strip = self._rows[row] = self._row(row)
        return self._over(row, strip, laid) if laid else strip

    def _over(self, row: int, strip: Strip, laid: tuple[Laid, ...]) -> Strip:
        drawn = self._laid.get(row)
        if drawn is not None and drawn[0] == laid:
            return drawn[1]
        for first, last, overlay in laid:
            strip = self._lay(strip, self._page.left + first, self._page.left + last, overlay)
        self._laid[row] = laid, strip
        return strip

    def _head(self, y: int) -> Strip:
        line = self._page.head[y]
        if line.kind == "blank":
            return self._blank
        style = self._palette.title if line.kind == "title" else self._palette.meta
        pad = Segment(" " * self._page.left, self._palette.base)
        return Strip([pad, Segment(line.text, style)]).adjust_cell_length(self._page.width, self._palette.base)

    def _row(self, row: int) -> Strip:
        layout, base = self._page.layout, self._palette.base
        start, end = layout.starts[row], layout.ends[row]
        marks = [m for m in self._index.over(start, max(end, start + 1)) if self._shows(m)]
        segments = [*self._margin(marks, start, end)]
        cells = 0
        headline = self._palette.headline if end <= self._page.headline else None
        for shown, width, style in self._pieces(start, end, marks):
            segments.append(Segment(shown, style + headline if headline else style))
            cells += width
        segments.append(Segment(" " * (self._page.width - self._page.left - cells), base))
        if is_plain(layout.text, start, end):
            segments = list(Segment.simplify(segments))  # each segment costs forty bytes on the wire
        return Strip(segments, self._page.width)

    def _shows(self, mark: Mark) -> bool:
        return self._apparatus or mark.standing == "kept"

    def _pieces(self, start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[str, int, Style]]:
        """The row's text cut where its marks begin and end: what is drawn, its cells, its style."""
        text, width = self._page.layout.text, self._page.layout.width
        end = start + len(text[start:end].rstrip(" \t"))  # blanks that hang take no tint
        parts = [(first, last, mark) for mark in marks for first, last in mark.parts if first < end and last > start]
        if is_plain(text, start, end):
            end = min(end, start + width)
            cuts = {start, end}.union(*({max(first, start), min(last, end)} for first, last, _ in parts))
            edges = sorted(cut for cut in cuts if start <= cut <= end)
            for first, last in pairwise(edges):
                yield text[first:last], last - first, self._style(parts, first, last)
            return
        yield from self._by_clusters(start, end, parts)

    def _by_clusters(
        self, start: int, end: int, parts: Sequence[tuple[int, int, Mark]]
    ) -> Iterator[tuple[str, int, Style]]:
        """As `_pieces`, cluster by cluster. One of several code points is drawn by itself, and what else has one style
        together: cutting a strip counts code points, and would cut a joined emoji in two."""
        shown, cells, style = "", 0, self._palette.base
        for cluster in clusters(self._page.layout.text, start, end):
            if cluster.column + cluster.cells > self._page.layout.width:
                break
            own = self._style(parts, cluster.start, cluster.end)
            alone = len(cluster.shown) > 1 and not cluster.shown.isspace()
            if shown and (alone or own != style):
                yield shown, cells, style
                shown, cells = "", 0
            if alone:
                yield cluster.shown, cluster.cells, own
            else:
                shown, cells, style = shown + cluster.shown, cells + cluster.cells, own
        if shown:
            yield shown, cells, style

    def _style(self, parts: Sequence[tuple[int, int, Mark]], start: int, end: int) -> Style:
        return self._palette.text([mark for first, last, mark in parts if first < end and last > start])

    def _margin(self, marks: Sequence[Mark], start: int, end: int) -> Iterator[Segment]:
        """The air left of the row: signs of the marks that begin on it, a bar beside a quotation."""
        base, left = self._palette.base, self._page.left
        if not self._apparatus or left < 3:
            yield Segment(" " * left, base)
            return
        begun = sorted((m for m in marks if m.kind != "quote" and start <= m.start < end), key=lambda m: m.start)
        room = min(left - 2, 4)
        signs = [self._palette.sign(mark) for mark in begun]
        if len(signs) > room:
            signs = [*signs[: room - 1], ("…", self._palette.meta)]
        yield Segment(" " * (left - 2 - len(signs)), base)
        yield from (Segment(sign, style) for sign, style in signs)
        quotes = [mark for mark in marks if mark.kind == "quote"]
        if quotes:
            standing = "kept" if any(mark.standing == "kept" for mark in quotes) else "suggested"
            yield Segment(*self._palette.bar(standing))
        else:
            yield Segment(" ", base)
        yield Segment(" ", base)

    def _lay(self, strip: Strip, first: int, last: int, overlay: Overlay) -> Strip:
        first = min(first, self._page.width - 1)
        last = min(max(last, first + 1), self._page.width)
        laid = Strip([Segment(s.text, self._palette.over(s.style, overlay)) for s in strip.crop(first, last)])
        return Strip.join([strip.crop(0, first), laid, strip.crop(last)])


def laid_by_row(page: Page, spans: Iterable[Overlaid], first: int, last: int) -> dict[int, tuple[Laid, ...]]:
    """What is laid over the page's rows `[first, last)`, the lowest first, in cells of the text."""
    laid: dict[int, tuple[Laid, ...]] = {}
    layout, top = page.layout, page.top
    rows = range(max(0, first - top), min(last - top, len(layout)))
    for start, end, overlay in spans if rows else ():
        for row in range(max(layout.row_of(start), rows.start), min(layout.row_of(end - 1) + 1, rows.stop)):
            laid[top + row] = (*laid.get(top + row, ()), (*layout.columns(row, start, end), overlay))
    return laid


def differing(before: Iterable[Overlaid], after: Iterable[Overlaid]) -> Iterator[tuple[int, int]]:
    """The stretches over which something else is laid now; of one that only grew or shrank, its edges."""
    old, new = ({overlay: (start, end) for start, end, overlay in spans} for spans in (before, after))
    for overlay in old.keys() | new.keys():
        one, other = old.get(overlay), new.get(overlay)
        if one is None or other is None or one[0] >= other[1] or other[0] >= one[1]:
            yield from (span for span in (one, other) if span is not None)
        else:
            yield from ((min(a, b), max(a, b)) for a, b in zip(one, other, strict=True) if a != b)
