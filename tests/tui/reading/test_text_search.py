"""Searching an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import prose
from tui.reading.find import matches, matches_over, next_match, previous_match


def found(text: str, pattern: str) -> list[str]:
    return [text[start:end] for start, end in matches(text, pattern)]


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("China, china, CHINA", "china", ["China", "china", "CHINA"]),
        ("China, china, CHINA", "China", ["China"]),
        ("Blinken’s “visit”", "'s \"vis", ["’s “vis"]),
        ("South\nChina", "south china", ["South\nChina"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("anything", "  ", []),
        ("anything", "", []),
        ("café", "cafe\u0301", ["café"]),
        ("3–4 goals", "3-4", ["3–4"]),
        ("[/b] [x]", "[/b]", ["[/b]"]),
    ],
)
def test_what_is_typed_is_found_as_it_may_be_set(text: str, pattern: str, expected: list[str]) -> None:
    assert found(text, pattern) == expected


def test_next_and_previous_go_round() -> None:
    spans = [(2, 3), (5, 6), (9, 10)]
    assert [next_match(spans, offset) for offset in (-1, 2, 4, 9, 20)] == [0, 1, 1, 0, 0]
    assert [previous_match(spans, offset) for offset in (0, 2, 3, 9, 20)] == [2, 2, 0, 1, 2]
    assert next_match([], 3) is None
    assert previous_match([], 3) is None


@given(prose, st.sampled_from(["blinken", "e", "US", " ", "the us", "."]), st.integers(0, 200), st.integers(0, 40))
def test_matches_over_a_stretch_are_those_that_touch_it(text: str, pattern: str, start: int, length: int) -> None:
    spans = matches(text, pattern)
    over = list(matches_over(spans, start, start + length + 1))
    assert over == [(a, b) for a, b in spans if a < start + length + 1 and b > start]
