"""Titles and offices that stand before a name: "Mr.", "Foreign Minister", "Secretary of State", "spokeswoman".

Finds the titles; `people` decides whether a name follows.
"""

from __future__ import annotations

from typing import NamedTuple

from nlp.entities.lexicon import HONORIFICS, OFFICES, PLAIN_OFFICES, PORTFOLIOS, RANKS
from nlp.entities.reading import Reading

_LONGEST = 12
_HEADS = OFFICES | RANKS
_AFTER_OFFICE = frozenset({"general", "justice", "elect", "designate"})


class Title(NamedTuple):
    """A title on the words `[first, stop)`."""

    first: int
    stop: int
    sure: bool
    """Whether a single word after it is a name too."""


def titles(reading: Reading) -> list[Title]:
    """The titles of a text, in order; one that ends where another begins is part of it."""
    found: list[Title] = []
    index, length = 0, len(reading)
    lower = reading.lower
    while index < length:
        word = lower[index]
        if word not in HONORIFICS and word not in _HEADS:
            index += 1
            continue
        title = _title(reading, index)
        if title:
            found.append(title)
        index = title.stop if title else index + 1
    return found


def _title(reading: Reading, first: int) -> Title | None:
    lower, end = reading.lower, min(len(reading), first + _LONGEST)
    index, stop, sure = first, first, False
    while index < end:
        word = lower[index]
        if word in HONORIFICS and (reading.capital[index] or index > first):
            index += 1
            if index < end and lower[index] == "." and reading.glued(index):
                index += 1
            stop, sure = index, True
        elif word in OFFICES or (stop > first and word in _AFTER_OFFICE):
            index += 1
            stop, sure = index, sure or word not in PLAIN_OFFICES
        elif word in RANKS or (index > first and reading.hyphen(index)):
            index += 1
        elif stop == index > first and word in {"of", "for"}:
            index = stop = _portfolio(reading, index)
            break
        else:
            break
    return Title(first, stop, sure) if stop > first else None


def _portfolio(reading: Reading, of: int) -> int:
    """Where "of Foreign Affairs" after an office ends; `of` itself where nothing like it follows."""
    index = of + 1
    while index < len(reading) and reading.lower[index] in PORTFOLIOS:
        index += 1
    while index > of + 1 and reading.lower[index - 1] in {"and", "the"}:
        index -= 1
    return index if index > of + 1 else of
