"""Searching the text of one article. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Span = tuple[int, int]

_LOOSE = {
    "'": "['‘’‛′]",
    '"': '["“”„‟″«»]',
    "-": "[-‐‑–—−]",
    " ": r"\s+",
}
"""What a keyboard types for what a text is set in; a blank also finds a line end."""


def matches(text: str, pattern: str) -> list[Span]:
    """All places where `pattern` stands as it is typed, in order: in any case, unless it holds a capital."""
    if not pattern.strip():
        return []
    wanted = re.sub(r"\s+", " ", unicodedata.normalize("NFC", pattern))
    typed = "".join(_LOOSE.get(character) or re.escape(character) for character in wanted)
    flags = re.NOFLAG if any(character.isupper() for character in wanted) else re.IGNORECASE
    return [match.span() for match in re.finditer(typed, text, flags)]


def next_match(found: Sequence[Span], offset: int) -> int | None:
    """The number of the first match that begins after `offset`; the first of all behind the last."""
    if not found:
        return None
    return bisect_right(found, offset, key=_start) % len(found)


def previous_match(found: Sequence[Span], offset: int) -> int | None:
    """The number of the last match that begins before `offset`; the last of all ahead of the first."""
    if not found:
        return None
    return (bisect_left(found, offset, key=_start) - 1) % len(found)


def matches_over(found: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The matches that touch `[start, end)`."""
    first = bisect_right(found, start, key=_end)
    last = bisect_left(found, end, key=_start)
    return found[first:last]


def _start(span: Span) -> int:
    return span[0]


def _end(span: Span) -> int:
    return span[1]
