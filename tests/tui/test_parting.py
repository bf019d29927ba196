"""What differs between two sequences in one order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.parting import parted

numbers = st.sets(st.integers(0, 400), max_size=300)


@given(numbers, numbers, numbers)
def test_what_is_gone_and_what_has_come(both: set[int], old: set[int], new: set[int]) -> None:
    before, after = both | old, both | new
    gone, come = parted(tuple(sorted(before)), tuple(sorted(after)), lambda number: number)
    assert (gone, come) == (sorted(before - after), sorted(after - before))


def test_another_thing_in_the_same_place_is_gone_and_come() -> None:
    gone, come = parted(((1, "a"), (2, "b"), (3, "c")), ((1, "a"), (2, "B"), (3, "c")), lambda pair: pair[0])
    assert (gone, come) == ([(2, "b")], [(2, "B")])


def test_only_what_differs_is_put_in_order() -> None:
    asked: list[int] = []

    def order(number: int) -> int:
        asked.append(number)
        return number

    long = tuple(range(10_000))
    assert parted(long, (*long[:5000], *long[5001:]), order) == ([5000], [])
    assert len(asked) == 2
