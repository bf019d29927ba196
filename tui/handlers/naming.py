"""Names across the library: one decision made in all articles, and what the library suggests by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import Known
from tui.desk import Desk
from tui.edits import Refusal
from tui.handlers.asking import Asking
from tui.same import NOTHING_YET

if TYPE_CHECKING:
    from store.gazetteer import Entry
    from tui.everywhere import Place, Word


class Naming(Asking):
    """Asks before it changes anything outside the open article; every change is one step of undo."""

    def action_same_everywhere(self) -> None:
        """Do what was done last, or what is kept at the caret, in all other articles, after a look at every place."""
        self.perform(self._ask_everywhere)

    def action_names(self) -> None:
        """Show what the library suggests by itself, and switch names off or on."""
        self.perform(self._ask_names)

    async def _ask_everywhere(self, desk: Desk) -> None:
        from tui.everywhere import gather  # none of it is needed for the first paint
        from tui.screens.names import Everywhere

        word, sheet = self._word(), desk.sheet
        if sheet is None:
            return
        pipeline, annotator, wanted = self._pipeline, self.config.annotator, self.config.wanted
        places = await desk.look_up(
            lambda library: gather(library, word, pipeline, sheet.article.id, annotator, wanted)
        )

        def decided(chosen: list[Place] | None) -> None:
            if chosen:
                self.perform(lambda desk: self._decide_everywhere(desk, chosen, word))

        self.app.push_screen(Everywhere(word, places), decided)

    def _word(self) -> Word:
        """What was decided last. Raises Refusal where nothing was."""
        from tui.everywhere import Word

        if (sheet := self.sheet) is not None:
            text, same, mark = sheet.article.text, self.same, self.article.mark_at_caret
            if same is not None:
                return Word(text[same.start : same.end], same.label, same.reject)
            if mark is not None and mark.kind == "entity" and mark.standing == "kept":
                return Word(text[mark.start : mark.end], mark.label)
        raise Refusal(NOTHING_YET)

    async def _decide_everywhere(self, desk: Desk, places: list[Place], word: Word) -> None:
        from tui.everywhere import change

        made = change(places, word)
        await desk.read(lambda library: library.commit(made, who=self.config.annotator))
        self.show_states({place.sheet.article.id for place in places})
        self.label_bar.hint(f"{made.what}: u takes it back", "undo")

    async def _ask_names(self, desk: Desk) -> None:
        from tui.screens.names import Names

        entries = (await desk.look_up(lambda library: library.gazetteer())).entries()

        def decided(entry: Entry | None) -> None:
            if entry is not None:
                self.perform(lambda desk: self._switch(desk, entry))

        self.app.push_screen(Names(entries, switched_off=not self.config.gazetteer), decided)

    async def _switch(self, desk: Desk, entry: Entry) -> None:
        from store.gazetteer import deciding

        def commit() -> None:
            change = deciding(desk.library.records(Known), entry.text, entry.label, use=not entry.used)
            desk.library.commit(change, who=self.config.annotator)

        await desk.read(lambda _: commit())
        await self.recognise(desk)
        now = "is never suggested now" if entry.used else "is suggested now"
        self.label_bar.hint(f"'{entry.text[:20]}' {entry.label} {now}: u takes it back", "undo")
