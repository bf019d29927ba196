"""Small pictures of counts, in text: bars that lie and columns that stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"


def bar(count: float, most: float, width: int) -> str:
    """A bar of up to `width` cells, to an eighth of a cell; anything above nothing is seen."""
    eighths = max(1, round(8 * width * count / most)) if count > 0 and most > 0 else 0
    return _EIGHTHS[8] * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def columns(counts: Sequence[int], height: int) -> list[str]:
    """Lines, the topmost first, in which each count is a column of one cell; anything above nothing is seen."""
    most = max(counts, default=0)
    eighths = [max(1, round(8 * height * count / most)) if count > 0 else 0 for count in counts]
    levels = range(height - 1, -1, -1)
    return ["".join(_HEIGHTS[min(8, max(0, high - 8 * level))] for high in eighths) for level in levels]


def last_days(days: dict[str, int], many: int) -> list[tuple[str, int]]:
    """The last `many` days up to the newest that has a count, those without one as 0, oldest first.

    Days are as in `2026-11-30`; one that a loaded file called otherwise is left out.
    """
    known = {day: count for day, count in days.items() if _day(day)}
    newest = _day(max(known, default=""))
    if newest is None:
        return []
    dates = [newest - timedelta(days=back) for back in range(many - 1, -1, -1) if newest.toordinal() > back]
    return [(day.isoformat(), known.get(day.isoformat(), 0)) for day in dates]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
