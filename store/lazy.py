"""Patterns of the `regex` module that are compiled when they are first used. Pure.

Importing that module takes several milliseconds, each Unicode class a few more, and most texts need neither: the first
paint waits for none of it. What `re` can say is said with `re`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


class Lazy:
    """A pattern of the `regex` module, flags inline; `compiled` is ready when it is first asked for, and then on."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled pattern."""
        import regex

        return regex.compile(self._pattern)
