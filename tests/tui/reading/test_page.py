"""An article set for a pane."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import make_article
from tui.reading.layout import COLUMN
from tui.reading.page import Page, about_line, day


@given(st.integers(1, 250), st.booleans())
def test_the_column_is_centred_in_its_air_and_never_too_wide(width: int, zen: bool) -> None:
    page = Page(make_article("Some words of an article. " * 40), 200, width, zen=zen)
    assert page.layout.width <= COLUMN
    if width >= 20:
        right = width - page.left - page.layout.width
        assert right >= 1
        assert page.left >= 1
    if width >= COLUMN + 20:
        assert page.layout.width == COLUMN
        assert abs(page.left - (width - page.left - COLUMN)) <= 1


def test_the_head_says_what_is_known() -> None:
    article = make_article("x", byline="By A. Reporter", published="2023-06-18T10:00:00Z")
    assert about_line(article, 331).replace("\u00a0", " ") == (
        "By A. Reporter · 18 June 2023 · seeds/a.txt · 331 words · 1 min"
    )
    assert about_line(make_article("x"), 1).replace("\u00a0", " ") == "seeds/a.txt · 1 word · 1 min"
    page = Page(make_article("x", title="A very long title " * 8), 2000, 80)
    kinds = [line.kind for line in page.head]
    assert kinds[0] == kinds[-1] == "blank"
    assert kinds.count("title") > 1
    assert all(len(line.text) <= page.layout.width for line in page.head)


def test_a_head_without_a_title_has_no_empty_line_for_it() -> None:
    assert [line.kind for line in Page(make_article("x", title=""), 1, 80).head] == ["blank", "meta", "blank"]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [("2023-06-18T10:00:00Z", "18 June 2023"), ("2023-06-18", "18 June 2023"), ("", ""), ("lately", "lately")],
)
def test_days(moment: str, shown: str) -> None:
    assert day(moment) == shown


def test_rows_and_offsets() -> None:
    page = Page(make_article("First row.\n\nSecond row."), 4, 80)
    assert page.row_at(page.top) == 0
    assert page.row_at(page.top - 1) is None
    assert page.row_at(page.height - 1) is None
    assert page.y_of(12) == page.top + 2
    assert page.offset_at(page.left + 3, page.top + 2) == 15
    assert page.offset_at(0, 0) == 0
    assert page.offset_at(500, 500) == 22
