"""Quotation marks: which stretches of a text they enclose.

Reads characters only and decides nothing about speech. Double marks first, paragraph by paragraph; then single marks,
where no double mark covers them. Every step is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal, NamedTuple

_DOUBLE = re.compile("[\"“”„‟«»]|``|''|’’|‘‘")
_STRAIGHT = '"'
_OPENING = frozenset({"“", "„", "‟", "«", "``", "‘‘"})
_CLOSING = frozenset({"”", "»", "''", "’’"})
_BEFORE_OPEN = frozenset("([{—–-‘'/")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-’'/")
_LOW_PAIRS = frozenset({("„", "“"), ("»", "«")})
"""Pairs that end with what opens others."""
_FINAL = frozenset(".,!?…")
_SENTENCE_END = re.compile(r"[.!?,…]\s")
_SINGLE = re.compile("[‘’']")
_ELISION = re.compile(r"['‘’](?:t|em|cause|til|till|tis|twas|n|s|round|bout|cuz|\d0?s)\b", re.IGNORECASE)
_BEFORE_SINGLE = frozenset("([—–:-")
_MONEY = frozenset("$£€₹[")
_SINGLE_REACH = 3000
"""The longest speech in single marks, in characters: an apostrophe must not swallow an article."""

Role = Literal["open", "close", "either"]
Span = tuple[int, int]


class _Mark(NamedTuple):
    start: int
    end: int
    shape: str
    role: Role


def find_stretches(text: str, paragraphs: list[Span]) -> list[Span]:
    """The quoted stretches, marks included, in order and never overlapping."""
    double = _double_stretches(text, paragraphs)
    single = _single_stretches(text, paragraphs, double)
    starts = [start for start, _ in single]
    outside = [span for span in double if not _within(span[0], single, starts)]
    return sorted(outside + single)


def _within(offset: int, spans: list[Span], starts: list[int]) -> bool:
    """Whether `offset` lies in one of the sorted `spans`."""
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < spans[index][1]


def _around(text: str, start: int, end: int, span: Span) -> tuple[str, str]:
    """The characters beside `[start, end)`, a blank where the paragraph ends."""
    before = text[start - 1] if start > span[0] else " "
    after = text[end] if end < span[1] else " "
    return before, after


def _role(text: str, start: int, end: int, span: Span) -> Role:
    """Whether a double mark opens or closes: curly ones by shape, straight ones by their neighbours."""
    shape = text[start:end]
    before, after = _around(text, start, end, span)
    if shape in _OPENING:
        wrong_way = not before.isspace() and before not in _BEFORE_OPEN and (after.isspace() or after in ".,")
        return "close" if wrong_way and shape == "“" else "open"
    if shape in _CLOSING:
        return "open" if before.isspace() and after.isalnum() else "close"
    opens = before.isspace() or before in _BEFORE_OPEN
    closes = after.isspace() or after in _AFTER_CLOSE
    if opens != closes:
        return "open" if opens else "close"
    return "close" if not opens and before in _FINAL else "either"


def _marks(text: str, span: Span) -> list[_Mark]:
    found = []
    for match in _DOUBLE.finditer(text, *span):
        start, end = match.span()
        found.append(_Mark(start, end, match.group(), _role(text, start, end, span)))
    return found


def _double_stretches(text: str, paragraphs: list[Span]) -> list[Span]:
    scanner = _Scanner(text)
    for number, span in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        scanner.read(span, following)
    return scanner.found


class _Scanner:
    """Pairs double marks through a text, and remembers a quotation that is still open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Span] = []
        self.opened: _Mark | None = None
        self.nested: list[_Mark] = []

    def read(self, span: Span, following: Span | None) -> None:
        """Take in one paragraph; a quotation left open goes on only if the next paragraph opens with a mark."""
        marks = _marks(self.text, span)
        if self.opened and marks:
            marks = marks[1:]  # the mark that opens a paragraph inside a quotation
        for index, mark in enumerate(marks):
            self._take(mark, marks[index + 1 : index + 3], span)
        self.nested.clear()
        if self.opened and not self._goes_on(following):
            self._close(self.opened, span[0] + len(self.text[span[0] : span[1]].rstrip()))

    def _goes_on(self, following: Span | None) -> bool:
        if following is None:
            return False
        first = _DOUBLE.match(self.text, following[0] + _indent(self.text, following))
        return first is not None and (first.group() in _OPENING or first.group() == _STRAIGHT)

    def _take(self, mark: _Mark, coming: list[_Mark], span: Span) -> None:
        if self.opened is None:
            if mark.role != "close":
                self.opened = mark
        elif mark.role == "open" and (self.opened.shape, mark.shape) not in _LOW_PAIRS:
            self._open_inside(self.opened, mark, coming)
        elif self.nested and not self._ends_all(self.opened, mark, span):
            self.nested.pop()
        else:
            self._close(self.opened, mark.end)

    def _open_inside(self, opened: _Mark, mark: _Mark, coming: list[_Mark]) -> None:
        """An opening mark inside a quotation: a quotation in it, or a sign that its closing mark was lost."""
        other_kind = (mark.shape == _STRAIGHT) != (opened.shape == _STRAIGHT)
        closes_twice = len(coming) == 2 and all(next_mark.role == "close" for next_mark in coming)
        if other_kind or closes_twice or self.nested:
            self.nested.append(mark)
            return
        ends = _SENTENCE_END.search(self.text, opened.end, mark.start)
        if ends and ends.start() > opened.end + 1:
            self._close(opened, ends.start() + 1)
        self.opened = mark

    def _ends_all(self, opened: _Mark, mark: _Mark, span: Span) -> bool:
        """A straight mark after a full stop ends a straight quotation even where an inner one was left open."""
        inner = self.nested[-1]
        before = _around(self.text, mark.start, mark.end, span)[0]
        return mark.shape == _STRAIGHT == opened.shape and inner.shape != _STRAIGHT and before in _FINAL

    def _close(self, opened: _Mark, end: int) -> None:
        if end > opened.end:
            self.found.append((opened.start, end))
        self.opened = None
        self.nested.clear()


def _indent(text: str, span: Span) -> int:
    body = text[span[0] : span[1]]
    return len(body) - len(body.lstrip())


def _single_stretches(text: str, paragraphs: list[Span], double: list[Span]) -> list[Span]:
    found: list[Span] = []
    starts = [start for start, _ in double]
    for number, span in enumerate(paragraphs):
        openers = [m.start() for m in _SINGLE.finditer(text, *span) if _opens_single(text, m.start(), span)]
        openers = [offset for offset in openers if not _within(offset, double, starts)]
        if openers:
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            found += _pair_singles(text, span, openers, double, starts, following)
    return _without_overlap(found)


def _without_overlap(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pair_singles(
    text: str, span: Span, openers: list[int], double: list[Span], starts: list[int], following: Span | None
) -> list[Span]:
    closers = [m.start() for m in _SINGLE.finditer(text, *span) if _closes_single(text, m.start(), span)]
    found: list[Span] = []
    end = span[0]
    for index, opener in enumerate(openers):
        if opener < end:
            continue
        limit = min(openers[index + 1] if index + 1 < len(openers) else span[1], opener + _SINGLE_REACH)
        closer = _closer_for(text, opener, closers, limit, span)
        if closer is None:
            if index == len(openers) - 1 and following and _single_goes_on(text, opener, span, following):
                later = _first_strong_closer(text, following)
                found += [] if later is None else [(opener, later + 1)]
            continue
        holds_double = bisect_left(starts, opener) != bisect_left(starts, closer)
        if _within(closer, double, starts) or (holds_double and text[closer - 1] not in _FINAL):
            continue
        end = closer + 1
        found.append((opener, end))
    return found


def _opens_single(text: str, at: int, span: Span) -> bool:
    before, after = _around(text, at, at + 1, span)
    if text[at] == "’" or not (before.isspace() or before in _BEFORE_SINGLE):
        return False
    inner_double = after in '“"'
    return (after.isalpha() or after in _MONEY or inner_double) and not _ELISION.match(text, at)


def _closes_single(text: str, at: int, span: Span) -> bool:
    before, after = _around(text, at, at + 1, span)
    if text[at] == "‘" or after.isalnum():
        return False
    return before in _FINAL or before.isalnum() or before in '”"])%'


def _closer_for(text: str, opener: int, closers: list[int], limit: int, span: Span) -> int | None:
    """The first closing mark that is no apostrophe, else the first that may be one; None where there is none."""
    weak = None
    for index in range(bisect_right(closers, opener + 1), len(closers)):
        closer = closers[index]
        if closer >= limit and (weak is not None or closer > opener + _SINGLE_REACH):
            break
        if not _may_be_apostrophe(text, closer, span):
            return closer
        weak = closer if weak is None else weak
    return weak


def _may_be_apostrophe(text: str, at: int, span: Span) -> bool:
    """A plural possessive ("the drivers' union") or a dropped letter ("goin' home")."""
    before, after = _around(text, at, at + 1, span)
    if before in _FINAL or after in ",.;:)!?":
        return False
    return before in "sSzxZX" or text[at - 2 : at] == "in"


def _single_goes_on(text: str, opener: int, span: Span, following: Span) -> bool:
    """Speech in single marks that opens the last sentence of a paragraph and is opened again in the next."""
    if text[opener] != "‘" or span[1] - opener > _SINGLE_REACH:
        return False
    return text[following[0] + _indent(text, following)] == "‘"


def _first_strong_closer(text: str, span: Span) -> int | None:
    for match in _SINGLE.finditer(text, span[0] + _indent(text, span) + 1, min(span[1], span[0] + _SINGLE_REACH)):
        at = match.start()
        if text[at] == "‘":
            return None
        if _closes_single(text, at, span) and text[at - 1] in _FINAL:
            return at
    return None
