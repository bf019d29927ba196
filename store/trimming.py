"""Stretches of a text without what was caught at their edges: white space, commas, a quotation mark or bracket alone.

Pure. Dots, apostrophes, `$`, `%`, `#` and the like stay: they belong to abbreviations, names and amounts.
"""

from __future__ import annotations

from store.text import on_boundary

Span = tuple[int, int]

_BRACKETS = {pair[0]: pair[1] for pair in ("()", "[]", "{}", "（）", "［］", "「」", "『』", "《》", "〈〉", "【】")}
_CLOSING = {closing: opening for opening, closing in _BRACKETS.items()}
_QUOTES = frozenset('"“”„‟«»')
"""Which of them opens and which closes differs between languages: only whether one is left over is looked at."""
_COMMAS = frozenset(",;，；、،؛")


def without_blanks(text: str, span: Span) -> Span | None:
    """The stretch without the white space at its ends; None where nothing is left. White space that is one character
    with what stands beside it (an accent behind, a sign before) stays."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    while not on_boundary(text, start):
        start -= 1
    while not on_boundary(text, end):
        end += 1
    return start, end


def trimmed(text: str, span: Span) -> Span | None:
    """The stretch without what was caught at its edges; None where it is blank.

    Quotation marks and brackets go only where their partner is not in the stretch; what is nothing but such
    signs stays.
    """
    whole = now = without_blanks(text, span)
    while now is not None and (less := _less(text, now)) is not None:
        now = without_blanks(text, less)
    return now or whole


def _less(text: str, span: Span) -> Span | None:
    """The stretch without the stray sign at its end, else at its beginning; None where there is none, or it is one."""
    start, end = span
    stray = _alone(text, span)
    if (end - 1 in stray or text[end - 1] in _COMMAS) and on_boundary(text, end - 1):
        return start, end - 1
    if (start in stray or text[start] in _COMMAS) and on_boundary(text, start + 1):
        return start + 1, end
    return None


def _alone(text: str, span: Span) -> set[int]:
    """Where brackets without a partner are, and the quotation mark at an edge where their number is odd."""
    alone: set[int] = set()
    open_ones: list[int] = []
    quotes = 0
    for place in range(*span):
        character = text[place]
        quotes += character in _QUOTES
        if character in _BRACKETS:
            open_ones.append(place)
        elif character in _CLOSING:
            if open_ones and text[open_ones[-1]] == _CLOSING[character]:
                open_ones.pop()
            else:
                alone.add(place)
    edges = [place for place in (span[1] - 1, span[0]) if text[place] in _QUOTES]
    return alone.union(open_ones, edges[:1] if quotes % 2 else ())
