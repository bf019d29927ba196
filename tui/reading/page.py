"""An article set for a pane: its head, its column of text and the air around it. Pure; rows count from the top."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from store.models import Article
from tui.reading.cells import visible
from tui.reading.layout import COLUMN, Layout, wrap

WORDS_A_MINUTE = 230
"""How fast a grown-up reads the news."""

Margin = Literal["wide", "narrow", "none"]

_MARGINS: dict[Margin, int] = {"wide": 6, "narrow": 4, "none": 1}
_NARROW_BELOW = 60
_TAIL = 2


class HeadLine(NamedTuple):
    """A line above the text."""

    text: str
    kind: Literal["title", "meta", "blank"]


class Page:
    """One article at one pane width, in cells."""

    def __init__(self, article: Article, words: int, width: int, *, zen: bool = False) -> None:
        margin = _MARGINS["none" if zen else "narrow" if width < _NARROW_BELOW else "wide"]
        room = max(1, width - margin - 1)
        self.width = width
        self.layout = Layout(article.text, min(COLUMN, room))
        self.left = max(margin, (width - min(COLUMN, room)) // 2)
        """The cells left of the text; marks of a row stand in those nearest to it."""
        self.head = head_of(article, words, self.layout.width)
        self.headline = headline_of(article)
        """Where the headline ends that the text itself begins with; 0 where it begins with none."""

    @property
    def top(self) -> int:
        """The row of the page on which the text begins."""
        return len(self.head)

    @property
    def height(self) -> int:
        """All rows of the page, air below included."""
        return self.top + len(self.layout) + _TAIL

    def y_of(self, offset: int) -> int:
        """The row of the page that holds `offset`."""
        return self.top + self.layout.row_of(offset)

    def row_at(self, y: int) -> int | None:
        """The row of the text on the page's row `y`; None on the head and below the text."""
        row = y - self.top
        return row if 0 <= row < len(self.layout) else None

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of the text on the page's rows `[first, last)`."""
        rows = range(max(0, first - self.top), min(last - self.top, len(self.layout)))
        return (self.layout.starts[rows.start], self.layout.ends[rows[-1]] + 1) if rows else (0, 0)

    def offset_at(self, x: int, y: int) -> int:
        """The offset nearest to the cell `x` of the page's row `y`."""
        row = min(max(0, y - self.top), len(self.layout) - 1)
        return self.layout.offset_at(row, max(0, x - self.left))


def headline_of(article: Article) -> int:
    """How much of the text is its headline: its first paragraph, where the title is a copy of that."""
    first = article.text.partition("\n")[0]
    return len(first) if first and " ".join(first.split()) == article.title else 0


def repeated(article: Article) -> bool:
    """Whether the title is but the beginning of the text, which shows it."""
    title = article.title.removesuffix("…").rstrip()
    return bool(title) and " ".join(article.text[: 2 * len(title) + 80].split()).startswith(title)


def head_of(article: Article, words: int, width: int) -> list[HeadLine]:
    """The lines above the text: the title, unless the text begins with it; who, when and whence; how long it takes."""
    title, about = "" if repeated(article) else visible(article.title), visible(about_line(article, words))
    lines = [HeadLine("", "blank")]
    lines.extend(HeadLine(title[start:end].rstrip(), "title") for start, end in wrap(title, width) if title)
    lines.extend(HeadLine(about[start:end].rstrip(" \u00a0·"), "meta") for start, end in wrap(about, width))
    return [*lines, HeadLine("", "blank")]


def about_line(article: Article, words: int) -> str:
    """Byline, date, source, length; what is not known is left out."""
    minutes = max(1, round(words / WORDS_A_MINUTE))
    counted = f"{words:,} word{'' if words == 1 else 's'}"
    facts = (article.byline, day(article.published), article.source, counted, f"{minutes} min")
    return "\u00a0· ".join(_together(fact) for fact in facts if fact)


def _together(fact: str) -> str:
    """Short facts do not break: their blanks become no-break spaces."""
    return fact.replace(" ", "\u00a0") if len(fact) <= 24 else fact


def day(moment: str) -> str:
    """An ISO 8601 time as a day: "16 June 2023"; as it is where it is none."""
    try:
        date = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
