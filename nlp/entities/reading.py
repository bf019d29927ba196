"""A text as the entity rules see it: its words in order, and what their form tells.

Knows no spaCy and decides nothing about names. Indices are word numbers; ranges are half-open `[first, stop)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

_ENDS = frozenset({".", "!", "?", "…", ":", ";", "•", "*", "|", "–", "—", "“", "”", '"', "‘", "(", "[", "-"})
"""What may stand right before a word that is written with a capital only because it comes first."""
CLOSING = frozenset({"”", '"', "’", "'", "''", ")", "]"})
HYPHENS = frozenset({"-", "‐", "‑", "–"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’", "'S", "’S"})


class Reading:
    """Words with their places in the text, and their form."""

    def __init__(self, words: Sequence[str], starts: Sequence[int]) -> None:
        """`starts` are the offsets of the words in the text, in code points."""
        self.words = list(words)
        self.starts = list(starts)
        self.lower = [word.lower() for word in words]
        self.capital = [word[:1].isupper() for word in words]
        """Whether a word begins with a capital."""
        self.opens = _openings(self.words, self.starts)
        """Whether a word comes first in a sentence, a line or a quotation."""

    @cached_property
    def common(self) -> frozenset[str]:
        """Words, in lower case, that this text writes small, and with a capital only where any word has one."""
        small = {word for word in self.words if word.islower()}
        words = zip(self.lower, self.capital, self.opens, strict=True)
        return frozenset(small - {lower for lower, capital, opens in words if capital and not opens})

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, index: int) -> bool:
        """Whether nothing separates word `index` from the one before it."""
        return 0 < index < len(self.words) and self.starts[index] == self.starts[index - 1] + len(self.words[index - 1])

    def text(self, first: int, stop: int) -> str:
        """The words `[first, stop)` as they are written, with single spaces."""
        if stop - first == 1:
            return self.words[first]
        parts = [self.words[first]]
        for index in range(first + 1, stop):
            if not self.glued(index):
                parts.append(" ")
            parts.append(self.words[index])
        return "".join(parts)

    def next_word(self, index: int) -> str:
        """The word after `index` in lower case, "" at the end."""
        return self.lower[index + 1] if index + 1 < len(self.words) else ""

    def word_before(self, index: int) -> str:
        """The word before `index` in lower case, "" at the beginning."""
        return self.lower[index - 1] if index else ""

    def hyphen(self, index: int) -> bool:
        """Whether word `index` is a hyphen that joins its neighbours."""
        return (
            0 < index < len(self.words) - 1
            and self.words[index] in HYPHENS
            and self.glued(index)
            and self.glued(index + 1)
        )


def _openings(words: list[str], starts: list[int]) -> list[bool]:
    opens, first, end = [], True, 0
    for word, start in zip(words, starts, strict=True):
        opens.append(first)
        if word.isspace():
            first = first or "\n" in word
        elif word in _ENDS:
            first = word not in HYPHENS or start > end or first
        elif word not in CLOSING:
            first = False
        end = start + len(word)
    return opens
