"""What a reader who marks a text would look at next. Pure.

A candidate is a suggestion that is not judged yet, else a run of capitalised words or a number that nothing covers.
They are found paragraph by paragraph around the caret, never in the whole text at once.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from tui.marks import Mark
from tui.reading.index import MarkIndex
from tui.reading.runs import runs
from tui.reading.tokens import Span, next_section, previous_section, section_at


class Candidate(Struct, frozen=True):
    """A stretch to look at; `mark` is the suggestion, None for a run of capitals or a number."""

    start: int
    end: int
    mark: Mark | None = None


def in_section(text: str, marks: MarkIndex, section: Span, dismissed: Collection[Span] = ()) -> list[Candidate]:
    """The candidates that begin in the section, by (start, longest first)."""
    start, end = section
    over = marks.over(start, end)
    found = [Candidate(m.start, m.end, m) for m in over if m.standing == "suggested" and start <= m.start < end]
    covered = [(m.start, m.end) for m in over if m.kind != "quote"] + [s for s in dismissed if s[0] < end > start]
    for first, last in runs(text, start, end):
        if not any(first < b and last > a for a, b in covered):
            found.append(Candidate(first, last))
    return sorted(found, key=_place)


def candidate_at(text: str, marks: MarkIndex, offset: int, dismissed: Collection[Span] = ()) -> Candidate | None:
    """The smallest candidate over `offset`, quotations aside."""
    around = in_section(text, marks, section_at(text, offset), dismissed)
    over = [c for c in around if c.start <= offset < c.end and (c.mark is None or c.mark.kind != "quote")]
    return min(over, key=lambda candidate: candidate.end - candidate.start, default=None)


def next_candidate(text: str, marks: MarkIndex, after: Candidate, dismissed: Collection[Span] = ()) -> Candidate | None:
    """The first candidate behind `after`, which may be any place in the text."""
    section: Span | None = section_at(text, max(0, after.start))
    while section is not None:
        for candidate in in_section(text, marks, section, dismissed):
            if _place(candidate) > _place(after):
                return candidate
        section = next_section(text, section)
    return None


def previous_candidate(
    text: str, marks: MarkIndex, before: Candidate, dismissed: Collection[Span] = ()
) -> Candidate | None:
    """The last candidate ahead of `before`, which may be any place in the text."""
    section: Span | None = section_at(text, before.start)
    while section is not None:
        for candidate in reversed(in_section(text, marks, section, dismissed)):
            if _place(candidate) < _place(before):
                return candidate
        section = previous_section(text, section)
    return None


def _place(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, -candidate.end
