"""Times in a query: so long ago, or a day. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

Unit = Literal["minute", "hour", "day", "week", "month", "year"]

_LONG: dict[Unit, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_UNITS: dict[str, Unit] = {
    **{unit: unit for unit in get_args(Unit)},
    **{f"{unit}s": unit for unit in get_args(Unit)},
    **{"min": "minute", "h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"},
}
_AGO = re.compile(r"([0-9]{1,6}) ?([a-z]+)")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Ago:
    """So long before now; a month is 30 days, a year 365."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def seconds(self, now: datetime) -> float:
        """Seconds since 1970."""
        return now.timestamp() - self.count * _LONG[self.unit].total_seconds()


@dataclass(frozen=True, slots=True)
class Day:
    """The beginning of a day, month or year, in UTC, as lists show it."""

    year: int
    month: int = 0
    day: int = 0
    """0: not given."""

    def __str__(self) -> str:
        return f"{self.year:04}" + "".join(f"-{part:02}" for part in (self.month, self.day) if part)

    def seconds(self, now: datetime) -> float:  # noqa: ARG002 - as of Ago
        """Seconds since 1970."""
        return datetime(self.year, self.month or 1, self.day or 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Today:
    """The beginning of this day in UTC, or of the one before."""

    before: int = 0

    def __str__(self) -> str:
        return "yesterday" if self.before else "today"

    def seconds(self, now: datetime) -> float:
        """Seconds since 1970."""
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight.timestamp() - self.before * 86_400


Moment = Ago | Day | Today


def read_moment(text: str) -> Moment | None:
    """`2 days`, `3w`, `2026-11`, `yesterday`; None where it is none of them."""
    text = text.strip().lower()
    if text in ("today", "yesterday"):
        return Today(before=int(text == "yesterday"))
    if (match := _AGO.fullmatch(text)) and (unit := _UNITS.get(match[2])):
        return Ago(int(match[1]), unit)
    if match := _DAY.fullmatch(text):
        if "0" in [(part and part.lstrip("0")) or "0" for part in match.groups() if part is not None]:
            return None
        day = Day(*(int(part or 0) for part in match.groups()))
        try:
            day.seconds(datetime.now(UTC))
        except (ValueError, OverflowError):
            return None
        return day
    return None
