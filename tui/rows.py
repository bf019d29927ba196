"""A long list of articles: places in order, under headings or not, and the rows that were read so far. Knows no widget.

A hundred thousand articles are an array of numbers here; their rows come by pages, and only a few pages stay.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, overload

from msgspec import Struct

from store.models import ArticleRow
from tui.widgets.line_list import Item

PAGE = 200
"""Rows that are read together."""
PAGES = 24
"""So many pages stay."""

Grouping = Literal["", "date", "feed"]
GROUPINGS: tuple[Grouping, ...] = ("", "date", "feed")

_SECOND = 1 << 20
"""Places that a second has, see `store.migrations.PLACE`."""
_DAY = 86_400


class ArticleItem(Item, frozen=True, kw_only=True):
    """One line of the list: an article, or (no key) the heading of those that follow."""

    place: int = -1
    row: ArticleRow | None = None
    """None where it is not read yet, and for a heading."""
    title: str = ""
    """Of a heading."""
    count: int = 0
    """How many articles stand under the heading."""

    @property
    def named(self) -> str:
        """What it is called: its title, or where it came from."""
        return (self.row.title or self.row.source) if self.row else self.title


class Group(Struct, frozen=True):
    """The articles under one heading."""

    title: str
    count: int


class Rows(Sequence[ArticleItem]):
    """The lines of a list, headings and articles. Places are unique, and fall unless it is said that they don't."""

    def __init__(self, places: Sequence[int], groups: Sequence[Group] = (), *, falling: bool = True) -> None:
        self.places = places
        self._groups = groups
        self._tops: list[int] = []
        """The line of each heading."""
        self._firsts: list[int] = []
        """The number of the first article under each heading."""
        first = 0
        for number, group in enumerate(groups):
            self._tops.append(first + number)
            self._firsts.append(first)
            first += group.count
        self._pages: dict[int, Sequence[ArticleRow | None]] = {}
        self._asked: set[int] = set()
        self._place_of: dict[str, int] = {}
        self._numbers = {} if falling else {place: number for number, place in enumerate(places)}

    def __len__(self) -> int:
        return len(self.places) + len(self._groups)

    @overload
    def __getitem__(self, line: int) -> ArticleItem: ...
    @overload
    def __getitem__(self, line: slice) -> list[ArticleItem]: ...
    def __getitem__(self, line: int | slice) -> ArticleItem | list[ArticleItem]:
        if isinstance(line, slice):
            return [self[number] for number in range(*line.indices(len(self)))]
        line = line + len(self) if line < 0 else line
        if not 0 <= line < len(self):
            raise IndexError(line)
        number = self.number(line)
        if number is None:
            group = self._groups[bisect_left(self._tops, line)]
            return ArticleItem(key="", title=group.title, count=group.count)
        row = self.row(number)
        place = self.places[number]
        return ArticleItem(key=row.id if row else f"at {place}", place=place, row=row)

    # Lines, numbers, places

    def number(self, line: int) -> int | None:
        """Which article stands on a line; None for a heading."""
        above = bisect_right(self._tops, line)
        return None if above and self._tops[above - 1] == line else line - above

    def line(self, number: int) -> int:
        """On which line an article stands."""
        return number + bisect_right(self._firsts, number)

    def line_at(self, place: int) -> int | None:
        """The line of the article at this place; None where it is not in the list."""
        if self._numbers:
            number = self._numbers.get(place, -1)
        else:
            number = bisect_left(self.places, -place, key=lambda at: -at)
            number = number if number < len(self.places) and self.places[number] == place else -1
        return None if number < 0 else self.line(number)

    def line_of(self, article: str) -> int | None:
        """The line of an article whose row was read, or whose place was noted."""
        place = self._place_of.get(article)
        return None if place is None else self.line_at(place)

    def note(self, article: str, place: int) -> None:
        """This article is at this place: it can be found before its row is read."""
        self._place_of[article] = place

    # Pages

    def row(self, number: int) -> ArticleRow | None:
        """The row of an article, where it was read and is there."""
        page = self._pages.get(number // PAGE)
        return None if page is None else page[number % PAGE]

    def missing(self, first: int, last: int) -> list[int]:
        """The pages that lines `first` to `last` need, and that nobody was asked for yet; they count as asked for."""
        low, high = max(0, first), min(last, len(self) - 1)
        if low > high:
            return []
        numbers = [bisect_right(self._tops, line) for line in (low, high)]
        pages = range(max(0, low - numbers[0]) // PAGE, max(0, high - numbers[1]) // PAGE + 1)
        wanted = [page for page in pages if page not in self._pages and page not in self._asked]
        self._asked.update(wanted)
        return wanted

    def slice(self, page: int) -> Sequence[int]:
        """The places of a page."""
        return self.places[page * PAGE : (page + 1) * PAGE]

    def put(self, page: int, rows: Sequence[ArticleRow | None]) -> None:
        """The rows of a page; of many pages, the oldest is forgotten."""
        self._asked.discard(page)
        self._pages.pop(page, None)
        self._pages[page] = rows
        self._place_of.update((row.id, at) for row, at in zip(rows, self.slice(page), strict=False) if row)
        while len(self._pages) > PAGES:
            self._pages.pop(next(iter(self._pages)))


# Headings


def by_date(places: Sequence[int], now: datetime) -> list[Group]:
    """Headings for places that fall: today, yesterday, each day of this year, each month before; in UTC as in lists."""
    groups: list[Group] = []
    start, today = 0, now.astimezone(UTC).date()
    while start < len(places):
        second = places[start] // _SECOND
        day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)).date()
        if second < _DAY:
            title, begin = "No date", 0
        elif day.year >= today.year:
            title = (
                "Today"
                if day == today
                else "Yesterday"
                if day == today - timedelta(1)
                else f"{day:%A} {day.day} {day:%B}"
            )
            title += f" {day.year}" if day.year > today.year else ""
            begin = second // _DAY * _DAY
        else:
            title = f"{day:%B %Y}"
            begin = int(datetime(day.year, day.month, 1, tzinfo=UTC).timestamp())
        end = bisect_left(places, -begin * _SECOND + 1, lo=start, key=lambda at: -at)
        groups.append(Group(title, end - start))
        start = end
    return groups


def by_feed(
    places: Iterable[int], feeds: Mapping[int, str], title_of: Callable[[str], str]
) -> tuple[array[int], list[Group]]:
    """Places and headings by feed in the order of their names, what came by none at the end; as given within each."""
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(feeds.get(place, ""), []).append(place)
    order = sorted(found, key=lambda feed: (not feed, title_of(feed).casefold(), feed))
    together = array("q", [place for feed in order for place in found[feed]])
    return together, [Group(title_of(feed), len(found[feed])) for feed in order]
