"""How text sits in terminal cells: characters as a reader sees them (grapheme clusters) and how wide each is. Pure.

Plain text, one character to a cell, is told apart first: almost all news is plain, and plain rows need no walking.
Whatever comes out of `visible` and `clusters` can be drawn: no control character gets through, however it came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from store.lazy import Lazy

TAB = 4
"""A tab reaches to the next multiple of this many cells."""

WIDEST = 6
"""A cluster wider than this is drawn as one replacement character: only built texts hold any."""

REPLACEMENT = "\ufffd"

_NOT_PLAIN = re.compile(
    "[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038e-\u03a1\u03a3-\u0482"
    "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116\u2122\u2190-\u21ff\u2200-\u22ff"
    "\u2500-\u259f]"
)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_CLUSTER = Lazy(r"\X")
_LOOKBACK = 400


class Cluster(NamedTuple):
    """One character as a reader sees it: `[start, end)` in the text, at `column` of its row, `cells` wide."""

    start: int
    end: int
    column: int
    cells: int
    shown: str
    """What is drawn; `cells` wide."""


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether every character of `text[start:end]` is a cluster of its own, safe to draw and one cell wide."""
    return _NOT_PLAIN.search(text, start, len(text) if end is None else end) is None


def clusters(text: str, start: int, end: int) -> Iterator[Cluster]:
    """The clusters of `text[start:end]`, which begins a row; it holds no line end."""
    column = 0
    for match in _CLUSTER.compiled.finditer(text, start, end):
        raw = match.group()
        if raw == "\t":
            shown, cells = "", TAB - column % TAB
            shown = " " * cells
        else:
            shown, cells = drawn(raw)
        yield Cluster(match.start(), match.end(), column, cells, shown)
        column += cells


@lru_cache(maxsize=8192)
def drawn(cluster: str) -> tuple[str, int]:
    """What is drawn for a cluster other than a tab, and how many cells it takes."""
    if len(cluster) == 1 and cluster.isascii() and cluster.isprintable():
        return cluster, 1
    if _UNSAFE.search(cluster):
        return REPLACEMENT, 1
    cells = cell_len(cluster)
    if cells == 0:
        return "", 0
    return (cluster, cells) if cells <= WIDEST else (REPLACEMENT, 1)


def visible(text: str) -> str:
    """`text` as it is safe to draw on one line: tabs and line ends become blanks, controls U+FFFD."""
    return text if is_plain(text) else _UNSAFE.sub(REPLACEMENT, text.replace("\t", " ").replace("\n", " "))


def cluster_at(text: str, offset: int) -> tuple[int, int]:
    """The cluster that holds the character at `offset`; empty at the end of the text."""
    if offset >= len(text):
        return len(text), len(text)
    if is_plain(text, max(0, offset - 1), offset + 2):
        return offset, offset + 1  # among plain neighbours: almost always, and then nothing need be compiled
    start = _boundary_before(text, offset)
    for match in _CLUSTER.compiled.finditer(text, start):
        if match.end() > offset:
            return match.start(), match.end()
    return offset, len(text)


def next_edge(text: str, offset: int) -> int:
    """The first cluster boundary after `offset`, at most the end of the text."""
    return cluster_at(text, offset)[1]


def previous_edge(text: str, offset: int) -> int:
    """The last cluster boundary before `offset`, at least 0."""
    return cluster_at(text, offset - 1)[0] if offset > 0 else 0


def _boundary_before(text: str, offset: int) -> int:
    # Between two plain characters, or beside a line end, there is always a boundary: start from the nearest one.
    position, limit = offset, max(0, offset - _LOOKBACK)
    while position > limit:
        if text[position] == "\n" or text[position - 1] == "\n":
            return position
        if not _NOT_PLAIN.match(text, position) and not _NOT_PLAIN.match(text, position - 1):
            return position
        position -= 1
    return position
