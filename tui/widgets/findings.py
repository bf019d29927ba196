"""The pane beside the article: its names, its quotations and what the person made of it, in three tabs.

The pane follows the caret (`reveal`, silently) and the caret follows the pane (FindingHighlighted, FindingChosen). It
changes nothing itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from store.models import Annotation, ArticleState
from tui.actions import bindings
from tui.marks import Mark
from tui.widgets.finding_filter import Test, parse
from tui.widgets.finding_items import OF_ARTICLE, TABS, Arranged, Tab
from tui.widgets.finding_lists import EntityList, FindingList, OwnList, QuoteList
from tui.widgets.heading import LineWidget
from tui.widgets.line_list import LineList
from tui.widgets.pieces import Line, Piece, foreign

PATIENCE = 0.3
"""Seconds that an analysis may take before the pane says that it is under way."""

_DIGITS: dict[Tab, int] = {"entities": 4, "quotes": 3, "mine": 3}
"""The places kept for each count; together with the names they fit the narrowest pane."""

_NEAR = 16
"""How many marks before the caret are looked at for one that holds it."""


def _width(tab: Tab) -> int:
    return len(tab) + _DIGITS[tab] + 3


class TabLine(LineWidget):
    """The names of the tabs, each with its count at a fixed place."""

    DEFAULT_CSS = "TabLine { background: $surface; }"

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self) -> None:
        super().__init__()
        self.tab: Tab = "entities"
        self.counts: dict[Tab, int] = dict.fromkeys(TABS, 0)

    def line(self) -> Line:
        """The three tabs; the open one in bold, in the accent colour while the focus is in the pane."""
        focused = isinstance(self.parent, FindingsPane) and self.parent.has_focus_within
        pieces: list[Piece] = []
        for tab in TABS:
            here = tab == self.tab
            count = str(min(self.counts[tab], 10 ** _DIGITS[tab] - 1))
            name = f"[{tab.capitalize()} {count}]" if here else f" {tab.capitalize()} {count} "
            words = "bold accent" if here and focused else "bold" if here else "muted"
            pieces.append((name.ljust(_width(tab)), words))
        return Line(tuple(pieces))

    def on_click(self, event: events.Click) -> None:
        """Go to the tab that was clicked."""
        edge = 0
        for tab in TABS:
            edge += _width(tab)
            if event.x < edge:
                self.post_message(self.Picked(tab))
                return


class FilterLine(LineWidget):
    """What the findings are filtered by and how many are left; hidden while all are shown."""

    DEFAULT_CSS = "FilterLine { background: $surface; display: none; }"

    class Clicked(Message):
        """The person clicked it away."""

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._count = ""

    def say(self, filter: str, shown: int, total: int) -> None:
        """Show a filter, or nothing for ""."""
        if filter or self._filter:
            self._filter, self._count = filter, f"{shown} of {total}"
            self.display = bool(filter)
            self.refresh()

    def line(self) -> Line:
        """The filter, and how many of how many it leaves."""
        return Line((("  / ", "bold accent"), (foreign(self._filter), "accent")), ((f"{self._count}  ✕ ", "muted"),))

    def on_click(self) -> None:
        """A click empties the filter."""
        self.post_message(self.Clicked())


class FindingsPane(Vertical):
    """Names, quotations, and what the person made. `tab` is the open one of TABS."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("findings", "mark", "judge", "quotes")]
    DEFAULT_CSS = """
    FindingsPane { background: $surface; }
    FindingsPane > #findings-status { height: auto; max-height: 4; padding: 0 1; color: $muted; display: none; }
    FindingsPane > #findings-status.-failed { color: $error; }
    """

    class FindingMessage(Message):
        """Something happened at a finding: a mark, or only a place in the text, where something was rejected."""

        def __init__(self, start: int, mark: Mark | None) -> None:
            super().__init__()
            self.start = start
            self.mark = mark

    class FindingHighlighted(FindingMessage):
        """The person moved to a finding: the caret goes along, the focus stays."""

    class FindingChosen(FindingMessage):
        """The person chose a finding."""

    class ArticleChosen(Message):
        """The person chose what was said of the article as a whole: `key` tells what of it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tabs = TabLine()
        self.filter = ""
        """Which findings are shown, as it was typed; "" for all."""
        self._filter_line = FilterLine()
        self.lists: dict[Tab, FindingList] = {
            "entities": EntityList(id="entity-list"),
            "quotes": QuoteList(id="quote-list"),
            "mine": OwnList(id="own-list"),
        }
        self.status = Static(id="findings-status", markup=False)
        self._marks: tuple[Mark, ...] = ()
        self._state = ArticleState(article="")
        self._hidden: tuple[Annotation, ...] = ()
        self._arranged = Arranged((), self._state)
        self._behind = False
        """Whether the lists are to follow what is shown in the text, behind the next paint."""
        self._waiting: Timer | None = None
        self._wait(True)  # until an article is open

    def compose(self) -> ComposeResult:
        """The tabs, a list for each, and a line for what the analysis is doing."""
        yield self.tabs
        yield self._filter_line
        for tab, findings in self.lists.items():
            findings.display = tab == self.tab
            yield findings
        yield self.status

    # What others ask of it

    @property
    def tab(self) -> Tab:
        """The open tab."""
        return self.tabs.tab

    @property
    def list(self) -> FindingList:
        """The list of the open tab."""
        return self.lists[self.tab]

    @property
    def mark(self) -> Mark | None:
        """The mark that the cursor of the open tab means."""
        return self.list.mark

    @property
    def annotation(self) -> Annotation | None:
        """The annotation that the cursor means: of the mark, or of an orphan, which has none."""
        if (mark := self.mark) is not None:
            return mark.annotation
        return self.list.selected.annotation if self.list.selected else None

    @property
    def of_article(self) -> str:
        """The key of what was said of the article as a whole, where the cursor is on that; else ""."""
        item = self.list.selected
        return item.key if item is not None and item.key in OF_ARTICLE else ""

    def show(self, marks: Sequence[Mark], state: ArticleState, hidden: Sequence[Annotation] = ()) -> None:
        """Show the marks of an article, in the order of the text; cursors stay where they were.

        `hidden`: the annotations that no mark shows, rejected or without a place. Of the article that is shown already
        the text is painted first, and the lists, however many changes came until then, behind it.
        """
        another = state.article != self._state.article
        self._marks, self._state, self._hidden = tuple(marks), state, tuple(hidden)
        if another:
            self._list()
        elif not self._behind:
            self._behind = True
            # By way of the screen, which then knows by whom it is to be painted before.
            self.screen.call_later(self.call_after_refresh, self._catch_up)

    def set_filter(self, text: str) -> None:
        """Show only what `text` asks for (`tui.widgets.finding_filter`); "" shows all."""
        self.filter = text.strip()
        self._list()

    def _catch_up(self) -> None:
        if self._behind:
            self._list()

    def _list(self) -> None:
        self._behind = False
        self._arranged = found = Arranged(self._marks, self._state, self._hidden, self._wanted)
        self._fill()
        if self.tabs.counts != found.counts:
            self.tabs.counts = found.counts
            self.tabs.refresh()
        self._filter_line.say(self.filter, found.shown, found.total)

    def _fill(self) -> None:
        """Fill the list of the open tab; the others are filled when they are opened."""
        self.list.empty = "Nothing matches." if self.filter else self.list.EMPTY
        self.list.show_findings(self._arranged.of(self.tab))

    @property
    def _wanted(self) -> Test | None:
        return parse(self.filter) if self.filter else None

    def reveal(self, place: str | int) -> None:
        """Put the cursor on the mark with this key, or at this offset; nothing is posted, the focus stays."""
        mark = self._marked_at(place) if isinstance(place, int) else self._by_key(place)
        if mark is not None and (self.mark is None or mark.key != self.mark.key):
            self.list.point_at(mark)

    def open_tab(self, tab: Tab) -> None:
        """Open a tab; the focus stays in the pane if it was there."""
        focused = self.has_focus_within
        self.tabs.tab = tab
        for name, findings in self.lists.items():
            findings.display = name == tab
        self._fill()
        if focused:
            self.list.focus()
        self.tabs.refresh()

    def focus_list(self) -> None:
        """Give the focus to the list of the open tab."""
        self.list.focus()

    def analysing(self) -> None:
        """Say, unless it is over soon, that findings are on their way."""
        self.settled()
        self._wait(True)
        self._waiting = self.set_timer(PATIENCE, lambda: self._say("analysing…"))

    def settled(self) -> None:
        """Say nothing: the findings are there."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        self.status.display = False
        self._wait(False)

    def failed(self, sentence: str) -> None:
        """Say why there are no findings."""
        self.settled()
        self._wait(True)
        self._say(sentence, failed=True)

    # Actions of the group "findings"

    def action_next_tab(self) -> None:
        """Open the next tab."""
        self._turn_tab(1)

    def action_previous_tab(self) -> None:
        """Open the previous tab."""
        self._turn_tab(-1)

    def action_next_mention(self) -> None:
        """Go to the next mention of the same name."""
        self._turn_mention(1)

    def action_previous_mention(self) -> None:
        """Go to the previous mention of the same name."""
        self._turn_mention(-1)

    # What happens in it

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        if event.list is self.list and (place := self._place) is not None:
            self.post_message(self.FindingHighlighted(*place))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        if self.list.gone_to:
            self.list.turn(1)
        if self.of_article:
            self.post_message(self.ArticleChosen(self.of_article))
        elif (place := self._place) is not None:
            self.list.gone_to = True
            self.post_message(self.FindingChosen(*place))

    @on(FilterLine.Clicked)
    def _filter_clicked(self, event: FilterLine.Clicked) -> None:
        event.stop()
        self.set_filter("")

    @on(TabLine.Picked)
    def _picked(self, event: TabLine.Picked) -> None:
        event.stop()
        self.open_tab(event.tab)
        self.list.focus()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.tabs.refresh()

    def _turn_tab(self, by: int) -> None:
        self.open_tab(TABS[(TABS.index(self.tab) + by) % len(TABS)])

    def _turn_mention(self, by: int) -> None:
        self.list.turn(by)
        if (place := self._place) is not None:
            self.post_message(self.FindingHighlighted(*place))

    @property
    def _place(self) -> tuple[int, Mark | None] | None:
        """Where the cursor's finding begins in the text, with its mark; None where it has no place."""
        if (mark := self.mark) is not None:
            return mark.start, mark
        kept = self.annotation
        return (kept.start, None) if kept is not None and kept.anchor != "orphaned" else None

    def _say(self, text: str, *, failed: bool = False) -> None:
        self.status.update(Content(foreign(text)))
        self.status.set_class(failed, "-failed")
        self.status.display = True

    def _wait(self, waiting: bool) -> None:
        for findings in (self.lists["entities"], self.lists["quotes"]):
            findings.waiting = waiting
            findings.refresh()

    def _by_key(self, key: str) -> Mark | None:
        return next((mark for mark in self._marks if mark.key == key), None)

    def _marked_at(self, offset: int) -> Mark | None:
        """The innermost mark of the open tab's kind that holds `offset`."""
        last = bisect_right(self._marks, offset, key=lambda mark: mark.start)
        for mark in reversed(self._marks[max(0, last - _NEAR) : last]):
            if mark.end > offset and self._listed(mark):
                return mark
        return None

    def _listed(self, mark: Mark) -> bool:
        if self.tab == "mine":
            return mark.annotation is not None
        return mark.kind == ("entity" if self.tab == "entities" else "quote")
