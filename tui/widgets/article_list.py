"""The list of articles: one line each, what matters first. It shows what it is given and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from store.models import ArticleRow, ArticleState
from tui.actions import bindings
from tui.rows import PAGE, ArticleItem, Rows
from tui.widgets.heading import Heading
from tui.widgets.line_list import LineList
from tui.widgets.pieces import Line, Piece, fit, foreign

UNREAD = "•"
OPEN = "▸"
PICKED = "✓"
STAR = "★"
WIDE = 70
"""Cells from which on an article's line has columns."""
WIDEST = 110
"""Cells from which on one of them says who wrote it or where it comes from."""
BYLINE = 26
TAGS = 24
AHEAD = 60
"""Lines above and below those on the screen whose rows are read before they are needed."""

Look = Callable[[str], tuple[ArticleState, int]]
"""What a person made of an article, by its id: its state, and how many annotations it has."""


class ArticleList(LineList[ArticleItem]):
    """The articles that match the filter. Rows that are not there yet are asked for with RowsWanted, and `put`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("articles")]
    EMPTY = "No article matches."

    class RowsWanted(Message):
        """Pages of the list are needed."""

        def __init__(self, rows: Rows, pages: Sequence[int]) -> None:
            super().__init__()
            self.rows = rows
            self.pages = pages

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.open_article = ""
        """The id of the article that is being read, "" for none."""
        self.picked: dict[int, None] = {}
        """The places of the articles that the next action is for, in the order they were picked."""
        self.look: Look = lambda article: (ArticleState(article=article), 0)
        self.rows = Rows(())
        self._when_read: list[tuple[Rows, int, Callable[[ArticleItem], None]]] = []

    def show_rows(self, rows: Rows, *, keep: bool = True) -> None:
        """Show these articles; with `keep` the cursor stays on its article."""
        self.rows = rows
        self.waiting = False
        self._when_read = []
        self.forget_drawn()  # what is shown of an article is more than its row
        self.show(rows, keep=keep)
        self._ask_for_rows()

    def show_articles(
        self, rows: Iterable[ArticleRow], states: Mapping[str, ArticleState], marked: Mapping[str, int]
    ) -> None:
        """Show these articles, all of them read already."""
        given = list(rows)
        shown = Rows(range(len(given), 0, -1))
        for page in range(len(given) // PAGE + 1):
            shown.put(page, given[page * PAGE : (page + 1) * PAGE])
        self.look = lambda id: (states.get(id) or ArticleState(article=id), marked.get(id, 0))
        self.show_rows(shown)

    def put(self, rows: Rows, page: int, read: Sequence[ArticleRow | None]) -> None:
        """A page that was asked for is here; nothing happens where another list is shown by now."""
        if rows is not self.rows:
            return
        rows.put(page, read)
        self.forget_drawn()
        waiting, self._when_read = self._when_read, []
        for wanted, index, act in waiting:
            if wanted is rows:
                self.when_read(index, act)

    def when_read(self, index: int | None, act: Callable[[ArticleItem], None]) -> None:
        """Do something with an article, at once or when its row is here."""
        if index is None or index >= len(self.rows):
            return
        item = self.rows[index]
        if item.row is not None:
            act(item)
        elif item.key:
            self._when_read.append((self.rows, index, act))
            self._want(index, index)

    def forget_drawn(self) -> None:
        """Draw all anew: something became of articles."""
        self._cache.clear()
        self.refresh()

    def set_open(self, article: str, place: int | None = None) -> None:
        """Show which article is being read; where the place is known, its row need not have been read."""
        if place is not None:
            self.rows.note(article, place)
        self.redraw(self.open_article)
        self.open_article = article
        self.redraw(article)

    def pick(self, places: Iterable[int], *, on: bool | None = None) -> None:
        """Pick articles, or no longer (`on` False); None: the other of what each is."""
        for place in places:
            if on or (on is None and place not in self.picked):
                self.picked[place] = None
            else:
                self.picked.pop(place, None)
        self.forget_drawn()

    def words_of(self, article: str) -> int | None:
        """How many words an article has, where its row was read."""
        line = self.rows.line_of(article)
        row = None if line is None else self.rows[line].row
        return row.words if row else None

    def index_of(self, key: str) -> int | None:
        """The line of an article whose row was read, or that is open."""
        return self.rows.line_of(key)

    def action_choose(self) -> None:
        """Choose the article at the cursor."""
        self.when_read(self.cursor, self._choose)

    def _choose(self, item: ArticleItem) -> None:
        self.post_message(self.Chosen(self, item))

    def draw(self, item: ArticleItem, width: int) -> Sequence[Line]:
        """A sign and the title; at the right, where there is room for them, byline and length; marks and a star."""
        if not item.key:
            return (Line(((foreign(item.title), "bold accent"),), ((f"{item.count:,} ", "muted"),)),)
        if item.row is None:
            return (Line((("  …", "muted"),), ((" ", ""),)),)
        state, marked = self.look(item.key)
        opened, picked = item.key == self.open_article, item.place in self.picked
        sign = PICKED if picked else OPEN if opened else " " if state.read else UNREAD
        words = "bold foreground" if not state.read else "foreground" if opened else "muted"
        title = foreign(item.named)
        return (Line(((f"{sign} ", "accent"), (title, words)), tuple(_facts(item.row, state, marked, width))),)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw what is on the screen, and ask for the rows around it."""
        self._ask_for_rows()
        return super().render_lines(crop)

    def _ask_for_rows(self) -> None:
        top = self.scroll_offset.y
        self._want(top - AHEAD, top + self.size.height + AHEAD)

    def _want(self, first: int, last: int) -> None:
        if pages := self.rows.missing(first, last):
            self.post_message(self.RowsWanted(self.rows, pages))

    def _take(self, items: Iterable[ArticleItem]) -> None:
        self.items = cast("Rows", items)

    def _again(self, item: ArticleItem) -> int | None:
        return self.rows.line_at(item.place)


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

    def say(self, total: int, filter: str, name: str = "") -> None:
        """Show how many articles are shown of how many, and why: the name of a saved search, or the filter."""
        shown, picked = len(self.list.rows.places), len(self.list.picked)
        why = foreign(name) or (f"/ {foreign(filter)}" if filter else "")
        self.heading.say(
            f"{shown:,} of {total:,}" if filter else f"{total:,}",
            *(((f"{picked:,} picked", "bold accent"),) if picked else ()),
            *(((why, "accent"),) if why else ()),
        )

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.heading.refresh()


def _facts(row: ArticleRow, state: ArticleState, marked: int, width: int) -> Iterator[Piece]:
    """What stands at the right of an article's line: in columns where the list is wide, only what there is if not."""
    count = str(min(marked, 999)) if marked else ""
    star = STAR if state.starred else ""
    if width < WIDE:
        shown = " ".join(fact for fact in (star, count) if fact)
        yield f" {shown} " if shown else " ", "muted"
        return
    if state.tags:
        yield f"  {fit(' '.join(f'#{tag}' for tag in map(foreign, state.tags)), TAGS)}", "accent"
    if width >= WIDEST:
        byline = foreign(row.byline) or foreign(row.source)
        yield f"  {fit(byline, BYLINE):<{BYLINE}}", "muted"
    yield f"{row.words:>8,} words", "muted"
    yield f"{count + ' marked' if count else '':>{12 if width >= WIDEST else 11}}", "foreground"
    yield f" {star or ' '}  ", "accent"
