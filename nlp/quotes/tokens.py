"""Words and marks of a text, and its paragraphs.

Reads characters only, in one pass. A token never crosses a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.quotes.lexicon import ABBREVIATED_TITLES

_ABBREVIATIONS = "|".join([*ABBREVIATED_TITLES.split(), "Jr", "Sr", "Atty", "No", "vs", "Inc", "Corp", "Co", "Ltd"])
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"
    rf"|(?=[A-Z])(?:\b(?:{_ABBREVIATIONS}|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\b[A-Z]\.(?=\s[A-Z])"
    r"|\b(?:O|D|L|De)['’][A-Z]\w+)"
    r"|\w+(?:[-–]\w+)*"
    r"|['’](?:s|re|ve|ll|d|m|t)\b"
    r"|\.{3}|…|[^\w\s]"
)
_LINE = re.compile(r"[^\n]+")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_WRAPPED_LINE = range(45, 101)
"""How long the lines of a hard-wrapped text are, in characters."""


class Token:
    """A word, number or mark at `[start, end)`."""

    __slots__ = ("alnum", "alpha", "end", "lower", "paragraph", "start", "stretch", "text", "upper")

    def __init__(self, start: int, end: int, text: str, paragraph: int) -> None:
        first = text[0]
        self.start = start
        self.end = end
        self.text = text
        self.lower = text.lower()
        self.paragraph = paragraph
        self.stretch = -1
        """Which quoted stretch it stands in, -1 outside."""
        self.upper = first.isupper()
        self.alpha = first.isalpha()
        self.alnum = self.alpha or first.isalnum()

    @property
    def bare(self) -> str:
        """The lower-case form without an abbreviation's full stops."""
        return self.lower.strip(".")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph with something in it stands: a line, or in a wrapped text a block between blank lines."""
    pattern = _BLOCK if is_wrapped(text) else _LINE
    return [match.span() for match in pattern.finditer(text) if not match.group().isspace()]


def is_wrapped(text: str) -> bool:
    """Whether single line breaks are only there to keep lines short, as in an e-mail or a README."""
    lines = text.split("\n")
    soft = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(soft) < 2 or "\n\n" not in text:
        return False
    return sum(length in _WRAPPED_LINE for length in soft) >= 0.8 * len(soft)


def tokenize(text: str, spans: list[tuple[int, int]]) -> Iterator[Token]:
    """The tokens of each paragraph, in order."""
    for number, (start, end) in enumerate(spans):
        for match in _TOKEN.finditer(text, start, end):
            yield Token(match.start(), match.end(), match.group(), number)
