"""What is asked before something is done: labels by typing, notes, tags, searches, filters, sources.

Dialogs are imported when they are opened: none is needed for the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace
from textual import on

from store.marking import clean_tags
from store.models import Article, ArticleRow, ArticleState, Change
from tui import edits
from tui.edits import Sheet, short
from tui.handlers.marking import current
from tui.handlers.noting import Noting
from tui.handlers.opening import Opening, matches_said
from tui.handlers.quoting import Quoting
from tui.marks import Mark
from tui.reading.messages import LabelMenuRequested
from tui.reading.tokens import Span
from tui.widgets.finding_filter import HELP
from tui.widgets.finding_items import ARTICLE_NOTE, ARTICLE_TAGS
from tui.widgets.findings import FindingsPane
from tui.widgets.prompt import Prompt

Target = Mark | Span
Purpose = Literal["search", "filter", "findings", "add"]


class Asking(Opening, Quoting, Noting):
    """Opens dialogs and prompts, and carries out their answers."""

    recent_labels: tuple[str, ...] = ()
    """Labels given by name, the last one first."""

    # On the article's text

    def action_label_any(self) -> None:
        """Give a label by its name."""
        from tui.screens.pickers import LabelPicker

        if (span := self._span()) is None or self.sheet is None:
            return

        def answered(label: str | None) -> None:
            if label:
                self.recent_labels = (label, *(other for other in self.recent_labels if other != label))
                self.give_label(label, span)

        words = short(self.sheet.article.text[slice(*span)])
        used = [a.label for a in self.sheet.annotations if a.kind == "entity"]
        labels = dict.fromkeys((*self.labels, *used))
        picker = LabelPicker(labels, self.recent_labels, locked=self.config.locked_labels, what=words)
        self.app.push_screen(picker, answered)

    @on(LabelMenuRequested)
    def _label_menu(self) -> None:
        self.action_label_any()

    def action_note(self) -> None:
        """Write a note on what is at the caret, or on the article where that is chosen in the findings."""
        if self._article_meant:
            self.action_article_note()
            return
        if (target := self._target()) is None or self.sheet is None:
            return
        note = target.annotation.note if isinstance(target, Mark) and target.annotation else ""

        def keep(note: str, failed: Callable[[], None]) -> None:
            self._write_on(target, lambda sheet, now: edits.set_note(sheet, now, note), failed)

        start, end = (target.start, target.end) if isinstance(target, Mark) else target
        about = f"{self.sheet.article.id} {start} {end}"
        self.ask_note(about, note, f"‘{self._words(self.sheet, target)}’", keep)

    def action_tags(self) -> None:
        """Tag what is at the caret, or the article where that is chosen in the findings."""
        if self._article_meant:
            self.action_article_tags()
            return
        if (target := self._target()) is None or self.sheet is None:
            return
        tags = target.annotation.tags if isinstance(target, Mark) and target.annotation else ()
        what = f"‘{self._words(self.sheet, target)}’"

        def answered(tags: tuple[str, ...]) -> None:
            self._write_on(target, lambda sheet, now: edits.set_tags(sheet, now, tags), lambda: None)

        self._ask_tags(tags, what, answered)

    def action_unsure(self) -> None:
        """Flag what is at the caret to be looked at again, or take the flag away."""
        if (target := self._target()) is not None:
            self._write_on(target, lambda sheet, target: edits.toggle_unsure(sheet, target), lambda: None)

    # On articles as a whole

    def action_article_note(self) -> None:
        """Write a note on the article as a whole: in the list, on the one at its cursor."""
        if (row := self.chosen) is None:
            return

        def keep(note: str, failed: Callable[[], None]) -> None:
            what = f"note on '{short(row.title)}'"
            self.set_states(what, [row.id], lambda state: replace(state, note=note), failed=failed)

        self.ask_note(row.id, self._state(row).note, f"‘{short(row.title)}’", keep)

    def action_article_tags(self) -> None:
        """Tag the open article, or those picked in the list: what all of them have is there to be changed."""

        def act(what: str, ids: list[str]) -> None:
            if self.desk is None or not ids:
                return
            each = [self.desk.look(article)[0].tags for article in ids]
            common = tuple(tag for tag in each[0] if all(tag in tags for tags in each))

            def answered(tags: tuple[str, ...]) -> None:
                gone = set(common) - set(tags)
                self.set_states(
                    f"tag {what}",
                    ids,
                    lambda state: replace(
                        state, tags=clean_tags((*(tag for tag in state.tags if tag not in gone), *tags))
                    ),
                )

            self._ask_tags(common, what.replace("'", "‘", 1).replace("'", "’"), answered)

        self.aim(act)

    @on(FindingsPane.ArticleChosen)
    def _article_chosen_in_findings(self, event: FindingsPane.ArticleChosen) -> None:
        if event.key == ARTICLE_NOTE:
            self.action_article_note()
        elif event.key == ARTICLE_TAGS:
            self.action_article_tags()

    # In one line

    def action_search(self) -> None:
        """Find words in the article."""
        if self.sheet is not None:
            self.prompt.ask("search", "find")

    def action_filter_findings(self) -> None:
        """Show only some findings."""
        self.prompt.ask("findings", "show", self.findings.filter, hint=f"{HELP}  Enter ok")

    def action_clear_findings_filter(self) -> None:
        """Show all findings."""
        self.findings.set_filter("")

    def action_add_source(self) -> None:
        """Add a feed, a page, a file or a folder."""
        self.prompt.ask("add", "add", hint="an address, a file or a folder  Enter ok  Esc leave")

    @on(Prompt.Changed)
    def _typed(self, event: Prompt.Changed) -> None:
        if event.purpose == "search":
            self._count(self.article.find(event.value), event.value)
        elif event.purpose == "filter":
            self.filter_typed(event.value)
        elif event.purpose == "findings":
            self.findings.set_filter(event.value)

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        if event.purpose == "add" and event.value:
            self.perform(lambda _: self.add_sources([event.value]))
        elif event.purpose == "search" and not event.value:
            self.article.clear_find()
        elif event.purpose == "filter":
            self.filter_answered(event.value)

    @on(Prompt.Cancelled)
    def _cancelled(self, event: Prompt.Cancelled) -> None:
        if event.purpose == "search":
            self.article.clear_find()
            self.label_bar.hint("")
        elif event.purpose == "filter":
            self.filter_left()
        elif event.purpose == "findings":
            self.findings.set_filter("")

    # Helpers

    @property
    def _article_meant(self) -> bool:
        return self.findings.has_focus_within and bool(self.findings.of_article)

    def _count(self, count: int, pattern: str) -> None:
        said = matches_said(*self.article.find_status)
        self.label_bar.hint(said if count else f"no ‘{short(pattern)}’" if pattern else "")

    def _ask_tags(self, tags: tuple[str, ...], what: str, answered: Callable[[tuple[str, ...]], None]) -> None:
        """Ask for tags, offering all that were used before."""
        from tui.screens.pickers import TagEditor

        def done(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                answered(chosen)

        self.app.push_screen(TagEditor(tags, self.desk.known_tags() if self.desk else (), what=what), done)

    def _target(self) -> Target | None:
        """What a note or tags would be written on: what is selected, marked, proposed, or the word at the caret."""
        if self.sheet is None or not self.aimed():
            return None
        if self.article.selection is None and (mark := self.article.mark_at_caret) is not None:
            return mark
        return self._span()

    def _write_on(self, target: Target, write: Callable[[Sheet, Target], Change], failed: Callable[[], None]) -> None:
        def decide(sheet: Sheet) -> Change:
            return write(sheet, current(sheet, target) if isinstance(target, Mark) else target)

        async def then(_: Sheet) -> None:
            self.article.action_clear_selection()

        self.change(decide, then, failed=failed)

    def _words(self, sheet: Sheet, target: Target) -> str:
        span = (target.start, target.end) if isinstance(target, Mark) else target
        return short(sheet.article.text[slice(*span)], 40)

    def _state(self, row: ArticleRow | Article) -> ArticleState:
        return self.desk.look(row.id)[0] if self.desk else ArticleState(article=row.id)
