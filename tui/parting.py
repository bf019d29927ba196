"""What differs between two long sequences that are nearly the same, as the marks before and after a key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import eq
from typing import Any, TypeVar

T = TypeVar("T")

_STEP = 64
"""How many are compared at once at first; then four times as many, and so on."""


def parted(old: Sequence[T], new: Sequence[T], order: Callable[[T], Any]) -> tuple[list[T], list[T]]:
    """What of `old` is gone, and what has come to `new`; both in this order, in which no two are at one place.

    What stayed is only compared, which takes no time where it is the same object.
    """
    gone: list[T] = []
    come: list[T] = []
    i = j = 0
    while True:
        same = _same(old, i, new, j)
        i, j = i + same, j + same
        if i >= len(old) or j >= len(new):
            return [*gone, *old[i:]], [*come, *new[j:]]
        before, after = order(old[i]), order(new[j])
        if before <= after:
            gone.append(old[i])
            i += 1
        if after <= before:
            come.append(new[j])
            j += 1


def _same(old: Sequence[T], i: int, new: Sequence[T], j: int) -> int:
    """How many are equal from here on."""
    count, step = 0, _STEP
    while True:
        equal = list(map(eq, old[i + count : i + count + step], new[j + count : j + count + step]))
        if False in equal:
            return count + equal.index(False)
        count += len(equal)
        if len(equal) < step:
            return count
        step *= 4
