"""The reader's screen: where the panes stand at each size of the terminal, and which of them has the focus.

Layout only: what the panes show, and what an action does to the library, is wired elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from store.models import ENTITY_LABELS
from tui.actions import bindings
from tui.reading.view import ArticleView
from tui.widgets.article_list import ArticlesPane
from tui.widgets.findings import FindingsPane
from tui.widgets.key_hints import KeyHints
from tui.widgets.label_bar import LabelBar
from tui.widgets.pieces import few_colours
from tui.widgets.prompt import Prompt
from tui.widgets.welcome import SMALLEST, TooSmall, Welcome


class ArticlePane(ArticleView):
    """The article with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("move", "mark", "judge", "quotes")]


class ReaderScreen(Screen[None]):
    """Articles, the article, findings, and two lines below them."""

    CSS_PATH = Path(__file__).with_name("reader.tcss")  # also for subclasses elsewhere
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere")]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny-width"),
        (SMALLEST[0], "-narrow"),
        (100, "-medium"),
        (120, "-wide"),
        (150, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-tiny-height"),
        (SMALLEST[1], "-low"),
        (36, "-tall"),
    ]
    AUTO_FOCUS = "#article"

    def __init__(self, labels: Sequence[str] = ENTITY_LABELS[:10]) -> None:
        """`labels` are those of the keys 1 to 9 and 0."""
        super().__init__()
        self.article = ArticlePane(id="article")
        self.articles = ArticlesPane(id="articles")
        self.findings = FindingsPane(id="findings")
        self.label_bar = LabelBar(labels, id="label-bar")
        self.key_hints = KeyHints(id="key-hints")
        self.prompt = Prompt(id="prompt")
        self.welcome = Welcome(id="welcome")

    def compose(self) -> ComposeResult:
        """The panes, the label bar, and a last line that holds the prompt or the key hints."""
        self._fit(self.app.size)  # so the panes are styled, set out and painted once, not again when Textual says it
        with Horizontal(id="body"):
            yield self.articles
            with Container(id="desk"):
                yield self.article
                yield self.findings
        yield self.label_bar
        with Container(id="foot"):
            yield self.prompt
            yield self.key_hints

    def on_mount(self) -> None:
        """A terminal of few colours shows lines where others show shades."""
        self.set_class(few_colours(self.app), "-few-colours")
        self.call_after_refresh(self.mount, TooSmall(id="too-small"))  # mostly hidden: no use for it in the first paint

    def _fit(self, size: Size, *, update: bool = False) -> None:
        """Take the classes of a terminal's size."""
        classes: dict[str, bool] = {}
        for room, breakpoints in zip(size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            classes |= {name: False for _, name in breakpoints}
            classes[[name for least, name in breakpoints if room >= least][-1]] = True
        self.update_classes(classes, update=update, animate=False)

    def _screen_resized(self, size: Size) -> None:
        """Style the panes for the new size before they are set out.

        Textual sets out and paints everything first, and again once it has looked at the breakpoints: long articles are
        set twice more then.
        """
        if self.is_attached:
            self._fit(size, update=True)
            for pane in self.query("#body, #desk"):
                pane._clear_arrangement_cache()  # how they stood in the other style
        super()._screen_resized(size)

    # Panes

    def action_fold_list(self) -> None:
        """Hide the list of articles, or show it and go there."""
        if self.choosing:
            return
        self.toggle_class("-list-off" if self._wide else "-list-on")
        self._follow(self.articles)

    def action_fold_findings(self) -> None:
        """Hide the findings, or show them and go there."""
        if self.choosing:
            return
        self.toggle_class("-findings-off")
        self._follow(self.findings)

    def action_zen(self) -> None:
        """Show only the article, or everything again."""
        if self.choosing:
            return
        self.toggle_class("-zen")
        self.article.focus()

    def action_next_pane(self) -> None:
        """Go to the next pane that is shown."""
        self._turn_pane(1)

    def action_previous_pane(self) -> None:
        """Go to the previous pane that is shown."""
        self._turn_pane(-1)

    @property
    def choosing(self) -> bool:
        """Whether no article is open: the list has all the room, or there is none and the welcome has it."""
        return self.has_class("-choosing") or self.has_class("-empty")

    def show_choosing(self, choosing: bool) -> None:
        """Give the list all the room, or only its own."""
        self.set_class(choosing, "-choosing")
        self.set_class(False, "-zen")
        self.label_bar.show_labels(not choosing)

    def show_empty(self, empty: bool) -> None:
        """Greet with how to add something, or show the panes."""
        if empty and not self.welcome.is_attached:
            self.query_one("#desk").mount(self.welcome, after=self.article)
        self.set_class(empty, "-empty")
        (self.welcome if empty else self.article).focus()

    def _turn_pane(self, by: int) -> None:
        panes = self._panes()
        here = next((i for i, (pane, _) in enumerate(panes) if pane.has_focus_within), 0 if by < 0 else -1)
        if panes:
            panes[(here + by) % len(panes)][1].focus()

    @property
    def _wide(self) -> bool:
        return self.has_class("-wide") or self.has_class("-widest")

    def _panes(self) -> list[tuple[Widget, Widget]]:
        """The panes that are shown, each with what takes its focus."""
        panes: list[tuple[Widget, Widget]] = [
            (self.articles, self.articles.list),
            (self.article, self.article),
            (self.welcome, self.welcome),
            (self.findings, self.findings.list),
        ]
        return [
            (pane, target)
            for pane, target in panes
            if pane.is_attached and all(node.display for node in pane.ancestors_with_self)
        ]

    def _follow(self, pane: Widget) -> None:
        """After a pane was folded or unfolded: go into it, or back to the article."""
        shown = dict(self._panes())
        target = shown.get(pane, self.article)
        if pane in shown or pane.has_focus_within or self.focused is None:
            target.focus()
