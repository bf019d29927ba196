"""From offsets in an article's clean text to offsets in the text that its source holds, and back. Pure.

Cleaning composes letters with their accents and removes characters that do harm or cannot be seen. A program that
brings its own texts wants findings in the characters it has: `Original` gives those back. One that brings marks of its
own counted in its own text: `Cleaned` says where they stand in ours.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from store.lazy import Lazy
from store.text import blank_sequences, clean, on_boundary, strip_controls

_ESCAPE = re.compile(r"\x1b[\[\]PX^_()#%*+]|\x1bc")
_CLUSTER = Lazy(r"\X")
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def printable(original: str) -> str:
    """`original` with every character that could do harm replaced by U+FFFD, one for one; line ends become `\\n`."""
    return _UNSAFE.sub("\ufffd", original.replace("\r\n", "\n").replace("\r", "\n"))


def differs(original: str, text: str) -> bool:
    """Whether cleaning changed characters of `original` other than white space, one here and there.

    Whole escape sequences are no text: where there are some, nobody wants to count their characters.
    """
    return _visible(original) != _visible(text) and not _ESCAPE.search(original)


class Original:
    """The printable form of a source's text, and where each character of the clean text stands in it."""

    def __init__(self, original: str, text: str) -> None:
        self.text = printable(original)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._align(text)

    def start(self, offset: int) -> int:
        """Where the character at `offset` of the clean text begins; the end of the text behind its last one."""
        return self._starts[offset] if offset < len(self._starts) else len(self.text)

    def end(self, offset: int) -> int:
        """Where the character before `offset` of the clean text ends."""
        return self._ends[offset - 1] if offset > 0 else 0

    def span(self, span: Sequence[int]) -> tuple[int, int]:
        """A stretch of the clean text, in this one."""
        return self.start(span[0]), self.end(span[1])

    def within(self, span: Sequence[int]) -> tuple[int, int] | None:
        """A stretch of this text, in the clean one; None where none of its characters is left there."""
        start, end = bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1])
        return (start, end) if start < end else None

    def _align(self, text: str) -> None:
        # The clean text is what is left of the original, in order: walk both, and pass over what was removed.
        position = 0
        for match in _CLUSTER.compiled.finditer(self.text):
            kept = unicodedata.normalize("NFC", strip_controls(match.group()))
            while position < len(text) and text[position].isspace() and not kept.isspace():
                self._put(match.start(), match.start())
                position += 1
            while kept and not text.startswith(kept, position):
                kept = kept[1:]  # what begins the cluster was removed: a mark is left that stood on it
            if not kept:
                continue
            alike = len(kept) == match.end() - match.start()
            for place in range(len(kept)):
                first = match.start() + place
                self._put(*((first, first + 1) if alike else match.span()))
            position += len(kept)
        self._starts += [len(self.text)] * (len(text) - position)
        self._ends += [len(self.text)] * (len(text) - position)

    def _put(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)


class Cleaned:
    """The clean form of a program's text, and where stretches of that text stand in it."""

    def __init__(self, raw: str) -> None:
        self.text = clean(raw)
        self._raw = raw
        self._lead = raw.find(self.text) if raw.strip() == self.text else -1
        """How many blanks were cut off before the text, where no more was done to it; else -1."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `[start, end)` of the program's text stands, widened to whole characters as a reader sees them.

        None where nothing of it is left, or where it can't be told what is.
        """
        found = self._found(start, end)
        if found is None:
            return None
        first, last = found
        while not on_boundary(self.text, first):
            first -= 1
        while not on_boundary(self.text, last):
            last += 1
        whole = first, last
        if self.exact(start, end, whole) or _letters(self._raw[start:end]) in _letters(self.text[first:last]):
            return whole
        return None

    def _found(self, start: int, end: int) -> tuple[int, int] | None:
        """What is left of `[start, end)`, as it stands there."""
        if self._lead < 0:
            return self._original.within((self._printable(start), self._printable(end)))
        first, last = max(0, start - self._lead), min(len(self.text), end - self._lead)
        return (first, last) if first < last else None

    def exact(self, start: int, end: int, found: tuple[int, int]) -> bool:
        """Whether the stretch that was found has the words of `[start, end)` and no more."""
        words, mine = self._raw[start:end], self.text[slice(*found)]
        return words == mine or _letters(words) == _letters(mine)

    @cached_property
    def _original(self) -> Original:
        return Original(blank_sequences(self._raw), self.text)

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the `\\n` of each `\\r\\n` stands: the printable text has one character for both."""
        return [match.start() + 1 for match in re.finditer("\r\n", self._raw)]

    def _printable(self, offset: int) -> int:
        return offset - bisect_left(self._breaks, offset)


def _letters(text: str) -> str:
    """What is seen of a text, white space apart, however its accents are written."""
    return "".join(unicodedata.normalize("NFD", clean(text)).split())


def _visible(text: str) -> int:
    return sum(1 for character in text if not character.isspace())
