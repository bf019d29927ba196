"""Labels, edges and verdicts: what the keys of the groups "mark" and "judge" lead to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from store.models import Change
from store.trimming import trimmed, without_blanks
from tui import edits
from tui.edits import Sheet, short
from tui.handlers.base import Handler
from tui.marks import Mark, standing_at
from tui.reading.tokens import Span, move_end, move_start
from tui.same import NOTHING_YET, Same, everywhere, places, suggested


class Marking(Handler):
    """Acts on what is at the caret; the caret follows the findings pane, so that means the same there."""

    same: Same | None = None
    """What was done last; known from the key press on, so that a `*` typed right behind it means that."""

    # Labels

    def action_label_key(self, number: int) -> None:
        """Give the label with this key."""
        if number < len(self.label_bar.labels):
            self.give_label(self.label_bar.labels[number])
        else:
            self.label_bar.hint("no label has this key")

    def give_label(self, label: str, at: Span | None = None) -> None:
        """Label a stretch; without one, what is selected, marked, proposed or under the caret."""
        if (span := at or self._span()) is None:
            return

        selected = self.article.selection is not None
        same = self.same = Same(self.sheet.article.id, *span, label) if self.sheet else None

        async def then(sheet: Sheet) -> None:
            if selected:  # else one that was begun since stays
                self.article.action_clear_selection()
            self._offer(sheet, same)

        self.change(lambda sheet: edits.label(sheet, *span, label), then)

    def action_move_end(self, delta: int) -> None:
        """Move the end of what is kept at the caret, else of the selection or the proposal."""
        self._move_edge(move_end, self.article.action_move_end, delta)

    def action_move_start(self, delta: int) -> None:
        """Move the start of what is kept at the caret, else of the selection or the proposal."""
        self._move_edge(move_start, self.article.action_move_start, delta)

    # Verdicts

    def action_accept(self) -> None:
        """Keep the suggestion at the caret."""
        if (mark := self._mark()) is None:
            return
        same = self.same = self._same(mark)

        async def then(sheet: Sheet) -> None:
            self._offer(sheet, same)

        self.change(lambda sheet: edits.accept(sheet, current(sheet, mark)), then)

    def action_accept_next(self) -> None:
        """Keep the suggestion at the caret, if there is one, and go on to the next candidate at once."""
        mark = self.article.mark_at_caret
        if mark is not None and (mark.annotation is None or mark.annotation.anchor == "moved"):
            self.action_accept()
        self.article.action_next_candidate()

    def action_reject(self) -> None:
        """Reject the suggestion at the caret for good."""
        if (mark := self._mark()) is None:
            return
        same = self.same = self._same(mark, reject=True)

        async def then(sheet: Sheet) -> None:
            self._offer(sheet, same)

        self.change(lambda sheet: edits.reject(sheet, current(sheet, mark)), then)

    def action_delete(self) -> None:
        """Take away the annotation at the caret, or what is chosen in the pane: an orphan, a rejection."""
        hidden = self.findings.annotation if self.findings.has_focus_within and self.findings.mark is None else None
        if hidden is not None:
            what = "take back the rejection of" if hidden.verdict == "rejected" else "delete"
            self.change(lambda _: Change(what=f"{what} '{short(hidden.exact)}'", remove=(hidden.id,)))
        elif (mark := self._mark()) is not None:
            self.change(lambda sheet: edits.delete(sheet, current(sheet, mark)))

    def action_same(self) -> None:
        """Do what was done last to every other place that says the same, as one change."""
        same, self.same = self.same, None
        if same is None:
            self.label_bar.hint(NOTHING_YET)
        else:
            self.change(lambda sheet: everywhere(sheet, same))

    # Helpers

    def _same(self, mark: Mark, *, reject: bool = False) -> Same | None:
        if self.sheet is None or mark.kind != "entity":
            return None
        return Same(self.sheet.article.id, mark.start, mark.end, mark.label, reject)

    def _offer(self, sheet: Sheet, same: Same | None) -> None:
        """Say how many more places say the same, once what was done is seen: looking for them takes a while."""
        if same is None:
            return

        def count() -> None:
            self.run_worker(self._count_same(sheet, same), group="offer", exclusive=True, exit_on_error=False)

        self.behind_the_paint(count)

    async def _count_same(self, sheet: Sheet, same: Same) -> None:
        if self.same is same:
            count = len(await asyncio.to_thread(suggested if same.reject else places, sheet, same))
        if self.same is same:  # else the person has gone on
            words = short(sheet.article.text[same.start : same.end], 20)
            self.label_bar.hint(f"also {count} more '{words}': *" if count else "", "same")

    def aimed(self) -> bool:
        """In the findings, what is chosen there is meant: the caret goes to it. False, and said, where nothing is."""
        if not self.findings.has_focus_within or self.article.selection is not None:
            return True
        if (mark := self.findings.mark) is None:
            self.label_bar.hint("nothing is chosen here")
            return False
        if (here := self.article.mark_at_caret) is None or here.key != mark.key:
            self.article.move_to(mark.start, select_mark=mark)
        return True

    def _span(self) -> Span | None:
        if not self.aimed():
            return None
        if (sheet := self.sheet) is None or (target := self.article.target) is None:
            span = None
        elif self.article.selection is None or standing_at(sheet.marks, target) is not None:
            span = without_blanks(sheet.article.text, target)
        elif self.article.by_token:
            span = trimmed(sheet.article.text, target)
        else:
            span = target if without_blanks(sheet.article.text, target) else None  # chosen character by character
        if span is None:
            self.label_bar.hint("there is nothing here to mark")
        return span

    def _mark(self) -> Mark | None:
        if not self.aimed():
            return None
        if self.sheet is None or (mark := self.article.mark_at_caret) is None:
            self.label_bar.hint("nothing is marked here: Tab goes to the next candidate")
            return None
        return mark

    def _move_edge(self, move: Callable[..., Span], reshape: Callable[[int], None], delta: int) -> None:
        if not self.aimed():
            return
        mark = self.article.mark_at_caret
        if self.article.selection is not None or mark is None or mark.annotation is None:
            reshape(delta)
            return
        by_token = self.article.by_token

        def decide(sheet: Sheet) -> Change:
            now = current(sheet, mark)
            span = move(sheet.article.text, (now.start, now.end), delta, by_token=by_token)
            return edits.set_edges(sheet, now, *span)

        async def then(sheet: Sheet) -> None:
            now = current(sheet, mark)
            self.article.move_to(now.start, select_mark=now)

        self.change(decide, then)


def current(sheet: Sheet, mark: Mark) -> Mark:
    """The mark as it is on this sheet: an earlier change may have come between. Raises Refusal when it is gone."""
    for candidate in sheet.marks:
        if candidate.key == mark.key:
            return candidate
    raise edits.Refusal("it is not there any more")
