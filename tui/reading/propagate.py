"""Where else an article says exactly the same: what one key labels after a label was given. Pure."""

from __future__ import annotations

from tui.reading.index import MarkIndex
from tui.reading.tokens import Span, token_at


def identical(text: str, start: int, end: int, marks: MarkIndex) -> list[Span]:
    """The other places that say `text[start:end]`, as `occurrences` finds them."""
    return [span for span in occurrences(text, text[start:end], marks) if span[1] <= start or span[0] >= end]


def occurrences(text: str, wanted: str, marks: MarkIndex) -> list[Span]:
    """The places that say `wanted` in whole tokens, in the same case, in order.

    Left out: what overlaps a hand-made or kept label, and what is only part of a longer name, labelled or suggested.
    """
    found: list[Span] = []
    if not wanted.strip():
        return found
    position = text.find(wanted)
    while position >= 0:
        last = position + len(wanted)
        if _whole(text, position, last) and _free(marks, position, last):
            found.append((position, last))
            position = text.find(wanted, last)
        else:
            position = text.find(wanted, position + 1)
    return found


def _whole(text: str, start: int, end: int) -> bool:
    first, last = token_at(text, start), token_at(text, end - 1)
    return first is not None and last is not None and first[0] == start and last[1] == end


def _free(marks: MarkIndex, start: int, end: int) -> bool:
    for mark in marks.over(start, end):
        if mark.kind == "entity" and (mark.standing == "kept" or mark.end - mark.start > end - start):
            return False
    return True
