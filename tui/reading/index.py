"""The marks of one article by place, for painting and for the caret. Pure.

Marks are kept in blocks of the text, so that asking what lies on a row costs the same in any article, and changing
one mark touches only its blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import is_

from tui.marks import Mark

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
        old, new = self.marks, tuple(marks)
        head = _same(old, new)
        tail = _same(old[head:][::-1], new[head:][::-1])
        before, now = old[head : len(old) - tail], new[head : len(new) - tail]
        here, there = set(map(id, now)), set(map(id, before))
        gone, come = [mark for mark in before if id(mark) not in here], [mark for mark in now if id(mark) not in there]
        by_key = {mark.key: mark for mark in gone}
        equal = {mark.key for mark in come if by_key.get(mark.key) == mark}
        gone, come = [mark for mark in gone if mark.key not in equal], [m for m in come if m.key not in equal]
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


def _same(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks at the beginning are the same objects."""
    return next((n for n, same in enumerate(map(is_, one, other)) if not same), min(len(one), len(other)))
