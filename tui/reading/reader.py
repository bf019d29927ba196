"""Where a reader is in an article and what is selected: every move of the caret and the selection. Pure: no widget.

The caret always stands on the beginning of a character as a reader sees it. The selection, the candidate gone to and
the search are kept here too; what a label key would act on follows from them (`target`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence

from tui.marks import Mark
from tui.reading import find
from tui.reading.candidates import Candidate, candidate_at, next_candidate, previous_candidate
from tui.reading.cells import cluster_at, next_edge, previous_edge
from tui.reading.index import MarkIndex
from tui.reading.layout import Layout
from tui.reading.tokens import (
    Span,
    is_wordlike,
    move_end,
    move_start,
    next_paragraph,
    next_sentence,
    next_token,
    previous_paragraph,
    previous_sentence,
    previous_token,
    sentence_at,
    token_at,
    unit_at,
    whole_tokens,
)


class Reader:
    """Caret, selection and search in one text. Moves that lead nowhere leave everything as it is and return False."""

    def __init__(self, text: str = "", marks: Sequence[Mark] = (), dismissed: Collection[Span] = ()) -> None:
        self.text = text
        self.index = MarkIndex(marks)
        self.dismissed = dismissed
        self.caret = 0
        self.selection: Span | None = None
        self.by_token = True
        """Whether steps, selecting and dragging go by tokens, else by characters."""
        self.matches: list[Span] = []
        self._chosen: Candidate | None = None
        self._anchor: Span | None = None
        self._column: int | None = None
        self._target: Span | None = None
        self._target_known = False
        self._find_from: int | None = None

    # What is where

    @property
    def selecting(self) -> bool:
        """Whether moves extend the selection."""
        return self._anchor is not None

    @property
    def target(self) -> Span | None:
        """What a label key would act on: the selection, else what is marked or proposed here, else the token."""
        if not self._target_known:
            self._target, self._target_known = self._find_target(), True
        return self._target

    @property
    def mark(self) -> Mark | None:
        """The mark that was gone to, else the innermost one at the selection or the caret."""
        if self._chosen is not None and self._chosen.mark is not None:
            return self._chosen.mark
        if self.selection is not None:
            same = [m for m in self.index.at(self.selection[0]) if (m.start, m.end) == self.selection]
            return same[-1] if same else None
        over = self.index.at(self.caret)
        return over[-1] if over else None

    @property
    def shown_target(self) -> Span | None:
        """What is shown as the target: also a quotation that was gone to, which a label key leaves alone."""
        if self._chosen is not None and self.selection is None:
            return self._chosen.start, self._chosen.end
        return self.target

    @property
    def quote(self) -> Mark | None:
        """The quotation that was gone to, else the one the caret is in."""
        if self._chosen is not None and self._chosen.mark is not None and self._chosen.mark.kind == "quote":
            return self._chosen.mark
        return next((mark for mark in reversed(self.index.at(self.caret)) if mark.kind == "quote"), None)

    @property
    def match_here(self) -> Span | None:
        """The match of the search that begins at the caret."""
        here = find.matches_over(self.matches, self.caret, self.caret + 1)
        return here[-1] if here and here[-1][0] == self.caret else None

    @property
    def match_number(self) -> int:
        """Which match the caret is on, from 1; 0 for none."""
        here = self.match_here
        return bisect_left(self.matches, here) + 1 if here is not None else 0

    def _find_target(self) -> Span | None:
        if self.selection is not None:
            return self.selection
        if self._chosen is not None:
            quoted = self._chosen.mark is not None and self._chosen.mark.kind == "quote"
            return None if quoted else (self._chosen.start, self._chosen.end)
        spans = [(m.start, m.end) for m in self.index.at(self.caret) if m.kind != "quote"]
        proposed = candidate_at(self.text, self.index, self.caret, self.dismissed)
        if proposed is not None:
            spans.append((proposed.start, proposed.end))
        if spans:
            return min(spans, key=lambda span: span[1] - span[0])
        token = token_at(self.text, self.caret)
        return token if token is not None and is_wordlike(self.text, token) else None

    # Marks

    def set_marks(self, marks: Sequence[Mark], dismissed: Collection[Span] | None = None) -> list[Span]:
        """Take other marks; the stretches that look different now."""
        changed = self.index.replace(marks)
        if dismissed is not None:
            self.dismissed = dismissed
        if self._chosen is not None and self._chosen.mark is not None:
            self._chosen = self._still(self._chosen.mark)
        self._target_known = False
        return changed

    def _still(self, mark: Mark) -> Candidate | None:
        """What became of a mark that was gone to: itself, or what a verdict made of it in its place."""
        here = [m for m in self.index.at(mark.start) if m.kind == mark.kind and m.start == mark.start]
        same = [m for m in here if m.key == mark.key] or [m for m in here if m.end == mark.end]
        return Candidate(same[0].start, same[0].end, same[0]) if same else None

    # Moves

    def move(self, offset: int, *, chosen: Candidate | None = None, keep_column: bool = False) -> bool:
        """Put the caret on the character at `offset`."""
        last = previous_edge(self.text, len(self.text))
        self.caret = cluster_at(self.text, min(max(0, offset), last))[0]
        self._chosen = chosen
        self._target_known = False
        if not keep_column:
            self._column = None
        if self._anchor is not None:
            here = self.unit(self.caret)
            self.selection = min(self._anchor[0], here[0]), max(self._anchor[1], here[1])
        else:
            self.selection = None
        return True

    def unit(self, offset: int) -> Span:
        """The token or the character at `offset`, as steps go now."""
        return unit_at(self.text, offset) if self.by_token else cluster_at(self.text, offset)

    def step(self, delta: int) -> bool:
        """Move by a token or a character."""
        if self.by_token:
            found = (next_token if delta > 0 else previous_token)(self.text, self.caret)
            return self._to(found[0] if found else None)
        return self._to(self._next_character(delta))

    def lines(self, layout: Layout, delta: int) -> bool:
        """Move by rows of the layout, keeping to the column; rows between paragraphs do not count."""
        row = here = layout.row_of(self.caret)
        column = layout.column_of(self.caret, row) if self._column is None else self._column
        for _ in range(abs(delta)):
            row = layout.next_with_words(row, 1 if delta > 0 else -1)
        if row == here:
            return False
        self.move(self._on_row(layout, row, column), keep_column=True)
        self._column = column
        return True

    def leap(self, layout: Layout, rows: int) -> bool:
        """Move by so many rows, those between paragraphs included, keeping to the column."""
        here = layout.row_of(self.caret)
        column = layout.column_of(self.caret, here) if self._column is None else self._column
        row = min(max(0, here + rows), len(layout) - 1)
        if not layout.has_words(row):
            row = layout.next_with_words(row, 1 if rows > 0 else -1)
        if row == here or not layout.has_words(row):
            return False
        self.move(self._on_row(layout, row, column), keep_column=True)
        self._column = column
        return True

    def paragraph(self, delta: int) -> bool:
        """Move to the beginning of the next or the previous paragraph."""
        found = (next_paragraph if delta > 0 else previous_paragraph)(self.text, self.caret)
        return self._to(found[0] if found else None)

    def sentence(self, delta: int) -> bool:
        """Move to the beginning of the next or the previous sentence."""
        return self._to((next_sentence if delta > 0 else previous_sentence)(self.text, self.caret))

    def edge(self, delta: int) -> bool:
        """Move to the last token of the text, or the first."""
        if delta < 0:
            first = token_at(self.text, 0) or next_token(self.text, 0)
            return self._to(first[0] if first else None)
        last = previous_token(self.text, len(self.text))
        return self._to(last[0] if last else None)

    def candidate(self, delta: int) -> bool:
        """Move to the next or the previous candidate."""
        step = next_candidate if delta > 0 else previous_candidate
        here = self._chosen
        if here is None or here.start != self.caret:
            # From a bare caret, what begins right here is behind when going back, and done when going on.
            covered = self.selection or self.target
            start, end = covered if covered and covered[0] == self.caret else (self.caret, self.caret)
            here = Candidate(start, end)
        found = step(self.text, self.index, here, self.dismissed)
        if found is None:
            return False
        self.clear_selection()
        return self.move(found.start, chosen=found)

    # Selecting

    def toggle_selecting(self) -> bool:
        """Begin a selection with the target, or let go of the selection."""
        if self._anchor is not None:
            return self.clear_selection()
        self._anchor = self.selection or (self.target if self.by_token else None) or self.unit(self.caret)
        self.selection = self._anchor
        self._target_known = False
        return True

    def clear_selection(self) -> bool:
        """Select nothing."""
        had = self.selection is not None
        self._anchor = self.selection = None
        self._target_known = False
        return had

    def select(self, span: Span, caret: int | None = None) -> bool:
        """Select a stretch; the caret goes to its beginning, or where it is said."""
        self._anchor = None
        self.move(span[0] if caret is None else caret)
        self.selection = span
        self._target_known = False
        return True

    def select_between(self, anchor: int, head: int) -> bool:
        """Select from the character at `anchor` through the one at `head`, whole tokens as steps go now."""
        if not self.text:
            return False
        self._anchor = None
        self.move(head)
        one, other = cluster_at(self.text, anchor), cluster_at(self.text, self.caret)
        start, end = min(one[0], other[0]), max(one[1], other[1])
        self.selection = whole_tokens(self.text, start, end) if self.by_token else (start, end)
        self._target_known = False
        return True

    def select_token(self, offset: int) -> bool:
        """Select the token at `offset`; between paragraphs there is none."""
        unit = unit_at(self.text, offset) if self.text else (0, 0)
        return self.select(unit) if self.text[slice(*unit)].strip() else self.clear_selection() | self.move(offset)

    def select_sentence(self, offset: int) -> bool:
        """Select the sentence around `offset`."""
        start, end = sentence_at(self.text, offset)
        return end > start and self.select((start, end))

    def move_end(self, delta: int) -> bool:
        """Move the end of the selection, or of what would be the target, by a step."""
        return self._reshape(move_end, delta)

    def move_start(self, delta: int) -> bool:
        """Move the start of the selection, or of what would be the target, by a step."""
        return self._reshape(move_start, delta)

    def _reshape(self, change: Callable[..., Span], delta: int) -> bool:
        span = self.selection or self.shown_target or self.unit(self.caret)
        if span[0] == span[1]:
            return False
        changed = change(self.text, span, delta, by_token=self.by_token)
        if changed == span:
            return False
        return self.select(changed)

    # Searching

    def find(self, pattern: str) -> int:
        """Search, and move to the first match from where the search began; how many there are."""
        self.matches = find.matches(self.text, pattern)
        if self._find_from is None:
            self._find_from = self.caret
        number = find.next_match(self.matches, self._find_from - 1)
        self._to(self.matches[number][0] if number is not None else self._find_from)
        return len(self.matches)

    def clear_find(self) -> None:
        """Forget the search; the caret stays."""
        self.matches = []
        self._find_from = None

    def match(self, delta: int) -> bool:
        """Move to the next or the previous match, round the ends."""
        number = (find.next_match if delta > 0 else find.previous_match)(self.matches, self.caret)
        return self._to(self.matches[number][0] if number is not None else None)

    # Helpers

    def _to(self, offset: int | None) -> bool:
        return offset is not None and offset != self.caret and self.move(offset)

    def _next_character(self, delta: int) -> int | None:
        position = self.caret
        while True:
            moved = next_edge(self.text, position) if delta > 0 else previous_edge(self.text, position)
            if moved == position or moved >= len(self.text):
                return None
            if self.text[moved] != "\n":
                return moved
            position = moved

    def _on_row(self, layout: Layout, row: int, column: int) -> int:
        offset = layout.offset_at(row, column)
        if not self.by_token:
            return offset
        start, end = layout.starts[row], layout.ends[row]
        token = token_at(self.text, offset) or previous_token(self.text, offset)
        if token is None or token[0] < start:
            token = next_token(self.text, start - 1) if token_at(self.text, start) is None else token
        return token[0] if token and start <= token[0] < end else offset
