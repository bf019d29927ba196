"""Where a long text may be cut to be analysed piece by piece. Pure functions over offsets."""

from __future__ import annotations

import re

Span = tuple[int, int]

WHOLE = 12_000
"""Characters (some 2,000 words) up to which a text is analysed in one go: well under half a second."""
PIECE = 4_000
"""Characters of a piece of a longer text: how long a request may have to wait for another."""
UNBROKEN = 1_000
"""Characters without a blank, such as no language writes. A tokenizer's time grows with the square of such a run, so
a text with one is cut into pieces of at most this size.
"""

_CUTS = ("\n\n", "\n", ". ", " ")
"""Where to cut, the best place first; none of them lies inside a word."""
_RUN = re.compile(rf"\S{{{UNBROKEN}}}")


def pieces(text: str, whole: int = WHOLE, piece: int = PIECE) -> list[Span]:
    """Spans that cover `text` in order without a gap: one where it has at most `whole` characters, else of at most
    `piece` each. They end between paragraphs where they can, and inside a word only where there is no blank.
    """
    if _RUN.search(text):
        whole = piece = min(piece, UNBROKEN)
    if len(text) <= whole:
        return [(0, len(text))] if text else []
    found: list[Span] = []
    start = 0
    while len(text) - start > piece:
        end = _cut(text, start, start + piece)
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return found


def _cut(text: str, start: int, limit: int) -> int:
    for mark in _CUTS:
        at = text.rfind(mark, start + 1, limit)
        if at > 0:
            return at + len(mark)
    return limit


def from_visible(spans: list[Span], visible: int) -> list[int]:
    """The order to take the pieces in, as indices: the one that holds offset `visible`, what follows, what precedes."""
    at = next((n for n, (_, end) in enumerate(spans) if visible < end), 0)
    return [*range(at, len(spans)), *range(at - 1, -1, -1)]
