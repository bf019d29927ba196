"""The three lists of the findings pane: names, quotations, and what the person made."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar

from tui.marks import Mark, order
from tui.themes import label_sign, label_variable
from tui.widgets.finding_items import MOVED, UNSURE, Finding, cue_of, entity_key, own_key, quote_key
from tui.widgets.line_list import LineList
from tui.widgets.pieces import Line, Piece, wrap_words

DOUBT = {"high": "", "medium": "?", "low": "??"}
"""What stands on a quotation's card, by how sure the analysis is of it."""

WORD_LINES = 3
"""The most lines that a quotation's words take in a list."""


class FindingList(LineList[Finding]):
    """Findings with a place in each item: which of its mentions the caret is on."""

    BINDINGS = []

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mention = 0
        """Which mark of the item at the cursor is meant."""
        self.gone_to = False
        """Whether enter went to that mark already: then enter goes to the next."""

    @abstractmethod
    def key_of(self, mark: Mark) -> str:
        """The key of the item that lists this mark."""

    @property
    def mark(self) -> Mark | None:
        """The mark that is meant."""
        item = self.selected
        return item.marks[self.mention % len(item.marks)] if item is not None and item.marks else None

    def turn(self, by: int) -> None:
        """Mean another mention of the same item, round and round."""
        if (item := self.selected) is not None and item.marks:
            self.mention = (self.mention + by) % len(item.marks)
            self.gone_to = False

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; the cursor stays on its item and the mention on its place."""
        if list(findings) == list(self.items):
            return
        meant, before = self.mark, self.selected
        self.show(findings)
        now = self.selected
        if now is None or before is None or now.key != before.key:
            self.mention, self.gone_to = 0, False
        elif meant is not None:
            places = [mark.start for mark in now.marks]
            self.mention = places.index(meant.start) if meant.start in places else 0

    def point_at(self, mark: Mark) -> None:
        """Put the cursor where `mark` is listed, if it is, and tell nobody."""
        index = self.index_of(self.key_of(mark))
        places = self.items[index].marks if index is not None else ()
        number = bisect_left(places, order(mark), key=order)
        if index is not None and number < len(places) and places[number].key == mark.key:
            self.move_to(index, tell=False)
            self.mention, self.gone_to = number, False

    def move_to(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on an item: its first mention is meant."""
        before = self.cursor
        super().move_to(index, tell=tell)
        if self.cursor != before:
            self.mention, self.gone_to = 0, False


class EntityList(FindingList):
    """Names by label: a name, how often, and whether it is kept."""

    WIDEST: ClassVar[int] = 48
    EMPTY = "No names found."

    def key_of(self, mark: Mark) -> str:
        """By label and name."""
        return entity_key(mark)

    def draw(self, item: Finding, _width: int) -> Sequence[Line]:
        """One line."""
        if not item.key:
            return (Line(((item.title, f"bold {label_variable(item.label)}"),)),)
        words = "bold foreground" if item.kept else "muted"
        return (
            Line(
                ((" ", ""), (item.title, words)),
                ((f"{len(item.marks):>4} ", "muted"), (f"{item.sign} ", label_variable(item.label))),
            ),
        )


class QuoteList(FindingList):
    """Quotations as cards: who, with which word, what kind; and what was said."""

    ONE_LINE: ClassVar[bool] = False
    WIDEST: ClassVar[int] = 78
    EMPTY = "No quotations found."

    def key_of(self, mark: Mark) -> str:
        """By place."""
        return quote_key(mark)

    def draw(self, item: Finding, width: int) -> Sequence[Line]:
        """Two to four lines and an empty one."""
        [mark] = item.marks
        who: Piece = (item.title, "bold foreground" if item.kept else "foreground") if item.title else ("?", "muted")
        cue, doubt = cue_of(mark), DOUBT[mark.quote.confidence] if mark.quote is not None else ""
        head = Line(
            (who, *(((f"  {cue}", "italic muted"),) if cue else ())),
            ((f"{item.label} ", "muted"), (f"{doubt:>2}", "unsure"), (f"{item.sign} ", "quote")),
        )
        tone = "foreground" if item.kept else "muted"
        words = wrap_words(item.detail, max(1, width - 3), WORD_LINES)
        return (head, *(Line(((" ", ""), (line, tone))) for line in words), Line(()))


class OwnList(FindingList):
    """What the person made: marks with their tags and notes, what was said of the article, and orphans."""

    ONE_LINE: ClassVar[bool] = False
    EMPTY = "Nothing of yours yet."

    def key_of(self, mark: Mark) -> str:
        """By annotation."""
        return own_key(mark)

    def draw(self, item: Finding, width: int) -> Sequence[Line]:
        """One line, and a second one for a note."""
        if not item.key:
            return (Line(((item.title, "bold muted"),)),)
        tags: tuple[Piece, ...] = tuple((f" #{tag}", "accent") for tag in item.tags)
        lines = []
        if item.title or item.tags:
            sign = label_sign(item.label) if item.annotation and item.annotation.kind == "entity" else _sign(item)
            right = ((f"{item.sign} ", "unsure"),) if item.sign in (UNSURE, MOVED) else ()
            tone = "foreground" if item.marks or item.annotation is None else "strike muted"
            hue = label_variable(item.label) if item.label else "muted"
            lines.append(Line(((f" {sign} ", hue), (item.title, tone), *tags), right))
        if item.detail:
            lines.extend(Line((("   ", ""), (line, "italic muted"))) for line in wrap_words(item.detail, width - 4, 2))
        return lines


def _sign(item: Finding) -> str:
    return " " if item.annotation is None else '"' if item.annotation.kind == "quote" else "="
