"""What differs between two long sequences that are nearly the same, as the marks before and after a key. Pure."""

from __future__ import annotations

from collections.abc import Callable
from operator import eq
from typing import Any, TypeVar

T = TypeVar("T")

_STEP = 64
"""How many are compared at once at first; then four times as many, and so on. Whole stretches are compared fastest."""


def parted(old: tuple[T, ...], new: tuple[T, ...], order: Callable[[T], Any]) -> tuple[list[T], list[T]]:
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


def _same(old: tuple[T, ...], i: int, new: tuple[T, ...], j: int) -> int:
    """How many are equal from here on: looked for in ever longer stretches, then in ever shorter ones."""
    count, step, growing = 0, _STEP, True
    while True:
        one, other = old[i + count : i + count + step], new[j + count : j + count + step]
        if one == other:
            count += len(one)
            if len(one) < step:
                return count
            step *= 4 if growing else 1
        elif step > _STEP:
            step, growing = step // 4, False
        else:
            return count + next(
                (n for n, same in enumerate(map(eq, one, other)) if not same), min(len(one), len(other))
            )
