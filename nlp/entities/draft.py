"""The entities of one document while the rules work on them: never two on one word.

Knows no spaCy. A rule asks what is at a word, and adds, changes or removes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Found(NamedTuple):
    """An entity on the words `[first, stop)`."""

    first: int
    stop: int
    label: str


class Draft:
    """Entities by word. Adding one removes those that it overlaps."""

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self._at: dict[int, Found] = {}
        for one in found:
            self.put(one.first, one.stop, one.label)

    def at(self, index: int) -> Found | None:
        """The entity that holds word `index`."""
        return self._at.get(index)

    def over(self, first: int, stop: int) -> list[Found]:
        """The entities that overlap `[first, stop)`, in order."""
        found = [self._at[index] for index in range(first, stop) if index in self._at]
        return list(dict.fromkeys(found))

    def free(self, first: int, stop: int) -> bool:
        """Whether no entity overlaps `[first, stop)`."""
        return not any(index in self._at for index in range(first, stop))

    def put(self, first: int, stop: int, label: str) -> None:
        """Add an entity in place of all that it overlaps."""
        for old in self.over(first, stop):
            self.drop(old)
        found = Found(first, stop, label)
        for index in range(first, stop):
            self._at[index] = found

    def fill(self, first: int, stop: int, label: str) -> bool:
        """Add an entity if its words are free; whether it was added."""
        if not self.free(first, stop):
            return False
        self.put(first, stop, label)
        return True

    def drop(self, found: Found) -> None:
        """Remove an entity."""
        for index in range(found.first, found.stop):
            self._at.pop(index, None)

    def __iter__(self) -> Iterator[Found]:
        """The entities in order; the draft may change meanwhile."""
        return iter([found for index, found in sorted(self._at.items()) if index == found.first])
