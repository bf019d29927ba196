"""The list of articles: one line each, what matters first. It shows what it is given and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus

from store.models import ArticleRow, ArticleState
from tui.actions import bindings
from tui.widgets.heading import Heading
from tui.widgets.line_list import Item, LineList
from tui.widgets.pieces import Line, Piece, fit, foreign

UNREAD = "•"
OPEN = "▸"
STAR = "★"
WIDE = 70
"""Cells from which on an article's line has columns."""
WIDEST = 110
"""Cells from which on one of them says who wrote it or where it comes from."""
BYLINE = 26


class ArticleItem(Item, frozen=True, kw_only=True):
    """One article of the list; its key is the article's id."""

    row: ArticleRow
    state: ArticleState
    marked: int
    """How many annotations it has."""


class ArticleList(LineList[ArticleItem]):
    """The articles that match the filter, in the order they were given."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("articles")]
    EMPTY = "No article matches."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.open_article = ""
        """The id of the article that is being read, "" for none."""
        self.filter = ""
        self._all: Sequence[ArticleItem] = ()

    @property
    def total(self) -> int:
        """How many articles there are, matching or not."""
        return len(self._all)

    def show_articles(
        self, rows: Iterable[ArticleRow], states: Mapping[str, ArticleState], marked: Mapping[str, int]
    ) -> None:
        """Show these articles; the cursor stays on its article."""
        self._all = tuple(
            ArticleItem(
                key=row.id,
                row=row,
                state=states.get(row.id) or ArticleState(article=row.id),
                marked=marked.get(row.id, 0),
            )
            for row in rows
        )
        self.waiting = False
        self.set_filter(self.filter)

    def update_articles(self, changed: Mapping[str, tuple[ArticleState, int]]) -> None:
        """Show what became of some articles: the state and the number of marks by id."""

        def updated(item: ArticleItem) -> ArticleItem:
            if (found := changed.get(item.key)) is None:
                return item
            return replace(item, state=found[0], marked=found[1])

        self._all = tuple(map(updated, self._all))
        self.items = tuple(map(updated, self.items))
        for article in changed:
            self.redraw(article)

    def set_open(self, article: str) -> None:
        """Show which article is being read."""
        for id in (self.open_article, article):
            self.redraw(id)
        self.open_article = article

    def set_filter(self, text: str) -> None:
        """Show only articles in whose title, byline, source or tags every word of `text` occurs."""
        self.filter = text
        words = text.casefold().split()
        self.show(item for item in self._all if not words or _matches(item, words))

    def draw(self, item: ArticleItem, width: int) -> Sequence[Line]:
        """A sign and the title; at the right, where there is room for them, byline and length; marks and a star."""
        opened = item.key == self.open_article
        sign = OPEN if opened else " " if item.state.read else UNREAD
        words = "bold foreground" if not item.state.read else "foreground" if opened else "muted"
        title = foreign(item.row.title) or foreign(item.row.source)
        return (Line(((f"{sign} ", "accent"), (title, words)), tuple(_facts(item, width))),)


class ArticlesPane(Vertical):
    """The list of articles under its heading. `list` is the list."""

    DEFAULT_CSS = "ArticlesPane { background: $surface; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = Heading("Articles")
        self.list = ArticleList(id="article-list")
        self.list.waiting = True  # until the library is open

    def compose(self) -> ComposeResult:
        """The heading and the list."""
        yield self.heading
        yield self.list

    def show_articles(
        self, rows: Iterable[ArticleRow], states: Mapping[str, ArticleState], marked: Mapping[str, int]
    ) -> None:
        """See `ArticleList.show_articles`."""
        self.list.show_articles(rows, states, marked)
        self._count()

    def set_filter(self, text: str) -> None:
        """See `ArticleList.set_filter`."""
        self.list.set_filter(text)
        self._count()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.heading.refresh()

    def _count(self) -> None:
        shown, total, text = len(self.list.items), self.list.total, foreign(self.list.filter)
        self.heading.say(
            f"{shown} of {total}" if text else str(total),
            *(((f"/ {text}", "accent"),) if text else ()),
        )


def _facts(item: ArticleItem, width: int) -> Iterator[Piece]:
    """What stands at the right of an article's line: in columns where the list is wide, only what there is if not."""
    count = str(min(item.marked, 999)) if item.marked else ""
    star = STAR if item.state.starred else ""
    if width < WIDE:
        shown = " ".join(fact for fact in (star, count) if fact)
        yield f" {shown} " if shown else " ", "muted"
        return
    if width >= WIDEST:
        byline = foreign(item.row.byline) or foreign(item.row.source)
        yield f"  {fit(byline, BYLINE):<{BYLINE}}", "muted"
    yield f"{item.row.words:>8,} words", "muted"
    yield f"{count + ' marked' if count else '':>{12 if width >= WIDEST else 11}}", "foreground"
    yield f" {star or ' '}  ", "accent"


def _matches(item: ArticleItem, words: Sequence[str]) -> bool:
    row = item.row
    text = " ".join((row.title, row.byline, row.source, *item.state.tags)).casefold()
    return all(word in text for word in words)
