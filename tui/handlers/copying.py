"""Copying to the clipboard of the person's own terminal, also over ssh: the terminal is asked to do it (OSC 52)."""

from __future__ import annotations

from store.trimming import without_blanks
from tui.citation import cited
from tui.handlers.marking import Marking
from tui.reading.tokens import Span, sentence_at

MOST = 74_000
"""Bytes; terminals drop what is longer, without a word."""


class Copying(Marking):
    """Copies what is at the caret."""

    def action_copy(self) -> None:
        """Copy the selection, else the mark or the sentence at the caret, with its source."""
        if not self.aimed() or self.sheet is None:
            return
        article = self.sheet.article
        chosen, speaker = self._chosen()
        if (span := without_blanks(article.text, chosen)) is None:
            self.label_bar.hint("there is nothing here to copy")
            return
        words = cited(article, span, speaker)
        if len(words.encode()) > MOST:
            self.label_bar.hint("this is too long for a terminal's clipboard: e exports it")
            return
        self.app.copy_to_clipboard(words)
        self.label_bar.hint(f"copied {span[1] - span[0]:,} characters, with the source")

    def _chosen(self) -> tuple[Span, str]:
        """What to copy, and who said it, where it is a quotation as a whole."""
        view = self.article
        if view.selection is not None:
            return view.selection, ""
        if (mark := view.mark_at_caret) is not None:
            return (mark.start, mark.end), mark.name if mark.kind == "quote" else ""
        return sentence_at(view.reader.text, view.caret), ""
