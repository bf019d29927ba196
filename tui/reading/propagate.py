"""Where else an article says exactly the same: what one key labels after a label was given. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.deciding import Cover
from tui.marks import Mark, longest_of, overlapping
from tui.reading.tokens import Span, token_at


def identical(text: str, start: int, end: int, marks: Sequence[Mark], longest: int | None = None) -> list[Span]:
    """The other places that say `text[start:end]`, as `occurrences` finds them."""
    return [span for span in occurrences(text, text[start:end], marks, longest) if span[1] <= start or span[0] >= end]


def occurrences(text: str, wanted: str, marks: Sequence[Mark], longest: int | None = None) -> list[Span]:
    """The places that say `wanted` in whole tokens, in the same case; all in order, as `marks`, those of the text, are.

    Left out: what overlaps a hand-made or kept label, and what is only part of a longer name, labelled or suggested.
    No mark is longer than `longest`, where that is known: finding it out costs more than the rest in a long article.
    """
    said = list(_said(text, wanted))
    near = overlapping(marks, said, longest_of(marks) if longest is None else longest)
    names = Cover((mark.start, mark.end) for mark in near if _holds(mark, len(wanted)))
    found: list[Span] = []
    for start, end in said:
        if (not found or found[-1][1] <= start) and not names.overlaps(start, end):
            found.append((start, end))
    return found


def _said(text: str, wanted: str) -> Iterator[Span]:
    position = text.find(wanted) if wanted.strip() else -1
    while position >= 0:
        if _whole(text, position, position + len(wanted)):
            yield position, position + len(wanted)
        position = text.find(wanted, position + 1)


def _holds(mark: Mark, length: int) -> bool:
    """Whether a mark lets no other label of this length come over it."""
    return mark.kind == "entity" and (mark.standing == "kept" or mark.end - mark.start > length)


def _whole(text: str, start: int, end: int) -> bool:
    first, last = token_at(text, start), token_at(text, end - 1)
    return first is not None and last is not None and first[0] == start and last[1] == end
