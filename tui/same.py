"""What `*` does: what was done last, to every other place of the article that says the same. Pure."""

from __future__ import annotations

from msgspec import Struct

from store.models import Change
from tui import edits
from tui.edits import Refusal, Sheet, short
from tui.marks import Mark, overlapping
from tui.reading.propagate import identical
from tui.reading.tokens import Span

NOTHING_YET = "label, accept or reject something first"


class Same(Struct, frozen=True):
    """What was done last: a label that was given, or suggestions with a label that were rejected."""

    article: str
    start: int
    end: int
    label: str
    """The label to give, or of the suggestions to reject."""
    reject: bool = False


def everywhere(sheet: Sheet, same: Same) -> Change:
    """The same for all other places. Raises Refusal where what was done last is undone, or there is no other place."""
    near = overlapping(sheet.marks, [(same.start, same.end)], sheet.longest)
    there = [m for m in near if (m.start, m.end, m.label) == (same.start, same.end, same.label)]
    done = not there if same.reject else any(m.standing == "kept" for m in there)
    if sheet.article.id != same.article or not done:
        raise Refusal(NOTHING_YET)
    found: list[Span] = [] if same.reject else places(sheet, same)
    marks = suggested(sheet, same) if same.reject else []
    if not found and not marks:
        raise Refusal(f"there is no other '{short(sheet.article.text[same.start : same.end], 20)}' here")
    return edits.reject_all(sheet, marks) if same.reject else edits.label_all(sheet, found, same.label)


def places(sheet: Sheet, same: Same) -> list[Span]:
    """Where `*` would give the label."""
    return identical(sheet.article.text, same.start, same.end, sheet.marks, sheet.longest)


def suggested(sheet: Sheet, same: Same) -> list[Mark]:
    """The suggestions that `*` would reject."""
    return called(sheet, sheet.article.text[same.start : same.end], same.label)


def called(sheet: Sheet, words: str, label: str) -> list[Mark]:
    """The suggestions of these words with this label."""
    return [
        mark
        for mark in sheet.marks
        if mark.kind == "entity"
        and mark.standing == "suggested"
        and mark.label == label
        and sheet.article.text[mark.start : mark.end] == words
    ]
