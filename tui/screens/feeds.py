"""The feeds that are followed: how each is doing, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from store.models import Subscription
from store.text import without_login
from tui.actions import bindings
from tui.screens.dialog import Dialog
from tui.widgets.line_list import Item, LineList
from tui.widgets.pieces import Line, fit, foreign

Wish = Literal["fetch", "fetch all", "unsubscribe", "show"]

NAME_WIDTH = 34
SIGNS = {"well": "✓", "new": "·", "failed": "!", "gone": "✗", "waiting": "…"}


class FeedLine(Item, frozen=True, kw_only=True):
    """One feed; its key is the subscription's id."""

    feed: Subscription
    name: str
    articles: int
    kind: str
    """Which of SIGNS."""
    health: str
    """How it is doing, in words."""
    succeeded: str
    """When it last answered as it should; "" for never."""
    due: str
    """When it is asked next, in words."""


class Wanted(Struct, frozen=True):
    """What the person decided on."""

    wish: Wish
    line: FeedLine | None = None


class FeedList(LineList[FeedLine]):
    """A sign, the name, how many articles, how it is doing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    EMPTY = "No feed is followed yet: leave with Esc, then + adds one."

    def draw(self, item: FeedLine, width: int) -> Sequence[Line]:
        """One line."""
        hue = {"well": "success", "failed": "error", "gone": "error"}.get(item.kind, "muted")
        name = fit(foreign(item.name), NAME_WIDTH)
        left = (
            (f"{SIGNS[item.kind]} ", hue),
            (f"{name:<{NAME_WIDTH}}", "foreground"),
            (f"{item.articles:>6,}", "muted"),
        )
        room = max(0, width - NAME_WIDTH - 12)
        return (Line((*left, ("  ", ""), (fit(foreign(item.health), room), hue if item.kind != "well" else "muted"))),)


class Feeds(Dialog[Wanted]):
    """Dismissed with what is to be done; the list itself changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "wish('fetch')", show=False),
        Binding("R", "wish('fetch all')", show=False),
        Binding("x", "wish('unsubscribe')", show=False),
        Binding("q", "leave", show=False),
    ]
    DEFAULT_CSS = """
    Feeds > .panel { width: 100; }
    Feeds FeedList { height: auto; max-height: 20; min-height: 3; }
    Feeds #feed-detail { height: 5; color: $muted; margin-top: 1; }
    Feeds.-low #feed-detail { margin-top: 0; }
    """
    AUTO_FOCUS = "FeedList"
    KEYS = "Enter its articles  r fetch  R fetch all  x unsubscribe  Esc leave"

    def __init__(self, lines: Sequence[FeedLine]) -> None:
        super().__init__(f"Feeds   {len(lines)}")
        self._lines = tuple(lines)

    def body(self) -> ComposeResult:
        """The list, and the whole of what is known about the feed at the cursor."""
        yield FeedList(id="feed-list")
        yield Static(id="feed-detail")

    def on_mount(self) -> None:
        """Show the feeds."""
        self.query_one(FeedList).show(self._lines)
        self._detail()

    @property
    def chosen(self) -> FeedLine | None:
        """The feed at the cursor."""
        return self.query_one(FeedList).selected

    @on(LineList.Highlighted)
    def _detail(self) -> None:
        line = self.chosen
        if line is not None:
            succeeded = f"last success {line.succeeded or 'never'}   next due {line.due}"
            said = "\n".join(map(foreign, (line.name, without_login(line.feed.url), succeeded, line.health)))
            self.query_one("#feed-detail", Static).update(Content(said))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_wish("show")

    def action_wish(self, wish: Wish) -> None:
        """Decide."""
        if wish == "fetch all" or self.chosen is not None:
            self.dismiss(Wanted(wish, self.chosen))
