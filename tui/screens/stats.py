"""The statistics: what was read and marked, and how often the person agreed with what was suggested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.stats import Stats
from tui.cli.output import many
from tui.plots import bar, columns, last_days
from tui.screens.dialog import Dialog
from tui.widgets.pieces import foreign

_DAYS = 60
_HEIGHT = 4
_NAME, _COUNT, _BAR = 18, 7, 38
"""Cells of a row: the name, its count, its bar."""
_SHARE = 8
"""Cells of the bar behind the numbers of the agreement: the row is no longer than the others."""
_MOST = 12
"""Rows of one table."""


class Statistics(Dialog[None]):
    """Shows counts with bars; changes nothing."""

    DEFAULT_CSS = """
    Statistics > .panel { width: 76; }
    Statistics VerticalScroll { height: auto; max-height: 65vh; background: $panel; scrollbar-background: $panel; }
    """
    AUTO_FOCUS = "VerticalScroll"
    TITLE_TEXT = "Statistics"
    KEYS = "↑↓ move  Esc leave"

    def __init__(self, found: Stats) -> None:
        super().__init__()
        self._found = found

    def body(self) -> ComposeResult:
        """The summary, then a table for each thing that is counted."""
        with VerticalScroll():
            yield Static(Content("\n\n").join(_sections(self._found)))


def _sections(found: Stats) -> Iterator[Content]:
    yield _summary(found)
    if not found.annotations:
        yield Content.styled("Nothing is marked yet: open an article, and label something.", "$muted")
        return
    if days := last_days(found.days, _DAYS):
        yield _days(days)
    yield from _tables(found)
    if found.agreement:
        yield _agreement(found)


def _summary(found: Stats) -> Content:
    lines = [
        f"{many(found.articles, 'article')}, {found.read:,} read ({found.read_words:,} words), "
        f"{found.marked_articles:,} with marks",
        many(found.annotations, "mark"),
    ]
    if found.per_minute is not None:
        lines.append(f"{found.per_minute:,.1f} marks a minute while marking")
    if found.words_per_minute is not None:
        lines.append(f"{found.words_per_minute:,.0f} words a minute while reading and marking")
    return Content("\n".join(lines))


def _days(days: list[tuple[str, int]]) -> Content:
    counts = [count for _, count in days]
    (first, _), (last, _) = days[0], days[-1]
    drawn = [Content.styled(line, "$accent") for line in columns(counts, _HEIGHT)]
    most = f"most: {max(counts):,}"
    foot = f"{first}{most:^{len(days) - 20}}{last}" if len(days) > 20 + len(most) else f"{first} to {last}, {most}"
    return Content("\n").join([_head("Marks by day"), *drawn, Content.styled(foot, "$muted")])


def _tables(found: Stats) -> Iterator[Content]:
    tables = {"label": found.labels, "kind": found.kinds, "tag": found.tags}
    tables |= {"verdict": found.verdicts, "origin": found.origins}
    for what, table in tables.items():
        if table:
            yield Content("\n").join([_head(f"Marks by {what}"), *_rows(table)])


def _rows(table: Mapping[str, int]) -> Iterator[Content]:
    most = max(table.values())
    for name, count in list(table.items())[:_MOST]:
        yield Content.assemble(_cell(name), f" {count:>{_COUNT},}  ", (bar(count, most, _BAR), "$accent"))
    if len(table) > _MOST:
        yield Content.styled(f"and {len(table) - _MOST:,} more: `quotidian stats` lists them", "$muted")


def _agreement(found: Stats) -> Content:
    lines = [
        _head("What was suggested"),
        Content.styled(f"{'':{_NAME}} accepted corrected rejected precision", "$muted"),
    ]
    for row in found.agreement:
        numbers = f" {row.accepted:>8,} {row.corrected:>9,} {row.rejected:>8,} {row.precision:>9.0%}  "
        lines.append(Content.assemble(_cell(row.label), numbers, (bar(row.precision, 1, _SHARE), "$accent")))
    return Content("\n").join(lines)


def _head(text: str) -> Content:
    return Content.styled(text, "bold")


def _cell(name: str) -> Content:
    """A name in so many cells; it may come from a file."""
    shown = Content(foreign(name))
    return shown.truncate(_NAME, ellipsis=True).pad_right(max(0, _NAME - shown.cell_length))
