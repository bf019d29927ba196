"""Where else an article says exactly the same."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import make_mark, mark_word, prose
from tui.reading.propagate import identical

TEXT = "Blinken met Xi. Antony Blinken said Blinken’s team left. blinken; Blinkens; China, South China Post, China."


def places(word: str, *marks: object) -> list[int]:
    start = TEXT.index(word)
    return [a for a, _ in identical(TEXT, start, start + len(word), marks)]


def test_whole_tokens_in_the_same_case() -> None:
    assert places("Blinken") == [TEXT.index("Antony") + 7, TEXT.index("Blinken’s")]
    assert places("met") == []


def test_never_over_what_is_kept_nor_inside_something_longer() -> None:
    longer = mark_word(TEXT, "Antony Blinken")
    assert places("Blinken", longer) == [TEXT.index("Blinken’s")]
    place = TEXT.index("Blinken’s")
    kept = make_mark(place, place + 7, "ORG", "kept")
    assert places("Blinken", longer, kept) == []


def test_an_equal_or_shorter_suggestion_is_no_obstacle() -> None:
    place = TEXT.index("Blinken’s")
    assert place in places("Blinken", make_mark(place, place + 7, "GPE"))
    china = TEXT.rindex("China")
    assert places("China", mark_word(TEXT, "South China Post", "ORG")) == [china]


@given(prose, st.data())
def test_every_place_says_the_same_in_whole_tokens(text: str, data: st.DataObject) -> None:
    words = [match.span() for match in re.finditer(r"\w+( \w+)?", text)]
    if not words:
        return
    start, end = data.draw(st.sampled_from(words))
    found = identical(text, start, end, ())
    assert all(text[a:b] == text[start:end] for a, b in found)
    assert all(b <= start or a >= end for a, b in found)
    assert all(b <= c for (_, b), (c, _) in pairwise(found))
