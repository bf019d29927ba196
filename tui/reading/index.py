"""The marks of one article by place, for painting and for the caret. Pure.

Marks are kept in blocks of the text, so that asking what lies on a row costs the same in any article, and changing
one mark touches only its blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.marks import Mark, order
from tui.parting import parted

Span = tuple[int, int]

_BLOCK = 9
"""Blocks are 2 ** 9 characters: a few rows."""


class MarkIndex:
    """What is highlighted where. The marks come sorted, as `tui.marks.merge` gives them."""

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self.marks: tuple[Mark, ...] = ()
        self._blocks: dict[int, list[Mark]] = {}
        self.replace(marks)

    def replace(self, marks: Sequence[Mark]) -> list[Span]:
        """Take `marks` instead; the stretches that look different now, in no order."""
        new = tuple(marks)
        gone, come = parted(self.marks, new, order)
        for mark in gone:
            for block in _blocks(mark):
                self._blocks[block].remove(mark)
        for mark in come:
            for block in _blocks(mark):
                self._blocks.setdefault(block, []).append(mark)
        self.marks = new
        return [part for mark in (*gone, *come) for part in mark.parts]

    def over(self, start: int, end: int) -> list[Mark]:
        """The marks painted anywhere in `[start, end)`, outermost first: quotations, then the longer ones."""
        found: dict[int, Mark] = {}
        for block in range(start >> _BLOCK, (max(start, end - 1) >> _BLOCK) + 1):
            for mark in self._blocks.get(block, ()):
                if any(first < end and last > start for first, last in mark.parts):
                    found[id(mark)] = mark
        return sorted(found.values(), key=_depth)

    def at(self, offset: int) -> list[Mark]:
        """The marks painted over the character at `offset`, outermost first."""
        return self.over(offset, offset + 1)


def _depth(mark: Mark) -> tuple[bool, bool, int, int, str]:
    return (mark.kind != "quote", mark.kind == "entity", mark.start - mark.end, mark.start, mark.key)


def _blocks(mark: Mark) -> Iterator[int]:
    blocks = {block for start, end in mark.parts for block in range(start >> _BLOCK, ((end - 1) >> _BLOCK) + 1)}
    return iter(blocks)
