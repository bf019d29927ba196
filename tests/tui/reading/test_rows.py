"""An article's text in rows: every character once, none too wide, offsets and columns there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import texts
from tui.reading.cells import clusters
from tui.reading.layout import NARROWEST, Layout, _wrap_clusters, _wrap_singles, wrap

widths = st.integers(NARROWEST, 80)
BLANKS = " \t\u3000\u200b"


@given(texts, widths)
def test_rows_cover_the_text_exactly_once(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert rows
    covered, position = [], 0
    for start, end in rows:
        assert text[position:start] in ("", "\n")
        covered.append(text[position:end])
        position = end
    assert "".join(covered) == text
    assert all("\n" not in text[start:end] for start, end in rows)


@given(texts, widths)
def test_no_row_is_wider_than_its_width_but_for_blanks_that_hang(text: str, width: int) -> None:
    for start, end in wrap(text, width):
        row = list(clusters(text, start, end))
        while row and text[row[-1].start] in BLANKS:
            row.pop()
        assert not row or row[-1].column + row[-1].cells <= width


@given(texts, widths)
def test_offset_and_column_lead_to_each_other(text: str, width: int) -> None:
    layout = Layout(text, width)
    for row in range(len(layout)):
        for cluster in clusters(text, layout.starts[row], layout.ends[row]):
            assert layout.row_of(cluster.start) == row
            assert layout.column_of(cluster.start) == cluster.column
            assert layout.columns(row, cluster.start, cluster.end) == (cluster.column, cluster.column + cluster.cells)
            if cluster.cells:
                assert layout.offset_at(row, cluster.column) == cluster.start
                assert layout.offset_at(row, cluster.column + cluster.cells - 1) == cluster.start


@given(texts, widths, st.data())
def test_a_line_end_belongs_to_the_row_it_closes(text: str, width: int, data: st.DataObject) -> None:
    layout = Layout(text, width)
    offset = data.draw(st.integers(0, len(text)))
    row = layout.row_of(offset)
    assert layout.starts[row] <= offset
    assert row + 1 == len(layout) or offset < layout.starts[row + 1]


def rows_of(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("the quick brown fox", ["the quick ", "brown fox"]),
        ("one two three   four", ["one two ", "three   four"]),
        ("", [""]),
        ("a\n\nb", ["a", "", "b"]),
        ("aaaaaaaaaaaaaaaaaaaa", ["aaaaaaaaaaaa", "aaaaaaaa"]),
        ("a Beijing-based firm", ["a Beijing-", "based firm"]),
        ("talks in -5 degrees", ["talks in -5 ", "degrees"]),
        ("中国政府中国政府", ["中国政府中国", "政府"]),
        ("中国政府中国。政府", ["中国政府中", "国。政府"]),
        ("no\u00a0break between these", ["no\u00a0break ", "between ", "these"]),
        ("hi 👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧 end", ["hi 👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧 end"]),
    ],
)
def test_rows_break_where_a_typesetter_would(text: str, rows: list[str]) -> None:
    assert rows_of(text, 12) == rows


def test_both_ways_of_wrapping_agree_on_words() -> None:
    words = "The talks are expected to include deepening defence cooperation and firming up the Quad"
    wide = words.replace("Quad", "中国")
    assert rows_of(wide, 30)[:-1] == rows_of(words, 30)[:-1]


@given(st.text(st.sampled_from("ab é中国。「」，- —\u3000\u00a0한ع"), max_size=120), widths)
def test_the_quick_way_of_wrapping_wide_text_is_the_slow_way(text: str, width: int) -> None:
    quick = list(_wrap_singles(text, 0, len(text), width))
    assert quick == list(_wrap_clusters(text, 0, len(text), width))


def test_rows_with_words_are_found_past_those_between_paragraphs() -> None:
    layout = Layout("one\n\n \n\ntwo", 20)
    assert layout.next_with_words(0, 1) == 4
    assert layout.next_with_words(4, -1) == 0
    assert layout.next_with_words(4, 1) == 4
