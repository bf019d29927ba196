"""Offsets in UTF-16 units, as Java and JavaScript count them, and back: a character past U+FFFF has two."""

from __future__ import annotations

import re
from bisect import bisect_left

_PAIRS = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """The offsets of one text, both ways."""

    def __init__(self, text: str) -> None:
        self._pairs = [match.start() for match in _PAIRS.finditer(text)]
        self._units = [start + number for number, start in enumerate(self._pairs)]

    def of(self, offset: int) -> int:
        """How many units stand before this offset."""
        return offset + bisect_left(self._pairs, offset)

    def offset(self, units: int) -> int:
        """The offset that so many units stand before; -1 inside a character."""
        found = units - bisect_left(self._units, units)
        return found if self.of(found) == units else -1
