"""An article's text set in rows of a given width, and where each offset is on them. Pure.

Rows are offsets into the one text: nothing is copied. Blanks at the end of a row hang beyond its width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from store.lazy import Lazy
from tui.reading.cells import Cluster, clusters, drawn, is_plain

COLUMN = 76
"""The widest a column of text is set, in cells: longer lines are hard to follow back."""

NARROWEST = 12
"""The narrowest; a smaller pane shows the beginnings of rows."""

_BLANKS = frozenset(" \t\u3000\u200b")
_OPENING = frozenset("([{（［｛「『《〈【“‘")
_CLOSING = frozenset(")]}、。，．：；？！）］｝」』》〉】”’…・ー々,.:;?!%")


class Layout:
    """One text at one width. Row numbers count from 0; a row is `[starts[n], ends[n])` without its line end."""

    __slots__ = ("ends", "starts", "text", "width")

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(NARROWEST, width)
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in wrap(text, self.width):
            self.starts.append(start)
            self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; a line end belongs to the row it closes."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def columns(self, row: int, start: int, end: int) -> tuple[int, int]:
        """The cells `[first, last)` of the row that `[start, end)` covers; clusters count whole, blanks may hang."""
        first, last = self.starts[row], self.ends[row]
        start, end = max(start, first), min(end, last)
        if end <= start:
            column = self.column_of(start, row)
            return column, column
        if is_plain(self.text, first, last):
            return start - first, end - first
        covered = [c for c in clusters(self.text, first, last) if c.start < end and c.end > start]
        return covered[0].column, covered[-1].column + covered[-1].cells

    def column_of(self, offset: int, row: int | None = None) -> int:
        """The cell of its row in which the character at `offset` begins."""
        row = self.row_of(offset) if row is None else row
        first, last = self.starts[row], self.ends[row]
        if is_plain(self.text, first, last):
            return min(offset, last) - first
        column = 0
        for cluster in clusters(self.text, first, last):
            if cluster.end > offset:
                return cluster.column
            column = cluster.column + cluster.cells
        return column

    def offset_at(self, row: int, column: int) -> int:
        """The offset of the cluster drawn at `column` of the row; past its end, of the row's last cluster."""
        first, last = self.starts[row], self.ends[row]
        if is_plain(self.text, first, last):
            return max(first, min(first + column, last - 1))
        found = first
        for cluster in clusters(self.text, first, last):
            if cluster.column > column:
                break
            if cluster.cells or cluster.start == first:
                found = cluster.start
        return found

    def has_words(self, row: int) -> bool:
        """Whether there is anything but blanks on the row."""
        text = self.text[self.starts[row] : self.ends[row]]
        return bool(text) and not text.isspace()

    def next_with_words(self, row: int, delta: int) -> int:
        """The next row after (`delta` 1) or before (-1) `row` with words on it; `row` itself where there is none."""
        place = row + delta
        while 0 <= place < len(self):
            if self.has_words(place):
                return place
            place += delta
        return row


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """The rows of `text`, at most `width` cells each (hanging blanks aside); at least one, though it be empty."""
    rows: list[tuple[int, int]] = []
    plain_row = _plain_row(width)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line:
            rows.append((start, start))
        elif is_plain(line):
            rows.extend([match.span() for match in plain_row.finditer(text, start, end)])
        elif _TOGETHER.compiled.search(line) is None:
            rows.extend(_wrap_singles(text, start, end, width))
        else:
            rows.extend(_wrap_clusters(text, start, end, width))
        start = end + 1
    return rows


@lru_cache(maxsize=8)
def _plain_row(width: int) -> re.Pattern[str]:
    # As many characters as fit, back to a blank, the end, or a hyphen or dash inside a compound; else a hard cut.
    return re.compile(rf"[^\n]{{1,{width}}}(?:(?=[ ]|$)|(?<=[^\W\d_][-–—])(?=\w))[ ]*|[^\n]{{1,{width}}}")


class _Cells(dict[str, int]):
    """How many cells a character takes that is a cluster of its own."""

    def __missing__(self, character: str) -> int:
        cells = self[character] = drawn(character)[1]
        return cells


_CELLS = _Cells()
_TOGETHER = Lazy(r"[\p{M}\p{C}\p{RI}\p{Emoji_Modifier}\p{GCB=Extend}\p{GCB=Prepend}\p{GCB=L}\p{GCB=V}\p{GCB=T}]")
"""Characters that may form a cluster with a neighbour, or take cells by where they stand."""


def _wrap_singles(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The rows of a paragraph in which every character is a cluster: widths are added up once, rows found in them."""
    before = [0, *accumulate(map(_CELLS.__getitem__, text[start:end]))]
    while start < end:
        first = len(before) - 1 - (end - start)
        stop = start + bisect_right(before, before[first] + width) - 1 - first
        if stop < end and text[stop] in _BLANKS:
            while stop < end and text[stop] in _BLANKS:
                stop += 1
        elif stop < end:
            place = stop
            while place > start and not _may_break(text, place, _CELLS[text[place - 1]], _CELLS[text[place]]):
                place -= 1
            stop = place if place > start else stop
        yield start, stop
        start = stop


def _wrap_clusters(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The rows of a paragraph in which characters join: cluster by cluster."""
    while start < end:
        stop = _row_end(text, start, end, width)
        yield start, stop
        start = stop


def _row_end(text: str, start: int, end: int, width: int) -> int:
    previous: Cluster | None = None
    breakable = start
    for cluster in clusters(text, start, end):
        if previous is not None and _may_break(text, cluster.start, previous.cells, cluster.cells):
            breakable = cluster.start
        if cluster.column + cluster.cells > width and text[cluster.start] not in _BLANKS:
            return breakable if breakable > start else cluster.start
        previous = cluster
    return end


def _may_break(text: str, place: int, cells_before: int, cells_after: int) -> bool:
    """Whether a row may end at `place`, between two clusters of so many cells."""
    left, right = text[place - 1], text[place]
    if right in _BLANKS:
        return False
    if left in _BLANKS:
        return True
    if left in "-–—":
        return right.isalnum() and place > 1 and text[place - 2].isalpha()
    # Wide characters (Chinese, Japanese, emoji) may part anywhere but beside their punctuation.
    return (cells_before > 1 or cells_after > 1) and left not in _OPENING and right not in _CLOSING
