"""Pictures of counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.plots import bar, columns, last_days

COUNTS = st.lists(st.integers(0, 10**6), max_size=30)


@given(COUNTS, st.integers(1, 60))
def test_bars_are_as_long_as_their_counts(counts, width) -> None:
    most = max(counts, default=0)
    drawn = [bar(count, most, width) for count in counts]
    assert all((count > 0) == bool(one) and len(one) <= width for count, one in zip(counts, drawn, strict=True))
    assert all(len(one) == width for count, one in zip(counts, drawn, strict=True) if count == most > 0)
    by_count = [one for _, one in sorted(zip(counts, drawn, strict=True))]
    assert [len(one) for one in by_count] == sorted(len(one) for one in by_count)


@given(COUNTS, st.integers(1, 6))
def test_columns_stand_side_by_side_without_gaps(counts, height) -> None:
    lines = columns(counts, height)
    assert [len(line) for line in lines] == [len(counts)] * height
    for place, count in enumerate(counts):
        column = [line[place] for line in reversed(lines)]
        assert (column[0] != " ") == (count > 0)
        assert "".join(column).rstrip() == "█" * (len("".join(column).rstrip()) - 1) + "".join(column).rstrip()[-1:]
        assert column == ["█"] * height if count == max(counts) > 0 else True


def test_days_without_marks_are_days_too() -> None:
    days = {"2026-02-27": 2, "2026-03-02": 5, "tomorrow": 9, "2026-01-01": 1}
    assert last_days(days, 5) == [
        ("2026-02-26", 0),
        ("2026-02-27", 2),
        ("2026-02-28", 0),
        ("2026-03-01", 0),
        ("2026-03-02", 5),
    ]
    assert last_days({}, 5) == last_days({"x": 1}, 5) == []
    assert last_days({"0001-01-02": 1}, 5) == [("0001-01-01", 0), ("0001-01-02", 1)]
