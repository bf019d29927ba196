"""Quotations: what the keys of the group "quotes" lead to. Which quotation is meant, what is selected for it, and what
is said afterwards; what becomes of it is decided in `tui.quotations`."""

from __future__ import annotations

from msgspec import Struct

from store.models import Change, Mention
from store.trimming import without_blanks
from tui import quotations
from tui.edits import Sheet, short
from tui.handlers.marking import Marking, current
from tui.marks import Mark
from tui.reading.tokens import Span
from tui.speakers import at, is_pronoun, named, nearby, quote_near, speaker_of

NONE_HERE = 'there is no quotation here: select the words, then "'


class Meant(Struct, frozen=True):
    """A quotation, and what is selected for it, if anything is."""

    quote: Mark
    selected: Span | None


class Quoting(Marking):
    """Acts on the quotation chosen in the findings, else on the one at the caret, else on the one nearest to it."""

    def action_quotation(self) -> None:
        """Make a quotation of what is selected or stands in marks; change the kind of the one at the caret."""
        if (sheet := self.sheet) is None or not self.aimed():
            return
        span = without_blanks(sheet.article.text, self.article.selection) if self.article.selection else None
        quote = self.quote_at_caret
        if quote is not None and span in (None, (quote.start, quote.end)):
            self._do(quote, quotations.retype)
            return
        span = span or quotations.spoken_at(sheet.article.text, self.article.caret)
        if span is None:
            self.label_bar.hint(NONE_HERE)
            return
        chosen = span

        async def then(sheet: Sheet) -> None:
            self.article.action_clear_selection()
            made = next((m for m in sheet.marks if m.kind == "quote" and (m.start, m.end) == chosen), None)
            if made is not None:
                self._settle_on(made, f"{made.label}: s says who said it", "speaker")

        self.change(lambda sheet: quotations.make(sheet, chosen), then)

    def action_speaker(self) -> None:
        """Say who said the quotation: the person selected, or one picked or typed."""
        if (meant := self._meant()) is None or self.sheet is None:
            return
        sheet, quote = self.sheet, meant.quote
        outside = meant.selected if meant.selected and not _spoken(quote, meant.selected) else None
        chosen = at(sheet, outside) if outside else None
        if chosen is not None and not is_pronoun(chosen):
            self._give(quote, chosen)
        else:
            self._ask_speaker(sheet, quote, pronoun=chosen)

    def action_cue(self) -> None:
        """Set the cue to what is selected or at the caret; with the caret in what was said, take the cue away."""
        if (meant := self._meant(near=True)) is None:
            return
        quote, span = meant.quote, meant.selected
        if span is None and not self.findings.has_focus_within and not _spoken(quote, self._here):
            span = self.article.target
        self._do(quote, lambda sheet, quote: quotations.set_cue(sheet, quote, span))

    def action_parts(self) -> None:
        """Cut what is selected out of the quotation, or add it; without a selection, join the parts."""
        if (meant := self._meant()) is not None:
            self._do(meant.quote, lambda sheet, quote: quotations.parts_with(sheet, quote, meant.selected))

    @property
    def quote_at_caret(self) -> Mark | None:
        """The quotation that the caret is in, whatever else is marked there."""
        mark, caret = self.article.mark_at_caret, self.article.caret
        if mark is not None and mark.kind == "quote":
            return mark
        over = [m for m in (self.sheet.marks if self.sheet else ()) if m.kind == "quote" and m.start <= caret < m.end]
        return min(over, key=lambda m: m.end - m.start, default=None)

    # Helpers

    @property
    def _here(self) -> Span:
        return self.article.caret, self.article.caret + 1

    def _meant(self, *, near: bool = False) -> Meant | None:
        """The quotation that a key means, with what is selected; None, and said, where there is none.

        `near`: also one that is only near the caret.
        """
        if (sheet := self.sheet) is None or not self.aimed():
            return None
        selection = self.article.selection
        selected = without_blanks(sheet.article.text, selection) if selection else None
        chosen = self.findings.mark if self.findings.has_focus_within else None
        quote = chosen if chosen is not None and chosen.kind == "quote" else None
        if quote is None and selected is None:
            quote = self.quote_at_caret
        if quote is None and (near or selected is not None):
            quote = quote_near(sheet, selected or self._here)
        if quote is None:
            self.label_bar.hint(NONE_HERE)
            return None
        return Meant(quote, selected)

    def _do(self, quote: Mark, decide: quotations.Decide) -> None:
        """Change a quotation, keep the caret on it, and say what it is now."""
        said: list[Change] = []

        def decided(sheet: Sheet) -> Change:
            said.append(decide(sheet, current(sheet, quote)))
            return said[-1]

        async def then(sheet: Sheet) -> None:
            self.article.action_clear_selection()
            put = said[-1].put[0]
            made = next((m for m in sheet.marks if m.annotation is not None and m.annotation.id == put.id), None)
            if made is not None:
                self._settle_on(made, said[-1].what)

        self.change(decided, then)

    def _settle_on(self, quote: Mark, said: str, action: str = "") -> None:
        """Put the caret on a quotation, unless it is in it, and say something about it."""
        caret = self.article.caret
        self.article.move_to(caret if quote.start <= caret < quote.end else quote.start, select_mark=quote)
        self.call_after_refresh(self.label_bar.hint, said, action)  # behind what the move itself says

    def _give(self, quote: Mark, speaker: Mention | None, pronoun: Mention | None = None) -> None:
        self._do(quote, lambda sheet, quote: quotations.set_speaker(sheet, quote, speaker, pronoun=pronoun))

    def _ask_speaker(self, sheet: Sheet, quote: Mark, *, pronoun: Mention | None) -> None:
        from tui.screens.pickers import SpeakerPicker, Spoken

        def answered(spoken: Spoken | None) -> None:
            if spoken is not None:
                speaker = named(sheet, quote, spoken.name) if spoken.name else spoken.speaker
                self._give(quote, speaker, pronoun)

        words = f"‘{short(sheet.article.text[quote.start : quote.end], 40)}’"
        who = f"Who is ‘{pronoun.text}’, who said {words}" if pronoun else f"Who said {words}"
        self.app.push_screen(SpeakerPicker(nearby(sheet, quote)[:30], title=who, current=speaker_of(quote)), answered)


def _spoken(quote: Mark, span: Span) -> bool:
    """Whether a stretch lies in what was said."""
    return any(start <= span[0] and span[1] <= end for start, end in quote.parts)
